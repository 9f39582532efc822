"""The checks, one module per subject. Importing the package registers them."""

from blueprint_ls.judge.checks import (
    completeness,
    decisions,
    declared,
    extending,
    header,
    names,
    order,
    placeholders,
    references,
    values,
)

__all__ = [
    "completeness",
    "decisions",
    "declared",
    "extending",
    "header",
    "names",
    "order",
    "placeholders",
    "references",
    "values",
]
