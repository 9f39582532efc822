"""Which files are worth a parse: those that hold one of the literals that a query needs.

A query says so in a comment: `; anchors: findMany $queryRaw`. A file without any anchor of any query cannot be
matched by one, so leaving it out changes no finding; `BLUEPRINT_PREFILTER=off` parses everything and shows it.
A query without anchors asks for every script. Schemas and manifests are always read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from blueprint_ls.codebase.kinds import ANALYSED, SCRIPTS
from blueprint_ls.codebase.version import code_rules

# fmt: off
MODELS = frozenset({
    "drizzle-orm", "typeorm", "mongoose", "kysely", "Generated<", "GeneratedAlways<", "ColumnType<", "Selectable<",
    "Insertable<", "tableName", "createTable", "alterTable", "dropTable", "renameTable", "addColumn", ".table(",
    ".raw(", "ObjectId", "type:String", "type:Number", "type:Date", "type:Boolean", "type: String",
    "type: [String]", "type: Number", "type: Date", "type: Boolean", "type: Buffer",
})
# fmt: on
"""The literals without one of which no script declares a model."""
_FREQUENT = b" etraonsi\nldcump.\",hgf(){};:=/wyb'vkx-S<TIC>ERP"
"""The bytes of TypeScript, the most frequent first."""
_HEADER = re.compile(r"^;+[ \t]*(for|anchors):[ \t]*(.*)$", re.MULTILINE)
_SWITCH = "BLUEPRINT_PREFILTER"


class Prefilter:
    """Chooses by literals."""

    def __init__(self, anchors: Mapping[str, Iterable[str] | None]) -> None:
        """The literals that each kind of script is searched for; None chooses every file of the kind."""
        self._anchors = {kind: None if words is None else frozenset(words) for kind, words in anchors.items()}
        self._patterns: dict[str, re.Pattern[bytes] | None] = {}
        said = [f"{kind} {None if words is None else sorted(words)}" for kind, words in sorted(self._anchors.items())]
        self.mark = "\n".join(said).encode()
        """Tells the choices of one filter from those of another."""

    def chooses(self, kind: str, data: bytes) -> bool:
        """Whether a file is worth a parse before anyone asks for it."""
        if kind not in SCRIPTS:
            return kind in ANALYSED
        if kind not in self._patterns:  # made when first asked for: where nothing has changed, nobody asks
            words = self._anchors.get(kind)
            self._patterns[kind] = None if words is None else pattern(words)
        searched = self._patterns[kind]
        return searched is None or searched.search(data) is not None


def prefilter(rules: Path | None = None) -> Prefilter:
    """The filter for models and the rules on code; one that lets all through where the environment says `off`."""
    if os.environ.get(_SWITCH, "").lower() in ("off", "0", "no", "false"):
        return everything()
    wanted = anchors_of(rules or code_rules())
    return Prefilter({kind: None if words is None else words | MODELS for kind, words in wanted.items()})


def everything() -> Prefilter:
    """The filter that leaves nothing out."""
    return Prefilter({})


def holding(*words: str) -> Prefilter:
    """The filter for scripts that hold one of some words."""
    return Prefilter(dict.fromkeys(SCRIPTS, words))


def anchors_of(rules: Path) -> dict[str, frozenset[str] | None]:
    """The anchors of all queries for each kind of script; None where a query has none and so asks for all of them."""
    found: dict[str, frozenset[str] | None] = dict.fromkeys(SCRIPTS, frozenset())
    for path in sorted(rules.glob("*/*.scm")):
        said: dict[str, list[str]] = {"for": [], "anchors": []}
        for key, words in _HEADER.findall(path.read_text("utf-8")):
            said[key] += words.split()
        for kind in SCRIPTS.intersection(said["for"] or SCRIPTS):
            known = found[kind]
            found[kind] = known | set(said["anchors"]) if said["anchors"] and known is not None else None
    return found


def pattern(anchors: Iterable[str]) -> re.Pattern[bytes]:
    """One expression that finds any of the literals.

    Each literal is looked for from its rarest byte on, and looked back at from its end: most bytes of a file are then
    passed over by the first test that the expression makes. What literals share from there on is written once.
    """
    tree = _Tree()
    words = {word.encode() for word in anchors if word}
    for word in sorted(words):
        if not any(word != other and other in word for other in words):  # else a part of it is looked for already
            tree.add(word, max(range(len(word)), key=lambda at: _rarity(word[at])))
    return re.compile(tree.expression() if words else rb"(?!)")


class _Tree:
    """Literals by the bytes they have in common."""

    def __init__(self) -> None:
        self._below: dict[int, _Tree] = {}
        self._ends: list[bytes] = []

    def add(self, word: bytes, start: int) -> None:
        """Takes up the rest of a literal from a place on."""
        node = self
        for byte in word[start:]:
            node = node._below.setdefault(byte, _Tree())
        node._ends.append(b"(?<=" + re.escape(word) + b")" if start else b"")

    def expression(self) -> bytes:
        """What matches any of them."""
        branches = [*self._ends]
        branches += [re.escape(bytes([byte])) + below.expression() for byte, below in sorted(self._below.items())]
        return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"


def _rarity(byte: int) -> int:
    place = _FREQUENT.find(byte)
    return place if place >= 0 else len(_FREQUENT)
