"""Diagrams as graphs: what a blueprint's parts come to, and what a picture in plain text says."""
