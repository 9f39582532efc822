"""Choices against each other and against what is stated, people against what they run, and every unhappy path."""

from dataclasses import replace
from pathlib import Path

import pytest

from blueprint_ls.judge.engine import judge
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge.load import load
from support import TODAY, apply_fix, findings, messages, workspace_of

EXAMPLES = Path(__file__).parent.parent / "examples"


def _decisions(**choices: str) -> str:
    known = load().vocabulary.decisions
    return "".join(
        f"{known[name].section} {{\n  decision {name} {{\n    {body}\n  }}\n}}\n" for name, body in choices.items()
    )


def test_excluded_choices_are_one_finding_with_both_ends():
    # each of the two pages excludes the other
    (found,) = findings(_decisions(orm="choose = prisma", database="choose = cassandra"), "excluded-choice")

    assert len(found.related) == 1
    assert "`prisma`" in found.message or "`cassandra`" in found.message


def test_an_excluded_choice_is_not_an_implied_one_as_well():
    text = _decisions(orm="choose = drizzle", migrations="choose = prisma_migrate")

    assert findings(text, "excluded-choice")
    assert not findings(text, "implied-choice")


def test_an_implied_choice_that_was_weighed_is_respected():
    otherwise = _decisions(orm="choose = drizzle", migrations="choose = flyway")
    weighed = _decisions(orm="choose = drizzle", migrations="choose = flyway\n    over = [drizzle_kit]")

    assert len(findings(otherwise, "implied-choice")) == 1
    assert not findings(weighed, "implied-choice")


def test_an_implied_choice_that_is_not_made_is_not_missed_here():
    assert not findings(_decisions(orm="choose = drizzle"), "implied-choice")


@pytest.mark.parametrize(("jobs", "fires"), [(50000, False), (50001, True)])
def test_a_condition_holds_beyond_its_bound(jobs: int, fires: bool):
    text = f"overview {{\n  scale {{ jobs_per_minute = {jobs} }}\n}}\n" + _decisions(queue="choose = bullmq")

    assert bool([found for found in findings(text, "unfavorable-choice") if "`rabbitmq`" in found.message]) is fires


def test_a_condition_names_figure_bound_and_option():
    text = "overview {\n  scale { jobs_per_minute = 60000 }\n}\n" + _decisions(queue="choose = bullmq")
    (found,) = findings(text, "unfavorable-choice")

    assert found.severity == "information"
    assert found.message.startswith(
        "`jobs_per_minute` is 60000, above 50 000, which speaks for `rabbitmq` rather than `bullmq`. More than 50 000"
    )
    assert [other.message for other in found.related] == ["`jobs_per_minute` of `scale` is 60000"]


def test_a_weighed_option_is_respected():
    text = "overview {\n  scale { jobs_per_minute = 60000 }\n}\n" + _decisions(
        queue="choose = bullmq\n    over = [rabbitmq]"
    )

    assert not findings(text, "unfavorable-choice")


def test_conditions_that_point_both_ways_leave_it_to_the_team():
    # more than four engineers speak for NestJS, more than 5 000 requests a second for Fastify
    text = "overview {\n  team { engineers = 6 }\n  scale { requests_per_second = 6000 }\n}\n"

    assert not findings(text + _decisions(framework="choose = nestjs"), "unfavorable-choice")
    assert not findings(text + _decisions(framework="choose = fastify"), "unfavorable-choice")


def test_money_is_compared_in_one_currency():
    text = 'overview {{\n  budget {{ monthly = "400 {0}" }}\n}}\n' + _decisions(hosting="choose = aws").replace(
        "{", "{{"
    ).replace("}", "}}")

    assert any("hetzner" in found.message for found in findings(text.format("USD"), "unfavorable-choice"))
    assert not findings(text.format("EUR"), "unfavorable-choice")


def test_compliance_counts_once_it_holds():
    text = "overview {\n  compliance hipaa {\n    status = STATUS\n  }\n}\n" + _decisions(authentication="choose = jwt")

    assert "includes hipaa" in messages(text.replace("STATUS", "required"), "unfavorable-choice")[0]
    assert not findings(text.replace("STATUS", "planned"), "unfavorable-choice")


def test_an_option_that_another_choice_rules_out_is_not_recommended():
    # four engineers would take ECS, but not on machines of one's own
    team = "overview {\n  team { engineers = 6 }\n}\n"
    free, bound = _decisions(orchestrator="choose = kubernetes"), _decisions(hosting="choose = hetzner")

    assert any("`ecs`" in found.message for found in findings(team + free, "unfavorable-choice"))
    assert not any("`ecs`" in found.message for found in findings(team + free + bound, "unfavorable-choice"))


