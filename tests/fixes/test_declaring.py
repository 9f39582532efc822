"""What is referred to and nowhere declared: declared where it is a name of its own, never where it is a slip."""

from __future__ import annotations

import pytest

from support import workspace_of

MODULES = "modules {\n  module identity {\n  }\n\n  module sales {\n    depends_on = [module.NAME]\n  }\n}\n"
PERMISSIONS = """\
api {
  endpoint "POST /deals" {
    permission = "NAME"
  }
}

security {
  permission "deals:write" { summary = "Create and change deals" }

  role member { permissions = ["deals:write"] }

  role owner {
    inherits    = [role.member]
    permissions = []
  }
}
"""


def named(text: str, rule: str, name: str) -> list[tuple[str, bool]]:
    """The titles of the fixes, each with whether it is safe."""
    return [(fix.title, fix.safe) for fix in workspace_of(text.replace("NAME", name)).fixes(rule)]


@pytest.mark.parametrize("slip", ["identty", "identitty", "idnetity", "Identity"])
def test_a_slip_is_mended_first_and_nothing_is_safe(slip: str):
    first, declared = named(MODULES, "unresolved-reference", slip)

    assert first == ("Change to `identity`", False)
    assert declared == (f"Declare `module.{slip}`", False)


def test_a_slip_is_declared_by_nobody_unasked():
    sandbox = workspace_of(MODULES.replace("NAME", "identty"))

    assert "module identty" not in sandbox.fix_all(assume=True)


@pytest.mark.parametrize("name", ["invoices", "indemnity"])
def test_a_name_of_its_own_is_declared(name: str):
    assert (f"Declare `module.{name}`", True) in named(MODULES, "unresolved-reference", name)
    assert f"module {name} {{" in workspace_of(MODULES.replace("NAME", name)).fix_all(assume=True)


def test_what_differs_by_a_number_is_two_names():
    text = (
        "deployment {\n  severity sev1 {\n  }\n\n  severity sev2 {\n  }\n}\n\n"
        "observability {\n  alert a {\n    severity = severity.NAME\n  }\n}\n"
    )

    assert ("Declare `severity.sev3`", True) in named(text, "unresolved-reference", "sev3")


def test_a_permission_of_its_own_is_declared_and_granted_to_the_role_above_all():
    after = workspace_of(PERMISSIONS.replace("NAME", "imports:run")).fix("undeclared-permission")

    assert 'permission "imports:run" {' in after
    assert 'permissions = ["imports:run"]' in after
    assert 'role member { permissions = ["deals:write"] }' in after


def test_a_permission_with_a_slip_is_declared_by_nobody():
    first, declared = named(PERMISSIONS, "undeclared-permission", "deal:write")

    assert first == ('Change to `"deals:write"`', False)
    assert declared == ('Declare `permission "deal:write"`', False)


def test_a_permission_named_after_its_resource_is_no_slip():
    text = PERMISSIONS.replace("POST /deals", "POST /meals")

    assert ('Declare `permission "meals:write"`', True) in named(text, "undeclared-permission", "meals:write")


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("GET /deals", 'permission = "deals:read"'),
        ("DELETE /deals/{id}", 'permission = "deals:write"'),
        ("POST /api/v1/quotes", 'permission = "quotes:write"'),
        ("POST /auth/logout", 'permission = "auth:write"'),
        ("POST /auth/login", 'public "POST /auth/login" {'),
        ("POST /webhooks/stripe", "verified_by = signature"),
    ],
)
def test_an_endpoint_asks_for_a_permission_or_is_public(route: str, expected: str):
    text = PERMISSIONS.replace("POST /deals", route).replace('    permission = "NAME"\n', "    idempotent = false\n")
    after = workspace_of(text).fix("endpoint-without-permission")

    assert expected in after
    assert "assumed" in after
