"""Cures for `tenant-scope`, one room per data layer. Importing the package registers them."""

from blueprint_ls.fixes.tenant import fixer

__all__ = ["fixer"]
