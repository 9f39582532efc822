"""The project of a blueprint: what is in it follows from what the blueprint says."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from support import Sandbox, workspace_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "acme-crm"
SECTION_13 = [
    "apps/api/src/server.ts",
    "apps/api/src/config/index.ts",
    "packages/common/src/logger.ts",
    "apps/api/src/middleware/error.ts",
    "packages/auth/src/jwt.ts",
    "apps/api/src/middleware/auth.ts",
    "packages/database/prisma/schema.prisma",
    "apps/api/src/modules/users/users.controller.ts",
    "apps/api/src/modules/users/users.service.ts",
    "apps/api/src/modules/users/users.repository.ts",
    "apps/api/src/modules/users/users.dto.ts",
    "docker-compose.yml",
    ".env.example",
    "package.json",
]

FOLDERS = (".github/", "apps/", "docker/", "docs/", "k8s/", "packages/", "tests/")
WITH_BRACES = (".github/", "docker/grafana/dashboards/")
"""Where braces are the words of another language."""


def example(**edits: str) -> Sandbox:
    """The example blueprint; with edits, each text replaced by another wherever it stands."""
    files = {path.name: path.read_text() for path in EXAMPLE.glob("*.blueprint")}
    for before, after in edits.items():
        assert any(before in text for text in files.values())
        files = {name: text.replace(before, after) for name, text in files.items()}
    return workspace_of(files)


def project(**edits: str) -> dict[str, str]:
    return {file.path: file.text for file in planned(Project(example(**edits).case.blueprint))}


@lru_cache(maxsize=1)
def unchanged() -> dict[str, str]:
    return project()


def test_the_fourteen_files_of_section_13_are_there():
    assert [path for path in SECTION_13 if path not in unchanged()] == []


def test_the_same_blueprint_gives_the_same_bytes():
    assert project() == unchanged()


def test_every_entity_is_a_model_and_a_table_behind_a_policy():
    schema = unchanged()["packages/database/prisma/schema.prisma"]
    sql = unchanged()["packages/database/prisma/migrations/00000000000001_init/migration.sql"]

    assert "model Deal {" in schema
    assert 'CREATE TABLE "deals"' in sql
    assert 'ALTER TABLE "deals" ENABLE ROW LEVEL SECURITY;' in sql
    assert 'USING ("tenant_id" = current_tenant())' in sql
    assert 'ALTER TABLE "permissions" ENABLE ROW LEVEL SECURITY' not in sql


def test_the_audit_log_can_be_added_to_and_not_changed():
    sql = unchanged()["packages/database/prisma/migrations/00000000000001_init/migration.sql"]

    assert 'GRANT SELECT, INSERT ON "audit_events" TO "acme_crm_app";' in sql


def test_no_request_brings_a_correlation_id_that_the_audit_log_cannot_hold():
    context = "apps/api/src/middleware/context.ts"

    assert r"ACCEPTED = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i" in unchanged()[context]


def test_a_field_that_is_hidden_is_in_no_answer():
    shown = [text for path, text in unchanged().items() if path.endswith(".dto.ts")]

    assert not any("passwordHash" in text or "refreshHash" in text for text in shown)


def test_a_permission_of_the_blueprint_guards_its_endpoint():
    text = unchanged()["apps/api/src/modules/users/users.controller.ts"]

    assert re.search(r"@RequirePermission\('users:write'\)\n  @Idempotent\(\)\n  @Post\(\)", text)


def test_a_new_entity_with_endpoints_becomes_a_module_of_its_own():
    extra = """
modules {
  module fleet { responsibility = "Vans" }
}

data {
  entity Van {
    module = module.fleet

    field plate { type = string(12) }
  }
}

