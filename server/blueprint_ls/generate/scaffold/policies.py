"""Attribute-based access control: for each permission with a condition, the rows that a caller may use it on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.conditions import Attribute, Comparison, Group, Operand, Value, read
from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, Field, held
from blueprint_ls.generate.scaffold.names import Name, Refused
from blueprint_ls.generate.scaffold.resources import Resource
from blueprint_ls.generate.scaffold.roles import Role
from blueprint_ls.generate.scaffold.typescript import listed, quoted
from blueprint_ls.language.model import Blueprint

_NUMBERS = frozenset({"integer", "bigint", "float", "decimal"})
_TRUTHS = ("true", "false")
_MOMENTS = frozenset({"date", "timestamp"})
_KNOWN = ("id", "role")
"""What is known of every caller."""


@dataclass(frozen=True)
class Policy:
    """One permission with its condition."""

    permission: str
    condition: str
    """As the blueprint writes it."""
    entity: Entity | None
    """Whose rows it speaks of; None where it speaks of the caller alone."""
    groups: tuple[Group, ...]

    @property
    def lines(self) -> list[str]:
        """Each group as an argument of `anyOf`."""
        return [listed([_compared(one) for one in group], 6) for group in self.groups]


@dataclass(frozen=True)
class Policies:
    """Those of one blueprint."""

    by_permission: Mapping[str, Policy]
    attributes: tuple[Field, ...]
    """What of a person they ask for, besides the id and the role."""

    def __bool__(self) -> bool:
        return bool(self.by_permission)

    @property
    def all(self) -> tuple[Policy, ...]:
        """In the blueprint's order."""
        return tuple(self.by_permission.values())

    def bind(self, endpoint: Endpoint | None) -> bool:
        """Whether it depends on the row who may call an endpoint."""
        return endpoint is not None and endpoint.permission in self.by_permission

    @property
    def judge_callers(self) -> bool:
        """Whether a condition asks for something of the caller alone."""
        return any(one.left.of == "caller" for one in self._comparisons)

    @property
    def judge_rows(self) -> bool:
        """Whether a condition asks for something of a row."""
        return any(one.left.of != "caller" for one in self._comparisons)

    @property
    def _comparisons(self) -> list[Comparison]:
        return [one for policy in self.all for group in policy.groups for one in group]

    def functions(self, resource: Resource) -> list[str]:
        """What the service of a resource asks of the policies."""
        listed = ["allowedRows"] if self.bind(resource.does("list")) else []
        single = any(resource.does(operation) for operation in ("read", "update", "delete"))
        seen = ["isAllowed"] if single and self.reading(resource.endpoints) else []
        return [*listed, *seen, *(["requireAllowed"] if any(map(self.bind, resource.changing)) else [])]

    def reading(self, endpoints: Iterable[Endpoint]) -> str | None:
        """The permission by which rows are seen, where it depends on the row who sees it."""
        seen = (one.permission for one in endpoints if one.operation in ("read", "list") and self.bind(one))
        return next(seen, None)


NONE = Policies({}, ())


def policies(
    blueprint: Blueprint, entities: Mapping[str, Entity], roles: Iterable[Role], endpoints: Iterable[Endpoint]
) -> Policies:
    """The policies of a blueprint; `Refused` for a condition that code cannot hold."""
    maker = _Maker(entities, {role.name for role in roles})
    found: dict[str, Policy] = {}
    for (kind, label), block in blueprint.declared.items():
        if kind == "permission" and block.get("condition"):
            found[label] = maker.policy(label, str(block.get("condition")))
    if not found:
        raise Refused(
            "`decision authorization` chose `abac`, and no `permission` has a `condition`: state one, or choose `rbac`"
        )
    _fitting(found, endpoints)
    return Policies(found, tuple(maker.asked.values()))


def unheld(blueprint: Blueprint) -> Iterator[str]:
    """The permissions with a condition, which people hold where roles alone decide."""
    for (kind, label), block in blueprint.declared.items():
        if kind == "permission" and block.get("condition"):
            yield label


