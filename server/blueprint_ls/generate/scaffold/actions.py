"""Endpoints whose behaviour is more than a row: all that the blueprint says of them is generated, one step is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold import class_validator
from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.names import RESERVED, Name, Refused
from blueprint_ls.generate.scaffold.resources import Module, Resource
from blueprint_ls.generate.scaffold.schemas import field_schema
from blueprint_ls.language.fields import FieldType

_VERBS = {"POST": "create", "GET": "read", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


@dataclass(frozen=True)
class Action:
    """One endpoint, with a use case of its own."""

    name: Name
    """`close deal`."""
    endpoint: Endpoint
    module: Module
    resource: Resource | None
    """Where the row that its path names is read; None where it names none."""

    @property
    def path(self) -> str:
        """Where it is served, as routers have it: `deals/:id/close`."""
        return re.sub(r"\{(\w+)\}", r":\1", self.endpoint.path.lstrip("/"))

    @property
    def parameters(self) -> list[str]:
        """The names in its path: `id`."""
        return re.findall(r"\{(\w+)\}", self.endpoint.path)

    @property
    def typed(self) -> list[str]:
        """The same as parameters of a method."""
        return [f"{name}: string" for name in self.parameters]

    @property
    def sent(self) -> list[str]:
        """The same as a request carries them: `params.id`."""
        return [f"params.{name}" for name in self.parameters]

    @property
    def shape(self) -> str:
        """The schema of its path's parameters: `ById`; empty where it has none."""
        return "ById" if self.parameters == ["id"] else f"{self.name.pascal}Path" if self.parameters else ""

    @property
    def path_fields(self) -> list[tuple[Field, bool]]:
        """The parameters of a path that names more than one row, each as a field that is not left out."""
        if self.shape in ("", "ById"):
            return []
        return [
            (Field(name, FieldType("uuid" if name.lower().endswith("id") else "string")), False)
            for name in self.parameters
        ]

    @property
    def row(self) -> Entity | None:
        """The entity that its path names."""
        return self.resource.entity if self.resource else None

    @property
    def lists(self) -> bool:
        """Whether it answers a page."""
        return self.endpoint.operation == "list"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.endpoint.method == "GET"

    @property
    def answers_row(self) -> bool:
        """Whether its answer is the row that its path names, as it stands afterwards."""
        shown = self.endpoint.response
        return bool(
            self.resource and shown and not self.lists
            and all(self.resource.entity.by_name.get(field.name) == field for field, _ in shown.fields)
            and shown.name.pascal == self.resource.shape
        )  # fmt: skip

    @property
    def answer(self) -> str:
        """The type of its answer: `Promise<DealResponse>`."""
        shown = self.endpoint.response
        own = shown.name.pascal if shown else "void"
        return f"Page<{own}>" if self.lists and shown else own

    @property
    def input(self) -> str:
        """The type of its body or query; empty where it has neither."""
        request = self.endpoint.request
        return request.name.pascal if request else f"{self.name.pascal}Query" if self.lists else ""

    @property
    def asked(self) -> list[tuple[Field, bool]]:
        """The fields of its body, each with whether it may be left out."""
        return list(self.endpoint.request.fields) if self.endpoint.request else []

    @property
    def filtered(self) -> list[tuple[Field, bool]]:
        """The fields that its list is filtered by."""
        return [(field, True) for field in self.endpoint.filters] if self.lists else []

    @property
    def text_checks(self) -> list[str]:
        """The shared schemas that its request uses."""
        return sorted({found for field, _ in [*self.asked, *self.filtered] if (found := field_schema(field))})

    @property
    def decorators(self) -> list[str]:
        """The decorators that its request classes use."""
        return sorted(
            class_validator.used([*self.asked, *self.path_fields]) | class_validator.used(self.filtered, text=True)
        )


def actions(
    module: Module, left: Iterable[Endpoint], resources: Iterable[Resource], taken: set[Name]
) -> Iterator[Action]:
    """The endpoints of a module that are no rows; `Refused` where two would have one name."""
    known = {resource.path: resource for resource in resources if resource.finds}
    for endpoint in left:
        name = _name(endpoint, _VERBS.get(endpoint.method, ""))
        if name in taken:
            name = _name(endpoint, endpoint.method.lower())
        if name in taken:
            raise Refused(f"`endpoint {endpoint.label}` and another one would both be called `{name.camel}`")
        taken.add(name)
        for parameter in re.findall(r"\{(.*?)\}", endpoint.path):
            if not parameter.isidentifier() or parameter in RESERVED:
                raise Refused(f"`endpoint {endpoint.label}`: `{{{parameter}}}` cannot be the name of a parameter")
        head = endpoint.path.strip("/").split("/")
        by_row = endpoint.path.count("{") == 1 and head[1:2] == ["{id}"] and not endpoint.public
        yield Action(name, endpoint, module, known.get(head[0]) if by_row else None)


def _name(endpoint: Endpoint, verb: str) -> Name:
    """What it is called after its path: `close deal`, `create contact export`."""
    parts = endpoint.path.strip("/").split("/")
    words = [part for part in parts if not part.startswith("{")]
    if len(words) > 1 and parts[-2].startswith("{") and _singular(words[-1]) == words[-1]:
        verb = words.pop()
    elif endpoint.operation == "list":
        return Name.of(" ".join(["list", *(_singular(word) for word in words[:-1]), words[-1]]), "endpoint")
    return Name.of(" ".join([verb, *(_singular(word) for word in words)]), "endpoint")


def _singular(word: str) -> str:
    """One of many, as far as English spelling tells: `companies` is `company`."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
