"""Who plays: the modules, their entities and the roles of people, declared or ready-made.

A blueprint that names no module and no entity gets the seven that every multi-tenant product begins with. One that
names its own keeps them; each module then has the entities that it says it owns, or one of its own name. Where it names
entities and no module, one module more keeps what signing in needs beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.stated import Stated
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref

READY: Mapping[str, tuple[str, ...]] = {
    "audit": ("AuditEvent",),
    "permissions": ("Role", "Permission"),
    "organizations": ("Organization",),
    "users": ("User",),
    "identity": ("Credential", "Session"),
    "storage": ("File",),
    "notifications": ("Notification",),
}
"""The ready-made modules of a multi-tenant product, each with the entities that it owns."""

SIGNING_IN = "identity"
"""The module that keeps what signing in needs, beside the modules of a person's own entities."""
TENANT = "Organization"
"""The tenant, where none of a person's own entities can be it."""
IDENTITY = ("User", "Role", "Credential", "Session")
"""The entities behind signing in and permissions."""
_TENANTS = ("organization", "tenant", "account")


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of thing that the system remembers."""

    name: str
    module: str
    fields: tuple[str, ...]
    """The fields that it declares; `name` and `version` where it has none yet."""

    @property
    def words(self) -> str:
        """`deal line`."""
        return words(self.name)

    @property
    def path(self) -> str:
        """`deal-lines`."""
        return plural(words(self.name)).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Module:
    """One bounded context."""

    name: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """All of them."""

    ready: bool
    """Whether they are the ready-made ones."""
    modules: tuple[Module, ...]
    identity: tuple[str, ...] = ()
    """The entities behind signing in that are added to a person's own, the tenant among them where none of those is."""

    @property
    def entities(self) -> list[Entity]:
        """Every entity of every module."""
        return [entity for module in self.modules for entity in module.entities]

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues that have something to carry."""
        if self.ready:
            return "domain_events", "notifications", "files", "maintenance"
        always = ("notifications", "maintenance")
        return ("domain_events", *always) if self.entities else always

    def audit(self) -> Entity:
        """The entity that keeps who did what."""
        return self._like("audit") or self.entities[-1]

    def tenant(self) -> str:
        """The entity that is the tenant."""
        found = next((entity for word in _TENANTS if (entity := self._like(word))), self.entities[0])
        return TENANT if TENANT in self.identity else found.name

    def _like(self, word: str) -> Entity | None:
        return next((entity for entity in self.entities if word in entity.name.lower()), None)


def cast(stated: Stated) -> Cast:
    """The modules and entities of a blueprint."""
    modules = _names(stated, "module")
    entities = _names(stated, "entity")
    owned = {name for names in READY.values() for name in names}
    if set(modules) <= set(READY) and set(entities) <= owned:
        ready = [Module(name, tuple(_entity(stated, one, name) for one in names)) for name, names in READY.items()]
        return Cast(True, tuple(ready))
    identity = _identity(stated, entities)
    if identity:
        modules = [name for name in modules if name != SIGNING_IN]
        entities = [name for name in entities if name not in identity]
    return Cast(False, tuple(_assigned(stated, modules or ["core"], entities)), identity)


def _identity(stated: Stated, entities: list[str]) -> tuple[str, ...]:
    """What signing in lacks where no modules are stated; once it is filled in, what its module has."""
    modules = {block.label: block for block in stated.all("module")}
    own = {block.label or "": block.get("module") for block in stated.all("entity")}
    kept = {name for name, owner in own.items() if isinstance(owner, Ref) and owner.name == SIGNING_IN}
    kept |= {*_refs(modules[SIGNING_IN], "owns")} if SIGNING_IN in modules else set()
    lacking = [name for name in IDENTITY if name not in own]
    if not own or not kept <= {TENANT, *IDENTITY} or (modules and not (kept and kept.issuperset(lacking))):
        return ()
    others = (name.lower() for name in entities if name not in (TENANT, *IDENTITY))
    if not modules and TENANT not in own and not stated.value("data.tenancy.roots"):
        lacking += [] if any(word in name for name in others for word in _TENANTS) else [TENANT]
    return tuple(name for name in (TENANT, *IDENTITY) if name in kept or name in lacking)


def _names(stated: Stated, kind: str) -> list[str]:
    declared = [block.label or "" for block in stated.all(kind)]
    return list(dict.fromkeys([*declared, *stated.wanted.get(kind, [])]))


def _assigned(stated: Stated, modules: list[str], entities: list[str]) -> Iterable[Module]:
    owners: dict[str, str] = {}
    for block in stated.all("module"):
        for name in _refs(block, "owns") + _refs(block, "aggregates"):
            owners.setdefault(name, block.label or "")
    for block in stated.all("entity"):
        owner = block.get("module")
        if isinstance(owner, Ref):
            owners.setdefault(block.label or "", owner.name)
    for name in modules:
        own = [entity for entity in entities if owners.get(entity, modules[0]) == name]
        declared = stated.blueprint.declared.get(("module", name))
        silent = declared is None or not declared.attribute("owns")
        named = own or ([singular(name)] if silent and not entities else [])
        yield Module(name, tuple(_entity(stated, entity, name) for entity in named))


def _refs(block: Block, name: str) -> list[str]:
    value = block.get(name)
    return [ref.name for ref in value if isinstance(ref, Ref)] if isinstance(value, tuple) else []


def _entity(stated: Stated, name: str, module: str) -> Entity:
    block = stated.blueprint.declared.get(("entity", name))
    fields = [found.label or "" for found in block.blocks("field")] if block else []
    return Entity(name, module, tuple(fields) or ("name", "version"))


def words(name: str) -> str:
    """`DealLine`, `deal_line` and `deal-line` as `deal line`."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ")
    return " ".join(parts.lower().split())


def plural(noun: str) -> str:
    """`deals`, `companies`, `addresses`."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") and not noun.endswith("ss") else f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def singular(module: str) -> str:
    """The entity that a module is named after: `deals` owns `Deal`."""
    noun = words(module)
    noun = (
        f"{noun[:-3]}y"
        if noun.endswith("ies")
        else noun[:-1]
        if noun.endswith("s") and not noun.endswith("ss")
        else noun
    )
    return "".join(part.capitalize() for part in noun.split()) or "Item"
