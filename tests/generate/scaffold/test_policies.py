"""Attribute-based access control: what a blueprint's conditions become, and which of them are refused."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from scaffold.variants import blueprint
from support import workspace_of

DEALS = "apps/api/src/modules/sales/deals"
POLICIES = "packages/auth/src/policies.ts"
CONDITION = "deal.ownerId = caller.id, or caller.role in (owner, admin, manager)"


def described(condition: str = CONDITION, **choices: str) -> Project:
    """The example's project where changing a deal has a condition."""
    files = blueprint({"authorization": "abac", **choices})
    assert CONDITION in files["security.blueprint"]
    files["security.blueprint"] = files["security.blueprint"].replace(CONDITION, condition)
    return Project(workspace_of(files).case.blueprint)


def project(condition: str = CONDITION, **choices: str) -> dict[str, str]:
    """Its files."""
    return {file.path: file.text for file in planned(described(condition, **choices))}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("deal.ownerId = caller.id", "[where('ownerId', '=', caller.id)]"),
        ("caller.id = deal.ownerId", "[where('ownerId', '=', caller.id)]"),
        ("deal.amount <= 5000 and deal.status != lost", "[where('amount', '<=', 5000), where('status', '!=', 'lost')]"),
        ("5000 > deal.amount", "where('amount', '<', 5000)"),
        ("deal.status in (open, won)", "where('status', 'in', ['open', 'won'])"),
        ("deal.currency = 'EUR', or deal.closedAt > now", "[where('closedAt', '>', new Date())]"),
        ("caller.language = 'en'", "[meets(caller.language, '=', 'en')]"),
        ("deal.title = caller.displayName", "where('title', '=', caller.displayName)"),
    ],
)
def test_a_condition_becomes_comparisons(condition: str, expected: str):
    assert expected in "; ".join(described(condition).policies.by_permission["deals:write"].lines)


def test_what_of_the_caller_a_condition_asks_for_is_read_with_their_role():
    made = project("deal.currency = 'EUR' and caller.language = 'en'")

    assert "  readonly language: string;" in made["packages/auth/src/caller.ts"]
    assert "language: true" in made["apps/api/src/middleware/callers.repository.ts"]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("deal.ownerId = caller.id, or the caller leads the team", "`the` stands|`caller` stands"),
        ("deal.ownerId", "`the end` stands where a comparison"),
        ("deal.ownerId in caller.id", "`in` asks for values in brackets"),
        ("deal.status = closed", "names `closed`, and `status` is one of `open`, `won`, `lost`"),
        ("caller.role in (owner, boss)", "names `boss`, and `role` is one of"),
        ("deal.team = caller.id", "`entity Deal` has no such field"),
        ("order.ownerId = caller.id", "there is no such entity"),
        ("deal.ownerId = caller.id and contact.ownerId = caller.id", "it can speak of one"),
        ("deal.amount = much", "`amount` is a number, and `much` is none"),
        ("deal.ownerId = deal.contactId", "against the caller and against values"),
        ("contact.ownerId = caller.id", "`endpoint .*` is about deals"),
        ("deal.title = 'a' ; DROP", "cannot be read"),
    ],
)
def test_a_condition_that_code_cannot_hold_is_refused(condition: str, reason: str):
    with pytest.raises(Refused, match=reason):
        _ = described(condition).policies


@pytest.mark.parametrize(
    ("orm", "migrations", "framework", "filtered"),
    [
        ("prisma", "prisma_migrate", "nestjs", "AND: [among(rows)],"),
        ("drizzle", "drizzle_kit", "nestjs", "among(deals, allowed)"),
        ("kysely", "kysely_migrator", "fastify", ".where(among(rows))"),
        ("typeorm", "typeorm_migrations", "fastify", "among<Deal>(place, rows)"),
    ],
)
def test_a_list_is_filtered_in_the_words_of_every_library(orm: str, migrations: str, framework: str, filtered: str):
    made = project(orm=orm, migrations=migrations, framework=framework)

    assert filtered in made[f"{DEALS}.repository.ts"]
    assert "allowedRows('deals:read')" in made[f"{DEALS}.service.ts"]
    assert "among" not in made["apps/api/src/modules/contacts/contacts.repository.ts"]


def test_each_change_is_held_against_the_row_as_it_stands():
    service = project()[f"{DEALS}.service.ts"]

    assert service.index("requireAllowed('deals:write', before);") < service.index("this.deals.update(")
    assert service.index("this.deals.create(") < service.index("requireAllowed('deals:write', row);")


def test_roles_alone_leave_conditions_to_people():
    built = Project(workspace_of(blueprint({})).case.blueprint)

    assert "condition of deals:write" in built.left_to_people
    assert POLICIES not in {file.path for file in planned(built)}


def test_attributes_without_a_condition_are_no_decision():
    files = blueprint({"authorization": "abac"})
    files["security.blueprint"] = "\n".join(
        line for line in files["security.blueprint"].split("\n") if "condition =" not in line
    )

    with pytest.raises(Refused, match="no `permission` has a `condition`"):
        _ = Project(workspace_of(files).case.blueprint).policies
