"""The operations of an OpenAPI document: what each endpoint takes, what it answers, and how it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.generate.scaffold.actions import Action
from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.json_schema import filtered, shown
from blueprint_ls.generate.scaffold.openapi_shapes import Json, Shapes, body, line
from blueprint_ls.generate.scaffold.resources import Resource

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project

_VERBS = {"create": "create", "read": "get", "list": "list", "update": "update", "delete": "remove"}


class Operations:
    """Describes endpoints, one at a time."""

    def __init__(self, project: Project, shapes: Shapes) -> None:
        self.project = project
        self.shapes = shapes

    def of_resource(self, resource: Resource, endpoint: Endpoint) -> Json:
        """An endpoint whose code follows from its entity."""
        by_id = "{" in endpoint.path
        many = endpoint.operation == "list"
        name = resource.name if many else resource.entity.name
        parameters = [self.shapes.refer("parameters", "id")] if by_id else []
        parameters += [self.shapes.refer("parameters", "version")] if "header" in self.project.options else []
        parameters += self._query(resource, endpoint) if many else []
        versioned = resource.entity.versioned
        changes = endpoint.operation == "update" and versioned
        if changes:
            parameters.append(self.shapes.refer("parameters", "ifMatch"))
        if endpoint.idempotent and self.project.idempotency_ms and endpoint.operation == "create":
            parameters.append(self.shapes.refer("parameters", "idempotencyKey"))
        errors = [401, 429, 500, *([403] if endpoint.permission else []), *([404, 422] if by_id else [])]
        errors += [400, 422] if endpoint.request or many else []
        errors += [409] if endpoint.operation in ("create", "update") else []
        errors += [412, 428] if changes else []
        tagged = versioned and endpoint.operation in ("create", "read", "update")
        return {
            "operationId": f"{_VERBS[endpoint.operation]}{name.pascal}",
            "summary": line(endpoint.summary),
            "tags": [resource.module.name.kebab],
            **({"parameters": parameters} if parameters else {}),
            **({"requestBody": body(self.shapes.asked(endpoint.request))} if endpoint.request else {}),
            "responses": {
                str(endpoint.success): self._answer(resource, endpoint, tagged),
                **self.shapes.problems(errors),
            },
        }

    def of_action(self, action: Action) -> Json:
        """An endpoint that is more than a row."""
        one = action.endpoint
        parameters = [self._in_path(name) for name in action.parameters]
        parameters += [self.shapes.refer("parameters", "version")] if "header" in self.project.options else []
        parameters += self._query(None, one) if action.lists else []
        if one.idempotent and self.project.idempotency_ms and not one.public:
            parameters.append(self.shapes.refer("parameters", "idempotencyKey"))
        asks = bool(one.request or action.lists or action.parameters)
        errors = [
            429,
            500,
            *([] if self.project.passwords.whole(one) else [501]),
            *([] if one.public else [401]),
            *([403] if one.permission else []),
        ]
        errors += [*([400, 422] if asks else []), *([404] if action.parameters else [])]
        return {
            "operationId": action.name.camel_plain,
            "summary": line(one.summary),
            "tags": [action.module.name.kebab],
            **({"security": []} if one.public else {}),
            **({"parameters": parameters} if parameters else {}),
            **({"requestBody": body(self.shapes.asked(one.request))} if one.request and not action.reads else {}),
            "responses": {str(one.success): self._acted(action), **self.shapes.problems(errors)},
        }

    def _acted(self, action: Action) -> Json:
        """What an action answers where it succeeds."""
        response = action.endpoint.response
        if response is None:
            return {"description": "Done; there is nothing to say."}
        shape = response.name.pascal
        schema = self.shapes.schema(shape, [(field.name, shown(field)) for field, absent in response.fields])
        self.shapes.schemas[shape]["required"] = [
            field.name for field, absent in response.fields if not (absent or (field.optional and not field.column))
        ]
        whole = self.shapes.page(shape, schema) if action.lists else schema
        headers = self._headers(action.endpoint, tagged=False)
        return {"description": "Done.", **headers, "content": {"application/json": {"schema": whole}}}

    def _headers(self, endpoint: Endpoint, tagged: bool) -> Json:
        """The headers of an answer, where it has any."""
        names = [*(["Location"] if self.project.location(endpoint) else []), *(["ETag"] if tagged else [])]
        return {"headers": {name: self.shapes.refer("headers", name) for name in names}} if names else {}

    def _in_path(self, name: str) -> Json:
        if name == "id":
            return self.shapes.refer("parameters", "id")
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}

    def _answer(self, resource: Resource, endpoint: Endpoint, tagged: bool) -> Json:
        if endpoint.operation == "delete":
            return {"description": "It is gone."}
        one = self.shapes.schema(resource.shape, [(field.name, shown(field)) for field in resource.shown])
        schema = one if endpoint.operation != "list" else self.shapes.page(resource.shape, one)
        headers = self._headers(endpoint, tagged)
        described = "One page." if endpoint.operation == "list" else "As it stands now."
        return {"description": described, **headers, "content": {"application/json": {"schema": schema}}}

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
