"""What a test proves: the facts that hold where it passes, and those that hold where it fails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from blueprint_ls.judge.flow import literals
from blueprint_ls.judge.flow.facts import Fact, of_elements, of_some
from blueprint_ls.judge.flow.values import (
    COUNTS,
    UNDEFINED,
    Choice,
    ClassOf,
    Closure,
    Constant,
    Handle,
    Instance,
    Row,
    Touched,
    Value,
    key_of,
    options,
)

_NONE: frozenset[Fact] = frozenset()


class Truth(Value, frozen=True):
    """A boolean, and what is known where it is true and where it is false."""

    passed: frozenset[Fact]
    failed: frozenset[Fact]
    decided: bool | None = None


def truth(value: Value) -> Truth:
    """What is known when a value counts as true, and when it counts as false."""
    if not isinstance(value, Choice) and (only := _truth(value)).decided is None:
        return only
    found = [_truth(option) for option in options(value)]
    passing = [test for test in found if test.decided is not False]
    failing = [test for test in found if test.decided is not True]
    decided = None if passing and failing else bool(passing)
    return Truth(_common(t.passed for t in passing), _common(t.failed for t in failing), decided)


def _truth(value: Value) -> Truth:
    if isinstance(value, Truth):
        return value
    if isinstance(value, Touched):
        return _found(value) if value.number else Truth(_NONE, _NONE, True)
    if isinstance(value, Constant):
        return Truth(_NONE, _NONE, literals.is_true(value.value))
    if isinstance(value, Handle):
        return Truth(value.known - of_elements(value.known), _NONE, True)
    if isinstance(value, Closure | Instance | ClassOf):
        return Truth(_NONE, _NONE, True)
    key = key_of(value)
    if key is None:
        return Truth(_NONE, _NONE)
    passed = frozenset({("true", key[:at]) for at in range(_least(value), len(key) + 1)})
    failed = frozenset({("false", key)})
    if isinstance(value, Row):
        known = (value.known - of_elements(value.known)) | of_some(value.known)
        return Truth(passed | known, failed | value.lacking)
    return Truth(passed, failed)


def _least(value: Value) -> int:
    """How much of a key names the value's root: what lies on the way to a truthy value is truthy as well."""
    return 3 if isinstance(value, Row) else 2


def negated(test: Truth) -> Truth:
    """`!test`."""
    return Truth(test.failed, test.passed, None if test.decided is None else not test.decided)


def both(left: Truth, right: Truth) -> Truth:
    """`left && right`."""
    decided = False if left.decided is False or right.decided is False else None
    if left.decided and right.decided:
        decided = True
    return Truth(left.passed | right.passed, (left.failed & right.failed) | _fallen(left, right), decided)


def _fallen(left: Truth, right: Truth) -> frozenset[Fact]:
    """What is false on either side: where a value is missing, what lies behind it is missing as well."""
    pairs = ((one, other) for one in left.failed for other in right.failed if one[0] == other[0] == "false")
    return frozenset(
        max(pair, key=lambda fact: len(_key(fact))) for pair in pairs if _leads(_key(pair[0]), _key(pair[1]))
    )


def _key(fact: Fact) -> tuple[object, ...]:
    assert isinstance(fact[1], tuple)
    return fact[1]


def _leads(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one key lies on the way to the other."""
    return one == other[: len(one)] or other == one[: len(other)]


def either(left: Truth, right: Truth) -> Truth:
    """`left || right`."""
    return negated(both(negated(left), negated(right)))


def same(left: Value, right: Value, strict: bool = True) -> Truth:
    """`left === right`; `==` is not strict, and takes null for undefined."""
    if strict and isinstance(left, Constant) and isinstance(right, Constant):
        return Truth(_NONE, _NONE, literals.same(left.value, right.value))
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Constant) and _counts(other):
            return negated(_found(other)) if one.value == 0 else replace(_found(other), failed=_NONE)
        if isinstance(one, Constant) and (one.value is None or one.value is UNDEFINED):
            return negated(_presence(other))
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Truth(_NONE, _NONE, literals.same(left.value, right.value, False))
    pairs = {(_name(one), _name(other)) for one in options(left) for other in options(right)}
    facts = {("same", *sorted((one, other), key=repr)) for one, other in pairs if one and other}
    return Truth(frozenset(facts) if len(facts) == 1 else _NONE, _NONE)


def ordered(operator: str, left: Value, right: Value) -> Truth:
    """`left < right` and the like: that a number of rows is not none."""
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return ordered(_TURNED[operator], right, left)
    if not isinstance(right, Constant) or not isinstance(right.value, int | float) or not _counts(left):
        return Truth(_NONE, _NONE)
    least = right.value + (operator in (">", "<="))  # what lies above the bound is so many or more
    found = _found(left)
    above = found.passed if least >= 1 else _NONE
    below = found.failed if least == 1 else _NONE
    return Truth(below, above) if operator in ("<", "<=") else Truth(above, below)


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _counts(value: Value) -> bool:
    """Whether a value is a number of rows."""
    if isinstance(value, Touched):
        return value.number
    return isinstance(value, Row) and value.path[-1:] != () and value.path[-1] in COUNTS


def _found(value: Value) -> Truth:
    """That there is a row; and that there is none, unless the rows that were counted may be a choice of all."""
    if isinstance(value, Touched):
        key: tuple[object, ...] = ("row", value.access, False)
        return Truth(frozenset({("true", key)}), frozenset({("false", key)}))
    counted = key_of(value) or ()
    lacking = value.lacking if isinstance(value, Row) else _NONE
    return Truth(frozenset({("true", counted[:3])}), frozenset({("false", counted)}) | lacking)


def _presence(value: Value) -> Truth:
    if isinstance(value, Constant):
        return Truth(_NONE, _NONE, value.value is not None and value.value is not UNDEFINED)
    return truth(value)


def _name(value: Value) -> Any:
    if isinstance(value, Constant):
        return ("constant", value.value) if isinstance(value.value, str | int | float | bool) else None
    if isinstance(value, Touched) and value.number:
        return "row", value.access, True, "length"
    return key_of(value)


def _common(sets: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    found = list(sets)
    return frozenset.intersection(*found) if found else _NONE
