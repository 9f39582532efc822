"""`blueprint inventory`: what the analysis saw, for people and for programs."""

from __future__ import annotations

import pytest

from cli.repositories import DRIZZLE_NEXT, MONGOOSE_FASTIFY, PRISMA_NEST, TYPEORM_EXPRESS

LEAST = """\
blueprint "crm" {
  language = 1
  summary  = "Deals and contacts"
}

data {
  tenancy {
    key   = organizationId
    roots = [Organization]
  }
}
"""
PARTS = [
    "version",
    "tenancy",
    "models",
    "accesses",
    "endpoints",
    "jobs",
    "variables",
    "dependencies",
    "not_analysed",
]


@pytest.fixture
def seen(project, tmp_path):
    """What a repository's inventory says."""

    def look(files, *arguments):
        project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        run = project.write(files).run("inventory", "--format", "json", *arguments)
        assert run.code == 0, run.err
        return run.json

    return look


def test_the_shape_of_the_json_is_fixed(seen):
    found = seen(PRISMA_NEST)

    assert list(found) == PARTS
    assert found["version"] == 1
    access = found["accesses"][0]
    assert list(access) == ["path", "line", "column", "orm", "model", "operation", "kind", "verdict", "evidence"]
    assert (access["path"], access["line"], access["column"]) == ("src/modules/deals/deals.service.ts", 10, 12)
    assert access["evidence"][0].keys() == {"path", "line", "column", "sentence"}
    endpoint = found["endpoints"][0]
    fixed = {"path", "line", "framework", "method", "route", "authenticated", "by", "validated", "evidence"}
    assert fixed <= endpoint.keys()
    model = next(model for model in found["models"] if model["name"] == "Deal")
    assert model["ownership"].keys() == {"kind", "column", "nullable", "weak", "chain", "evidence"}
    assert found["jobs"][0].keys() == {"path", "line", "column", "kind", "system", "name", "schedule"}
    assert found["variables"][0].keys() == {"name", "uses", "declared"}
    assert found["dependencies"][0].keys() == {"name", "path", "line", "range", "kind", "shows"}
    assert all(part.keys() == {"path", "reason"} for part in found["not_analysed"])


def test_prisma_and_nest(seen):
    found = seen(PRISMA_NEST)

    verdicts = {(one["model"], one["operation"]): one["verdict"] for one in found["accesses"]}
    assert verdicts == {
        ("Deal", "findMany"): "scoped",
        ("Deal", "create"): "scoped",
        ("Deal", "delete"): "unscoped",
        ("Note", "findMany"): "scoped",
    }
    assert {(one["method"], one["route"], one["authenticated"]) for one in found["endpoints"]} == {
        ("GET", "/deals", "yes"),
        ("POST", "/deals", "yes"),
        ("DELETE", "/deals/:id", "yes"),
        ("GET", "/notes", "yes"),
    }
    assert [(job["kind"], job["system"], job["name"]) for job in found["jobs"]] == [("worker", "bullmq", "invoices")]
    tenancy = found["tenancy"][0]
    assert (tenancy["source"], tenancy["key"], tenancy["roots"]) == ("proposal", "organizationId", ["Organization"])
    assert tenancy["evidence"]


def test_variables_are_found_where_code_reads_and_files_set_them(seen):
    found = {one["name"]: one for one in seen(PRISMA_NEST)["variables"]}

    assert {name for name, one in found.items() if one["uses"]} == {
        "DATABASE_URL",
        "STRIPE_SECRET_KEY",
        "INVOICE_LIMIT",
    }
    assert {name for name, one in found.items() if any(place["example"] for place in one["declared"])} == {
        "DATABASE_URL",
        "STRIPE_SECRET_KEY",
        "UNUSED",
    }
    assert found["DATABASE_URL"]["uses"][0]["path"] == "prisma/schema.prisma"


def test_drizzle_and_next(seen):
    found = seen(DRIZZLE_NEXT)

    assert {(one["orm"], one["model"], one["verdict"]) for one in found["accesses"]} >= {
        ("drizzle", "monitors", "scoped"),
        ("drizzle", "pages", "unscoped"),
    }
    assert {one["route"] for one in found["endpoints"]} == {"/api/monitors", "/api/pages/[slug]"}
    assert [one["name"] for one in found["variables"] if one["uses"]] == ["DATABASE_URL"]
    shown = {option for one in found["dependencies"] for option in one["shows"]}
    assert {"orm.drizzle", "validation.zod", "database.postgres"} <= shown


def test_an_unscoped_access_is_told_with_what_it_asks_for(seen):
    found = seen(DRIZZLE_NEXT)

    said = [one["evidence"][0]["sentence"] for one in found["accesses"] if one["verdict"] == "unscoped"]
    assert said == ["it asks for `slug` alone"]


