"""The list of `check --assumptions`: what was filled in and nobody has confirmed, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from blueprint_ls.cli.results import place
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import Style, count, visible
from blueprint_ls.language.assumptions import Assumption

VERSION = 1


def render(found: Sequence[Assumption], style: Style) -> Iterator[str]:
    """A line for each: place, block, what was assumed; then how to confirm them."""
    for assumption in found:
        start, _ = place(assumption.place.document.text, assumption.place.header)
        where = f"{visible(shown(assumption.place.document.path))}:{start.line}:{start.column}"
        block = style.paint(visible(assumption.path), "bold")
        yield f"{style.paint(where, 'path')}: {block}: {visible(assumption.summary)}"
    if not found:
        yield style.paint("Nothing is assumed", "good")
        return
    many = count(len(found), "assumption")
    yield f"{many}: take `assumed = true` out of a block once it holds, by hand or by a code action in the editor"


def render_json(assumed: Sequence[Assumption]) -> str:
    """The same for programs; places count as those of findings do."""
    found = [_entry(assumption) for assumption in assumed]
    answer = {"version": VERSION, "assumptions": found, "summary": {"assumed": len(found)}}
    return json.dumps(answer, indent=2)


def _entry(assumption: Assumption) -> dict[str, Any]:
    path = assumption.place.document.path
    start, end = place(assumption.place.document.text, assumption.place.span)
    return {
        "path": shown(path),
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
        "block": assumption.path,
        "values": assumption.values,
    }
