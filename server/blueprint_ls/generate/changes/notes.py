"""What a reviewer should look at: a change that opens something, promises less, or costs more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blueprint_ls.generate.changes.statements import Statement
from blueprint_ls.language.values import parse

Told = Mapping[str, tuple[Any, Any]]
"""The attributes that say something else, before and after."""
_MEASURES = {
    "target": ("percentage", "fraction", -1, "promises less than before"),
    "rpo": ("duration", "seconds", 1, "may lose more than before"),
    "rto": ("duration", "seconds", 1, "takes longer to come back than before"),
    "total": ("money", "amount", 1, "costs more than before"),
}
"""Attributes by name: their type, its figure, the direction that is worse, and what that means."""
_GONE = {
    "api.endpoint": "is gone, and whoever still calls it gets a 404",
    "data.entity": "is gone, and its rows with it",
    "data.entity.field": "is gone, and its values with it",
}
_OPENED = {
    "cross_tenant": "sees several tenants now",
    "personal_data": "receives data about people now",
}


def note(kind: str, found: Statement, told: Told, known: set[str | None]) -> str:
    """Why to look at a change; `known` are the endpoints that both states have."""
    path = ".".join(found.path)
    if kind == "removed" and path in _GONE:
        return _GONE[path]
    if path == "api.public" and kind != "changed":
        return "" if found.label not in known else "is public now" if kind == "added" else "is no longer public"
    if path == "api.endpoint":
        return _endpoint(kind, told)
    if path == "data.tenancy" and kind != "added":
        return "decides what keeps tenants apart"
    if path == "security.role" and kind == "changed":
        return _role(told)
    if path.endswith("decision") and kind == "changed" and "choose" in told:
        return "is decided otherwise now"
    return _opened(told) or (_worse(told) if kind == "changed" else "")


def _endpoint(kind: str, told: Told) -> str:
    before, after = told.get("permission", (None, None))
    if kind == "changed" and before and after is None:
        return "needs no permission any more"
    if kind == "changed" and before and after:
        return "needs another permission"
    if kind == "changed" and told.get("audited", (None, None))[0] is True:
        return "is not audited any more"
    return _opened(told)


def _role(told: Told) -> str:
    before, after = (value or [] for value in told.get("permissions", ((), ())))
    return "may do more than before" if {*map(str, after)} - {*map(str, before)} else ""


def _opened(told: Told) -> str:
    return next((says for name, says in _OPENED.items() if told.get(name, (None, None))[1] is True), "")


def _worse(told: Told) -> str:
    for name, (kind, figure, worse, says) in _MEASURES.items():
        before, after = (_value(kind, value) for value in told.get(name, (None, None)))
        same = getattr(before, "currency", None) == getattr(after, "currency", None)
        if before and after and same and (getattr(after, figure) - getattr(before, figure)) * worse > 0:
            return says
    return ""


def _value(kind: str, value: Any) -> Any:
    """The typed value of a text; None where it is none of that type."""
    try:
        return parse(kind, value) if isinstance(value, str) else None
    except ValueError:
        return None
