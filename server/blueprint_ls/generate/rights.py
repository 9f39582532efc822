"""Permissions by what an endpoint does: those that are declared, else named after the resource and the verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blueprint_ls.language.model import Blueprint

VERBS = {"GET": "read", "HEAD": "read", "DELETE": "delete"}
"""What an endpoint of a method does to its resource; every other one writes."""
SAME = {"delete": ("delete", "write", "manage"), "write": ("write", "manage", "create"), "read": ("read", "view")}
"""The verbs of permissions that cover each of them, the closest first."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The permissions of one blueprint."""

    declared: frozenset[str]
    asked: tuple[str, ...]
    """What its endpoints ask for, in their order."""

    @staticmethod
    def of(blueprint: Blueprint) -> Rights:
        """The permissions that a blueprint declares and asks for."""
        blocks = blueprint.declared.items()
        asked = [block.get("permission") for (kind, _), block in blocks if kind == "endpoint"]
        named = dict.fromkeys(name for name in asked if isinstance(name, str))
        return Rights(frozenset(label for (kind, label), _ in blocks if kind == "permission"), tuple(named))

    def on(self, resource: str, verb: str) -> str:
        """The permission for doing something to a resource, `deals` and `write`."""
        for name in (resource, resource.removesuffix("s")):
            for other in SAME[verb]:
                if f"{name}:{other}" in self.declared:
                    return f"{name}:{other}"
        return f"{resource}:{'read' if verb == 'read' else 'write'}"

    def asked_by(self, route: str) -> str:
        """The permission for an endpoint: `GET /deals/{id}` needs `deals:read`."""
        method, _, path = route.partition(" ")
        parts = [part for part in re.findall(r"/([\w-]+)", path) if part != "api" and not re.fullmatch(r"v\d+", part)]
        return self.on(parts[0] if parts else "system", VERBS.get(method, "write"))
