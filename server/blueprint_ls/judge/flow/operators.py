"""What operators make of their operands, and what is known on either side of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Binary,
    Conditional,
    Literal,
    Logical,
    Member,
    Name,
    Unary,
)
from blueprint_ls.judge.flow import binding, literals, texts
from blueprint_ls.judge.flow.frames import Ended
from blueprint_ls.judge.flow.state import Record, State, join
from blueprint_ls.judge.flow.truth import Truth, both, either, negated, ordered, same, truth
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Constant,
    Count,
    Given,
    Handle,
    Row,
    Unknown,
    Value,
    choice,
    key_of,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_SIMPLE = (Name, Literal, Member)
"""Expressions that change nothing, so that no path needs a state of its own for them."""


def conditional(walk: Walk, state: State, node: Conditional) -> Value:
    test = truth(walk.evaluate(state, node.test))
    if test.decided is not None and not walk.lenient:
        return walk.evaluate(state, node.yes if test.decided else node.no)
    ways: list[tuple[Value, State]] = []
    for way, arm in ((state.copy().learn(test.passed), node.yes), (state.copy().learn(test.failed), node.no)):
        with suppress(Ended):
            ways.append((narrowed(walk.evaluate(way, arm), way), way))
    if not ways:
        raise Ended
    _meet(state, *(way for _, way in ways))
    return choice(value for value, _ in ways)


def narrowed(value: Value, state: State) -> Value:
    """The value with what a passed test says about it."""
    if isinstance(value, Given) and value.optional and ("true", key_of(value)) in state.facts:
        return replace(value, optional=False)
    return value


def logical(walk: Walk, state: State, node: Logical) -> Value:
    left = walk.evaluate(state, node.left)
    test = truth(left)
    learned = test.passed if node.operator == "&&" else test.failed
    if _needless(node.operator, test, left):
        return left
    right_state = state.copy().learn(learned if node.operator != "??" else frozenset())
    try:
        right = narrowed(walk.evaluate(right_state, node.right), right_state)
    except Ended:
        state.learn(test.failed if node.operator == "&&" else test.passed)
        return choice(certain(option) for option in options(left) if not _absent(option))
    _meet(state, state.copy(), right_state)
    if node.operator != "&&" and isinstance(left, Given) and walk.content(state, right) == Record({}):
        return certain(left)  # `given || {}` only guards against a missing object
    return _combine(node.operator, left, test, right)


def _needless(operator: str, test: Truth, left: Value) -> bool:
    """Whether the right side is never looked at."""
    if operator == "&&":
        return test.decided is False
    if operator == "||":
        return test.decided is True
    if isinstance(left, Row):
        return not left.optional
    return isinstance(left, Handle) or (
        isinstance(left, Constant) and left.value is not None and left.value is not UNDEFINED
    )


def _combine(operator: str, left: Value, test: Truth, right: Value) -> Value:
    if operator == "&&":
        if isinstance(left, Truth) or isinstance(right, Truth):
            return both(test, truth(right)) if isinstance(right, Truth) else choice((Constant(False), right))
        return right if test.decided is True else choice((Constant(UNDEFINED), right))
    if isinstance(left, Truth) and operator == "||":
        return either(test, truth(right))
    if test.decided is False and not isinstance(left, Truth):
        return right
    present = [certain(option) for option in options(left) if not _absent(option)]
    return choice([*present, right])


def certain(value: Value) -> Value:
    return replace(value, optional=False) if isinstance(value, Given | Row) else value


def _absent(value: Value) -> bool:
    return isinstance(value, Constant) and (value.value is None or value.value is UNDEFINED)


def _meet(state: State, *ways: State) -> None:
    joined = join([*ways])
    assert joined is not None
    state.take(joined)


def binary(walk: Walk, state: State, node: Binary) -> Value:
    left, right = walk.evaluate(state, node.left), walk.evaluate(state, node.right)
    if node.operator in ("===", "=="):
        return same(left, right, node.operator == "===")
    if node.operator in ("!==", "!="):
        return negated(same(left, right, node.operator == "!=="))
    if node.operator in ("<", ">", "<=", ">="):
        return ordered(node.operator, left, right)
    return _sum_of(left, right) if node.operator == "+" else Unknown(f"the result of `{node.operator}`")


def _sum_of(left: Value, right: Value) -> Value:
    found = texts.added(left, right)
    if found is not None:
        return found
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(literals.added(left.value, right.value))
    return _counted(left, right) or Unknown("the result of `+`")


def _counted(left: Value, right: Value) -> Value | None:
    """`list.length + 1`."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Count) and isinstance(other, Constant) and isinstance(other.value, int | float):
            return Count(one.number + int(other.value))
    return None


def unary(walk: Walk, state: State, node: Unary) -> Value:
    value = walk.evaluate(state, node.value) if node.value is not None else Constant(UNDEFINED)
    if node.operator == "!":
        return negated(truth(value))
    if node.operator == "delete" and isinstance(node.value, Member):
        binding.assign(walk, state, node.value, Constant(UNDEFINED))
    return Constant(UNDEFINED) if node.operator == "void" else Unknown(f"the result of `{node.operator}`")


def assign(walk: Walk, state: State, node: Assign) -> Value:
    value = walk.evaluate(state, node.value)
    if node.operator != "=":
        before = walk.evaluate(state, node.target) if isinstance(node.target, _SIMPLE) else Unknown()
        value = choice((before, value)) if node.operator in ("||=", "??=", "&&=") else _added(node, before, value)
    binding.assign(walk, state, node.target, value)
    return value


def _added(node: Assign, before: Value, value: Value) -> Value:
    return _sum_of(before, value) if node.operator == "+=" else Unknown(f"the result of `{node.operator}`")
