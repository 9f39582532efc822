"""Stores beside the primary database: what lies in them, and how tenants are kept apart where nothing else does."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from scaffold.beside import beside
from scaffold.variants import blueprint
from support import workspace_of

SOURCES = "packages/database/src/beside"


def files(extra: str) -> dict[str, str]:
    sandbox = workspace_of({**blueprint({"orm": "drizzle"}), "extra.blueprint": extra})
    return {file.path: file.text for file in planned(Project(sandbox.case.blueprint))}


@lru_cache(maxsize=1)
def made() -> dict[str, str]:
    return files(beside())


def test_each_question_has_a_table_and_the_tenant_is_first_in_its_partition():
    script = made()[f"{SOURCES}/cql/migrations/0001-init.ts"]
    keys = re.findall(r"CREATE TABLE IF NOT EXISTS (\w+) .*?PRIMARY KEY \((.*?)\)\n", script, re.DOTALL)

    assert keys == [
        ("readings", "(tenant_id, id)"),
        ("readings_by_device", "(tenant_id, device_id), at, id"),
        ("readings_by_kind", "(tenant_id, kind), id"),
    ]
    assert "WITH CLUSTERING ORDER BY (at DESC, id ASC)" in script


def test_a_repository_asks_for_the_tenant_of_the_context_and_writes_every_table():
    readings = made()[f"{SOURCES}/cql/reading.ts"]

    assert "async byDevice(deviceId: string, part: Asked): Promise<Part<Reading>> {" in readings
    assert "[requireTenant(), deviceId]" in readings
    assert "const TABLES = ['readings', 'readings_by_device', 'readings_by_kind'];" in readings
    assert readings.count("DELETE FROM readings") == 3


def test_a_graph_has_constraints_and_names_the_tenant_at_every_node():
    script = made()[f"{SOURCES}/graph/migrations/0001-init.ts"]
    people = made()[f"{SOURCES}/graph/acquaintance.ts"]

    assert "FOR (n:Employer) REQUIRE (n.tenantId, n.name) IS UNIQUE" in script
    assert "FOR (n:Acquaintance) REQUIRE (n.tenantId, n.id) IS UNIQUE" in script
    assert "WHERE all(step IN nodes(path) WHERE step.tenantId = $tenant)" in people
    assert all("$tenant" in found for found in re.findall(r"MATCH .*", people))


def test_what_lies_beside_is_no_table_of_the_primary_database():
    sql = made()["packages/database/drizzle/0000_init.sql"]

    assert "readings" not in sql
    assert "acquaintances" not in sql


def test_endpoints_over_what_lies_beside_are_left_to_people():
    endpoint = """
api {
  endpoint "GET /readings" {
    module     = module.storage
    operation  = list
    entity     = entity.Reading
    permission = "files:read"
  }
}
"""
    paths = files(beside() + endpoint)

    assert "apps/api/src/modules/storage/readings.repository.ts" not in paths
    assert "apps/api/src/modules/storage/list-readings.rule.ts" in paths


@pytest.mark.parametrize(
    ("product", "service"), [("Apache Cassandra 5.0", "cassandra"), ("ScyllaDB 2025.3", "scylladb")]
)
def test_the_stores_run_on_a_developers_machine_and_count_as_readiness(product: str, service: str):
    project = files(beside(product))

    assert f"\n  {service}:\n" in project["docker-compose.yml"]
    assert "\n  neo4j:\n" in project["docker-compose.yml"]
    assert "EVENTS_URL=cql://localhost:9042/acme_crm?datacenter=datacenter1" in project[".env.example"]
    assert (
        "await Promise.all([this.#client.ping(), this.beside.ping()]);" in project["packages/database/src/database.ts"]
    )
    assert "beside/cql/migrate.js && " in project["package.json"]


def test_nothing_of_it_is_there_where_nothing_lies_beside():
    plain = {path for path, text in files("").items() if "beside" in path or "BesideSettings" in text}

    assert plain == set()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("fields = [tenantId, kind]", "fields = [kind]", "`readings_by_kind` .* does not begin with `tenantId`"),
        ("index by_kind { fields", "unique by_kind { fields", "`store events` has none: make its id of what is unique"),
        ("protocol = cql", "protocol = http", "Cassandra and ScyllaDB .* and Neo4j"),
    ],
)
def test_what_cannot_lie_there_is_refused_with_the_way_out(before: str, after: str, told: str):
    extra = beside("A warehouse" if "http" in after else "Cassandra")
    assert before in extra

    with pytest.raises(Refused, match=told):
        files(extra.replace(before, after))


def test_what_every_request_asks_for_stays_where_it_is():
    texts = {name: text.replace("  entity Session {\n", "  entity Session {\n    store = store.events\n", 1)
             for name, text in blueprint({}).items()}  # fmt: skip

    with pytest.raises(Refused, match="`entity Session` lies in `store events`, and every request asks for it"):
        Project(workspace_of({**texts, "extra.blueprint": beside()}).case.blueprint)
