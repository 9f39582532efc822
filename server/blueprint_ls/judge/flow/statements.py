"""What statements do: the ways that part, meet and end at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import (
    Block,
    Class,
    Do,
    Export,
    Expression,
    Function,
    If,
    Jump,
    Let,
    Loop,
    Method,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
)
from blueprint_ls.judge.flow import binding, contents, expressions
from blueprint_ls.judge.flow.facts import of_all
from blueprint_ls.judge.flow.frames import Ended, Jumps
from blueprint_ls.judge.flow.state import State, join
from blueprint_ls.judge.flow.truth import negated, same, truth
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    ClassOf,
    Closure,
    Constant,
    Instance,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def block(walk: Walk, state: State, statements: Iterable[Statement]) -> State | None:
    """Walk statements in order; None where none of the paths goes on behind them."""
    statements = tuple(statements)
    for statement in statements:
        if isinstance(statement, Let) and isinstance(statement.value, Function) and statement.kind == "function":
            _statement(walk, state, statement)  # functions are there before the first statement runs
    at: State | None = state
    for statement in statements:
        if at is None:
            return None
        walk.steps += 1
        if walk.steps > walk.frames[-1].limit:
            return at
        try:
            at = _statement(walk, at, statement)
        except Ended:
            at = None
    return at


def _statement(walk: Walk, state: State, statement: Statement) -> State | None:
    taken = _STATEMENTS.get(type(statement))
    return taken(walk, state, statement) if taken else state


def _let(walk: Walk, state: State, statement: Let) -> State:
    """`const target = value`."""
    value = walk.evaluate(state, statement.value) if statement.value else Constant(UNDEFINED)
    binding.bind(walk, state, statement.target, binding.declared(walk, value, statement.type))
    return state


def _do(walk: Walk, state: State, statement: Do) -> State:
    """An expression."""
    walk.evaluate(state, statement.value)
    return state


def _returned(walk: Walk, state: State, statement: Return) -> None:
    """`return value`."""
    value = walk.evaluate(state, statement.value) if statement.value else Constant(UNDEFINED)
    if walk.frames[-1].closure.function.is_async:
        value = expressions.awaited(walk, state, value)
    walk.frames[-1].returns.append((value, state))


def _thrown(walk: Walk, state: State, statement: Throw) -> None:
    """`throw value`: the way ends; how the error is made says nothing about data."""


def _branch(walk: Walk, state: State, statement: If) -> State | None:
    """`if (test) yes else no`."""
    test = truth(walk.evaluate(state, statement.test))
    if test.decided is not None and not walk.lenient:
        return block(walk, state, statement.yes if test.decided else statement.no)
    yes = block(walk, state.copy().learn(test.passed), statement.yes)
    no = block(walk, state.copy().learn(test.failed), statement.no)
    return join([end for end in (yes, no) if end is not None])


def _loop(walk: Walk, state: State, statement: Loop) -> State | None:
    """A loop: its body is taken once, or not at all."""
    for before in statement.before:
        _statement(walk, state, before)
    subject = walk.evaluate(state, statement.subject) if statement.subject else None
    inside, held = state.copy(), state.facts
    if statement.target is not None and subject is not None:
        element = contents.element(walk, inside, subject) if statement.kind == "of" else Unknown("a key")
        binding.bind(walk, inside, statement.target, element)
    elif subject is not None:
        inside.learn(truth(subject).passed)
    jumps = Jumps()
    walk.frames[-1].jumps.append(jumps)
    end = block(walk, inside, statement.body)
    walk.frames[-1].jumps.pop()
    rounds = [*jumps.continued, *([end] if end else [])]
    left = join([state, *jumps.broken, *rounds])
    if left is not None and rounds and not jumps.broken and statement.kind == "of":
        left.learn(of_all(frozenset.intersection(*(one.facts for one in rounds)) - held))
    return left


def _jump(walk: Walk, state: State, statement: Jump) -> None:
    """`break` and `continue`."""
    jumps = walk.frames[-1].jumps
    if jumps:
        (jumps[-1].broken if statement.kind == "break" else jumps[-1].continued).append(state)


def _attempt(walk: Walk, state: State, statement: Try) -> State | None:
    """`try`: its handler begins with what held before the body, or after it."""
    before = state.copy()
    end = block(walk, state, statement.body)
    ends = [end] if end else []
    if statement.handler is not None:
        caught = join([before, end.copy()]) if end else before
        assert caught is not None
        caught.facts = before.facts
        if statement.error is not None:
            binding.bind(walk, caught, statement.error, Unknown("an error"))
        handled = block(walk, caught, statement.handler)
        ends += [handled] if handled else []
    left = join(ends)
    return block(walk, left, statement.finally_) if left else None


def _switch(walk: Walk, state: State, statement: Switch) -> State | None:
    """`switch`: each case from the state before it."""
    subject = walk.evaluate(state, statement.subject)
    leaving = Jumps()
    walk.frames[-1].jumps.append(leaving)
    before: State | None = state
    falling: State | None = None
    for case in statement.cases:
        begin, before = _case(walk, before, subject, case.test)
        start = join([one for one in (begin, falling) if one is not None])
        falling = block(walk, start, case.body) if start is not None else None
    walk.frames[-1].jumps.pop()
    ends = [falling] if falling else []
    if before is not None and all(case.test is not None for case in statement.cases):
        ends.append(before)
    return join([*ends, *leaving.broken, *leaving.continued])


def _case(
    walk: Walk, state: State | None, subject: Value, test: Expression | None
) -> tuple[State | None, State | None]:
    """What holds where a case is taken, and where it is not; None where that is never so."""
    if state is None or test is None:
        return (state.copy() if state else None), state
    taken = state.copy()
    found = same(subject, walk.evaluate(taken, test))
    decided = None if walk.lenient else found.decided
    passed = None if decided is False else taken.learn(found.passed)
    return passed, (None if decided else state.learn(negated(found).passed))


def _inner_block(walk: Walk, state: State, statement: Block) -> State | None:
    """Statements in braces: names declared in them end with them."""
    outside = dict(state.names)
    end = block(walk, state, statement.body)
    if end is not None:
        end.names = {name: end.names.get(name, value) for name, value in outside.items()}
    return end


def _exported(walk: Walk, state: State, statement: Export) -> State | None:
    """`export` before a declaration."""
    return _statement(walk, state, statement.declaration) if statement.declaration else state


def _class(walk: Walk, state: State, statement: Class) -> State:
    """A class inside a function."""
    home = walk.frames[-1].closure
    made = ClassOf(walk.path, statement, state.names)
    for member in statement.members:
        if isinstance(member, Method):
            this = made if member.is_static else Instance(walk.path, statement, "", None, state.names)
            walk.keep(Closure(walk.path, member.function, state.names, this, home), state)
    if statement.name:
        state.names[statement.name] = made
    return state


_STATEMENTS: dict[type, Callable[..., State | None]] = {
    Let: _let,
    Do: _do,
    Return: _returned,
    Throw: _thrown,
    If: _branch,
    Loop: _loop,
    Jump: _jump,
    Try: _attempt,
    Switch: _switch,
    Block: _inner_block,
    Export: _exported,
    Class: _class,
}
