"""What is kept of an access once it is weighed: plain data, without the trees and names that it was met with.

Nothing that speaks of an access looks at more. It is small, and it travels from one process to another.
"""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.judge.flow.predicate import All, Equals, Not, OneOf, Opaque, Predicate, Related
from blueprint_ls.judge.flow.trace import Access, Written
from blueprint_ls.judge.flow.values import Choice, Given, Unknown, Value
from blueprint_ls.judge.tenancy.pins import Pin

_GONE = Unknown("it was known to the walk alone")


def kept(access: Access, pin: Pin) -> tuple[Access, Pin]:
    """An access and its worth, without what only the walk needed."""
    plain = replace(
        access,
        predicate=_predicate(access.predicate),
        written=tuple(Written(dict.fromkeys(row.values, _GONE)) for row in access.written),
        facts=frozenset(),
        before=frozenset(),
        answers=None,
        merges=tuple(map(_predicate, access.merges)),
    )
    return plain, Pin(pin.strength, pin.why, trusts=pin.trusts)


def _predicate(predicate: Predicate) -> Predicate:
    if isinstance(predicate, Equals):
        return replace(predicate, value=_value(predicate.value))
    if isinstance(predicate, All | OneOf):
        return type(predicate)(tuple(map(_predicate, predicate.parts)))
    if isinstance(predicate, Not | Related):
        return replace(predicate, part=_predicate(predicate.part))
    if isinstance(predicate, Opaque):
        return Opaque(predicate.why)
    return predicate


def _value(value: Value) -> Value:
    """What came from outside is told by its name; everything else only by being there."""
    if isinstance(value, Choice):
        return Choice(tuple(map(_value, value.options)))
    return value if isinstance(value, Given) else _GONE
