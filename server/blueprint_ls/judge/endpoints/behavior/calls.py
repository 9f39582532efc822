"""Calls: functions of the repository are walked, those of libraries are known by name or by what they are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.judge.endpoints.behavior import (
    binding,
    classes,
    expressions,
    libraries,
    members,
    methods,
    needless,
    objects,
    unseen,
)
from blueprint_ls.judge.endpoints.behavior.memory import Summary
from blueprint_ls.judge.endpoints.behavior.proof import Check, Reached, stronger
from blueprint_ls.judge.endpoints.behavior.state import Exit, Frame, State, enforced
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    NEVER,
    UNKNOWN,
    Answer,
    Choice,
    Closure,
    Data,
    Exports,
    External,
    Known,
    Method,
    Never,
    Next,
    Option,
    Scope,
    Special,
    Value,
    choice,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

DEEPEST = 14
_LONGEST_WAY = 6


def call(walk: Walk, node: tree.Call) -> Value:
    """`callee(arguments)`."""
    callee = node.callee
    if isinstance(callee, tree.Name) and callee.name == "super":
        return classes.base(walk, node)
    if isinstance(callee, tree.Name) and callee.name in ("import", "require"):
        return _imported(walk, node)
    if isinstance(callee, tree.Member):
        if isinstance(callee.object, tree.Name) and callee.object.name == "super":
            return classes.base_method(walk, callee.name, node)
        holder = expressions.evaluate(walk, callee.object)
        function = members.read(walk, holder, callee.name, callee)
        plain = isinstance(function, External) and (isinstance(holder, Data) or _is_regex(holder))
        if isinstance(function, Data | Known) or plain:
            function = Method(holder, callee.name)
    else:
        function = expressions.evaluate(walk, callee)
    if isinstance(function, Never):
        return NEVER
    if node.optional and function == ABSENT:
        return ABSENT
    arguments, _ = objects.spread(walk, node.arguments)
    if any(isinstance(argument, Never) for argument in arguments):
        return NEVER
    return invoke(walk, function, arguments, node)


def _is_regex(holder: Value) -> bool:
    return isinstance(holder, External) and holder.package == "regex" and len(holder.names) == 1


def _imported(walk: Walk, node: tree.Call) -> Value:
    """`import("./module")`, `require("./module")` where a value stands."""
    arguments, _ = objects.spread(walk, node.arguments)
    said = arguments[0].value if arguments and isinstance(arguments[0], Known) else None
    if not isinstance(said, str):
        return UNKNOWN
    path = walk.program.files.resolve(walk.frame.path, said)
    return Exports(path) if path else External(said, ())


def invoke(walk: Walk, function: Value, arguments: list[Value], node: Any) -> Value:
    """What a call of a value gives."""
    if isinstance(function, Closure):
        return _closure(walk, function, arguments, node)
    if isinstance(function, Choice):
        return _one_of(walk, function, arguments, node)
    if isinstance(function, Next):
        return _next(walk, arguments)
    if isinstance(function, Method):
        return methods.call(walk, function.object, function.name, arguments, node)
    if isinstance(function, External):
        return libraries.call(walk, function, arguments, node)
    if isinstance(function, Special):
        return function.call(walk, "", arguments, node)
    if isinstance(function, Answer):
        return function  # a dispatcher or a proxy, handed the request
    return unseen.unknown(walk, taints(function), "", arguments, node)


def _one_of(walk: Walk, function: Choice, arguments: list[Value], node: Any) -> Value:
    before = walk.state
    found, states = [], []
    for one in function.options:
        if isinstance(one.value, Known):
            continue
        walk.states[-1] = before.copy()
        found.append(Option(invoke(walk, one.value, arguments, node), one.check))
        states.append(walk.state)
    walk.states[-1] = before
    if states:
        check = enforced([Exit(ABSENT, state.check) for state in states])
        before.check = stronger(before.check, check)
    return choice(found) if found else UNKNOWN


def _next(walk: Walk, arguments: list[Value]) -> Value:
    if not arguments or (isinstance(arguments[0], Known) and arguments[0].value is None) or arguments[0] == ABSENT:
        walk.let_pass()
    return Data("passed")


def _closure(walk: Walk, closure: Closure, arguments: list[Value], node: Any) -> Value:
    summary = None if needless.adds_nothing(walk, closure, arguments) else summarize(walk, closure, arguments, node)
    if summary is None:
        return unseen.unknown(walk, frozenset(), closure.function.name or "", arguments, node)
    walk.frame.passes += [_held(walk, one) for one in summary.passes]
    exits = _going_on(walk, summary)
    if not exits:
        return NEVER
    check = enforced(exits)
    state = walk.state
    if all(one.reply for one in exits):
        state.reply = state.reply or choice([Option(one.shown, one.check, one.absent) for one in exits])
    state.check = stronger(state.check, _reached(walk, check, closure, node))
    if check is not None:
        state.absent = False
    state.partly = state.partly or next((one.partly for one in exits if one.partly), None)
    given = frozenset().union(*(taints(argument) for argument in arguments))
    found = [_option(one, check, closure, given) for one in exits]
    return choice(found)


def _going_on(walk: Walk, summary: Summary) -> list[Exit]:
    """The exits behind which the caller goes on: where a reply ends the request, one that sent none."""
    if not walk.request.replies_end:
        return list(summary.exits)
    walk.frame.exits += [_held(walk, one) for one in summary.exits if one.reply]
    return [one for one in summary.exits if not one.reply]


def _reached(walk: Walk, check: Check | None, closure: Closure, node: Any) -> Check | None:
    """A check with the call that leads to it."""
    if check is None or node is None or len(check.via) >= _LONGEST_WAY:
        return check
    step = Reached(walk.frame.path, node.start, node.end, closure.function.name or "")
    return replace(check, via=(step, *check.via)) if step.name else check


def _option(one: Exit, check: Check | None, closure: Closure, given: frozenset[str]) -> Option:
    """What one way out of a function gives to its caller."""
    value = one.value
    if "credential" in given and isinstance(value, Data) and not value.role:
        name = closure.function.name or value.name
        if unseen.TRANSFORMS.match(name):
            value = Data("", frozenset({"credential"}), name)
        elif not value.taints:
            value = Data("", frozenset({"identity"}), name)  # what is found by a credential tells who sent it
    own = one.check if one.check != check and not one.deploy else None
    return Option(value, own, one.absent, reply=one.reply)


def _held(walk: Walk, one: Exit) -> Exit:
    return replace(
        one,
        check=stronger(walk.state.check, one.check),
        deploy=one.deploy or walk.state.deploy,
        conditional=one.conditional or walk.state.conditional,
    )


def summarize(walk: Walk, closure: Closure, arguments: list[Value], site: Any = None) -> Summary | None:
    """How a function ends for some arguments; None where it is not walked: too deep, too long, or a circle."""
    key = walk.known.key(walk, closure, arguments)
    kept = walk.known.recall(walk, key) if key is not None else None
    if kept is not None:
        walk.request.resume(walk.request.noticed(), kept.noticed)
        return kept
    active = (closure.path, closure.function.start)
    if len(walk.frames) > DEEPEST or walk.budget < 0 or (active in walk.active and len(walk.active) > 1):
        return None
    walk.active.add(active)
    walk.seen.add(active)
    before = walk.request.set_aside()
    try:
        summary = _walked(walk, closure, arguments, site)
    finally:
        walk.active.discard(active)
    if walk.is_known() and closure.scope.outer is None:
        walk.known.hear(walk, closure, arguments, summary)
    if key is not None and walk.budget >= 0:
        summary = walk.known.keep(walk, key, summary)
    walk.request.resume(before, summary.noticed)
    return summary


def _walked(walk: Walk, closure: Closure, arguments: list[Value], site: Any = None) -> Summary:
    scope = Scope(closure.path, {}, closure.scope)
    if closure.this is not None and not closure.function.is_arrow:
        scope.names["this"] = closure.this
    frame = Frame(scope, closure, site)
    at = walk.at
    walk.frames.append(frame)
    walk.states.append(State())
    try:
        binding.parameters(walk, closure.function, arguments, scope)
        if walk.execute(closure.function.body):
            walk.leave(ABSENT)
    finally:
        walk.frames.pop()
        walk.states.pop()
        walk.at = at
    return Summary(tuple(frame.exits), tuple(frame.passes), walk.request.noticed())
