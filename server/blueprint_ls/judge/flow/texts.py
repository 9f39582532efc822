"""Texts that code puts together: `+`, `+=`, template strings, `join`; what each piece is stays known.

A text with pieces that only some paths add keeps what all paths share in one place, so that each optional piece is a
choice of its own and many of them do not multiply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.judge.flow import literals
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Constant,
    Count,
    Part,
    Text,
    Value,
    choice,
    options,
)

EMPTY = Text(())


class Placed(str):
    """A literal text that knows where it stands."""

    __slots__ = ("path", "start")

    path: str
    start: int

    @classmethod
    def at(cls, text: str, path: str, start: int) -> Placed:
        """A text whose first byte stands there."""
        made = cls(text)
        made.path, made.start = path, start
        return made


def is_text(value: Value) -> bool:
    """Whether a value is certainly text."""
    return isinstance(value, Text) or (isinstance(value, Constant) and isinstance(value.value, str))


def added(left: Value, right: Value) -> Value | None:
    """`left + right` where it makes a text; None where it may be a sum of numbers."""
    if not any(is_text(option) for side in (left, right) for option in options(side)):
        return None
    return made((*pieces(left), *pieces(right)))


def made(parts: Sequence[Part]) -> Value:
    """A text of these parts; a literal where all of them are known, the value itself where it is all there is."""
    kept = tuple(part for part in parts if not isinstance(part, str) or part)
    if all(isinstance(part, str) for part in kept):
        return Constant(kept[0] if len(kept) == 1 else "".join(str(part) for part in kept))
    if len(kept) == 1 and isinstance(kept[0], Value):
        return kept[0]
    return Text(kept)


def pieces(value: Value) -> tuple[Part, ...]:
    """The parts that a value adds to a text."""
    if isinstance(value, Text):
        return value.parts
    if isinstance(value, Constant):
        return (value.value if isinstance(value.value, str) else literals.written(value.value),)
    if isinstance(value, Count):
        return (str(value.number),)
    if isinstance(value, Choice):
        return _factored(value)
    return (value,)


def joined(items: Sequence[Value], each: Value | None, separator: Value) -> Value:
    """`items.join(separator)`; what only some paths put into the list comes last, each piece with its separator."""
    between = pieces(separator)
    found: list[Part] = []
    certain = [item for item in items if not _may_be_absent(item)]
    for item in certain:
        found += [*(between if found else ()), *pieces(item)]
    for item in (item for item in items if _may_be_absent(item)):
        present = [option for option in options(item) if not _is_absent(option)]
        if present:
            found.append(choice([EMPTY, *(Text((*between, *pieces(option))) for option in present)]))
    if each is not None:
        found += [*(between if found else ()), *pieces(each)]
    return made(found)


def _factored(value: Choice) -> tuple[Part, ...]:
    """What all options begin with, then a choice between what is left of them."""
    if not all(is_text(option) for option in value.options):
        return (value,)
    ways = [pieces(option) for option in value.options]
    shared = 0
    while all(len(way) > shared for way in ways) and len({way[shared] for way in ways}) == 1:
        shared += 1
    rest = choice(Text(way[shared:]) for way in ways)
    return (*ways[0][:shared], rest)


def _may_be_absent(value: Value) -> bool:
    return any(_is_absent(option) for option in options(value))


def _is_absent(value: Value) -> bool:
    return isinstance(value, Constant) and value.value is UNDEFINED


def strings(value: Value) -> Iterator[str]:
    """The literal pieces of a text, in order; those of every option."""
    for part in pieces(value):
        if isinstance(part, str):
            yield part
        else:
            for option in options(part):
                if is_text(option):
                    yield from strings(option)
