"""Which files are worth a parse: those that hold one of the literals that a query needs.

A query says so in a comment: `; anchors: findMany $queryRaw`. A file without any anchor of any query cannot be
matched by one, so leaving it out changes no finding; `BLUEPRINT_PREFILTER=off` parses everything and shows it.
A query without anchors asks for every script. Schemas and manifests are always read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from blueprint_ls.codebase.kinds import ANALYSED, SCRIPTS
from blueprint_ls.codebase.version import code_rules

_LINE = re.compile(r"^;+\s*anchors:[ \t]*(.*)$", re.MULTILINE)
_SWITCH = "BLUEPRINT_PREFILTER"


class Prefilter:
    """Chooses by literals."""

    def __init__(self, anchors: Iterable[str] | None) -> None:
        """None chooses every file that can be analysed."""
        self._scripts = None if anchors is None else pattern(anchors)
        self.mark = b"" if self._scripts is None else self._scripts.pattern
        """Tells the choices of one filter from those of another."""

    def chooses(self, kind: str, data: bytes) -> bool:
        """Whether a file is worth a parse before anyone asks for it."""
        if kind not in SCRIPTS or self._scripts is None:
            return kind in ANALYSED
        return self._scripts.search(data) is not None


def prefilter(rules: Path | None = None) -> Prefilter:
    """The filter for the rules on code, or one that lets all through where the environment says `off`."""
    switched_off = os.environ.get(_SWITCH, "").lower() in ("off", "0", "no", "false")
    return Prefilter(None if switched_off else anchors_of(rules or code_rules()))


def anchors_of(rules: Path) -> frozenset[str] | None:
    """The anchors of all queries; None where a query has none and so asks for every script."""
    found: set[str] = set()
    for path in sorted(rules.glob("*/*.scm")):
        own = {word for line in _LINE.findall(path.read_text("utf-8")) for word in line.split()}
        if not own:
            return None
        found |= own
    return frozenset(found)


def pattern(anchors: Iterable[str]) -> re.Pattern[bytes]:
    """One expression that finds any of the literals; shared beginnings are written once, which makes it fast."""
    tree: dict[int, dict] = {}  # type: ignore[type-arg]
    words = {word.encode() for word in anchors if word}
    for word in words:
        if any(word != other and other in word for other in words):
            continue  # a part of it is looked for already
        node = tree
        for byte in word:
            node = node.setdefault(byte, {})
    return re.compile(_factored(tree) if tree else rb"(?!)")


def _factored(tree: dict[int, dict]) -> bytes:  # type: ignore[type-arg]
    branches = [re.escape(bytes([byte])) + _factored(below) for byte, below in sorted(tree.items())]
    if not branches:
        return b""
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