api {
  dto CreateVan {
    entity = entity.Van
    fields = [plate]
  }

  endpoint "POST /vans" {
    summary   = "Add a van"
    module    = module.fleet
    operation = create
    entity    = entity.Van
    request   = dto.CreateVan
    success   = 201
  }
}
"""
    files = {path.name: path.read_text() for path in EXAMPLE.glob("*.blueprint")}
    sandbox = workspace_of({**files, "fleet.blueprint": extra})
    made = {file.path: file.text for file in planned(Project(sandbox.case.blueprint))}

    assert "plate: z.string().trim().min(1).max(12)," in made["apps/api/src/modules/fleet/vans.dto.ts"]
    assert "VansController" in made["apps/api/src/modules/fleet/fleet.module.ts"]
    assert "FleetModule," in made["apps/api/src/app.module.ts"]


def test_manifests_and_the_lock_agree():
    lock = json.loads(unchanged()["package-lock.json"])["packages"]
    for path, text in unchanged().items():
        if path.endswith("package.json"):
            found = json.loads(text)
            locked = lock[str(Path(path).parent).removeprefix(".")]
            assert found.get("dependencies", {}) == locked.get("dependencies", {})
            assert found.get("devDependencies", {}) == locked.get("devDependencies", {})


def test_nothing_is_left_to_do_and_nothing_tells_of_templates():
    for path, text in unchanged().items():
        assert path.startswith(WITH_BRACES) or not re.search(r"\{\{|\{%", text), path
        assert not re.search(r"\bTODO\b|\bTBD\b|\bFIXME\b|generated by|blueprint-ls", text), path
        assert text.endswith("\n"), path
        assert not re.search(r"[ \t]+$", text, re.MULTILINE), path


def test_the_logger_that_was_chosen_is_used_and_no_other():
    made = project(**{"choose  = pino\n": "choose  = winston\n"})

    assert "from 'winston'" in made["packages/common/src/logger.ts"]
    assert not any("pino" in text for path, text in made.items() if path.endswith((".ts", "package.json")))


def test_requests_are_read_by_the_library_that_was_chosen():
    made = project(**{"choose  = zod\n": "choose  = joi\n"})

    assert "displayName: Joi.string().trim().max(120).required()," in made["apps/api/src/modules/users/users.dto.ts"]
    assert not any("zod" in text.lower() for path, text in made.items() if path.endswith((".ts", "package.json")))


def test_pages_are_counted_where_offsets_were_chosen():
    made = project(**{"choose  = cursor\n": "choose  = offset\n"})

    assert "skip: (query.page - 1) * query.limit," in made["apps/api/src/modules/users/users.repository.ts"]
    assert "cursor" not in made["apps/api/src/http/page.ts"]


def test_versions_stand_in_a_header_where_that_was_chosen():
    made = project(**{"choose  = url\n": "choose  = header\n"})

    assert "@Controller({ path: 'users', version: '1' })" in made["apps/api/src/modules/users/users.controller.ts"]
    assert "VersioningType.CUSTOM" in made["apps/api/src/app.ts"]


def test_an_option_without_templates_is_named():
    with pytest.raises(Refused, match="`decision orm` chose `knex`, and projects are generated for `prisma` or"):
        project(**{"choose  = prisma\n": "choose  = knex\n"})


def test_two_entities_that_would_share_a_name_are_refused():
    with pytest.raises(Refused, match="would both be called `ImportRun`: rename one"):
        project(**{"entity Company {": "entity import_run {"})


def test_a_blueprint_that_says_too_little_is_told_what_is_missing():
    sandbox = workspace_of('blueprint "shop" {\n  language = 1\n}\n')

    with pytest.raises(Refused, match=r"there is no `entity User`.*check --fix --assume"):
        Project(sandbox.case.blueprint)


@pytest.mark.parametrize("label", ["../../etc/passwd", "a'; DROP TABLE users; --", "{{ 7 * 7 }}", "*/ evil()"])
def test_a_hostile_label_comes_out_harmless(label: str):
    made = project(**{'permission "deals:write"': f'permission "{label}"'})
    inside = [path for path in made if not path.startswith(FOLDERS)]

    assert all("/" not in path for path in inside)
    text = made["packages/core/src/permissions.ts"]
    assert "49" not in text
    assert "'" + label.replace("'", "\\'") + "'" in text or f'"{label}"' in text


def test_a_hostile_summary_does_not_leave_its_comment():
    made = project(**{'summary   = "A person with access to one organization"': 'summary = "x */ evil() /* {{ 1 }}"'})

    assert "*/ evil()" not in made["apps/api/src/modules/users/users.dto.ts"]