def test_typeorm_and_express(seen):
    found = seen(TYPEORM_EXPRESS)

    assert {one["name"] for one in found["models"]} == {"Order", "Shop"}
    assert {one["route"] for one in found["endpoints"]} == {"/api/orders", "/api/orders/:id", "/api/health"}
    assert [(job["kind"], job["schedule"]) for job in found["jobs"]] == [("schedule", "0 2 * * *")]
    assert [one["name"] for one in found["variables"]] == ["DATABASE_URL", "PORT"]


def test_mongoose_and_fastify(seen):
    found = seen(MONGOOSE_FASTIFY)

    assert [one["name"] for one in found["models"]] == ["Survey"]
    assert [(job["kind"], job["system"], job["name"]) for job in found["jobs"]] == [
        ("queue", "rabbitmq", "answers"),
        ("worker", "rabbitmq", "answers"),
    ]
    assert [one["name"] for one in found["variables"]] == ["AMQP_URL"]


def test_a_folder_is_seen_as_part_of_the_whole(seen):
    files = {**PRISMA_NEST, "main.blueprint": LEAST, "apps/web/other.ts": "export const url = process.env.OTHER_URL;"}
    whole = seen(files)
    part = seen({}, "src/modules/deals")

    inside = [one for one in whole["accesses"] if one["path"].startswith("src/modules/deals/")]
    assert part["accesses"] == inside != []
    assert [one["key"] for one in part["tenancy"]] == ["organizationId"]
    assert {one["model"] for one in inside} == {one["name"] for one in part["models"]}
    assert "OTHER_URL" in {one["name"] for one in whole["variables"]}
    assert "OTHER_URL" not in {one["name"] for one in part["variables"]}


def test_the_least_blueprint_has_the_last_word(seen):
    least = LEAST.replace("    key   = organizationId\n    roots = [Organization]", "    key = tenantId")
    found = seen({**MONGOOSE_FASTIFY, "main.blueprint": least})

    assert found["tenancy"][0]["source"] == "blueprint"
    assert found["models"][0]["ownership"]["kind"] == "direct"
    verdicts = {one["operation"]: one["verdict"] for one in found["accesses"]}
    assert (verdicts["find"], verdicts["findOne"]) == ("scoped", "unscoped")


def test_a_blueprint_of_one_service_leaves_the_rest_to_the_proposal(seen):
    moved = {f"services/crm/{path}": text for path, text in PRISMA_NEST.items()}
    found = seen(
        {**moved, "services/crm/main.blueprint": LEAST, "other/index.ts": "export const a = process.env.OTHER;\n"}
    )

    assert [one["source"] for one in found["tenancy"]] == ["blueprint", "proposal"]
    assert len(found["accesses"]) == 4
    assert "OTHER" in {one["name"] for one in found["variables"]}


def test_columns_count_characters(seen):
    text = 'const größe = "é€😀"; export const a = process.env.PORT;\n'
    found = seen({"package.json": "{}", "a.ts": text})

    assert found["variables"][0]["uses"] == [{"path": "a.ts", "line": 1, "column": text.index("PORT") + 1}]


def test_people_see_an_overview(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    run = project.write(PRISMA_NEST).run("inventory")

    assert run.code == 0
    assert run.out.startswith("5 models, 4 data accesses, 4 endpoints, 1 job, 4 variables")
    for title in ("Tenancy", "Models and whose rows they hold", "Data accesses by verdict", "Endpoints"):
        assert f"\n{title}\n" in run.out
    assert "src/modules/deals/deals.service.ts:18 Deal.delete unscoped" in run.out
    assert "\x1b" not in run.out
    assert run.err == ""


def test_colour_is_used_where_it_is_asked_for(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")

    assert "\x1b[1m" in project.write(PRISMA_NEST).run("inventory", FORCE_COLOR="1").out


def test_an_empty_folder_has_nothing_in_it(seen):
    found = seen({})

    assert {name: found[name] for name in PARTS[2:]} == {name: [] for name in PARTS[2:]}
    assert found["tenancy"][0]["source"] == "none"


def test_broken_files_are_said_to_be_so(seen):
    found = seen({"prisma/schema.prisma": "model Deal {\n  id String @id\n  title\n}}\n", "package.json": "{ not json"})

    assert {one["path"] for one in found["not_analysed"]} == {"prisma/schema.prisma", "package.json"}


@pytest.mark.parametrize(
    ("argument", "message"),
    [("nowhere", "there is no folder `nowhere`"), ("package.json", "`package.json` is a file")],
)
def test_what_is_no_folder_is_refused(project, argument, message):
    run = project.write({"package.json": "{}"}).run("inventory", argument)

    assert run.code == 2
    assert message in run.err
