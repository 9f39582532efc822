"""The API as an OpenAPI document: every operation that the project serves, with its bodies, its errors and who may ask.

The shapes are those of OpenAPI 3.1.1 (its specification, section 4.8) and of JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from blueprint_ls.generate.scaffold.openapi_identity import identity_operations
from blueprint_ls.generate.scaffold.openapi_operations import Operations
from blueprint_ls.generate.scaffold.openapi_shapes import Json, Shapes, line

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project

_BEARER: list[Json] = [{"bearer": []}]


def openapi(project: Project) -> str:
    """The document in JSON."""
    return json.dumps(_document(project), indent=2, ensure_ascii=False) + "\n"


def _document(p: Project) -> Json:
    shapes = Shapes(p)
    operations = Operations(p, shapes)
    paths: dict[str, Json] = {}
    for resource in p.resources:
        for endpoint in resource.endpoints:
            paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operations.of_resource(resource, endpoint)
    for action in p.actions:
        paths.setdefault(action.endpoint.path, {})[action.endpoint.method.lower()] = operations.of_action(action)
    if "jwt" in p.options:
        paths |= identity_operations(p, shapes)
    servers = [
        {"url": f"{one.url}{p.base}", "description": one.purpose}
        for one in reversed(p.operations.deployment.environments)
    ]
    tags = [{"name": module.name.kebab, "description": line(module.summary)} for module in p.modules]
    if "jwt" in p.options and all(tag["name"] != "identity" for tag in tags):
        tags.insert(0, {"name": "identity", "description": "Sign-in, sessions and token rotation"})
    return {
        "openapi": "3.1.1",
        "info": {
            "title": p.name.text.title(),
            "version": f"{p.version}.0.0",
            "summary": line(p.summary),
            "license": {"name": "Proprietary", "identifier": "LicenseRef-Proprietary"},
        },
        "servers": servers,
        "security": _BEARER,
        "tags": tags,
        "paths": paths,
        "components": shapes.components(),
    }
