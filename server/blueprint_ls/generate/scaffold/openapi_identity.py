"""Signing in, going on and signing out, as operations of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from blueprint_ls.generate.scaffold.openapi_shapes import Json, Shapes, body

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project


def identity_operations(project: Project, shapes: Shapes) -> Mapping[str, Json]:
    """By their paths."""
    credentials = _credentials(project)
    token = shapes.schema("AccessToken", [("accessToken", {"type": "string"}), ("expiresIn", {"type": "integer"})])
    fields = {
        "type": "object",
        "additionalProperties": False,
        "required": [*credentials],
        "properties": credentials,
    }
    shapes.schemas["Credentials"] = fields
    answer = {
        "description": "An access token; the refresh token is in a cookie that scripts cannot read.",
        "content": {"application/json": {"schema": token}},
    }
    asked = body({"$ref": "#/components/schemas/Credentials"})

    def operation(name: str, summary: str, responses: Json, **more: Any) -> Json:
        own = {"operationId": name, "summary": summary, "tags": ["identity"], **more, "responses": responses}
        return {"post": own}

    problems = shapes.problems
    signed_in = {"200": answer, **problems([400, 401, 422, 429, 500])}
    refreshed = {"200": answer, **problems([401, 403, 429, 500])}
    ended = {"204": {"description": "The session is over."}, **problems([401, 429, 500])}
    return {
        f"/auth/{project.sign_in_path}": operation(
            "signIn", "Prove who you are, for tokens", signed_in, security=[], requestBody=asked
        ),
        "/auth/refresh": operation("refresh", "Trade the refresh cookie for new tokens", refreshed, security=[]),
        "/auth/logout": operation("signOut", "End the session", ended),
    }


def _credentials(project: Project) -> Json:
    """What somebody brings who signs in."""
    identity = project.identity
    if "password" in project.options:
        return {
            "email": {"type": "string", "format": "email", "maxLength": 254},
            "password": {"type": "string", "minLength": 1, "maxLength": 200},
        }
    names = [provider.name.snake for provider in identity.providers]
    return {
        **({"provider": {"type": "string", "enum": names}} if identity.named else {}),
        "code": {"type": "string", "minLength": 1, "maxLength": 2048},
        "verifier": {"type": "string", "minLength": 43, "maxLength": 128},
    }
