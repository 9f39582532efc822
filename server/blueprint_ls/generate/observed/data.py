"""The data section as the models show it: tenancy with its evidence, and every entity with its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from blueprint_ls.codebase.constants import value_of
from blueprint_ls.codebase.facts import Column
from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.codebase.typescript.tree import Array, Call, Literal, Name, Object, Property
from blueprint_ls.generate.observed.contexts import Contexts
from blueprint_ls.generate.observed.parts import Part, Row, listed, name_of, quoted
from blueprint_ls.generate.observed.view import View
from blueprint_ls.judge.code.asked import asked_for

_PRISMA_ENUM = re.compile(r"^enum\s+(\w+)\s*\{([^}]*)\}", re.MULTILINE)
_MANY = 40
"""From so many accesses on, a share of them says something of the whole."""
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_INLINE_ENUM = re.compile(r"\benum\s*:\s*\[([^\]]*)\]")
_NUMBERS = re.compile(r"(?:decimal|numeric)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)|precision:\s*(\d+),\s*scale:\s*(\d+)", re.I)
_LENGTH = re.compile(r"(?:char|varchar|string)\s*\(\s*(?:\w+\s*,\s*)?(\d+)\s*\)|length:\s*(\d+)", re.IGNORECASE)
_KINDS = [
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"uuid", "uuid"),
        (r"bigint|bigserial|int8|bigincrements|int64", "bigint"),
        (r"^(unsigned)?(small|tiny|medium)?int|serial|increments|^int\d*$|uint", "integer"),
        (r"decimal|numeric|money", "decimal"),
        (r"float|double|real|^number$", "float"),
        (r"bool", "boolean"),
        (r"timestamp|datetime|^time", "timestamp"),
        (r"json|object$|mixed|record|simple-", "json"),
        (r"bytea|blob|binary|buffer|^bytes$", "bytes"),
        (r"text", "text"),
    )
]


def data(view: View, contexts: Contexts, decisions: list[Part]) -> Iterator[Part]:
    """The parts of the section, in order."""
    yield from decisions
    tenancy = _tenancy(view)
    if tenancy:
        yield tenancy
    types = _Types(view)
    for entity in view.entities:
        yield _entity(entity, view, contexts, types)


# ----------------------------------------------------------------------------------------------------------- tenancy


def _tenancy(view: View) -> Part | None:
    proposal = view.case.proposal
    if proposal is None:
        return None
    said, names = proposal.tenancy, set(view.drafted.values())
    rows: list[Row] = [("key", said.key)]
    for name, values in (
        ("aliases", said.aliases),
        ("roots", [root for root in said.roots if root in names]),
        ("scopes", said.scopes),
        ("shared", [model for model in said.shared if model in names]),
    ):
        rows += [(name, listed(values))] if values else []
    enforced = _enforced(view)
    rows += [("enforce", listed(enforced))] if enforced else []
    notes = [f"{one.sentence} ({view.where(one.path, one.start)})" for one in proposal.evidence]
    notes += [f"Weighed as well: {one.key} of {one.root}: {one.because}" for one in proposal.alternatives[:3]]
    part = Part("tenancy", [*rows, ("assumed", "true")], notes=[*notes, *_counted(view), *_narrower(said.scopes, view)])
    weak = {entity.name for entity in view.entities if view.owner(entity).weak}
    for owned in said.owned:
        if owned.model in names and owned.by in names - weak:
            inner: list[Row] = [("by", owned.by), ("through", owned.through)]
            part.parts.append(Part(f"owned {owned.model}", inner, notes=["A column without a foreign key says so"]))
    return part


def _enforced(view: View) -> list[str]:
    """What keeps queries inside their tenant, as far as the code shows it."""
    verdicts = [access.verdict for access in view.accesses if access.verdict != "global"]
    safe = sum(verdict in ("scoped", "indirect") for verdict in verdicts)
    found = ["query_filter"] if verdicts and safe * 2 >= len(verdicts) else []
    policies = any(entity.model.forced or entity.policies for entity in view.case.models)
    return found + (["row_level_security"] if policies else [])


def _counted(view: View) -> Iterator[str]:
    counts = {v: n for v, n in view.case.counts().items() if v != "global"}
    if counts:
        said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items(), key=lambda one: -one[1]))
        yield f"Of the data accesses on models that a tenant owns: {said}"
    number = sum(counts.values())
    if number >= _MANY and counts.get("unscoped", 0) > 0.75 * number:
        yield (
            "Hardly any names its tenant: where each tenant has a database or a client of its own, say so with "
            "`enforce = [tenant_connection]` and a `scoped_client` for what opens it"
        )


def _narrower(scopes: Iterable[str], view: View) -> Iterator[str]:
    """Which scopes are all that many accesses name: a team that checks them first means them as the tenant."""
    for scope in scopes:
        unscoped = [one for one in view.accesses if one.verdict == "unscoped"]
        held = sum(scope in asked_for(one.access.predicate) for one in unscoped)
        if held >= _MANY:
            yield (
                f"`{scope}` alone holds {held} of the unscoped ones: where the caller's right to it is always checked "
                "first, make it one of the `aliases`, and its model one of the `roots`"
            )


# ---------------------------------------------------------------------------------------------------------- entities


def _entity(entity: Entity, view: View, contexts: Contexts, types: _Types) -> Part:
    context = contexts.of_entity(entity)
    rows: list[Row] = [("module", f"module.{context.name}")] if context else []
    if entity.model.table and entity.model.table != entity.name:
        rows.append(("table", quoted(entity.model.table)))
    keys = [column.name for column in entity.model.columns if column.primary]
    if keys and keys != ["id"]:
        rows.append(("primary_key", listed(keys)))
    owner = view.owner(entity)
    notes = [one.sentence for one in owner.evidence[:1]]
    where = [view.where(entity.path, entity.model.start)]
    part = Part(f"entity {entity.name}", rows, evidence=where, notes=notes, tight=True)
    seen: set[str] = set()
    for column in entity.model.columns:
        if column.name not in seen and _WORD.fullmatch(column.name):
            seen.add(column.name)
            part.parts.append(_field(entity, column, view, types))
    part.parts += _uniques(entity, seen)
    return part


def _field(entity: Entity, column: Column, view: View, types: _Types) -> Part:
    target = next((edge.target for edge in entity.edges if edge.relation.columns == (column.name,)), None)
    named = view.drafted.get(target or "")
    rows: list[Row] = [("type", f"ref({named})" if named else types.of(entity, column))]
    if column.nullable and not column.primary:
        rows.append(("optional", "true"))
    if column.unique and not column.primary:
        rows.append(("unique", "true"))
    return Part(f"field {column.name}", rows)


def _uniques(entity: Entity, fields: set[str]) -> Iterator[Part]:
    seen: set[str] = set()
    for _, columns in entity.model.uniques:
        name = name_of("_".join(columns))
        if len(columns) > 1 and name not in seen and fields.issuperset(columns):
            seen.add(name)
            yield Part(f"unique {name}", [("fields", listed(columns))])


class _Types:
    """Columns' types in the language's own words."""

    def __init__(self, view: View) -> None:
        self.view = view

    def of(self, entity: Entity, column: Column) -> str:
        """The type of a column."""
        said = column.type
        if said.endswith("[]"):
            return f"list({self._named(entity, column, said[:-2])})"
        return self._named(entity, column, said)

    def _named(self, entity: Entity, column: Column, said: str) -> str:
        text = self._source(entity, column)
        words = self._words(entity, said, text)
        if words:
            return f"enum({', '.join(words)})"
        plain = re.sub(r"[\s_]", "", said).lower()
        if said == "String" and re.search(r"@db\.Uuid|uuid\(", text):
            return "uuid"
        if said == "String" and "@db.Text" in text:
            return "text"
        if plain in ("date", "datetime") and entity.model.layer in ("prisma", "mongoose", "typeorm"):
            return "date" if "@db.Date" in text else "timestamp"
        if plain == "date":
            return "date"
        kind = next((kind for shape, kind in _KINDS if shape.search(plain)), "string")
        return _sized(kind, f"{said} {text}")

    def _source(self, entity: Entity, column: Column) -> str:
        """How the column is declared; empty where that stands in another file."""
        try:
            text = self.view.repository.text(entity.path)
        except OSError:
            return ""
        end = column.end
        if entity.model.layer == "prisma":  # attributes stand behind the type
            end = text.find(b"\n", end) if text.find(b"\n", end) >= 0 else len(text)
        found = text[column.start : end].decode("utf-8", "replace")
        before = text[max(column.start - len(column.name) - 8, 0) : column.start].decode("utf-8", "replace")
        return found if column.name in before + found or column.stored in found else ""

    def _words(self, entity: Entity, said: str, text: str) -> Sequence[str]:
        """The words of an enumeration, where all of them are words."""
        if entity.model.layer == "prisma":
            found: Sequence[str] = self._enums.get(said, ())
        else:
            inline = _INLINE_ENUM.search(text)
            found = re.findall(r"[\"']([^\"']+)[\"']", inline[1]) if inline else self._constant(entity.path, said)
        sound = all(_WORD.fullmatch(word) and word not in ("true", "false", "null") for word in found)
        return list(dict.fromkeys(found)) if sound else ()

    @cached_property
    def _enums(self) -> dict[str, list[str]]:
        """The enumerations of all Prisma schemas."""
        found: dict[str, list[str]] = {}
        for path in self.view.repository.of_kind("prisma"):
            for name, body in _PRISMA_ENUM.findall(self.view.text(path)):
                lines = (line.split("//")[0].split() for line in body.split("\n"))
                found[name] = [line[0] for line in lines if line and not line[0].startswith("@")]
        return found

    def _constant(self, path: str, said: str) -> list[str]:
        """The words of `pgEnum("name", ["a", "b"])` and of TypeScript's own enumerations."""
        if not re.fullmatch(r"[A-Za-z_]\w*", said):
            return []
        found = value_of(self.view.case.program, path, Name(0, 0, said))
        value = found[1] if found else None
        if isinstance(value, Call):
            value = next((one for one in value.arguments if isinstance(one, Array)), None)
        if isinstance(value, Array):
            return [item.value for item in value.items if isinstance(item, Literal) and isinstance(item.value, str)]
        if isinstance(value, Object):
            members = [entry.value for entry in value.entries if isinstance(entry, Property)]
            return [one.value for one in members if isinstance(one, Literal) and isinstance(one.value, str)]
        return []


def _sized(kind: str, text: str) -> str:
    """A type with the numbers that its declaration gives."""
    if kind == "decimal":
        found = _NUMBERS.search(text)
        numbers = [number for number in found.groups() if number] if found else []
        return f"decimal({', '.join(numbers)})" if len(numbers) == 2 else "decimal"
    if kind == "string":
        length = _LENGTH.search(text)
        return f"string({length[1] or length[2]})" if length else "string"
    return kind
