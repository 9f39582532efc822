"""Operators: what they give, and what is known on either side of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.judge.endpoints.behavior import expressions, members
from blueprint_ls.judge.endpoints.behavior.proof import Truth
from blueprint_ls.judge.endpoints.behavior.truth import both, either, equal
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Choice,
    Closure,
    Data,
    External,
    Known,
    Never,
    Option,
    Record,
    Test,
    Value,
    choice,
    options,
    taints,
)
from blueprint_ls.judge.flow import literals

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def conditional(walk: Walk, node: tree.Conditional) -> Value:
    """`test ? yes : no`."""
    truth = walk.truth(expressions.evaluate(walk, node.test), node.test)
    if truth.known is not None:
        return expressions.evaluate(walk, node.yes if truth.known else node.no)
    before = walk.state
    found: list[Option] = []
    for fact, side in ((truth.yes, node.yes), (truth.no, node.no)):
        walk.states[-1] = before.copy()
        walk.state.learn(fact)
        value = expressions.evaluate(walk, side)
        gained = walk.state.check if walk.state.check != before.check else None
        found.append(Option(value, gained, fact.absent, truth.deploy))
    walk.states[-1] = before
    return choice(found)


def logical(walk: Walk, node: tree.Logical) -> Value:
    """`left && right`, `left || right`, `left ?? right`."""
    left = expressions.evaluate(walk, node.left)
    truth = walk.truth(left, node.left)
    if node.operator == "??":
        if isinstance(left, Known):
            return expressions.evaluate(walk, node.right) if left.value is None or left == ABSENT else left
        return choice([Option(left), Option(expressions.evaluate(walk, node.right))])
    if truth.known is not None:
        return left if truth.known == (node.operator == "||") else expressions.evaluate(walk, node.right)
    before = walk.state
    walk.states[-1] = before.copy()
    fact = truth.yes if node.operator == "&&" else truth.no
    walk.state.learn(fact)
    right = expressions.evaluate(walk, node.right)
    gained = walk.state.check
    walk.states[-1] = before
    if isinstance(right, Never):
        walk.state.learn(truth.no if node.operator == "&&" else truth.yes)
        return left
    other = walk.truth(right, node.right)
    if node.operator == "&&":
        return choice([Option(Known(False), None, truth.no.absent), Option(right, gained)], both(truth, other))
    return choice([Option(left, truth.yes.check), Option(right, None, fact.absent)], either(truth, other))


def binary(walk: Walk, node: tree.Binary) -> Value:
    """`left === right`, `left + right` and the like."""
    left, right = expressions.evaluate(walk, node.left), expressions.evaluate(walk, node.right)
    if node.operator in ("===", "==", "!==", "!="):
        members.use(walk, left, node, weak=True)
        members.use(walk, right, node, weak=True)
        truth = equal(left, right, lambda strength, what: walk.check(strength, what, node))
        return Test(truth.swapped() if node.operator.startswith("!") else truth)
    if node.operator == "in":
        return Test(_holds_key(left, right))
    if node.operator == "instanceof":
        return Test(_is_instance(left, right))
    if isinstance(left, Known) and isinstance(right, Known):
        return _computed(node.operator, left, right)
    found = taints(left) | taints(right)
    return Data("", found if node.operator == "+" else found - {"credential", "identity"})


def _computed(operator: str, left: Known, right: Known) -> Value:
    if operator == "+":
        made = literals.added(left.value, right.value)
        return UNKNOWN if made is literals.UNDEFINED else Known(made)
    compared = literals.ordered(operator, left.value, right.value)
    return UNKNOWN if compared is None else Known(compared)


def _holds_key(key: Value, holder: Value) -> Truth:
    if not isinstance(key, Known) or not isinstance(holder, Choice | Record | Answer):
        return Truth()
    found = [
        one.of(Known(key.value in one.value.entries)) if isinstance(one.value, Record) else one.of(UNKNOWN)
        for one in options(holder)
    ]
    return members.truth_of_options(found)


def _is_instance(left: Value, right: Value) -> Truth:
    name = right.names[-1] if isinstance(right, External) and right.names else ""
    if name not in ("Response", "NextResponse"):
        return Truth()
    found = [one.of(Known(isinstance(one.value, Answer))) for one in options(left)]
    return members.truth_of_options(found)


def unary(walk: Walk, node: tree.Unary) -> Value:
    """`!value`, `-value`, `typeof value`."""
    value = expressions.evaluate(walk, node.value)
    if node.operator == "!":
        truth = walk.truth(value, node.value)
        return Known(not truth.known) if truth.known is not None else Test(truth.swapped())
    if node.operator == "-" and isinstance(value, Known) and isinstance(value.value, float):
        return Known(-value.value)
    if node.operator == "typeof":
        return Known("function") if isinstance(value, Closure) else Data("", taints(value) & {"deploy", "secret"})
    return ABSENT if node.operator in ("void", "delete") else UNKNOWN
