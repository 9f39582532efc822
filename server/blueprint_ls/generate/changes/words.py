"""Changes in words: a line for each block, and one for each thing that it says otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from blueprint_ls.generate.changes.areas import AREAS
from blueprint_ls.generate.changes.compare import ADDED, ASSUMED, CHANGED, CONFIRMED, REMOVED, Change, Detail
from blueprint_ls.language.values import parse

MARKS = {ADDED: "+", REMOVED: "-", CHANGED: "~", CONFIRMED: "✓", ASSUMED: "?"}
"""The sign in front of a change."""
LONGEST = 120
"""Characters of a value that are shown; a longer one is cut."""
_MOST = 4
"""Values of a block that came or went that are shown."""
_FIRST = ("permission", "module", "choose", "type", "kind", "product", "provider", "monthly", "target")
"""What is told first of a block that came or went."""
_TOLD = frozenset({"because"})
"""What has a line of its own."""


def by_area(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """The heading of each area that has changes, with those."""
    for name, heading in AREAS.items():
        found = [change for change in changes if change.area == name]
        if found:
            yield heading, found


def headline(change: Change) -> str:
    """What happened to the block: `entity Deal, field amount: decimal(12, 2)`."""
    if change.kind in (ADDED, REMOVED):
        said = ", ".join(filter(None, [_stated(change), _counted(change)]))
        return f"{change.subject}: {said}" if said else change.subject
    if change.kind in (CONFIRMED, ASSUMED):
        return f"{change.subject} is {change.kind} now"
    return change.subject


def lines(change: Change) -> Iterator[str]:
    """The lines below the headline."""
    if change.note:
        yield f"look: it {change.note}"
    if change.kind == CHANGED:
        yield from (_detail(detail) for detail in change.details if detail.name not in _TOLD)
    named = {detail.name for detail in change.details}
    if change.because and named & {"because", "choose"}:
        yield f"{'because' if 'because' in named else 'because, as before'}: {change.because}"


def _stated(change: Change) -> str:
    shown = sorted((one for one in change.details if one.name not in _TOLD), key=_rank)
    values = [f"{one.name} {written(one.after if change.kind == ADDED else one.before)}" for one in shown[:_MOST]]
    return ", ".join([*values, *([f"{len(shown) - _MOST} more"] if len(shown) > _MOST else [])])


def _rank(detail: Detail) -> int:
    return _FIRST.index(detail.name) if detail.name in _FIRST else len(_FIRST)


def _counted(change: Change) -> str:
    return ", ".join(f"{count} × {name}" for name, count in change.blocks)


def _detail(detail: Detail) -> str:
    before, after = detail.before, detail.after
    if before is None:
        return f"{detail.name}: {written(after)} (was not stated)"
    if after is None:
        return f"{detail.name}: no longer {written(before)}"
    if isinstance(before, list) and isinstance(after, list):
        return f"{detail.name}: {_moved(before, after)}"
    return f"{detail.name}: {written(before)} → {written(after)}{_difference(before, after)}"


def _moved(before: list[Any], after: list[Any]) -> str:
    came = [f"+ {written(one)}" for one in after if one not in before]
    went = [f"- {written(one)}" for one in before if one not in after]
    return ", ".join(came + went) or f"{written(before)} → {written(after)}"


def _difference(before: Any, after: Any) -> str:
    """By how much money went up or down."""
    try:
        old, new = parse("money", before), parse("money", after)
    except (ValueError, TypeError):
        return ""
    if old.currency != new.currency:
        return ""
    return f" ({new.amount - old.amount:+,.0f} {new.currency})".replace(",", " ")


def written(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, list):
        shown = f"[{', '.join(map(written, value))}]"
    elif isinstance(value, bool | dict):
        shown = json.dumps(value, ensure_ascii=False)
    else:
        shown = " ".join(str(value).split())
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def markdown(text: str) -> str:
    """Text that Markdown and HTML take for nothing else, and in which nobody is mentioned and no issue is linked."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    calm = re.sub(r"([@#])(?=\w)", "\\1\u2060", escaped)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", calm)
