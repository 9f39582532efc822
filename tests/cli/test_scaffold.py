"""`blueprint scaffold`: what is written where, what is left alone, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Project
from generate.scaffold.clinic import CLINIC

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "acme-crm"
SERVICE = "apps/api/src/modules/users/users.service.ts"


@pytest.fixture
def crm(project: Project) -> Project:
    """The example, without any code."""
    return project.write({path.name: path.read_bytes() for path in EXAMPLE.glob("*.blueprint")})


def test_it_writes_the_project_and_says_what_is_left_to_people(crm: Project):
    ran = crm.run("scaffold")

    assert (ran.code, ran.err) == (0, "")
    assert "export class UsersService {" in crm.text(SERVICE)
    assert "Wrote: " in ran.out
    assert "Left to people, since the blueprint does not say what they do: " in ran.out
    assert "POST /deals/{id}/close" in ran.out
    assert "POST /auth/login" not in ran.out


def test_a_second_run_has_nothing_to_do(crm: Project):
    crm.run("scaffold")

    assert crm.run("scaffold").out.startswith("Everything is up to date\n")


def test_a_dry_run_shows_a_diff_and_writes_nothing(crm: Project):
    ran = crm.run("scaffold", "--dry-run")

    assert ran.code == 0
    assert f"+++ b/{SERVICE}" in ran.out
    assert "+export class UsersService {" in ran.out
    assert {path.suffix for path in crm.folder.iterdir() if path.is_file()} == {".blueprint"}
    assert not (crm.folder / "apps").exists()
    assert not (crm.folder / ".blueprint").exists()


def test_only_what_is_asked_for_is_written(crm: Project):
    crm.run("scaffold", "--only", "packages/common/**", "--only", ".env.example")

    assert sorted(path.name for path in crm.folder.iterdir() if path.suffix != ".blueprint") == [
        ".blueprint",
        ".env.example",
        ".git",
        "packages",
    ]


def test_what_a_person_wrote_and_what_the_blueprint_says_anew_come_together(crm: Project):
    crm.run("scaffold")
    written = crm.text(SERVICE).replace("export class", "// Mine.\nexport class")
    crm.write({SERVICE: written})
    crm.write(
        {"api.blueprint": crm.text("api.blueprint").replace('"USER_', '"USER_').replace("UserResponse", "Person")}
    )

    ran = crm.run("scaffold")

    assert ran.code == 0
    assert "Merged: 1 file" in ran.out
    assert "// Mine." in crm.text(SERVICE)
    assert "Promise<Person>" in crm.text(SERVICE)


def test_a_file_changed_on_both_sides_is_left_and_named(crm: Project):
    crm.run("scaffold")
    written = crm.text(SERVICE).replace("Promise<UserResponse>", "Promise<Mine>")
    crm.write({SERVICE: written})
    crm.write({"api.blueprint": crm.text("api.blueprint").replace("UserResponse", "Person")})

    ran = crm.run("scaffold")

    assert ran.code == 1
    assert f"`{SERVICE}` was changed by hand where the blueprint changed as well" in ran.err
    assert crm.text(SERVICE) == written


def test_a_blueprint_with_errors_scaffolds_nothing(crm: Project):
    crm.write({"main.blueprint": crm.text().replace("language = 1", 'language = 1\n  extends = ["../nowhere"]')})

    ran = crm.run("scaffold")

    assert ran.code == 1
    assert "mend them first, nothing was written" in ran.err
    assert "nowhere" in ran.err
    assert not (crm.folder / "package.json").exists()


def test_one_line_of_blueprint_is_told_how_to_go_on(project: Project):
    ran = project.write({"main.blueprint": 'blueprint "shop" {\n  language = 1\n}\n'}).run("scaffold")

    assert ran.code in (1, 2)
    assert "blueprint check --fix --assume" in ran.err


def test_own_entities_are_filled_in_and_become_a_project(project: Project):
    project.write({"main.blueprint": CLINIC})

    assert project.run("check", "--fix", "--assume").code == 0
    assert project.run("scaffold").code == 0
    assert "export class AppointmentsService {" in project.text("apps/api/src/modules/core/appointments.service.ts")


def test_nothing_is_written_through_a_link_that_leads_outside(crm: Project, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (crm.folder / "packages").symlink_to(outside)

    ran = crm.run("scaffold", "--only", "packages/**")

    assert ran.code == 2
    assert "leads outside" in ran.err
    assert list(outside.iterdir()) == []
