"""Methods of lists and sets."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.proof import Truth
from blueprint_ls.judge.endpoints.behavior.truth import both, either
from blueprint_ls.judge.endpoints.behavior.values import ABSENT, UNKNOWN, Data, Items, Known, Test, Value, taints

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def call(walk: Walk, holder: Items, name: str, arguments: list[Value], node: Any) -> Value:
    """`list.name(arguments)`."""
    first = arguments[0] if arguments else ABSENT
    if name in ("includes", "has", "indexOf"):
        if isinstance(first, Known) and holder.complete and all(isinstance(one, Known) for one in holder.items):
            at = next((float(i) for i, one in enumerate(holder.items) if one == first), -1.0)
            return Known(at) if name == "indexOf" else Known(at >= 0)
        return Data("", taints(first) & {"identity"}, "list")
    if name in ("push", "add", "unshift"):
        holder.items += arguments
        holder.certain = holder.certain and not walk.state.conditional
        return holder
    if name == "concat":
        added = [inner for one in arguments for inner in (one.items if isinstance(one, Items) else [one])]
        return Items([*holder.items, *added], holder.complete, holder.certain)
    if name in ("some", "every", "find", "filter", "map", "forEach", "flatMap", "reduce", "findIndex"):
        return _each(walk, holder, name, first, node)
    if name == "join" and all(isinstance(one, Known) for one in holder.items):
        glue = first.value if isinstance(first, Known) and isinstance(first.value, str) else ","
        return Known(glue.join(str(one.value) for one in holder.items if isinstance(one, Known)))
    if name in ("slice", "reverse", "sort", "values", "keys", "flat"):
        return holder
    if name in ("pop", "shift", "at") and holder.items:
        return holder.items[0] if name == "shift" else holder.items[-1]
    return Data("", taints(holder))


_SEARCHES = ("some", "every", "find", "findIndex")


def _says_nothing(truth: Truth) -> bool:
    return truth == Truth()


def _each(walk: Walk, holder: Items, name: str, function: Value, node: Any) -> Value:
    if name == "reduce":
        return UNKNOWN
    results = []
    for at, item in enumerate(holder.items):
        results.append(calls.invoke(walk, function, [item, Known(float(at))], node))
        if name in _SEARCHES and _says_nothing(walk.truth(results[-1], node)):
            return UNKNOWN  # nor do the others say more: they are alike but for a constant
    if name in ("map", "flatMap"):
        return Items(results, holder.complete, holder.certain)
    if name == "forEach":
        return ABSENT
    truths = [walk.truth(result, node) for result in results]
    if name in ("some", "every") and holder.complete:
        met = reduce(either if name == "some" else both, truths, Truth(name == "every"))
        return Test(met) if met.known is None else Known(met.known)
    known = [truth.known for truth in truths]
    if name == "filter":
        kept = [item for item, is_true in zip(holder.items, known, strict=True) if is_true is not False]
        return Items(kept, holder.complete, holder.certain and None not in known)
    if name != "find" or None in known or not (holder.complete and holder.certain):
        return UNKNOWN
    return next((item for item, is_true in zip(holder.items, known, strict=True) if is_true), ABSENT)
