"""Regular expressions of the code, as expressions of our own."""

from __future__ import annotations

import re

from blueprint_ls.judge.endpoints.behavior.values import (
    External,
    Value,
)


def compiled(value: Value) -> re.Pattern[str] | None:
    """A regular expression of the code; None for anything else, and where it cannot be read."""
    if not isinstance(value, External) or value.package != "regex":
        return None
    body, _, flags = value.names[0][1:].rpartition("/")
    looks_back = "(?<!" in body or "(?<=" in body
    try:
        return re.compile(body if looks_back else body.replace("(?<", "(?P<"), re.I if "i" in flags else 0)
    except re.error:
        return None
