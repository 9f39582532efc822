"""What the analyser answers about a place: plain data, by the name that the server asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from blueprint_ls.editor.analysis import actions, hover, places, reports

ANSWERS: dict[str, Callable[..., Any]] = {
    "hover": hover.hover,
    "actions": actions.actions,
    "definition": places.definition,
    "subjects": places.subjects,
    "draft": reports.drafted,
    "inventory": reports.seen,
}
WORTH_A_SCAN = frozenset({"draft", "inventory"})
"""What is asked of a workspace that has not been read yet, and waits until it is; other answers are too late then."""
