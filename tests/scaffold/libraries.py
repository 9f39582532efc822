"""What the tests must know of the library through which a generated project reaches its database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.stack import Built

_REPOSITORY = "apps/api/src/modules/contacts/contacts.repository.ts"
_SESSIONS = "apps/api/src/modules/identity/sessions.repository.ts"
_SCOPED = "packages/database/src/scoped-client.ts"
_PRISMA = "packages/database/prisma/migrations/00000000000001_init/migration.sql"
_POLICY = 'ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;'
_LOOKED_UP = "IF NOT is_there THEN"


Place = tuple[str, str, str]
"""A file, what is in it, and what is there once a safeguard is gone."""


@dataclass(frozen=True)
class Library:
    """One of them."""

    people: str
    """A query for all people, without a condition: of a transaction `tx`, by means of the package `db`."""
    cuts: Mapping[str, Place]
    """How its code loses each safeguard that is made of it."""


LIBRARIES = {
    "@prisma/client": Library(
        "tx.user.findMany()",
        {
            "optimistic locking": (_REPOSITORY, "tenantId: requireTenant(), version }", "tenantId: requireTenant() }"),
            "rotation of refresh tokens": (_SESSIONS, ", refreshHash: hashes.used }", " }"),
            "scoped client": (_SCOPED, "  User: 'tenantId',\n", ""),
            "row-level security": (_PRISMA, _POLICY, ""),
            "references": (_PRISMA, _LOOKED_UP, "IF false THEN"),
        },
    ),
    "drizzle-orm": Library(
        "tx.select().from(db.users)",
        {
            "optimistic locking": (_REPOSITORY, "and(own(id), eq(contacts.version, version))", "own(id)"),
            "rotation of refresh tokens": (
                _SESSIONS,
                "and(own(tenantId, id), eq(sessions.refreshHash, hashes.used))",
                "own(tenantId, id)",
            ),
            "scoped client": (_SCOPED, "  users: 'tenantId',\n", ""),
            "row-level security": ("packages/database/drizzle/0000_init.sql", _POLICY, ""),
            "references": ("packages/database/drizzle/0000_init.sql", _LOOKED_UP, "IF false THEN"),
        },
    ),
    "kysely": Library(
        "tx.selectFrom('users').selectAll().execute()",
        {
            "optimistic locking": (_REPOSITORY, "      .where('version', '=', version)\n", ""),
            "rotation of refresh tokens": (_SESSIONS, "      .where('refreshHash', '=', hashes.used)\n", ""),
            "scoped client": (_SCOPED, "  users: 'tenant_id',\n", ""),
            "row-level security": ("packages/database/src/migrations/0001-init.ts", _POLICY, ""),
            "references": ("packages/database/src/migrations/0001-init.ts", _LOOKED_UP, "IF false THEN"),
        },
    ),
    "typeorm": Library(
        "tx.getRepository(db.User).find()",
        {
            "optimistic locking": (_REPOSITORY, "tenantId: requireTenant(), version }", "tenantId: requireTenant() }"),
            "rotation of refresh tokens": (_SESSIONS, ", refreshHash: hashes.used }", " }"),
            "scoped client": (_SCOPED, "  User: 'tenantId',\n", ""),
            "row-level security": ("packages/database/src/migrations/1767225600000-init.ts", _POLICY, ""),
            "references": ("packages/database/src/migrations/1767225600000-init.ts", _LOOKED_UP, "IF false THEN"),
        },
    ),
}
"""By the package that is installed."""


def cuts(safeguard: str) -> list[Place]:
    """Where a safeguard stands that is made of the library, in each of them."""
    return [library.cuts[safeguard] for library in LIBRARIES.values()]


def library_of(built: Built) -> Library:
    """The one that a project chose."""
    manifest = json.loads((built.folder / "packages/database/package.json").read_text())
    return next(library for package, library in LIBRARIES.items() if package in manifest["dependencies"])
