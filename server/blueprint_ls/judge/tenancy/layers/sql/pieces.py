"""SQL as code writes it: literal pieces, values that stand between them, and alternatives for some of the pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from blueprint_ls.judge.flow.state import Builder, State
from blueprint_ls.judge.flow.texts import Placed, is_text, pieces
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    ColumnOf,
    Constant,
    Fragment,
    Handle,
    Part,
    Table,
    Text,
    Value,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.values import Sql

MOST_VARIANTS = 12
"""More ways to put a text together are not tried one by one: each alternative is then tried on its own."""


class SqlText(Value, frozen=True):
    """What a tagged template makes: the values in it are parameters, the fragments in it are text."""

    parts: tuple[Part, ...]


class Helper(Value, frozen=True):
    """What a driver's helper puts into a template: the columns and values of an object, a list, a name."""

    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A value between pieces of text."""

    value: Value
    bound: bool = False
    """Whether it is certainly a parameter, and never text."""


Laid = tuple[str | Hole, ...]
"""One way to put a text together."""


class Layout:
    """Puts texts together, following fragments into fragments."""

    def __init__(self, walk: Walk, state: State) -> None:
        self.walk = walk
        self.state = state

    def variants(self, value: Value) -> list[Laid]:
        """Each way that a value's text may come out."""
        found = [laid for option in options(value) for laid in self._variants(option)]
        return found[: MOST_VARIANTS * 2]

    def _variants(self, value: Value) -> list[Laid]:
        tagged = self._tagged(value)
        if tagged is not None:
            return self._combined([self._bound(part) for part in tagged])
        return self._combined([self._spliced(part) for part in pieces(value)])

    def _tagged(self, value: Value) -> tuple[Part, ...] | None:
        """The parts of a tagged template."""
        if isinstance(value, SqlText):
            return value.parts
        if isinstance(value, Sql):
            return tuple(interleaved(value.parts, value.values))
        content = self.walk.content(self.state, value)
        if isinstance(content, Builder) and content.layer == "sql" and isinstance(value, Handle):
            self.walk.pending.pop(value.id, None)
            subject = content.subject
            return self._tagged(subject) if subject is not None else None
        return None

    def _bound(self, part: Part) -> list[Laid]:
        """A part of a tagged template: text, a fragment, a name, or a parameter."""
        if isinstance(part, str):
            return [(part,)]
        if any(self._is_fragment(option) for option in options(part)):
            return [laid for option in options(part) for laid in self._of_fragment(option)]
        return [(Hole(part, True),)]

    def _is_fragment(self, value: Value) -> bool:
        content = self.walk.content(self.state, value)
        is_own = isinstance(content, Builder) and content.layer == "sql"
        return is_own or isinstance(value, SqlText | Sql | Table | ColumnOf | Fragment | Text)

    def _of_fragment(self, value: Value) -> list[Laid]:
        if isinstance(value, Constant) and (value.value is UNDEFINED or value.value in (None, "", False)):
            return [()]
        if self._is_fragment(value) and not isinstance(value, Table | ColumnOf | Fragment):
            return self._variants(value)
        return [(Hole(value),)]

    def _spliced(self, part: Part) -> list[Laid]:
        """A part of a text that is no template of a driver: whatever it is becomes text."""
        if isinstance(part, str):
            return [(part,)]
        if isinstance(part, Choice) and any(is_text(option) for option in part.options):
            return [laid for option in part.options for laid in self._variants(option)]
        return self._variants(part) if isinstance(part, Text) or self._is_fragment(part) else [(Hole(part),)]

    def _combined(self, slots: Sequence[list[Laid]]) -> list[Laid]:
        ways = 1
        for slot in slots:
            ways *= max(1, len(slot))
        if ways <= MOST_VARIANTS:
            return [tuple(piece for laid in way for piece in laid) for way in product(*slots)]
        return [tuple(piece for laid in way for piece in laid) for way in _one_by_one(slots)]


def _one_by_one(slots: Sequence[list[Laid]]) -> Iterator[list[Laid]]:
    """Every alternative once, with the first of all others; then the last of each."""
    first = [slot[0] for slot in slots]
    yield first
    for at, slot in enumerate(slots):
        for other in slot[1:]:
            yield [*first[:at], other, *first[at + 1 :]]
    yield [slot[-1] for slot in slots]


def interleaved(parts: Sequence[str], values: Sequence[Value]) -> Iterator[Part]:
    """The pieces of a template in their order."""
    for at, part in enumerate(parts):
        yield part
        if at < len(values):
            yield values[at]


def place_of(piece: str, offset: int) -> tuple[str, int] | None:
    """Where a character of a piece stands in its file."""
    if not isinstance(piece, Placed):
        return None
    return piece.path, piece.start + len(piece[:offset].encode())
