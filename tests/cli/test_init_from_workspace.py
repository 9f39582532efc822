"""`blueprint init --from-repo` where several packages make one product."""

from __future__ import annotations

import re

import pytest

from cli.conftest import Project
from cli.rental import RENTAL


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The drafted workspace."""
    folder = tmp_path_factory.mktemp("rental")
    project = Project(folder / "rental", {"XDG_CACHE_HOME": str(folder / "cache")}).write(RENTAL)
    run = project.run("init", "--from-repo")
    assert run.code == 0, run.err
    return project


@pytest.fixture(scope="module")
def findings(project):
    """What `check` says of it."""
    return project.run("check", "--format", "json").json["findings"]


def block(project, head):
    """A block of the draft."""
    found = re.search(rf"^  {re.escape(head)} \{{\n(.*?)^  \}}", project.text(), re.DOTALL | re.MULTILINE)
    assert found, f"no `{head}` in\n{project.text()}"
    return found[1]


def test_a_drawer_named_like_a_model_is_a_module(project):
    assert "owns           = [Asset]" in block(project, "module asset")
    assert 'path           = "apps/api/src/modules/asset"' in block(project, "module asset")


def test_the_rest_of_a_package_states_no_folder_of_its_own(project):
    rest = block(project, "module api")

    assert "path" not in rest
    assert "depends_on     = [module.asset, module.booking]" in rest


def test_only_a_circle_of_modules_is_held_against_the_draft_and_as_information(findings):
    imports = [finding for finding in findings if finding["rule"] == "module-import"]

    assert [(one["path"], one["severity"]) for one in imports] == [
        ("apps/api/src/modules/asset/service.ts", "information")
    ]


def test_what_a_library_does_belongs_to_the_application_that_needs_it(project):
    assert "worker  = service.api" in block(project, "queue reminders")
    assert "services    = [service.api]" in block(project, "variable REMINDER_URL")
    assert "Works on the jobs of `reminders`" in project.text()


def test_a_phone_is_no_service_and_the_variables_of_tests_are_none_of_the_products(project):
    assert "services" not in block(project, "variable EXPO_PUBLIC_API_URL")
    assert "API URL" in block(project, "variable EXPO_PUBLIC_API_URL")
    assert "FLOW_USER" not in project.text()


def test_a_url_with_a_password_in_it_is_a_secret(project):
    assert "secret      = true" in block(project, "variable RENTAL_STORE")


def test_placeholders_of_the_repository_are_not_taken_over(project, findings):
    assert "placeholder" not in {finding["rule"] for finding in findings}
    assert "example" not in block(project, "variable REMINDER_URL")


def test_a_compose_file_that_starts_nothing_of_the_product_decides_nothing(project):
    assert "orchestrator" not in project.text()


def test_migrations_are_counted(project):
    assert "2 migrations in `apps/api/prisma/migrations`" in block(project, "decision migrations")


def test_the_compilers_settings_come_from_what_most_code_extends(project, findings):
    said = block(project, "typescript")

    assert 'config = "packages/tsconfig/base.json"' in said
    assert "strict = true" in said
    assert "tsconfig-not-strict" not in {finding["rule"] for finding in findings}


def test_routes_without_a_noun_are_described_and_what_takes_every_path_is_left_out(project):
    assert '"Read one by slug"' in block(project, 'endpoint "GET /{slug}"')
    assert '"Confirm booking"' in block(project, 'endpoint "POST /bookings/{id}/confirm"')
    assert len(re.findall(r"^  endpoint ", project.text(), re.MULTILINE)) == 2
