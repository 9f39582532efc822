"""The cures. Importing the package registers every fixer."""

from blueprint_ls.fixes import arithmetic, declare, fill, growth, permissions, redraw, remove, reorder, replace, unhappy
from blueprint_ls.fixes.fix import Edit, Fix, apply
from blueprint_ls.fixes.registry import fixable, fixes
from blueprint_ls.fixes.rounds import Outcome, fix_everything

__all__ = [
    "Edit",
    "Fix",
    "Outcome",
    "apply",
    "arithmetic",
    "declare",
    "fill",
    "fix_everything",
    "fixable",
    "fixes",
    "growth",
    "permissions",
    "redraw",
    "remove",
    "reorder",
    "replace",
    "unhappy",
]
