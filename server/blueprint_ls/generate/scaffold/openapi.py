"""The API as an OpenAPI document: every operation that the project serves, with its bodies, its errors and who may ask.

The shapes are those of OpenAPI 3.1.1 (its specification, section 4.8) and of JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from blueprint_ls.generate.scaffold.actions import Action
from blueprint_ls.generate.scaffold.endpoints import Dto, Endpoint
from blueprint_ls.generate.scaffold.json_schema import asked, filtered, shown
from blueprint_ls.generate.scaffold.resources import Resource

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project

Json = dict[str, Any]

_VERBS = {"create": "create", "read": "get", "list": "list", "update": "update", "delete": "remove"}
_BEARER: list[Json] = [{"bearer": []}]


def openapi(project: Project) -> str:
    """The document in JSON."""
    return json.dumps(_Writer(project).document(), indent=2, ensure_ascii=False) + "\n"


class _Writer:
    def __init__(self, project: Project) -> None:
        self.project = project
        self.schemas: Json = {}
        self.used: set[int] = set()
        self.referred: set[str] = set()

    def document(self) -> Json:
        """The whole."""
        p = self.project
        paths: dict[str, Json] = {}
        for resource in p.resources:
            for endpoint in resource.endpoints:
                paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = self._operation(resource, endpoint)
        for action in p.actions:
            paths.setdefault(action.endpoint.path, {})[action.endpoint.method.lower()] = self._action(action)
        if "jwt" in p.options:
            paths |= self._identity()
        servers = [
            {"url": f"{one.url}{p.base}", "description": one.purpose}
            for one in reversed(p.operations.deployment.environments)
        ]
        tags = [{"name": module.name.kebab, "description": _line(module.summary)} for module in p.modules]
        if "jwt" in p.options and all(tag["name"] != "identity" for tag in tags):
            tags.insert(0, {"name": "identity", "description": "Sign-in, sessions and token rotation"})
        return {
            "openapi": "3.1.1",
            "info": {
                "title": p.name.text.title(),
                "version": f"{p.version}.0.0",
                "summary": _line(p.summary),
                "license": {"name": "Proprietary", "identifier": "LicenseRef-Proprietary"},
            },
            "servers": servers,
            "security": _BEARER,
            "tags": tags,
            "paths": paths,
            "components": self._components(),
        }

    def _operation(self, resource: Resource, endpoint: Endpoint) -> Json:
        by_id = "{" in endpoint.path
        many = endpoint.operation == "list"
        name = resource.name if many else resource.entity.name
        parameters = [self._refer("parameters", "id")] if by_id else []
        parameters += [self._refer("parameters", "version")] if "header" in self.project.options else []
        parameters += self._query(resource, endpoint) if many else []
        versioned = resource.entity.versioned
        changes = endpoint.operation == "update" and versioned
        if changes:
            parameters.append(self._refer("parameters", "ifMatch"))
        if endpoint.idempotent and self.project.idempotency_ms and endpoint.operation == "create":
            parameters.append(self._refer("parameters", "idempotencyKey"))
        errors = [401, 429, 500, *([403] if endpoint.permission else []), *([404, 422] if by_id else [])]
        errors += [400, 422] if endpoint.request or many else []
        errors += [409] if endpoint.operation in ("create", "update") else []
        errors += [412, 428] if changes else []
        tagged = versioned and endpoint.operation in ("create", "read", "update")
        return {
            "operationId": f"{_VERBS[endpoint.operation]}{name.pascal}",
            "summary": _line(endpoint.summary),
            "tags": [resource.module.name.kebab],
            **({"parameters": parameters} if parameters else {}),
            **({"requestBody": _body(self._asked(endpoint.request))} if endpoint.request else {}),
            "responses": {
                str(endpoint.success): self._answer(resource, endpoint, tagged),
                **self._problems(errors),
            },
        }

    def _action(self, action: Action) -> Json:
        one = action.endpoint
        parameters = [self._in_path(name) for name in action.parameters]
        parameters += [self._refer("parameters", "version")] if "header" in self.project.options else []
        parameters += self._query(None, one) if action.lists else []
        if one.idempotent and self.project.idempotency_ms and not one.public:
            parameters.append(self._refer("parameters", "idempotencyKey"))
        asks = bool(one.request or action.lists or action.parameters)
        errors = [429, 500, 501, *([] if one.public else [401]), *([403] if one.permission else [])]
        errors += [*([400, 422] if asks else []), *([404] if action.parameters else [])]
        return {
            "operationId": action.name.camel_plain,
            "summary": _line(one.summary),
            "tags": [action.module.name.kebab],
            **({"security": []} if one.public else {}),
            **({"parameters": parameters} if parameters else {}),
            **({"requestBody": _body(self._asked(one.request))} if one.request and not action.reads else {}),
            "responses": {str(one.success): self._acted(action), **self._problems(errors)},
        }

    def _acted(self, action: Action) -> Json:
        """What an action answers where it succeeds."""
        response = action.endpoint.response
        if response is None:
            return {"description": "Done; there is nothing to say."}
        shape = response.name.pascal
        schema = self._schema(shape, [(field.name, shown(field)) for field, absent in response.fields])
        self.schemas[shape]["required"] = [
            field.name for field, absent in response.fields if not (absent or (field.optional and not field.column))
        ]
        whole = self._page(shape, schema) if action.lists else schema
        return {"description": "Done.", "content": {"application/json": {"schema": whole}}}

    def _in_path(self, name: str) -> Json:
        if name == "id":
            return self._refer("parameters", "id")
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}

    def _answer(self, resource: Resource, endpoint: Endpoint, tagged: bool) -> Json:
        if endpoint.operation == "delete":
            return {"description": "It is gone."}
        one = self._schema(resource.shape, [(field.name, shown(field)) for field in resource.shown])
        schema = one if endpoint.operation != "list" else self._page(resource.shape, one)
        headers = {"headers": {"ETag": self._refer("headers", "ETag")}} if tagged else {}
        described = "One page." if endpoint.operation == "list" else "As it stands now."
        return {"description": described, **headers, "content": {"application/json": {"schema": schema}}}

    def _page(self, shape: str, one: Json) -> Json:
        ending: Json = (
            {"hasMore": {"type": "boolean"}}
            if "offset" in self.project.options
            else {"nextCursor": {"type": ["string", "null"], "description": "Null on the last page."}}
        )
        properties = {"items": {"type": "array", "items": one}, **ending}
        return self._schema(f"{shape}Page", list(properties.items()))

    def _query(self, resource: Resource | None, endpoint: Endpoint) -> list[Json]:
        p = self.project
        least = {"type": "integer", "minimum": 1}
        most = {**least, "maximum": int(p.value("api.pagination.max_size", 100))}
        limit = {
            "name": "limit",
            "in": "query",
            "schema": {**most, "default": int(p.value("api.pagination.default_size", 25))},
        }
        place = (
            {"name": "page", "in": "query", "schema": {**least, "default": 1}}
            if "offset" in p.options
            else {"name": "cursor", "in": "query", "schema": {"type": "string", "format": "uuid"}}
        )
        filters = [
            {"name": p.filter_key(field).strip("'"), "in": "query", "schema": filtered(field)}
            for field in endpoint.filters
        ]
        if resource is None:
            return [limit, place, *filters]
        sorts = {"type": "string", "enum": resource.sorts, "default": resource.sorts[0]}
        return [limit, place, *filters, {"name": "sort", "in": "query", "schema": sorts}]

    def _asked(self, dto: Dto) -> Json:
        required = [field.name for field, absent in dto.fields if not absent and not field.optional]
        self.schemas[dto.name.pascal] = {
            "type": "object",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": {field.name: asked(field) for field, _ in dto.fields},
        }
        return {"$ref": f"#/components/schemas/{dto.name.pascal}"}

    def _schema(self, name: str, properties: Iterable[tuple[str, Json]]) -> Json:
        found = dict(properties)
        self.schemas[name] = {"type": "object", "required": [*found], "properties": found}
        return {"$ref": f"#/components/schemas/{name}"}

    def _problems(self, statuses: Iterable[int]) -> Json:
        wanted = sorted(set(statuses))
        self.used |= set(wanted)
        return {str(status): {"$ref": f"#/components/responses/{self.project.error(status)}"} for status in wanted}

    def _credentials(self) -> Json:
        """What somebody brings who signs in."""
        identity = self.project.identity
        if "password" in self.project.options:
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

    def _identity(self) -> Mapping[str, Json]:
        credentials = self._credentials()
        token = self._schema("AccessToken", [("accessToken", {"type": "string"}), ("expiresIn", {"type": "integer"})])
        fields = {
            "type": "object",
            "additionalProperties": False,
            "required": [*credentials],
            "properties": credentials,
        }
        self.schemas["Credentials"] = fields
        answer = {
            "description": "An access token; the refresh token is in a cookie that scripts cannot read.",
            "content": {"application/json": {"schema": token}},
        }
        body = _body({"$ref": "#/components/schemas/Credentials"})

        def operation(name: str, summary: str, responses: Json, **more: Any) -> Json:
            own = {"operationId": name, "summary": summary, "tags": ["identity"], **more, "responses": responses}
            return {"post": own}

        problems = self._problems
        signed_in = {"200": answer, **problems([400, 401, 422, 429, 500])}
        refreshed = {"200": answer, **problems([401, 403, 429, 500])}
        ended = {"204": {"description": "The session is over."}, **problems([401, 429, 500])}
        return {
            f"/auth/{self.project.sign_in_path}": operation(
                "signIn", "Prove who you are, for tokens", signed_in, security=[], requestBody=body
            ),
            "/auth/refresh": operation("refresh", "Trade the refresh cookie for new tokens", refreshed, security=[]),
            "/auth/logout": operation("signOut", "End the session", ended),
        }

    def _components(self) -> Json:
        p = self.project
        self.schemas["Problem"] = {
            "type": "object",
            "description": "What went wrong, as RFC 9457 has it.",
            "required": ["type", "title", "status", "code"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "correlationId": {"type": "string"},
                "details": {"type": "object"},
            },
        }
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        messages = {one.name.pascal: one.message for one in p.errors}
        responses = {
            p.error(status): {"description": messages[p.error(status)], "content": problem}
            for status in sorted(self.used)
        }
        return {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            **self._shared(),
            "responses": responses,
            "schemas": dict(sorted(self.schemas.items())),
        }

    def _shared(self) -> Json:
        """The parameters and headers that an operation refers to."""
        text = {"type": "string"}
        known = {
            "id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
            "version": {"name": self.project.version_header, "in": "header", "schema": text},
            "ifMatch": {"name": "If-Match", "in": "header", "required": True, "schema": text},
            "idempotencyKey": {"name": "Idempotency-Key", "in": "header", "schema": {**text, "maxLength": 200}},
        }
        parameters = {name: known[name] for name in known if name in self.referred}
        etag = {"ETag": {"description": "The version, for If-Match.", "schema": text}}
        return {
            **({"parameters": parameters} if parameters else {}),
            **({"headers": etag} if "ETag" in self.referred else {}),
        }

    def _refer(self, kind: str, name: str) -> Json:
        self.referred.add(name)
        return {"$ref": f"#/components/{kind}/{name}"}


def _body(schema: Json) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _line(text: str) -> str:
    return " ".join(text.split())
