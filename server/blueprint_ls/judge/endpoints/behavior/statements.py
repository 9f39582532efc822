"""Statements: every path through a function, and what was checked on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.typescript.tree import (
    Block,
    Class,
    Do,
    Export,
    If,
    Import,
    Jump,
    Let,
    Loop,
    Name,
    New,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
)
from blueprint_ls.judge.endpoints.behavior import binding, expressions, objects, repeated
from blueprint_ls.judge.endpoints.behavior.proof import Strength, Truth
from blueprint_ls.judge.endpoints.behavior.state import State, joined
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    Answer,
    ClassValue,
    Closure,
    Data,
    Never,
    Scope,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def execute(walk: Walk, statements: Sequence[Statement]) -> bool:
    """Walk statements in order; False where no path comes out at their end."""
    hoist(walk, statements)
    return all(visit(walk, statement) for statement in statements)


def hoist(walk: Walk, statements: Iterable[Statement]) -> None:
    """Functions may be called before they are declared."""
    for statement in statements:
        inner = statement.declaration if isinstance(statement, Export) else statement
        if isinstance(inner, Let) and inner.kind == "function":
            let(walk, inner)


def visit(walk: Walk, statement: Statement) -> bool:
    """Walk one statement; False where no path comes out."""
    walk.at = statement
    step = _STEPS.get(type(statement))
    return True if step is None else step(walk, statement)


def let(walk: Walk, said: Let) -> bool:
    """`const target = value`."""
    if said.kind == "function" and isinstance(said.target, Name) and said.target.name in walk.frame.scope.names:
        held = walk.frame.scope.names[said.target.name]
        if isinstance(held, Closure) and held.function is said.value:
            return True
    value = expressions.evaluate(walk, said.value) if said.value is not None else ABSENT
    if said.kind == "let" and said.value is None and said.type is None:
        value = ABSENT
    if isinstance(value, Closure) and isinstance(said.target, Name):
        value.name = value.name or said.target.name
    binding.bind(walk, said.target, value)
    return not isinstance(value, Never)


def _do(walk: Walk, do: Do) -> bool:
    return not isinstance(expressions.evaluate(walk, do.value), Never)


def _return(walk: Walk, statement: Return) -> bool:
    value = expressions.evaluate(walk, statement.value) if statement.value is not None else ABSENT
    if not isinstance(value, Never):
        walk.leave(value)
    return False


def _throw(walk: Walk, statement: Throw) -> bool:
    thrown = statement.value
    if walk.state.absent:
        walk.request.refused.setdefault((walk.frame.path, statement.start, statement.end), "throws")
    if isinstance(thrown, New) and isinstance(of := expressions.evaluate(walk, thrown.callee), ClassValue):
        objects.spread(walk, thrown.arguments)
        walk.seen.add((of.path, of.node.start))
        return False  # what its constructor does is nobody's concern: control does not go on
    value = expressions.evaluate(walk, thrown)
    if isinstance(value, Answer) and value.status < 400:
        walk.leave(value)  # a redirect that is thrown may be all that a handler does
    return False


def _if(walk: Walk, statement: If) -> bool:
    truth = walk.truth(expressions.evaluate(walk, statement.test), statement.test)
    return branch(walk, truth, statement.yes, statement.no)


def branch(walk: Walk, truth: Truth, yes: Sequence[Statement], no: Sequence[Statement]) -> bool:
    """Walk both sides of a test, as far as they can be."""
    if truth.known is not None:
        return block(walk, yes if truth.known else no)
    before, exits = walk.state, len(walk.frame.exits)
    after = [one_side(walk, before, fact, side, truth) for fact, side in ((truth.yes, yes), (truth.no, no))]
    met = joined(after[0], after[1], truth.deploy)
    if met is None:
        return False
    met.deploy, met.conditional = before.deploy, before.conditional
    if met.check is None and None not in after and not _about_credentials(truth) and not truth.deploy:
        checks = [one.check for one in after if one is not None and one.check is not None]
        met.partly = met.partly or next((one for one in checks if one.strength is Strength.IDENTITY), None)
    if len(walk.frame.exits) > exits and not _about_credentials(truth) and not truth.deploy:
        met.conditional = True
    walk.states[-1] = met
    return True


def one_side(walk: Walk, before: State, fact: Any, side: Sequence[Statement], truth: Truth) -> State | None:
    """Walk one side of a test; what holds behind it, None where no path comes out."""
    state = before.copy()
    state.learn(fact)
    state.deploy = state.deploy or truth.deploy
    state.conditional = state.conditional or (bool(side) and not _about_credentials(truth) and not truth.deploy)
    walk.states[-1] = state
    goes_on = block(walk, side)
    found = walk.states[-1]
    walk.states[-1] = before
    return found if goes_on else None


def block(walk: Walk, statements: Sequence[Statement]) -> bool:
    """Walk statements that have names of their own."""
    outer = walk.frame.scope
    walk.frame.scope = Scope(outer.path, {}, outer)
    try:
        return execute(walk, statements)
    finally:
        walk.frame.scope = outer


def _block(walk: Walk, statement: Block) -> bool:
    return block(walk, statement.body)


def _try(walk: Walk, statement: Try) -> bool:
    before = walk.state.copy()
    exits = len(walk.frame.exits)
    goes_on = block(walk, statement.body)
    after = walk.state if goes_on else None
    strong = [one.check for one in walk.frame.exits[exits:]] + ([after.check] if after else [])
    gained = any(one is not None and one != before.check for one in strong)
    handled = _handler(walk, statement, before, gained)
    met = joined(after, handled)
    if met is not None:
        walk.states[-1] = met
    return (block(walk, statement.finally_) if statement.finally_ else True) and met is not None


def _handler(walk: Walk, statement: Try, before: State, gained: bool) -> State | None:
    if statement.handler is None:
        return None
    walk.states[-1] = before.copy()
    walk.state.absent = walk.state.absent or gained
    walk.state.conditional = True
    if statement.error is not None:
        binding.bind(walk, statement.error, Data("error"))
    goes_on = block(walk, statement.handler)
    return walk.state if goes_on else None


def _class(walk: Walk, statement: Class) -> bool:
    if statement.name:
        walk.frame.scope.names[statement.name] = ClassValue(walk.frame.path, statement, walk.frame.scope)
    return True


def _export(walk: Walk, statement: Export) -> bool:
    if statement.declaration is not None:
        return visit(walk, statement.declaration)
    if statement.default is not None and not isinstance(statement.default, Name):
        value = expressions.evaluate(walk, statement.default)
        walk.frame.scope.names.setdefault("default", value)
    return True


def _nothing(walk: Walk, statement: Import | Jump) -> bool:
    return not isinstance(statement, Jump)


def _about_credentials(truth: Truth) -> bool:
    return bool(truth.yes.check or truth.no.check or truth.yes.absent or truth.no.absent)


_STEPS: dict[type, Any] = {
    Let: let,
    Do: _do,
    Return: _return,
    Throw: _throw,
    If: _if,
    Loop: repeated.loop,
    Try: _try,
    Switch: repeated.switch,
    Block: _block,
    Class: _class,
    Export: _export,
    Import: _nothing,
    Jump: _nothing,
}
