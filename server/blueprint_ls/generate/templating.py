"""The environment in which templates of source text are filled in: nothing is escaped, unknown names are errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from blueprint_ls.knowledge.folders import data_folder

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The environment over `templates/`, with filters beside those of jinja2."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, since only generation needs it

    made = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters |= filters
    return made
