"""Workflows of GitHub Actions.

    {"name", "on": [event], "permissions": as written, "jobs": {id: job}}
    job: {"name", "runs_on", "needs": [id], "environment", "uses", "services": [name], "permissions": as written,
          "start", "end", "line", "steps": [{"name", "uses", "run", "with": {name: text}, "start", "end", "line"}]}
`start` and `end` are bytes; what is not said is absent.
"""

from __future__ import annotations

from typing import Any

import yaml

from blueprint_ls.codebase.manifests.yamls import Document, get, items, pairs, text


def read(data: bytes) -> dict[str, object]:
    """What a workflow says."""
    document = Document(data)
    root = document.roots[0] if document.roots else None
    return _said(
        name=text(get(root, "name")),
        on=_names(get(root, "on")),
        permissions=document.plain(get(root, "permissions")),
    ) | {"jobs": {name: _job(document, key, node) for name, key, node in pairs(get(root, "jobs"))}}


def _job(document: Document, key: yaml.Node, node: yaml.Node) -> dict[str, Any]:
    environment = get(node, "environment")
    return _said(
        name=text(get(node, "name")),
        runs_on=document.plain(get(node, "runs-on")),
        needs=_names(get(node, "needs")),
        environment=text(environment) or text(get(environment, "name")),
        uses=text(get(node, "uses")),
        services=_names(get(node, "services")),
        permissions=document.plain(get(node, "permissions")),
        start=document.span(key)[0],
        end=document.span(node)[1],
        line=document.line(key),
    ) | {"steps": [_step(document, step) for step in items(get(node, "steps"))]}


def _step(document: Document, node: yaml.Node) -> dict[str, Any]:
    start, end = document.span(node)
    return _said(
        name=text(get(node, "name")),
        uses=text(get(node, "uses")),
        run=text(get(node, "run")),
        **{"with": {name: text(value) for name, _, value in pairs(get(node, "with"))}},
        start=start,
        end=end,
        line=document.line(node),
    )


def _names(node: yaml.Node | None) -> list[str]:
    """Names written as a mapping, a list or alone."""
    return [name for name, _, _ in pairs(node)] or [name for item in items(node) if (name := text(item))]


def _said(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value not in ([], {})}
