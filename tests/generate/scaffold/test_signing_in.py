"""A person's own entities, and what signing in needs beside them: filled in, or told to the letter."""

from __future__ import annotations

import re

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from generate.given import faults, filled
from generate.scaffold.clinic import CLINIC, MODULES
from support import MAIN, Sandbox


def declared(sandbox: Sandbox, kind: str) -> set[str]:
    return {label for found, label in sandbox.case.blueprint.declared if found == kind}


def paths(sandbox: Sandbox) -> set[str]:
    return {file.path for file in planned(Project(sandbox.case.blueprint))}


@pytest.fixture(scope="module")
def clinic() -> Sandbox:
    return filled(CLINIC)


def test_own_entities_become_a_project_that_people_sign_in_to(clinic: Sandbox):
    assert faults(clinic) == []
    assert "apps/api/src/modules/core/appointments.service.ts" in paths(clinic)
    assert {"Patient", "User", "Role", "Credential", "Session"} <= declared(clinic, "entity")


def test_what_was_added_is_assumed_and_no_patient_is_the_tenant(clinic: Sandbox):
    blueprint = clinic.case.blueprint
    added = [blueprint.declared["entity", name] for name in ("Organization", "User", "Role", "Credential", "Session")]

    assert [block.get("assumed") for block in added] == [True] * 5
    assert [ref.name for ref in blueprint.value("data.tenancy.roots")] == ["Organization"]
    assert not [route for route in declared(clinic, "endpoint") if "credential" in route or "session" in route]


def test_filling_in_again_changes_nothing(clinic: Sandbox):
    before = clinic.text()

    assert clinic.fix_all(assume=True) == before


def test_a_root_that_somebody_stated_stays_the_tenant():
    practice = "  tenancy {\n    key   = practiceId\n    roots = [Practice]\n  }\n\n  entity Practice {\n  }\n\n"
    sandbox = filled(CLINIC.replace("data {\n", f"data {{\n{practice}"))

    assert [found.message for found in faults(sandbox)] == []
    assert "Organization" not in declared(sandbox, "entity")
    assert paths(sandbox)


def test_where_modules_are_stated_the_refusal_says_what_to_write():
    sandbox = filled(CLINIC + MODULES)
    owner = _told(sandbox)[0]

    sandbox.write({MAIN: sandbox.text().replace("modules {\n", f"modules {{\n{owner}\n", 1)})
    sandbox.fix_all(assume=True)

    assert "module identity {" in owner
    assert [found.message for found in faults(sandbox)] == []
    assert paths(sandbox)


def test_a_user_of_ones_own_is_told_which_fields_it_lacks():
    own = "  entity User {\n    field name { type = string(120) }\n"
    sandbox = filled(CLINIC.replace("data {\n", f"data {{\n{own}  }}\n\n"))
    with pytest.raises(Refused, match="`entity User` has no field `email`, `roleId`"):
        Project(sandbox.case.blueprint)
    (fields,) = _told(sandbox)

    sandbox.write({MAIN: re.sub(r"(?<=  entity User \{\n)", f"{fields}\n", sandbox.text(), count=1)})
    sandbox.fix_all(assume=True)

    assert [found.message for found in faults(sandbox)] == []
    assert paths(sandbox)


def _told(sandbox: Sandbox) -> list[str]:
    """The pieces of source that a refusal says to write."""
    with pytest.raises(Refused) as refused:
        Project(sandbox.case.blueprint)
    return re.findall(r":\n\n(.+?\n)(?=\n|$)", str(refused.value), re.DOTALL)
