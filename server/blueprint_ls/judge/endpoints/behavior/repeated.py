"""Statements with a body for each of several cases: `switch`, and loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Block, Jump, Loop, Statement, Switch
from blueprint_ls.judge.endpoints.behavior import binding, expressions, statements
from blueprint_ls.judge.endpoints.behavior.proof import Truth
from blueprint_ls.judge.endpoints.behavior.state import State, joined
from blueprint_ls.judge.endpoints.behavior.truth import equal
from blueprint_ls.judge.endpoints.behavior.values import UNKNOWN, Data, Items, Value, taints

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_LONGEST = 80
"""How many elements of a constant list a loop is walked for."""


def switch(walk: Walk, statement: Switch) -> bool:
    """Walk every case that a subject may lead to."""
    subject = expressions.evaluate(walk, statement.subject)
    before, after = walk.state, []
    deploy = bool(taints(subject)) and taints(subject) <= {"secret", "deploy"}
    reached = False
    for at, case in enumerate(statement.cases):
        truth = Truth()
        if case.test is not None:
            tested = expressions.evaluate(walk, case.test)
            truth = equal(subject, tested, lambda strength, what: walk.check(strength, what, statement))
        if truth.known is False or (reached and case.test is None):
            continue
        reached = reached or truth.known is True
        body = [inner for follower in statement.cases[at:] for inner in follower.body]
        marked = Truth(None, truth.yes, truth.no, deploy)
        after.append(_case(walk, before, marked, _until_break(body)))
        if truth.known is True:
            break
    if not reached and not any(case.test is None for case in statement.cases):
        after.append(before.copy())
    met: State | None = None
    for one in after:
        met = joined(met, one, deploy) if met else one
    if met is not None:
        met.deploy, met.conditional = before.deploy, before.conditional
        walk.states[-1] = met
    return met is not None


def _case(walk: Walk, before: State, truth: Truth, body: Sequence[Statement]) -> State | None:
    return statements.one_side(walk, before, truth.yes, body, truth)


def loop(walk: Walk, statement: Loop) -> bool:
    """Walk a body once for anything, or for each element of a list that is known."""
    for inner in statement.before:
        statements.visit(walk, inner)
    subject = expressions.evaluate(walk, statement.subject) if statement.subject is not None else UNKNOWN
    if statement.kind == "of" and isinstance(subject, Items) and subject.complete:
        return _unroll(walk, statement, subject.items[:_LONGEST])
    before = walk.state.copy()
    if statement.target is not None:
        binding.bind(walk, statement.target, Data("", taints(subject)))
    walk.state.conditional = True
    goes_on = statements.block(walk, statement.body)
    met = joined(before.copy(), walk.state if goes_on else None)
    walk.states[-1] = met or before
    walk.state.conditional = before.conditional
    return True


def _unroll(walk: Walk, statement: Loop, items: list[Value]) -> bool:
    for item in items:
        if statement.target is not None:
            binding.bind(walk, statement.target, item)
        if not statements.block(walk, _until_break(statement.body)):
            break
    return True


def _until_break(body: Sequence[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for statement in body:
        if isinstance(statement, Jump):
            break
        found.append(statement)
        if isinstance(statement, Block) and any(isinstance(inner, Jump) for inner in statement.body):
            found[-1] = Block(statement.start, statement.end, tuple(_until_break(statement.body)))
            break
    return found
