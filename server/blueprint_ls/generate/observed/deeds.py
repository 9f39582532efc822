"""What an endpoint does, in a few words: as its handler's name says, else its method and its path."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blueprint_ls.generate.observed.parts import singular, words
from blueprint_ls.judge.endpoints.endpoint import Endpoint

_OPERATIONS = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
_VERBS = {"create": "Create", "read": "Read", "list": "List", "update": "Change", "delete": "Delete"}
_HOOKS = re.compile(r"(web)?hooks?$", re.IGNORECASE)
_PREFIX = re.compile(r"api|rest|v\d+", re.IGNORECASE)
"""Parts that every path may begin with, and that say nothing."""
_VAGUE = frozenset({"find", "get", "create", "update", "remove", "delete", "one", "all", "many", "by", "id", "handle"})
"""Words of handlers' names that say no more than the method does."""
_NAMED = re.compile(r"(?:async\s+)?(?:function\s+)?(\w+)\s*(?:=\s*(?:async\s*)?)?[(<]")


@dataclass(frozen=True, slots=True)
class Deed:
    """What an endpoint does."""

    operation: str
    """In the words of the language: `create`, `read`, `list`, `update`, `delete`, `action`."""
    summary: str


def deed_of(label: str) -> Deed:
    """What `METHOD /path` does: `Close deal` for `POST /deals/{id}/close`."""
    method, path = label.split()
    parts = [part for part in path.split("/") if part]
    while parts and _PREFIX.fullmatch(parts[0]):
        parts = parts[1:]
    if method == "POST" and (sender := _sender(parts)):
        return Deed("action", f"Take a webhook of {sender}")
    operation = _operation(method, parts)
    return Deed(operation, _summary(operation, parts))


def handler_says(text: str, one: Endpoint) -> str:
    """A sentence of the handler's name, where the handler has one that says something; else empty."""
    if one.framework != "nest" or not one.handler or one.handler[0] != one.path:
        return ""
    data = text.encode()[one.handler[1] : one.handler[1] + 200].decode("utf-8", "replace")
    found = _NAMED.match(data)
    said = words(found[1]) if found else []
    return " ".join(said).capitalize() if len(said) > 1 and set(said) - _VAGUE else ""


def _sender(parts: list[str]) -> str | None:
    """Who sends a webhook: `stripe` of `webhooks/stripe` and of `stripe/webhook`; None where a path takes none."""
    at = next((at for at, part in enumerate(parts) if _HOOKS.search(part)), len(parts))
    near = parts[at + 1 :]
    if at == len(parts) - 1 and singular(parts[at]) == parts[at]:
        near = parts[at - 1 : at]
    return next((" ".join(words(part)) for part in near if not part.startswith("{")), None)


def _operation(method: str, parts: list[str]) -> str:
    by_id = bool(parts) and parts[-1].startswith("{")
    is_one = bool(parts) and (parts[-1][0].isdigit() or singular(parts[-1]) == parts[-1])
    if method == "GET":
        return "read" if by_id or not parts or is_one else "list"
    if method == "POST" and (by_id or is_one):
        return "action"
    return _OPERATIONS[method]


def _summary(operation: str, parts: list[str]) -> str:
    nouns = [" ".join(words(part)) for part in parts if not part.startswith("{")]
    by_id = bool(parts) and parts[-1].startswith("{")
    if not nouns:
        named = f"one by {' '.join(words(parts[-1]))}" if by_id else "the root"
        return f"{_VERBS.get(operation, 'Act on')} {named}"
    if operation == "action":
        return f"Act on {_one(nouns[-1])}" if by_id or len(parts) == 1 else _action(parts)
    last = nouns[-1] if by_id or operation in ("list", "create") else " ".join(nouns[-2:])
    return f"{_VERBS[operation]} {last if operation == 'list' else _one(last)}"


def _action(parts: list[str]) -> str:
    """`Close deal` for `deals/{id}/close` and `deals/close`, else the last words of the path."""
    at = len(parts) - 1
    if at > 1 and parts[at - 1].startswith("{") and not parts[at - 2].startswith("{"):
        return f"{' '.join(words(parts[at])).capitalize()} {_one(' '.join(words(parts[at - 2])))}"
    nouns = [part for part in parts if not part.startswith("{")]
    if len(nouns) > 1 and len(words(nouns[-1])) == 1 and singular(nouns[-2]) != nouns[-2]:
        return f"{nouns[-1].capitalize()} {_one(' '.join(words(nouns[-2])))}"
    return " ".join(words(" ".join(nouns[-2:]))).capitalize()


def _one(noun: str) -> str:
    """A noun of several words in the singular: `bank accounts` → `bank account`."""
    *front, last = noun.split() or [""]
    return " ".join([*front, last if last[:1].isdigit() else singular(last)])
