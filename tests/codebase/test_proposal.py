"""The tenant key that a schema suggests."""

from blueprint_ls.codebase.proposal import Proposal, propose
from blueprint_ls.codebase.tenancy import Owned
from codebase.models.texts import joined

PERSON = "model User {\n  id Int @id\n  email String @unique\n  password String\n}\n"


def model(name: str, *keys: str, more: str = "") -> str:
    """A model with a foreign key for each `column>Target`; `?` behind the target makes it optional."""
    lines = []
    for key in keys:
        column, _, target = key.partition(">")
        mark = "?" if target.endswith("?") else ""
        aim = target.removesuffix("?")
        lines.append(f"  {column} Int{mark}")
        lines.append(f"  {column}Row {aim}{mark} @relation(fields: [{column}], references: [id])" if aim else "")
    body = "\n".join(filter(None, lines))
    return f"model {name} {{\n  id Int @id\n{body}\n{more}\n}}\n"


def joins(name: str, first: str, second: str) -> str:
    return model(name, first, second, more="  @@unique([" + f"{first.partition('>')[0]}, {second.partition('>')[0]}])")


def proposed(*parts: str) -> Proposal:
    found = propose(joined({"schema.prisma": PERSON + "".join(parts)}))
    assert found is not None
    return found


MEMBERS = joins("Seat", "userId>User", "firmId>Firm")
ROWS = "".join(model(name, "firmId>Firm", "userId>User") for name in ("Deal", "Note", "Task"))


def test_the_model_that_people_are_joined_to():
    found = proposed(model("Firm"), MEMBERS, ROWS, model("File", "noteId>Note"))

    assert (found.tenancy.key, found.tenancy.roots, found.tenancy.aliases) == ("firmId", ("Firm",), ())
    assert [proof.sentence for proof in found.evidence] == [
        "4 models point at Firm with a required foreign key",
        "Seat joins people to it",
    ]
    assert found.score > 0.7


def test_people_are_no_tenant_however_many_rows_are_theirs():
    more = "".join(model(f"Thing{n}", "userId>User") for n in range(8))

    assert proposed(model("Firm"), MEMBERS, ROWS, more).tenancy.key == "firmId"


def test_what_lies_inside_a_tenant_is_a_scope_though_more_rows_carry_its_key():
    inner = "".join(model(f"Thing{n}", "siteId>Site") for n in range(8))
    found = proposed(model("Firm"), MEMBERS, ROWS, model("Site", "firmId>Firm"), inner)

    assert (found.tenancy.key, found.tenancy.scopes) == ("firmId", ("siteId",))
    assert ("siteId", "Site") in {(other.key, other.root) for other in found.alternatives}


def test_what_a_few_models_hang_from_is_no_scope():
    parts = "".join(model(f"Part{n}", "assetId>Asset") for n in range(4))
    others = "".join(model(f"Thing{n}", "firmId>Firm") for n in range(14))
    found = proposed(model("Firm"), MEMBERS, ROWS, model("Asset", "firmId>Firm"), parts, others)

    assert (found.tenancy.key, found.tenancy.scopes) == ("firmId", ())


def test_two_names_of_one_key():
    found = proposed(model("Firm"), MEMBERS, ROWS, *(model(f"Old{n}", "companyId>Firm") for n in range(2)))

    assert (found.tenancy.key, found.tenancy.aliases) == ("firmId", ("companyId",))


def test_teams_of_an_organization_are_tenants_too():
    rows = "".join(model(f"Row{n}", "teamId>Team") for n in range(5))
    found = proposed(
        model("Organization"),
        joins("Member", "userId>User", "organizationId>Organization"),
        model("Team", "organizationId>Organization"),
        model("Policy", "organizationId>Organization"),
        rows,
    )

    assert found.tenancy.key == "teamId"
    assert found.tenancy.aliases == ("organizationId",)
    assert set(found.tenancy.roots) == {"Team", "Organization"}


def test_reference_data_is_shared():
    plan = model("Plan", more="  name String")
    found = proposed(model("Firm", "planId>Plan"), plan, MEMBERS, ROWS)

    assert found.tenancy.shared == ("Plan",)


def test_people_who_only_chose_a_tenant_last_are_shared():
    person = PERSON.replace("}", "  lastId Int?\n  last Firm? @relation(fields: [lastId], references: [id])\n}")
    found = propose(joined({"schema.prisma": person + model("Firm") + MEMBERS + ROWS}))

    assert found is not None
    assert "User" in found.tenancy.shared


def test_ownership_that_no_foreign_key_declares():
    files = "".join(model(f"File{n}", "dealId>Deal") for n in range(3))
    found = proposed(model("Firm"), MEMBERS, ROWS, files, model("Event", "dealId"))

    assert found.tenancy.owned == (Owned("Event", "Deal", "dealId"),)


def test_a_repository_of_one_tenant_has_none():
    assert (
        propose(joined({"schema.prisma": PERSON + "".join(model(f"Thing{n}", "userId>User") for n in range(6))}))
        is None
    )


def test_nothing_comes_from_nothing():
    assert propose(joined({})) is None
    assert propose(joined({"schema.prisma": model("Firm")})) is None


def test_a_database_per_tenant_still_names_the_key_of_the_system_tables():
    person = PERSON.replace("}", "  firmId Int\n  firm Firm @relation(fields: [firmId], references: [id])\n}")
    system = "".join(model(name, "firmId>Firm") for name in ("Invite", "Payment"))
    found = propose(
        joined({"schema.prisma": person + model("Firm") + system + "".join(model(f"T{n}") for n in range(20))})
    )

    assert found is not None
    assert (found.tenancy.key, found.tenancy.shared) == ("firmId", ())
