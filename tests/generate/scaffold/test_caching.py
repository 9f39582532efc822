"""What is cached in the project of a blueprint: under whose key, for how long, and what makes it go."""

from __future__ import annotations

import pytest

from generate.scaffold.test_project import project, unchanged

CACHES = "packages/core/src/caches.ts"
INVALIDATION = "apps/worker/src/invalidation.ts"
USERS, DEALS = (f"apps/api/src/modules/{path}.service.ts" for path in ("users/users", "sales/deals"))
TOTALS = '"tenant:{tenantId}:pipelines:{pipelineId}:totals"'


def test_every_cache_has_its_key_its_life_and_its_answer_to_a_rush():
    text = unchanged()[CACHES]

    assert "readonly caller: Cache<'userId'>;" in text
    assert "readonly tenantSettings: Cache;" in text
    assert (
        "key: 'tenant:{tenantId}:pipelines:{pipelineId}:totals',\n      ttlMs: 30_000,\n      jitter: 0.1,\n"
        "      stampede: 'distributed_lock',\n      whenDown: 'read_source',"
    ) in text


def test_a_key_names_the_tenant_even_where_the_blueprint_forgot():
    text = project(**{TOTALS: '"pipelines:{pipelineId}:totals"'})[CACHES]

    assert "key: 'tenant:{tenantId}:pipelines:{pipelineId}:totals'," in text


def test_the_tenant_has_one_name_in_keys_whatever_the_blueprint_calls_it():
    assert (
        "key: 'tenant:{tenantId}:settings',"
        in project(**{'"tenant:{tenantId}:settings"': '"tenant:{tenant_id}:settings"'})[CACHES]
    )


def test_a_tenant_that_goes_by_another_name_has_keys_of_its_own():
    made = project(tenantId="account_id")

    assert "key: 'tenant:{accountId}:settings'," in made[CACHES]
    assert "readonly caller: Cache<'userId'>;" in made[CACHES]
    assert "const TENANT = 'accountId';" in made["packages/common/src/cache/key.ts"]


def test_what_is_the_same_for_all_is_kept_once():
    text = project(**{f"key            = {TOTALS}": 'key = "rates"\n    shared_because = "Everyone gets them"'})[CACHES]

    assert "key: 'rates'," in text
    assert "readonly pipelineTotals: Cache;" in text


def test_what_somebody_may_do_is_read_through_its_cache():
    assert "this.caches.caller.read({ userId }, () =>" in unchanged()["apps/api/src/middleware/access.ts"]


def test_an_event_lets_go_what_it_names_or_all_that_its_tenant_has():
    text = unchanged()[INVALIDATION]

    assert "'user.role_changed': {\n      caches: ({ userId }) => heard(caches.caller.forget({ userId }))," in text
    assert "caches: ({ pipelineId }) => heard(caches.pipelineTotals.forget({ pipelineId }))," in text
    assert "'deal.moved': {\n      caches: () => heard(caches.pipelineTotals.forgetAll())," in text
    assert "heard(caches.caller.forgetAll(), caches.tenantSettings.forget({}))" in text


def test_who_changes_a_row_lets_its_copy_go_once_that_is_committed():
    assert unchanged()[USERS].count("await this.caches.caller.forget({ userId: id });") == 2
    assert "caches" not in unchanged()[DEALS]


OF_ROWS = {
    TOTALS: '"tenant:{tenantId}:deal:{dealId}"',
    "invalidation   = [on_event]\n    holds          = data": "invalidation   = [on_write]\n    holds          = data",
}


def test_a_row_that_is_cached_is_read_through_its_cache_and_let_go_by_each_write():
    text = project(**OF_ROWS)[DEALS]

    assert "return this.caches.pipelineTotals.read({ dealId: id }, async () => {" in text
    assert "await this.caches.pipelineTotals.forget({ dealId: id });\n      return answer;" in text
    assert "await this.caches.pipelineTotals.forgetAll();\n      return answer;" in text, "for a deal that is new"


def test_the_end_of_a_job_lets_go_what_it_makes_wrong():
    changed_by = 'invalidated_by = [event["deal.created"], event["deal.moved"], event["deal.closed"]]'
    text = project(**{changed_by: 'invalidated_by = [job["import-contacts"]]'})[INVALIDATION]

    assert "...afterwards(processors, 'import-contacts', () => heard(caches.pipelineTotals.forgetAll()))," in text


def test_an_endpoint_that_is_more_than_rows_lets_go_what_it_is_named_for():
    changed_by = 'event["deal.moved"], event["deal.closed"]]'
    made = project(**{changed_by: 'endpoint["POST /deals/{id}/close"]]'})

    assert "await this.caches.pipelineTotals.forgetAll();" in made["apps/api/src/modules/sales/close-deal.use-case.ts"]


def test_a_project_without_caches_has_no_word_of_them():
    made = project(
        **{
            "  cached caller {": "  cached caller {\n    pattern = http",
            "  cached tenant_settings {": ("  cached tenant_settings {\n    pattern = http"),
            "  cached pipeline_totals {": ("  cached pipeline_totals {\n    pattern = http"),
        }
    )

    assert CACHES not in made
    assert not [path for path, text in made.items() if "Caches" in text and path.endswith(".ts")]


@pytest.mark.parametrize("framework", ["nestjs", "fastify"])
def test_both_frameworks_hand_the_caches_to_who_needs_them(framework: str):
    made = project(**{"choose  = nestjs": f"choose  = {framework}"})
    text = made["apps/api/src/app.module.ts" if framework == "nestjs" else "apps/api/src/app.ts"]

    assert "new Caches(new CacheStore(redis, logger))" in text
