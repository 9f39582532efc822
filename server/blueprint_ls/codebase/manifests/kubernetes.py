"""Kubernetes manifests.

{"objects": [object]}
object: {"api", "kind", "name", "namespace", "start", "end", "line", "replicas", "grace": seconds,
         "service_account", "host_network", "security": securityContext of the pod, "containers": [container],
         "spec": as written, where there are no containers}
container: {"name", "image", "init": true or false, "start", "end", "line",
            "liveness", "readiness", "startup": probe as written, "requests", "limits": {resource: quantity},
            "security": securityContext as written, "environment": {name: value or null}, "ports": [number],
            "places": {key: [start, end]}}     `start` and `end` are bytes; what is not said is absent
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from blueprint_ls.codebase.manifests.fault import Fault
from blueprint_ls.codebase.manifests.yamls import Document, get, items, pairs, scalar, text

_TEMPLATED = re.compile(rb"^[ \t]*(?:- )?(?:[\w./-]+:[ \t]*)?\{\{", re.MULTILINE)
_PODS = {
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}
_TEMPLATE = ("spec", "template", "spec")
_PROBES = {"liveness": "livenessProbe", "readiness": "readinessProbe", "startup": "startupProbe"}


def read(data: bytes) -> dict[str, object]:
    """What the documents of a manifest say."""
    template = _TEMPLATED.search(data)
    if template:
        line = data.count(b"\n", 0, template.end()) + 1
        raise Fault(line, "a template, not a manifest: render it to have it checked")
    document = Document(data)
    return {"objects": [one for root in document.roots for one in _objects(document, root)]}


def _objects(document: Document, root: yaml.Node) -> list[dict[str, Any]]:
    kind = text(get(root, "kind"))
    if kind is None or get(root, "apiVersion") is None:
        return []
    if kind == "List":
        return [one for item in items(get(root, "items")) for one in _objects(document, item)]
    start, end = document.span(root)
    found: dict[str, Any] = {
        "api": text(get(root, "apiVersion")),
        "kind": kind,
        "name": text(get(root, "metadata", "name")) or text(get(root, "metadata", "generateName")),
        "namespace": text(get(root, "metadata", "namespace")),
        "start": start,
        "end": end,
        "line": document.line(root),
    }
    pod = get(root, *_PODS.get(kind, _TEMPLATE))
    return [{**found, **(_pod(document, root, pod) if get(pod, "containers") else _other(document, root))}]


def _pod(document: Document, root: yaml.Node, pod: yaml.Node | None) -> dict[str, Any]:
    containers = [_container(document, node, init=False) for node in items(get(pod, "containers"))]
    containers += [_container(document, node, init=True) for node in items(get(pod, "initContainers"))]
    return _said(
        replicas=scalar(get(root, "spec", "replicas")),
        grace=scalar(get(pod, "terminationGracePeriodSeconds")),
        service_account=text(get(pod, "serviceAccountName")),
        host_network=scalar(get(pod, "hostNetwork")),
        security=document.plain(get(pod, "securityContext")),
        containers=containers,
    )


def _other(document: Document, root: yaml.Node) -> dict[str, Any]:
    return _said(spec=document.plain(get(root, "spec")))


def _container(document: Document, node: yaml.Node, init: bool) -> dict[str, Any]:
    start, end = document.span(node)
    probes = {name: document.plain(get(node, key)) for name, key in _PROBES.items()}
    variables = {text(get(one, "name")): text(get(one, "value")) for one in items(get(node, "env"))}
    return _said(
        name=text(get(node, "name")),
        image=text(get(node, "image")),
        init=init,
        start=start,
        end=end,
        line=document.line(node),
        **probes,
        requests=document.plain(get(node, "resources", "requests")),
        limits=document.plain(get(node, "resources", "limits")),
        security=document.plain(get(node, "securityContext")),
        environment={name: value for name, value in variables.items() if name},
        ports=[scalar(get(one, "containerPort")) for one in items(get(node, "ports"))],
        places={name: [document.span(key)[0], document.span(value)[1]] for name, key, value in pairs(node)},
    )


def _said(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value not in ([], {})}
