"""Properties: what is read of a request, of an object, of what a library gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.typescript.tree import Field, Name
from blueprint_ls.codebase.typescript.tree import Method as MethodNode
from blueprint_ls.judge.endpoints.behavior import expressions, requests
from blueprint_ls.judge.endpoints.behavior.proof import Check, Truth
from blueprint_ls.judge.endpoints.behavior.truth import truth_of
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Choice,
    ClassValue,
    Closure,
    Data,
    Exports,
    External,
    Instance,
    Items,
    Known,
    Method,
    Option,
    Record,
    Scope,
    Special,
    Test,
    Value,
    choice,
    options,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def read(walk: Walk, value: Value, name: str | None, node: Any) -> Value:
    """`value.name`."""
    if name is None:
        return Data("", taints(value))
    if type(value) is Data:
        return requests.of_data(walk, value, name)
    if isinstance(value, Test):
        return Data("", frozenset(), name)  # what a search found: a row, of which nothing else is known
    if isinstance(value, Choice):
        return choice([one.of(read(walk, one.value, name, node)) for one in value.options])
    if isinstance(value, Record):
        return _of_record(walk, value, name, node)
    if isinstance(value, Instance):
        return of_instance(walk, value, name)
    if isinstance(value, ClassValue):
        return _of_class(walk, value, name)
    if isinstance(value, Exports):
        return walk.exported(value.path, name)
    if isinstance(value, External):
        return of_external(value, name)
    if isinstance(value, Special):
        found = value.property(walk, name)
        return found if found is not None else Method(value, name)
    if isinstance(value, Items) and name in ("length", "size"):
        return Known(float(len(value.items))) if value.complete and value.certain else UNKNOWN
    if (isinstance(value, Known) and value.value is None) or value == ABSENT:
        return ABSENT
    if isinstance(value, Answer) and name in ("status", "statusCode"):
        return Known(float(value.status))
    if isinstance(value, Answer) and name == "ok":
        return Known(value.status < 400)
    return Method(value, name)


def _of_record(walk: Walk, value: Record, name: str, node: Any) -> Value:
    if name in value.entries:
        return value.entries[name]
    if value.unseen:
        return choice([Option(read(walk, one, name, node)) for one in value.unseen])
    return Method(value, name) if name in ("hasOwnProperty", "toString", "set", "get", "has") else ABSENT


def of_external(value: External, name: str) -> Value:
    """`package.name`; the environment is a deployment's secret."""
    if value.names == ("process", "env") or (value.names and value.names[-1] in ("env",)):
        return Data("", frozenset({"secret"}), name)
    if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", name) and "()" in value.names:
        return Data("", frozenset({"secret"}), name)
    return External(value.package, (*value.names, name))


def of_instance(walk: Walk, value: Instance, name: str) -> Value:
    """A field or method of an object; a field that only a type describes is an object of that type."""
    if name in value.fields:
        return value.fields[name]
    found = walk.program.member(value.of.path, value.of.node, name)
    if found is not None:
        path, owner, member = found
        return _member_value(walk, value, path, owner, member)
    typed = _injected(walk, value, name)
    value.fields[name] = typed
    return typed


def _member_value(walk: Walk, value: Instance, path: str, owner: Any, member: Field | MethodNode) -> Value:
    if isinstance(member, MethodNode):
        scope = Scope(path, {"this": value}, value.of.scope or walk.module(path))
        closure = Closure(path, member.function, scope, value, ClassValue(path, owner))
        if member.kind == "get":
            from blueprint_ls.judge.endpoints.behavior import calls

            return calls.invoke(walk, closure, [], member)
        return closure
    value.fields[member.name] = UNKNOWN
    if member.value is not None:
        scope = Scope(path, {"this": value}, value.of.scope or walk.module(path))
        held = walk.within(scope, lambda: expressions.evaluate(walk, member.value))
        if isinstance(held, Closure):
            held.this = value
        value.fields[member.name] = held
    elif member.type:
        value.fields[member.name] = typed(walk, path, member.type, member.name)
    return value.fields[member.name]


def _injected(walk: Walk, value: Instance, name: str) -> Value:
    for path, node in walk.program.bases(value.of.path, value.of.node):
        for member in node.members:
            if isinstance(member, MethodNode) and member.kind == "constructor":
                for parameter in member.function.parameters:
                    if parameter.access and isinstance(parameter.target, Name) and parameter.target.name == name:
                        return typed(walk, path, parameter.type or "", name)
    return Method(Data("", frozenset(), value.of.node.name or ""), name)


def typed(walk: Walk, path: str, type_: str, name: str) -> Value:
    """A value that only its type describes."""
    head = type_.partition("<")[0].strip()
    if head == "Reflector":
        return Data("reflector")
    if head in ("Request", "FastifyRequest", "NextRequest", "NextApiRequest", "IncomingMessage"):
        return Data("request")
    if head in ("Response", "FastifyReply", "NextApiResponse"):
        return Data("response")
    found = walk.program.type(path, head) if head else None
    if found is not None and hasattr(found[1], "decorators"):
        return Instance(ClassValue(found[0], found[1]))  # type: ignore[arg-type]
    if re.search(r"config|env", name, re.I):
        return Data("config", frozenset(), name)
    return Data("", frozenset(), name)


def _of_class(walk: Walk, value: ClassValue, name: str) -> Value:
    found = walk.program.member(value.path, value.node, name)
    if found is None:
        return Method(value, name)
    path, owner, member = found
    if isinstance(member, MethodNode):
        return Closure(path, member.function, walk.module(path), value, ClassValue(path, owner))
    if member.value is None:
        return UNKNOWN
    held: Value = walk.within(walk.module(path), lambda: expressions.evaluate(walk, member.value))
    return held


def truth_of_options(found: list[Option]) -> Truth:
    """What is known of one of several booleans."""

    def no_check(strength: Any, what: str) -> Check:
        return Check(strength, what, "", 0, 0)

    return truth_of(choice(found), no_check)


def use(walk: Walk, value: Value, node: Any, weak: bool = False) -> None:
    """Input is put to use as it came; a comparison alone is no use worth a word where something else is checked."""
    if not walk.is_home():
        return
    for one in options(value):
        if isinstance(one.value, Data):
            for part in one.value.taints & {"body", "query"}:
                key = f"~{part}" if weak else part
                walk.request.raw.setdefault(key, (walk.frame.path, node.start, node.end))
                if not weak and one.value.name == part:
                    walk.request.doubts.add(f"all of the {part} used")
                if not weak and any(part in state.ignored for state in walk.states):
                    walk.request.doubts.add(f"the {part} used where it does not fit")
