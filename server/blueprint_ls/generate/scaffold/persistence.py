"""How the project's code reaches its database, as the templates see it: pools, transactions, what is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.scaffold.names import Name, Refused
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.values import Duration

_STATES = {"serialization_failure": "40001", "deadlock": "40P01"}
"""The SQLSTATE of each failure after which a transaction may run again (PostgreSQL 17, appendix A)."""


_OWN = {
    "Beside": "beside",
    "Database": None,
    "PoolSettings": None,
    "Transaction": None,
    "Person": "oauth2",
    "SignInCandidate": "password",
    "Schema": "mongoose",
    "Stored": "mongoose",
    "SystemClient": "mongoose",
    "Tables": "kysely",
}
"""What `packages/database` exports beside the types of rows, each with the option that it comes with."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The connections of one process of a service; durations in milliseconds."""

    name: str
    """`api`."""
    size: int
    """Connections at most."""
    least: int
    """Connections that stay open."""
    acquire: int
    idle: int
    lifetime: int
    statement: int
    idle_in_transaction: int


@dataclass(frozen=True, slots=True)
class Persistence:
    """What one blueprint says of reaching the database; durations in milliseconds."""

    pools: tuple[Pool, ...]
    """One for the API and one for the worker at least."""
    isolation: str
    """`read committed`, as SQL says it."""
    timeout: int
    """How long a transaction may take."""
    wait: int
    """How long it waits for a connection."""
    retries: int
    """How often it runs again after a failure that passes."""
    retried: tuple[str, ...]
    """The SQLSTATEs of such failures."""
    database: str = "postgres"

    @property
    def system(self) -> str:
        """What OpenTelemetry calls the database (semantic conventions 1.37)."""
        return {"postgres": "postgresql"}.get(self.database, self.database)

    @property
    def scheme(self) -> str:
        """The scheme of its connection strings, as a regular expression."""
        return {"mongodb": "mongodb(?:\\+srv)?"}.get(self.database, "postgres(?:ql)?")

    @property
    def read_concern(self) -> str:
        """What MongoDB calls the isolation of a transaction."""
        return "majority" if self.isolation == "read committed" else "snapshot"


def apart(entities: Iterable[str], options: frozenset[str]) -> None:
    """`Refused` for an entity whose rows would have the name of another type of the project."""
    taken = {name for name, option in _OWN.items() if option is None or option in options}
    for name in entities:
        if name in taken:
            raise Refused(f"`entity {name}` has the name of a type that `packages/database` needs itself: rename it")


def persistence(blueprint: Blueprint) -> Persistence:
    """What a blueprint says, with the language's own defaults where it is silent."""
    transaction = blueprint.at("data.transaction")
    retried = tuple(_STATES[str(one)] for one in _of(transaction, "retry_on", ()) if str(one) in _STATES)
    return Persistence(
        pools=tuple(_pools(blueprint)),
        isolation=_level(str(_of(transaction, "isolation", "read_committed"))),
        timeout=_ms(transaction, "timeout", 5_000),
        wait=_ms(transaction, "max_wait", 2_000),
        retries=int(_of(transaction, "max_retries", 3)) if retried else 0,
        retried=retried,
        database=str(blueprint.choice("database") or "postgres"),
    )


def _pools(blueprint: Blueprint) -> Iterator[Pool]:
    stated = {label: block for (kind, label), block in blueprint.declared.items() if kind == "pool"}
    for label in dict.fromkeys([*stated, "api", "worker"]):
        block = stated.get(label)
        yield Pool(
            name=Name.of(label, "pool").camel_plain,
            size=int(_of(block, "size", 10)),
            least=int(_of(block, "min", 0)),
            acquire=_ms(block, "acquire_timeout", 2_000),
            idle=_ms(block, "idle_timeout", 30_000),
            lifetime=_ms(block, "max_lifetime", 1_800_000),
            statement=_ms(block, "statement_timeout", 5_000),
            idle_in_transaction=_ms(block, "idle_in_transaction_timeout", 10_000),
        )


def _level(isolation: str) -> str:
    """The level in SQL; what other stores call theirs is the nearest one."""
    known = {"repeatable_read": "repeatable read", "snapshot": "repeatable read", "serializable": "serializable"}
    return known.get(isolation, "read committed")


def _of(block: Block | None, attribute: str, default: Any) -> Any:
    found = block.get(attribute) if block else None
    return default if found is None else found


def _ms(block: Block | None, attribute: str, default: int) -> int:
    found = _of(block, attribute, None)
    return int(found.seconds * 1000) if isinstance(found, Duration) else default
