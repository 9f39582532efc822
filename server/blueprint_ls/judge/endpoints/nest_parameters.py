"""What NestJS hands to the parameters of a handler."""

from __future__ import annotations

from blueprint_ls.codebase.typescript.tree import Name, Parameter
from blueprint_ls.judge.endpoints.behavior import requests
from blueprint_ls.judge.endpoints.behavior.values import Data, Value


def argument(parameter: Parameter) -> Value:
    """What NestJS hands to a parameter."""
    for decorator in parameter.decorators:
        name = getattr(getattr(decorator, "callee", decorator), "name", "")
        given = getattr(decorator, "arguments", ())
        key = getattr(given[0], "value", None) if given else None
        found = _given(name, key if isinstance(key, str) else None)
        if found is not None:
            return found
    return Data("", frozenset(), getattr(parameter.target, "name", "") if isinstance(parameter.target, Name) else "")


def _given(name: str, key: str | None) -> Value | None:
    if name in ("Req", "Request"):
        return Data("request")
    if name in ("Res", "Response"):
        return Data("response")
    if name == "Headers":
        return requests.header(key) if key else Data("headers")
    part = {"Body": "body", "Query": "query", "Param": "params"}.get(name)
    if part is None:
        return Data("rawbody", frozenset({"rawbody"})) if name == "RawBody" else None
    held = Data(part, frozenset({part}), part)
    return requests.of_input(held, key) if key else held
