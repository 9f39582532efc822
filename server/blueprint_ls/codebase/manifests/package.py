"""`package.json`.

{"name", "type", "private", "package_manager", "main", "module", "types", "source": text or absent,
 "exports", "imports": as written,
 "scripts": {name: command}, "engines": {tool: range}, "workspaces": [pattern],
 "dependencies": {package: {"range", "kind", "start", "end"}}}     kind: prod, dev, peer, optional
"""

from __future__ import annotations

import re
from typing import Any

from blueprint_ls.codebase.manifests import jsonc

_TEXTS = {
    "name": "name",
    "version": "version",
    "type": "type",
    "packageManager": "package_manager",
    "main": "main",
    "module": "module",
    "types": "types",
    "typings": "types",
    "source": "source",
}
_KINDS = {
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
    "devDependencies": "dev",
    "dependencies": "prod",
}
"""The last one that names a package says its kind."""


def read(data: bytes) -> dict[str, object]:
    """What a `package.json` says."""
    value = jsonc.read_object(data)
    found: dict[str, object] = {name: value[key] for key, name in _TEXTS.items() if isinstance(value.get(key), str)}
    for key in ("exports", "imports"):
        if value.get(key) is not None:
            found[key] = value[key]
    found["private"] = value.get("private") is True
    for key in ("scripts", "engines"):
        found[key] = _texts(value.get(key))
    found["workspaces"] = _workspaces(value.get("workspaces"))
    found["dependencies"] = _dependencies(value, data)
    return found


def _texts(value: Any) -> dict[str, str]:
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def _workspaces(value: Any) -> list[str]:
    patterns = value.get("packages") if isinstance(value, dict) else value
    return [pattern for pattern in patterns if isinstance(pattern, str)] if isinstance(patterns, list) else []


def _dependencies(value: dict[str, Any], data: bytes) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for key, kind in _KINDS.items():
        block = re.search(rb'"' + key.encode() + rb'"\s*:\s*\{', data)
        for name, version in _texts(value.get(key)).items():
            start, end = _place(data, name, block.end() if block else 0)
            found[name] = {"range": version, "kind": kind, "start": start, "end": end}
    return found


def _place(data: bytes, name: str, after: int) -> tuple[int, int]:
    """Where a name stands as a key, quotes included."""
    place = re.compile(rb'"' + re.escape(name.encode()) + rb'"(?=\s*:)').search(data, after)
    return place.span() if place else (0, 0)