@pytest.mark.parametrize(
    ("body", "rule", "fires"),
    [
        ('replaces = typeorm\n    replaces_by = "2026-11-22"', "overdue-replacement", False),
        ('replaces = typeorm\n    replaces_by = "2026-11-21"', "overdue-replacement", True),
        ('decided = "2026-11-22"', "decision-dates", False),
        ('decided = "2026-11-23"', "decision-dates", True),
        ('decided = "2026-11-23"\n    status = proposed', "decision-dates", False),
        ('decided = "2026-11-02"\n    review = "2026-11-02"', "decision-dates", False),
        ('decided = "2026-11-02"\n    review = "2026-11-01"', "decision-dates", True),
        ("replaces = prisma", "decision-dates", True),
        ("status = superseded", "superseded-decision", True),
        ("status = accepted", "superseded-decision", False),
    ],
)
def test_days_and_states_of_a_decision(body: str, rule: str, fires: bool):
    assert bool(findings(_decisions(orm=f"choose = prisma\n    {body}"), rule)) is fires


def test_row_level_security_needs_a_database_that_has_it():
    tenancy = "data {\n  tenancy { enforce = [row_level_security] }\n}\n"

    assert findings(
        {"main.blueprint": tenancy, "b.blueprint": _decisions(database="choose = mysql")}, "block-against-decision"
    )
    assert not findings(
        {"main.blueprint": tenancy, "b.blueprint": _decisions(database="choose = postgres")}, "block-against-decision"
    )


def _team(engineers: int, operations: int = 0, rest: str = "") -> str:
    return f"overview {{\n  team {{\n    engineers = {engineers}\n    operations = {operations}\n  }}\n}}\n{rest}"


def test_upkeep_is_a_sum_of_days():
    # microservices 5 is 20 days, kubernetes 3 is 4: 24 against 3 × 3 = 9
    run = _decisions(architecture_style="choose = microservices", orchestrator="choose = kubernetes")

    assert messages(_team(3, rest=run), "burden-beyond-team") == [
        "What was chosen asks for 24 days of upkeep a month (`microservices` 20, `kubernetes` 4), and "
        "3 engineers × 3 days = 9: choose what asks for less, or have more people"
    ]


@pytest.mark.parametrize(
    ("engineers", "operations", "fires"), [(7, 0, True), (8, 0, False), (4, 1, False), (3, 1, True)]
)
def test_upkeep_may_use_all_that_is_given(engineers: int, operations: int, fires: bool):
    # 24 days: 8 × 3 = 24; 3 × 3 + 15 = 24; 2 × 3 + 15 = 21
    run = _decisions(architecture_style="choose = microservices", orchestrator="choose = kubernetes")

    assert bool(findings(_team(engineers, operations, run), "burden-beyond-team")) is fires


def test_stores_of_ones_own_and_custom_options_count():
    # a custom option of 3 is 4 days, a store 3: 7 against 2 × 3 = 6
    run = _decisions(orm='choose = mikro\n    custom = true\n    summary = "A data mapper"\n    burden = 3')
    store = "diagram {\n  store postgres { managed = false }\n}\n"

    assert findings(_team(2, rest=store + run), "burden-beyond-team")
    assert not findings(_team(2, rest=run), "burden-beyond-team")


def _endpoint(attributes: str, errors: str = "", label: str = "GET /deals/{id}", more: str = "") -> str:
    return f"""
coding {{
  error Unauthenticated {{
    status = 401
    every_endpoint = true
  }}
  error Forbidden {{ status = 403 }}
  error DealNotFound {{ status = 404 }}
  error Invalid {{ status = 422 }}
  error Conflict {{ status = 409 }}
}}
api {{
  {more}
  endpoint "{label}" {{
    {attributes}
    errors = [{errors}]
  }}
}}
"""


@pytest.mark.parametrize(
    ("attributes", "errors", "label", "missing"),
    [
        ("operation = read", "error.DealNotFound", "GET /deals/{id}", None),
        ("operation = read", "", "GET /deals/{id}", "404"),
        ("operation = list", "", "GET /deals", None),
        ('operation = list\n    permission = "deals:read"', "", "GET /deals", "403"),
        ("operation = create\n    request = dto.X", "", "POST /deals", "400 or 422"),
        ("operation = create\n    request = dto.X", "error.Invalid", "POST /deals", None),
        ("operation = create\n    idempotent = true", "", "POST /deals", "409 or 412"),
        ("operation = create\n    idempotent = true", "error.Conflict", "POST /deals", None),
        ("operation = delete", "", "DELETE /deals/{id}", "404"),
    ],
)
def test_each_operation_has_its_errors(attributes: str, errors: str, label: str, missing: str | None):
    found = messages(_endpoint(attributes, errors, label), "unhappy-endpoint")

    assert bool(found) is (missing is not None)
    assert missing is None or f"({missing})" in found[0]


def test_a_public_endpoint_needs_no_sign_in():
    text = _endpoint("operation = action", label="POST /auth/login").replace("    every_endpoint = true\n", "")
    public = text.replace("api {", 'api {\n  public "POST /auth/login" {}')

    assert "(401)" in messages(text, "unhappy-endpoint")[0]
    assert not findings(public, "unhappy-endpoint")


def test_an_update_under_optimistic_locking_may_conflict():
    locked = "data {\n  optimistic_locking { entities = [Deal] }\n  entity Deal {}\n}\n"
    text = _endpoint("operation = update\n    entity = entity.Deal", "error.DealNotFound", "PATCH /deals/{id}")

    assert not findings(text, "unhappy-endpoint")
    assert "(409 or 412)" in messages({"main.blueprint": text, "b.blueprint": locked}, "unhappy-endpoint")[0]


