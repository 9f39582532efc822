"""Compose files.

{"services": {name: service}, "volumes": [name], "networks": [name], "include": [path]}
service: {"start", "end", "line", "name": [start, end],
          "image", "build": {"context", "dockerfile", "target"}, "user", "restart", "command", "depends_on": [name],
          "ports": [text], "environment": {name: value or null}, "env_file": [path], "volumes": [text],
          "healthcheck": {"test", "disabled", "interval", …} or absent, "read_only", "privileged": true or false,
          "cap_add", "cap_drop", "security_opt", "profiles": [text], "replicas",
          "limits": {"cpus", "memory", "pids"}, "extends": as written,
          "places": {key: [start, end]}}     `start` and `end` are bytes; what a service does not say is absent
"""

from __future__ import annotations

from typing import Any

import yaml

from blueprint_ls.codebase.manifests.yamls import Document, get, items, pairs, scalar, text

_TEXTS = ("image", "user", "restart", "command", "entrypoint", "network_mode", "stop_grace_period", "init", "extends")
_LISTS = ("ports", "env_file", "volumes", "cap_add", "cap_drop", "security_opt", "profiles", "tmpfs")
_FLAGS = ("read_only", "privileged")


def read(data: bytes) -> dict[str, object]:
    """What a compose file says."""
    document = Document(data)
    root = document.roots[0] if document.roots else None
    services = {name: _service(document, key, node) for name, key, node in pairs(get(root, "services"))}
    return {
        "services": services,
        "volumes": [name for name, _, _ in pairs(get(root, "volumes"))],
        "networks": [name for name, _, _ in pairs(get(root, "networks"))],
        "include": [path for node in items(get(root, "include")) if (path := text(node))],
    }


def _service(document: Document, key: yaml.Node, node: yaml.Node) -> dict[str, object]:
    start, end = document.span(key)[0], document.span(node)[1]
    found: dict[str, object] = {"start": start, "end": end, "line": document.line(key), "name": document.span(key)}
    for name in _TEXTS:
        _set(found, name, document.plain(get(node, name)))
    for name in _LISTS:
        _set(found, name, [_short(document.plain(one)) for one in items(get(node, name))])
    for name in _FLAGS:
        _set(found, name, scalar(get(node, name)))
    _set(found, "build", _build(get(node, "build")))
    _set(found, "environment", environment(get(node, "environment")))
    _set(found, "depends_on", _names(get(node, "depends_on")))
    _set(found, "healthcheck", _healthcheck(document, get(node, "healthcheck")))
    _set(found, "replicas", scalar(get(node, "deploy", "replicas")))
    _set(found, "limits", _limits(node))
    found["places"] = {name: [document.span(at)[0], document.span(value)[1]] for name, at, value in pairs(node)}
    return found


def environment(node: yaml.Node | None) -> dict[str, str | None]:
    """Variables, written as a mapping or as a list of `NAME=value`."""
    if isinstance(node, yaml.SequenceNode):
        several = [(text(item) or "").partition("=") for item in node.value]
        return {name: value if equals else None for name, equals, value in several if name}
    return {name: text(value) for name, _, value in pairs(node)}


def _build(node: yaml.Node | None) -> dict[str, str]:
    if isinstance(node, yaml.ScalarNode):
        return {"context": node.value}
    return {name: value for name in ("context", "dockerfile", "target") if (value := text(get(node, name)))}


def _healthcheck(document: Document, node: yaml.Node | None) -> dict[str, Any]:
    if not pairs(node):
        return {}
    said: dict[str, Any] = document.plain(node)
    test = said.get("test")
    disabled = said.pop("disable", False) is True or test in ("NONE", ["NONE"])
    return {**said, "disabled": disabled}


def _limits(node: yaml.Node) -> dict[str, str]:
    """Limits as `deploy` states them, or as older files do."""
    found = {}
    for name, older in (("cpus", "cpus"), ("memory", "mem_limit"), ("pids", "pids_limit")):
        value = text(get(node, "deploy", "resources", "limits", name)) or text(get(node, older))
        if value:
            found[name] = value
    return found


def _names(node: yaml.Node | None) -> list[str]:
    return [name for name, _, _ in pairs(node)] or [name for item in items(node) if (name := text(item))]


def _short(value: object) -> object:
    """A port or volume written at length, in one line."""
    if not isinstance(value, dict):
        return None if value is None else str(value)
    source, target = (
        value.get(one) or value.get(other) for one, other in (("published", "source"), ("target", "target"))
    )
    return ":".join(
        str(part) for part in (source, target, "ro" if value.get("read_only") else None) if part is not None
    )


def _set(found: dict[str, object], name: str, value: object) -> None:
    if value not in (None, [], {}):
        found[name] = value
