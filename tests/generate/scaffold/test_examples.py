"""The tests and load tests of a generated project ask for what its blueprint promises."""

from __future__ import annotations

from generate.scaffold.test_project import project, unchanged


def test_each_resource_has_a_test_that_tenants_are_kept_apart():
    text = unchanged()["apps/api/test/integration/contacts.integration.test.ts"]

    assert "test('what one tenant adds, another cannot see'" in text
    assert "test('a change of a version that is gone is refused'" in text


def test_a_factory_fills_in_what_must_be_said_and_nothing_else():
    text = unchanged()["apps/api/test/support/factories.ts"]

    assert "export const aContact = " in text
    assert "tenantId" not in text


def test_stores_are_started_as_was_decided():
    place = "apps/api/test/support/stores.ts"

    assert "from 'testcontainers'" in unchanged()[place]
    made = project(**{"choose  = testcontainers": "choose  = compose_services"})
    assert "testcontainers" not in made[place] + made["package.json"]
    assert "    services:\n      postgres:" in made[".github/workflows/ci.yml"]


def test_the_targets_of_coverage_are_the_stated_ones():
    assert "'apps/api/src/modules/**/*.service.ts': { lines: 90, branches: 85 }," in unchanged()["vitest.config.ts"]


def test_a_load_test_holds_the_stated_rate_within_the_stated_bounds():
    text = unchanged()["tests/load/steady-peak.js"]

    assert "{ target: 660, duration: '30m' }," in text
    assert "http_req_duration: ['p(99)<500']," in text
    assert "http_req_failed: ['rate<0.001']," in text