def test_the_fix_adds_what_section_four_defines():
    text = _endpoint('operation = read\n    permission = "deals:read"', "error.Invalid")

    added = "errors = [error.Invalid, error.Forbidden, error.DealNotFound]"

    assert added in apply_fix(text, "unhappy-endpoint")


def test_an_external_that_nobody_calls_needs_no_integration():
    text = "diagram {\n  service api { uses = [USED] }\n  external ses {}\n}\nasync {\n  broker {}\n}\n"

    assert findings(text.replace("USED", "external.ses"), "external-without-integration")
    assert not findings(text.replace("USED", ""), "external-without-integration")


def test_a_worker_reaches_its_queue():
    text = """
diagram {
  service worker { uses = [USED] }
  store redis { kind = queue }
  store other { kind = cache }
}
async {
  broker { store = store.redis }
  queue emails { worker = service.worker }
  job "x" { queue = queue.emails }
}
"""
    assert findings(text.replace("USED", "store.other"), "idle-queue")
    assert not findings(text.replace("USED", "store.redis"), "idle-queue")


def _tenancy(key: str, more: str = "") -> str:
    return f"""
data {{
  tenancy {{
    key = tenantId
    aliases = [orgId]
  }}
}}
reliability {{
  cached x {{
    key = "{key}"
    {more}
  }}
}}
"""


@pytest.mark.parametrize(
    ("key", "fires"),
    [
        ("tenant:{tenantId}:x", False),
        ("tenant:{tenant_id}:x", False),
        ("org:{orgId}:x", False),
        ("tenantId:x", True),
        ("x:{userId}", True),
    ],
)
def test_a_cache_key_names_the_tenant(key: str, fires: bool):
    assert bool(findings(_tenancy(key), "cache-key-without-tenant")) is fires


def test_what_is_everyones_says_so():
    assert not findings(_tenancy("prices", 'shared_because = "One price list for all"'), "cache-key-without-tenant")


def test_one_tenant_needs_no_key():
    alone = "overview {\n  scale { tenants = 1 }\n}\n"

    assert not findings({"main.blueprint": _tenancy("x"), "o.blueprint": alone}, "cache-key-without-tenant")


def _permissions(grants: str, asked: str) -> str:
    return f"""
api {{
  endpoint "POST /deals" {{ permission = "{asked}" }}
}}
security {{
  permission "deals:read" {{}}
  permission "deals:write" {{}}
  role member {{ permissions = [{grants}] }}
}}
"""


@pytest.mark.parametrize(
    ("grants", "asked", "rule"),
    [
        ('"deals:read", "deals:write"', "deals:write", None),
        ('"deals:*"', "deals:write", None),
        ('"*"', "deals:write", None),
        ('"deals:read"', "deals:write", "ungranted-permission"),
        ('"deals:read", "deals:write"', "deal:write", "undeclared-permission"),
        ('"deals:write", "billing:*"', "deals:write", "undeclared-permission"),
    ],
)
def test_permissions_are_declared_and_granted(grants: str, asked: str, rule: str | None):
    text = _permissions(grants, asked)
    fired = {name for name in ("undeclared-permission", "ungranted-permission") if findings(text, name)}

    assert fired == ({rule} if rule else set())


def test_a_promotion_circle_is_one_finding():
    text = """
deployment {
  environment dev { promoted_from = environment.qa }
  environment qa { promoted_from = environment.dev }
}
"""
    (message,) = messages(text, "promotion-chain")

    assert "`dev` → `qa` → `dev`" in message


def test_nothing_comes_out_of_production():
    text = """
deployment {
  environment prod { data = production }
  environment qa { promoted_from = environment.prod }
}
"""
    assert any("turn it round" in message for message in messages(text, "promotion-chain"))


def test_a_base_answers_for_its_own_contradictions():
    base = """
security {
  token access { lifetime = "7d" }
  token refresh { lifetime = "7d" }
}
"""
    own = 'blueprint "x" {\n  extends = ["../standards"]\n}\n'

    assert not findings({"main.blueprint": own, "../standards/main.blueprint": base}, "token-lifetimes")


def test_a_figure_against_a_base_is_marked_in_the_blueprint():
    base = 'security {\n  token access { lifetime = "10m" }\n}\n'
    own = """
blueprint "x" {
  extends = ["../standards"]
}
security {
  token refresh { lifetime = "5m" }
}
"""
    sandbox = workspace_of({"main.blueprint": own, "../standards/main.blueprint": base})
    (found,) = sandbox.findings("token-lifetimes")

    assert sandbox.marked(found) == '"5m"'
    assert found.related[0].path.parent.name == "standards"


def test_the_example_contradicts_itself_nowhere():
    folder = EXAMPLES / "acme-crm"
    case = replace(Workspace([folder]).case(folder), today=TODAY)

    assert [f"{found.rule}: {found.message}" for found in judge(case).findings] == []
