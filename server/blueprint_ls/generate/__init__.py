"""Drafts of blueprint source, and documents made from the knowledge."""
