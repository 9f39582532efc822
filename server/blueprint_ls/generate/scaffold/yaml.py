"""Texts as scalars of YAML."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z/][\w ./@%+-]*[\w/%]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def scalar(text: object) -> str:
    """A string on one line, in quotes where it would be read as something else (YAML 1.2, 7.3)."""
    plain = " ".join(str(text).split())
    if _PLAIN.fullmatch(plain) and plain.lower() not in _WORDS:
        return plain
    if "'" in plain and '"' not in plain and "\\" not in plain:
        return f'"{plain}"'
    return "'" + plain.replace("'", "''") + "'"
