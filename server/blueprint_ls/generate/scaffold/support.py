"""What a project needs of its blueprint: options with templates, and the entities behind signing in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint_ls.generate.cast import SIGNING_IN
from blueprint_ls.generate.generable import OPTIONS
from blueprint_ls.generate.scaffold.caching import Caching
from blueprint_ls.generate.scaffold.calling import Calling
from blueprint_ls.generate.scaffold.entities import field_name
from blueprint_ls.generate.scaffold.keeping import keeping
from blueprint_ls.generate.scaffold.messaging import Messaging
from blueprint_ls.generate.scaffold.names import Name, Refused
from blueprint_ls.language.model import Block, Blueprint

_MIGRATED_BY: Mapping[str, tuple[str, ...]] = {
    "prisma": ("prisma_migrate",),
    "drizzle": ("drizzle_kit",),
    "kysely": ("kysely_migrator",),
    "typeorm": ("typeorm_migrations",),
    "mongoose": ("versioned_scripts",),
}
"""The tools that migrate the tables of a library, the usual one first."""

_REACHED_BY: Mapping[str, tuple[str, ...]] = {
    "postgres": ("prisma", "drizzle", "kysely", "typeorm"),
    "mongodb": ("mongoose",),
}
"""The libraries that reach a database, the usual one first."""

_IMPLIED: Mapping[str, str] = {"jwt": "password", "oauth2": "jwt"}
"""What an option brings with it: who signs in at a provider goes on with tokens of our own."""

_PROOF: Mapping[str, str] = {"jwt": "passwordHash", "oauth2": "subject"}
"""The field of `Credential` by which somebody is known."""

_BESIDE: Mapping[str, str] = {
    "cassandra": "whose transactions end at one partition",
    "scylladb": "whose transactions end at one partition",
    "neo4j": "which keeps no tenant's rows from another's by itself",
}
"""The databases that hold a part of the data well, each with why it does not hold all of it."""

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "User": ("email", "roleId"),
    "Role": ("name", "permissions"),
    "Credential": ("userId",),
    "Session": ("userId", "refreshHash", "expiresAt", "endsAt", "ip"),
}
"""The entities behind signing in and permissions, with the fields that the code reads."""

_HIDDEN = ("optional = true", "hidden = true")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "email": ("type = string(254)", "format = email", "personal = true"),
    "roleId": ("type = ref(Role)",),
    "name": ("type = string(80)",),
    "permissions": ("type = list(string)",),
    "userId": ("type = ref(User)", "on_delete = cascade"),
    "passwordHash": ("type = string(200)", *_HIDDEN),
    "subject": ("type = string(255)", *_HIDDEN),
    "refreshHash": ("type = string(64)", "hidden = true"),
    "expiresAt": ("type = timestamp",),
    "endsAt": ("type = timestamp", "immutable = true"),
    "ip": ("type = string(45)", "personal = true"),
}
"""What a blueprint says of each of those fields."""


def options(blueprint: Blueprint) -> frozenset[str]:
    """What every decision chose, and the default where nothing is decided; `Refused` for what has no templates."""
    chosen = {label: blueprint.choice(label) for kind, label in blueprint.declared if kind == "decision"}
    _primary(chosen.get("database"))
    wrong = [
        f"`decision {name}` chose `{chosen[name]}`, and projects are generated for {_either(known)} so far"
        for name, known in OPTIONS.items()
        if chosen.get(name) and chosen[name] not in known
    ]
    if wrong:
        raise Refused("; ".join(wrong))
    made = {name: known[0] for name, known in OPTIONS.items()} | {k: v for k, v in chosen.items() if v}
    made["orm"] = _library(made["database"], chosen.get("orm"))
    _fitting(made["orm"], chosen.get("migrations"))
    _kept_apart(made["database"], blueprint)
    implied = {_IMPLIED[_authentication(blueprint)]}
    if Messaging.stated(blueprint):
        implied.add("messaging")
    else:
        made.pop("queue")
    if Caching.stated(blueprint):
        implied.add("caches")
    if Calling.stated(blueprint):
        implied.add("integrations")
    delivered = keeping(blueprint, Name.of("project")).option
    if delivered:
        implied.add(delivered)
    return frozenset({*map(str, made.values()), *implied})


def _authentication(blueprint: Blueprint) -> str:
    return str(blueprint.choice("authentication") or OPTIONS["authentication"][0])


def _primary(database: str | None) -> None:
    """`Refused`, with the way out, where what a project rests on cannot be what the database is good at."""
    if database and database in _BESIDE:
        raise Refused(
            f"`decision database` chose `{database}`, {_BESIDE[database]}: choose `postgres` for what signing in, "
            f"permissions and the outbox need, and reach {database} beside it"
        )


def _library(database: str, chosen: str | None) -> str:
    """The library that reaches a database; `Refused` for one that does not."""
    known = _REACHED_BY[database]
    if chosen and chosen not in known:
        raise Refused(f"`decision orm` chose `{chosen}`, and `{database}` is reached by {_either(known)}: change one")
    return chosen or known[0]


def _kept_apart(database: str, blueprint: Blueprint) -> None:
    """`Refused` for what is asked of a database that it does not do."""
    if database != "mongodb":
        return
    if "row_level_security" in map(str, blueprint.value("data.tenancy.enforce") or ()):
        raise Refused(
            "`data.tenancy` enforces `row_level_security`, which MongoDB does not have: enforce `scoped_client` and "
            "`query_filter`, or choose `postgres`"
        )
    if str(blueprint.value("data.transaction.isolation")) == "serializable":
        raise Refused(
            "`data.transaction` asks for `serializable`, and a transaction of MongoDB is a `snapshot` at most: say that"
        )


def _fitting(library: str, tool: str | None) -> None:
    """`Refused` where migrations are to be run by the tool of another library."""
    fitting = _MIGRATED_BY[library]
    if tool and tool not in fitting:
        raise Refused(
            f"`decision migrations` chose `{tool}`, and what `{library}` reads is migrated by {_either(fitting)}: "
            "change one of the two"
        )


def complete(blueprint: Blueprint) -> None:
    """`Refused`, with all that is missing and how to add it, where the blueprint does not say enough for a project."""
    lacking = dict(_lacking(blueprint))
    missing = [*_missing(blueprint), *(_told(blueprint, label, fields) for label, fields in lacking.items())]
    if missing:
        cures = "".join(_cures(blueprint, lacking))
        raise Refused(
            f"the blueprint says too little for a project: {'; '.join(missing)}. "
            f"`blueprint check --fix --assume` fills in what is missing{cures}"
        )


def _missing(blueprint: Blueprint) -> Iterator[str]:
    tenancy = blueprint.at("data.tenancy")
    if not (tenancy and tenancy.get("key") and tenancy.get("roots")):
        yield "`data.tenancy` has no `key` or no `roots`"
    if not any(kind == "role" for kind, _ in blueprint.declared):
        yield "there is no `role`"


def _lacking(blueprint: Blueprint) -> Iterator[tuple[str, list[str]]]:
    """The entities behind signing in that lack something, each with the fields that it lacks."""
    stated = _entities(blueprint)
    proof = _PROOF[_authentication(blueprint)]
    for label, fields in {**_NEEDED, "Credential": (*_NEEDED["Credential"], proof)}.items():
        entity = stated.get(label)
        there = {field_name(field.label or "") for field in entity.blocks("field")} if entity else set()
        lacking = [name for name in fields if name not in there]
        if lacking:
            yield label, lacking


def _entities(blueprint: Blueprint) -> dict[str, Block]:
    named = ((label, block) for (kind, label), block in blueprint.declared.items() if kind == "entity")
    return {Name.of(label, "entity").pascal: block for label, block in named}


def _told(blueprint: Blueprint, label: str, fields: list[str]) -> str:
    if label not in _entities(blueprint):
        return f"there is no `entity {label}`"
    return f"`entity {label}` has no field {', '.join(f'`{name}`' for name in fields)}"


def _cures(blueprint: Blueprint, lacking: Mapping[str, list[str]]) -> Iterator[str]:
    """What a person writes first, where filling in adds nothing by itself: beside modules and entities of their own."""
    if not any(kind == "module" for kind, _ in blueprint.declared):
        return
    absent = [label for label in lacking if label not in _entities(blueprint)]
    if absent:
        owned = f"  module {SIGNING_IN} {{\n    owns = [{', '.join(absent)}]\n  }}"
        yield f", once section `modules` says who owns it:\n\n{owned}\n"
    for label, fields in lacking.items():
        if label not in absent:
            yield f"\n\nAdd to `entity {label}`:\n\n{''.join(_field(name) for name in fields)}"


def _field(name: str) -> str:
    rows = "".join(f"      {row}\n" for row in _FIELDS[name])
    return f"    field {name} {{\n{rows}    }}\n"


def _either(known: tuple[str, ...]) -> str:
    return " or ".join(f"`{option}`" for option in known)
