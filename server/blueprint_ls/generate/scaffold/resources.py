"""What the API serves: an entity with its endpoints, and the bounded context that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.generate.scaffold import class_validator
from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.schemas import field_schema
from blueprint_ls.generate.scaffold.typescript import quoted


@dataclass(frozen=True)
class Module:
    """One bounded context with what of it the API serves."""

    name: Name
    label: str
    """As the blueprint writes it."""
    summary: str
    """Its responsibility."""
    resources: tuple[Resource, ...]

    def classes(self, *kinds: str) -> list[str]:
        """The names of its classes of some kinds: `UsersService`."""
        return [f"{one.name.pascal}{kind}" for one in self.resources for kind in kinds]


@dataclass(frozen=True)
class Resource:
    """An entity as the API serves it."""

    entity: Entity
    module: Module
    endpoints: tuple[Endpoint, ...]

    @property
    def name(self) -> Name:
        """Its plural: `users`."""
        return self.entity.name.plural

    @property
    def path(self) -> str:
        """Where it is served: `users`."""
        return self.endpoints[0].path.split("/")[1]

    @property
    def shape(self) -> str:
        """The type of one as callers see it: `UserResponse`."""
        answered = next((one.response for one in self.endpoints if one.response), None)
        return answered.name.pascal if answered else f"{self.entity.name.pascal}Response"

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that callers see."""
        answered = next((one.response for one in self.endpoints if one.response), None)
        if answered:
            return tuple(field for field, _ in answered.fields)
        return tuple(field for field in self.entity.fields if not field.hidden)

    @property
    def shown_names(self) -> frozenset[str]:
        """Their names."""
        return frozenset(field.name for field in self.shown)

    @property
    def sorts(self) -> list[str]:
        """What a list can be sorted by, the usual order first."""
        listing = self.does("list")
        fields = [field.name for field in listing.sorts] if listing else []
        usual = [name for name in ("createdAt", "occurredAt", "id") if name in self.entity.by_name]
        names = list(dict.fromkeys([*(name for name in usual if name in fields), *fields])) or usual[:1]
        return [way for name in names for way in (f"-{name}", name)]

    @property
    def _asked(self) -> list[tuple[Field, bool]]:
        """The fields of its bodies, each with whether it may be left out."""
        return [found for one in self.endpoints if one.request for found in one.request.fields]

    @property
    def _filters(self) -> list[tuple[Field, bool]]:
        """The fields that its lists are filtered by."""
        return [(field, True) for one in self.endpoints for field in one.filters]

    @property
    def text_checks(self) -> list[str]:
        """The shared schemas that its requests use."""
        return sorted({found for field, _ in [*self._asked, *self._filters] if (found := field_schema(field))})

    @property
    def decorators(self) -> list[str]:
        """The decorators that its request classes use."""
        return sorted(class_validator.used(self._asked) | class_validator.used(self._filters, text=True))

    @property
    def guarded(self) -> bool:
        """Whether an endpoint asks for a permission."""
        return any(one.permission for one in self.endpoints)

    @property
    def retired(self) -> str | None:
        """What is written into a row instead of deleting it; None where rows are deleted."""
        fields = self.entity.by_name
        if "deletedAt" in fields:
            return "deletedAt: new Date()"
        words = fields["status"].type.words if "status" in fields else ()
        gone = next((word for word in ("deactivated", "deleted", "archived") if word in words), None)
        return f"status: {quoted(gone)}" if gone else None

    @property
    def finds(self) -> bool:
        """Whether its repository finds a single row."""
        return any(self.does(operation) for operation in ("read", "update", "delete"))

    @property
    def changing(self) -> list[Endpoint]:
        """The endpoints that change something."""
        return [one for one in self.endpoints if one.operation in ("create", "update", "delete")]

    def does(self, operation: str) -> Endpoint | None:
        """The endpoint with an operation: `create`, `list`."""
        return next((one for one in self.endpoints if one.operation == operation), None)
