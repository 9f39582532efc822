"""Pieces of blueprint source that say where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

WIDEST = 110
"""A list that needs more columns stands on several lines."""
_MOST_PLACES = 3
Row = tuple[str, str]


@dataclass(slots=True)
class Part:
    """One block."""

    head: str
    """`entity Deal`, `endpoint "GET /deals"`."""
    rows: list[Row] = field(default_factory=list)
    """Its attributes, in order, as they are written."""
    parts: list[Part] = field(default_factory=list)
    evidence: Sequence[str] = ()
    """Where the code says so: `prisma/schema.prisma:12`."""
    notes: Sequence[str] = ()
    """What else a reader should know, in words."""
    tight: bool = False
    """Whether its inner blocks stand without blank lines between them."""

    def lines(self, indent: int = 0) -> Iterator[str]:
        """The source."""
        margin = "  " * indent
        for note in (*places(self.evidence), *self.notes):
            yield f"{margin}# {note}"
        if not self.parts and len(self.rows) <= 1 and indent > 1:
            inner = "".join(f" {name} = {value} " for name, value in self.rows)
            if len(inner) < WIDEST - 30 and "\n" not in inner:
                yield f"{margin}{self.head} {{{inner}}}"
                return
        yield f"{margin}{self.head} {{"
        for name, value in self.rows:
            yield f"{margin}  {name} = {_indented(value, indent + 1)}"
        yield from self._inner(indent + 1)
        yield f"{margin}}}"

    def _inner(self, indent: int) -> Iterator[str]:
        before: list[str] = [""] if self.rows else []
        for part in self.parts:
            lines = list(part.lines(indent))
            if before and not (self.tight and len(before) == 1 and len(lines) == 1 and before != [""]):
                yield ""
            yield from lines
            before = lines


def places(evidence: Sequence[str]) -> Iterator[str]:
    """The comment that names some places; none where there are none."""
    if evidence:
        more = f", and {len(evidence) - _MOST_PLACES} more" if len(evidence) > _MOST_PLACES else ""
        yield ", ".join(evidence[:_MOST_PLACES]) + more


def quoted(text: str) -> str:
    """A string as the language writes it."""
    flat = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + flat.replace("${", "$${").replace("%{", "%%{") + '"'


def boolean(value: object) -> str:
    """`true` for what is true itself, else `false`."""
    return "true" if value is True else "false"


def listed(values: Iterable[str]) -> str:
    """A list of values that are written already; on several lines where one is too long."""
    items = list(values)
    line = f"[{', '.join(items)}]"
    if len(line) <= WIDEST - 30:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def words(text: str) -> list[str]:
    """The words of a name, whatever joins them: `BankAccounts`, `bank-accounts` → bank, accounts."""
    apart = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3 \2\4", text)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", apart) if word]


def name_of(text: str) -> str:
    """A name as blocks are labelled: `bank_accounts`."""
    joined = "_".join(words(text)) or "main"
    return f"n{joined}" if joined[0].isdigit() else joined


def singular(word: str) -> str:
    """A rough singular, good enough to tell that `deals` and `deal` are one thing."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def counted(number: int, one: str, many: str = "") -> str:
    """`1 endpoint`, `2 endpoints`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def enumerated(names: Sequence[str], most: int = 4) -> str:
    """`Deal, Stage and Pipeline`; what is too much is counted."""
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _indented(value: str, indent: int) -> str:
    first, *rest = value.split("\n")
    return "\n".join([first, *("  " * indent + line for line in rest)])
