"""Whose the rows of a model are, each case with a small schema."""

import pytest

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.ownership import Ownership, ownership
from blueprint_ls.codebase.tenancy import Owned, Tenancy
from codebase.models.texts import joined

TENANT = "model Tenant {\n  id Int @id\n}\n"
DEAL = (
    TENANT
    + "model Deal {\n  id Int @id\n  tenantId Int\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n}\n"
)


def owners(schema: str, tenancy: Tenancy) -> dict[str, str]:
    """Each model's ownership in a few words."""
    models = joined({"schema.prisma": schema})
    return {models.by_id[id].name: said(own, models) for id, own in ownership(models, tenancy).items()}


def said(own: Ownership, models: Models) -> str:
    words = [own.kind, own.column or "", "nullable" if own.nullable else "", "weak" if own.weak else ""]
    steps = [f"{'<' if step.backward else '>'} {models.by_id[step.target].name}" for step in own.chain]
    return " ".join(word for word in [*words, *steps] if word)


def points(model: str, target: str, *, optional: bool = False, unique: bool = False, id: str = "") -> str:
    """A model with a foreign key to another one."""
    column, mark = id or f"{target[0].lower()}{target[1:]}Id", "?" if optional else ""
    return (
        f"model {model} {{\n  id Int @id\n  {column} Int{mark} {'@unique' if unique else ''}\n"
        f"  to {target}{mark} @relation(fields: [{column}], references: [id])\n}}\n"
    )


CASES = {
    "the root and what carries its key": (DEAL, {"Tenant": "root id", "Deal": "direct tenantId"}),
    "a key that may be null": (
        TENANT + points("Deal", "Tenant", optional=True),
        {"Tenant": "root id", "Deal": "direct tenantId nullable"},
    ),
    "a chain of required keys": (
        DEAL + points("Note", "Deal") + points("File", "Note"),
        {"Note": "via > Deal", "File": "via > Note > Deal"},
    ),
    "an optional key on the way": (
        DEAL + points("Note", "Deal", optional=True) + points("File", "Note"),
        {"Note": "via weak > Deal", "File": "via weak > Note > Deal"},
    ),
    "a part that is pointed at": (
        DEAL + "model Terms {\n  id Int @id\n}\n" + points("Offer", "Deal").replace("}", "  termsId Int @unique\n"
        "  terms Terms @relation(fields: [termsId], references: [id])\n}"),
        {"Offer": "via > Deal", "Terms": "via weak < Offer > Deal"},
    ),
    "nothing that leads to a tenant": (
        DEAL + "model Country {\n  id Int @id\n}\n" + points("City", "Country"),
        {"Country": "global", "City": "global"},
    ),
    "a list of keys": (DEAL + "model Plan {\n  id Int @id\n  tenantId Int[]\n}\n", {"Plan": "global"}),
    "a key without a foreign key": (
        DEAL + "model Log {\n  id Int @id\n  tenantId Int\n}\n",
        {"Log": "direct tenantId"},
    ),
    "a column of that name that points elsewhere": (
        DEAL + "model Directory {\n  id Int @id\n}\n" + points("Sync", "Directory", id="tenantId"),
        {"Sync": "global", "Deal": "direct tenantId"},
    ),
    "a foreign key to the root under another name": (
        DEAL + points("Invite", "Tenant", id="invitedToId"),
        {"Invite": "via > Tenant"},
    ),
    "a relation to itself": (
        "model Tenant {\n  id Int @id\n  upId Int\n  up Tenant @relation(fields: [upId], references: [id])\n}\n",
        {"Tenant": "root id"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("schema", "expected"), CASES.values(), ids=CASES)
def test_ownership_with(schema: str, expected: dict[str, str]):
    found = owners(schema, Tenancy("tenantId", roots=("Tenant",)))

    assert {name: found[name] for name in expected} == expected


SPACES = DEAL + points("Space", "Tenant") + "model Page {\n  id Int @id\n  spaceId Int\n}\n" + points("Board", "Space")


def test_a_narrower_scope_owns_nothing():
    found = owners(SPACES, Tenancy("tenantId", scopes=("spaceId",)))

    assert (found["Page"], found["Board"]) == ("global", "via > Space")


def test_what_the_blueprint_declares_owned_is_owned():
    found = owners(SPACES, Tenancy("tenantId", owned=(Owned("Page", "Space", "spaceId"),)))

    assert found["Page"] == "via > Space"


def test_what_is_shared_is_global_and_lends_nothing():
    found = owners(DEAL + points("Note", "Deal"), Tenancy("tenantId", roots=("Tenant",), shared=("Deal",)))

    assert found == {"Tenant": "root id", "Deal": "global", "Note": "global"}


@pytest.mark.parametrize("key", ["tenantId", "tenant_id", "TENANT_ID"])
def test_spelling_does_not_matter(key: str):
    schema = (
        TENANT + 'model Deal {\n  id Int @id\n  tenant_id Int @map("x")\n}\nmodel Note {\n  id Int @id\n'
        '  y Int @map("tenant_id")\n}\n'
    )
    found = owners(schema, Tenancy(key))

    assert (found["Deal"], found["Note"]) == ("direct tenant_id", "direct y")


def test_a_relation_named_as_the_key_holds_it():
    schema = (
        TENANT + "model Deal {\n  id Int @id\n  owner_fk Int\n"
        "  tenant Tenant @relation(fields: [owner_fk], references: [id])\n}"
    )

    assert owners(schema, Tenancy("tenantId"))["Deal"] == "direct owner_fk"


def test_aliases_count_and_the_one_that_is_never_null_wins():
    schema = (
        TENANT
        + "model Deal {\n  id Int @id\n  orgId Int\n  tenantId Int?\n}\nmodel Note {\n  id Int @id\n  orgId Int\n}\n"
    )
    found = owners(schema, Tenancy("tenantId", aliases=("orgId",)))

    assert (found["Deal"], found["Note"]) == ("direct orgId", "direct orgId")


def test_the_root_is_found_where_the_key_leads_to():
    schema = DEAL.replace("model Tenant", "model Company").replace("tenant Tenant", "tenant Company")

    assert owners(schema, Tenancy("tenantId")) == {"Company": "root id", "Deal": "direct tenantId"}


def test_the_root_is_found_by_the_name_of_the_key():
    schema = "model Organizations {\n  id Int @id\n}\nmodel Deal {\n  id Int @id\n  organizationId Int\n}\n"

    assert owners(schema, Tenancy("organization_id"))["Organizations"] == "root id"


def test_evidence_names_each_step_and_its_place():
    schema = DEAL + points("Note", "Deal", optional=True)
    models = joined({"schema.prisma": schema})
    (note,) = models.named("Note")

    evidence = ownership(models, Tenancy("tenantId"))[note.id].evidence

    assert [proof.sentence for proof in evidence] == [
        "Note may belong to Deal through `dealId`",
        "Deal has the tenant column `tenantId`",
    ]
    assert [schema[proof.start : proof.end].strip() for proof in evidence] == ["dealId Int?", "tenantId Int"]
