"""The paths that a value of the code means."""

from __future__ import annotations

from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    Items,
    Known,
    Record,
    Value,
)


def texts(value: Value | None) -> list[str]:
    """The strings in a string or a list; nothing said is the empty path."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return [value.value]
    if isinstance(value, Items):
        return [text for item in value.items for text in texts(item)] or [""]
    if value is None or value == ABSENT:
        return [""]
    return ["{…}"] if not isinstance(value, Record) else [""]