def _fitting(found: Mapping[str, Policy], endpoints: Iterable[Endpoint]) -> None:
    """`Refused` where an endpoint about other rows asks for a permission with a condition."""
    for one in endpoints:
        policy = found.get(one.permission or "")
        about = one.entity
        if policy and policy.entity and one.generic and about and about.name != policy.entity.name:
            raise Refused(
                f"`endpoint {one.label}` is about {about.name.plural.text}, and the condition of its permission "
                f"`{policy.permission}` about {policy.entity.name.plural.text}: give it a permission of its own"
            )


class _Maker:
    def __init__(self, entities: Mapping[str, Entity], roles: set[str]) -> None:
        self.entities = entities
        self.roles = roles
        self.asked: dict[str, Field] = {}

    def policy(self, permission: str, condition: str) -> Policy:
        place = f"`permission {permission}`"
        groups = read(condition, place)
        named = {one.left.of for group in groups for one in group if one.left.of != "caller"}
        if len({Name.of(name, place).pascal for name in named}) > 1:
            raise Refused(f"the condition of {place} speaks of {' and '.join(sorted(named))}: it can speak of one")
        entity = self._entity(next(iter(named)), place) if named else None
        for one in (one for group in groups for one in group):
            self._check(one, entity, place)
        return Policy(permission, condition, entity, groups)

    def _entity(self, name: str, place: str) -> Entity:
        entity = self.entities.get(Name.of(name, place).pascal)
        if entity is None:
            raise Refused(f"the condition of {place} speaks of `{name}`, and there is no such entity")
        return entity

    def _check(self, one: Comparison, entity: Entity | None, place: str) -> None:
        field = self._field(one.left, entity, place)
        if isinstance(one.right, Attribute):
            self._field(one.right, entity, place)
            return
        for value in one.right if isinstance(one.right, tuple) else (one.right,):
            words = _words(field) if field else tuple(sorted(self.roles)) if one.left.name == "role" else ()
            if words and value.text not in words:
                known = ", ".join(f"`{word}`" for word in words)
                raise Refused(f"the condition of {place} names `{value.text}`, and `{one.left.name}` is one of {known}")
            if field and (field.type.name in _MOMENTS) != (value.kind == "now"):
                raise Refused(f"the condition of {place}: `{value.text}` cannot be a value of `{field.name}`")
            if field and field.type.name in _NUMBERS and value.kind != "number":
                raise Refused(f"the condition of {place}: `{field.name}` is a number, and `{value.text}` is none")

    def _field(self, attribute: Attribute, entity: Entity | None, place: str) -> Field | None:
        """The column of an attribute; None for what is known of every caller."""
        caller = attribute.of == "caller"
        if caller and attribute.name in _KNOWN:
            return None
        of = self.entities.get("User") if caller else entity
        field = of.by_name.get(attribute.name) if of else None
        if field is None or field.type.name in ("list", "json", "bytes"):
            raise Refused(
                f"the condition of {place} asks for `{attribute.of}.{attribute.name}`, and "
                f"`entity {of.name.pascal if of else attribute.of}` has no such field to compare"
            )
        if caller:
            self.asked[field.name] = field
        return field


def _words(field: Field) -> tuple[str, ...]:
    """All that a field can be, where that is a few words; empty where it is more."""
    return _TRUTHS if field.type.name == "boolean" else held(field).words


def _compared(one: Comparison) -> str:
    """A comparison in TypeScript: `where('ownerId', '=', caller.id)`."""
    right = _operand(one.right)
    if one.left.of == "caller":
        return f"meets(caller.{one.left.name}, {quoted(one.operator)}, {right})"
    return f"where({quoted(one.left.name)}, {quoted(one.operator)}, {right})"


def _operand(operand: Operand) -> str:
    if isinstance(operand, tuple):
        return f"[{', '.join(map(_value, operand))}]"
    return f"caller.{operand.name}" if isinstance(operand, Attribute) else _value(operand)


def _value(value: Value) -> str:
    if value.kind == "now":
        return "new Date()"
    plain = value.kind == "number" or (value.kind == "word" and value.text in _TRUTHS)
    return value.text if plain else quoted(value.text)
