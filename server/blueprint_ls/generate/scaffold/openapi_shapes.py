"""What the operations of an OpenAPI document refer to: schemas, parameters, headers, and the answers of failures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from blueprint_ls.generate.scaffold.endpoints import Dto
from blueprint_ls.generate.scaffold.json_schema import asked

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project

Json = dict[str, Any]


class Shapes:
    """Gathers what is referred to, so that the document says each thing once and nothing for nobody."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.schemas: Json = {}
        self.used: set[int] = set()
        self.referred: set[str] = set()

    def schema(self, name: str, properties: Iterable[tuple[str, Json]]) -> Json:
        """The schema of an answer, all of whose properties are there."""
        found = dict(properties)
        self.schemas[name] = {"type": "object", "required": [*found], "properties": found}
        return {"$ref": f"#/components/schemas/{name}"}

    def asked(self, dto: Dto) -> Json:
        """The schema of a body."""
        required = [field.name for field, absent in dto.fields if not absent and not field.optional]
        self.schemas[dto.name.pascal] = {
            "type": "object",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": {field.name: asked(field) for field, _ in dto.fields},
        }
        return {"$ref": f"#/components/schemas/{dto.name.pascal}"}

    def page(self, shape: str, one: Json) -> Json:
        """The schema of a page of some shape."""
        ending: Json = (
            {"hasMore": {"type": "boolean"}}
            if "offset" in self.project.options
            else {"nextCursor": {"type": ["string", "null"], "description": "Null on the last page."}}
        )
        properties = {"items": {"type": "array", "items": one}, **ending}
        return self.schema(f"{shape}Page", list(properties.items()))

    def problems(self, statuses: Iterable[int]) -> Json:
        """The answers of failures, by their statuses."""
        wanted = sorted(set(statuses))
        self.used |= set(wanted)
        return {str(status): {"$ref": f"#/components/responses/{self.project.error(status)}"} for status in wanted}

    def refer(self, kind: str, name: str) -> Json:
        """A reference to a shared parameter or header."""
        self.referred.add(name)
        return {"$ref": f"#/components/{kind}/{name}"}

    def components(self) -> Json:
        """All that was referred to."""
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
        told = {
            "ETag": {"description": "The version, for If-Match.", "schema": text},
            "Location": {"description": "Where it is read from now on.", "schema": text},
        }
        headers = {name: told[name] for name in told if name in self.referred}
        return {
            **({"parameters": parameters} if parameters else {}),
            **({"headers": headers} if headers else {}),
        }


def body(schema: Json) -> Json:
    """A request body of a schema."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
