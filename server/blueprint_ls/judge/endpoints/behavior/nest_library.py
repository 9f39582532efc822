"""What NestJS brings to guards: guards of passport to extend, and the metadata of handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import calls, members
from blueprint_ls.judge.endpoints.behavior.checks import identity
from blueprint_ls.judge.endpoints.behavior.proof import Fact
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Data,
    External,
    Instance,
    Items,
    Known,
    Option,
    Special,
    Value,
    choice,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def inherited(walk: Walk, base: Value, this: Value, name: str, arguments: list[Value], node: Any) -> Value:
    """A method of a base class that a library brings: `super.canActivate(context)`."""
    text = ".".join(base.names) if isinstance(base, External) else ""
    package = base.package if isinstance(base, External) else ""
    if name != "canActivate" or not ("AuthGuard" in text or "passport" in package):
        return Known(True) if name == "canActivate" else UNKNOWN
    user = Data("", frozenset({"identity"}), "passport user")
    own = walk.program.member(this.of.path, this.of.node, "handleRequest") if isinstance(this, Instance) else None
    if own is None:
        walk.state.learn(Fact(identity(walk, "passport", node)))
        return Data("", frozenset({"identity"}), "passport")
    function = members.read(walk, this, "handleRequest", node)
    unsure = choice([Option(user), Option(Known(False))])
    calls.invoke(walk, function, [Known(None), unsure, UNKNOWN, UNKNOWN, UNKNOWN], node)
    return Known(True)


def metadata(walk: Walk, name: str, arguments: list[Value]) -> Value:
    """`reflector.getAllAndOverride(key, [handler, class])`."""
    walk.request.asked.add("metadata")
    key = key_of(arguments[0]) if arguments else ""
    asked = arguments[1].items if len(arguments) > 1 and isinstance(arguments[1], Items) else arguments[1:2]
    found = []
    for target in asked:
        of_class = isinstance(target, Data) and target.name == "getClass"
        held = walk.request.class_metadata if of_class else walk.request.metadata
        if key in held:
            found.append(held[key])
            walk.request.marked = True
    if name == "getAllAndMerge":
        return Items([inner for one in found for inner in (one.items if isinstance(one, Items) else [one])])
    return found[0] if found else ABSENT


def key_of(value: Value) -> str:
    """A metadata key as text."""
    if isinstance(value, Known):
        return str(value.value)
    if isinstance(value, Special):
        return str(getattr(value, "key", ""))
    return repr(value) if isinstance(value, External | Data) else type(value).__name__
