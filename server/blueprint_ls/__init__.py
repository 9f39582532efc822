"""Blueprint: a language server for backend-architecture files."""

__version__ = "0.1.0"
