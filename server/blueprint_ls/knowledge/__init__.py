"""Loads and validates the pages of rules/."""
