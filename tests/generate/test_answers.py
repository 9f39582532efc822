"""The design answers its input: more of one thing moves the others in the direction that the pages justify."""

import pytest

from blueprint_ls.generate.design import Design
from blueprint_ls.language.values import parse
from generate.given import designed, faults, filled, stated


def _total(design: Design) -> float:
    return float(parse("money", design.bill.total.strip('"')).amount)


def _weighed(design: Design, decision: str) -> tuple[str, tuple[str, ...]]:
    """What is chosen, and what else was considered."""
    choice = design.choices.choice(design.choices.known[decision])
    return choice.option, choice.over


def _line(design: Design, label: str) -> int:
    return next((line.amount for line in design.bill.lines if line.label == label), 0)


def _small_and_large(**large: str) -> tuple[Design, Design]:
    return designed(stated()), designed(stated(**large))


def test_more_people_bring_more_replicas_and_a_larger_database():
    few, many = _small_and_large(scale="concurrent_users = 200000")

    assert many.capacity.front.replicas == pytest.approx(20 * few.capacity.front.replicas, rel=0.1)
    assert many.capacity.worker.most > few.capacity.worker.most
    assert many.capacity.cores > few.capacity.cores


def test_more_people_bring_a_pooler_and_smaller_pools():
    few, many = _small_and_large(scale="concurrent_users = 200000")

    assert (few.capacity.pooler, many.capacity.pooler) == ("none", "pgbouncer")
    assert many.capacity.front.pool < few.capacity.front.pool
    assert many.capacity.pooler_limit < many.capacity.limit


def test_more_people_cost_more_and_not_more_than_in_proportion():
    few, many = _small_and_large(scale="concurrent_users = 200000")

    assert 5 * _total(few) < _total(many) < 20 * _total(few)
    assert _line(many, "Network") > _line(few, "Network")


def test_more_people_change_what_is_chosen():
    few, many = _small_and_large(scale="concurrent_users = 200000")

    assert (few.choices["read_replicas"], many.choices["read_replicas"]) == ("none", "managed_reader")
    assert (few.choices["queue"], many.choices["queue"]) == ("bullmq", "rabbitmq")
    assert (few.choices["orm"], many.choices["orm"]) == ("prisma", "drizzle")


def test_a_larger_team_builds_other_things():
    few, many = designed(stated(team="engineers = 3")), designed(stated(team="engineers = 40"))

    assert (few.choices["architecture_style"], many.choices["architecture_style"]) == (
        "modular_monolith",
        "microservices",
    )
    assert (few.choices["monorepo_tool"], many.choices["monorepo_tool"]) == ("npm_workspaces", "nx")
    assert (_weighed(few, "package_manager"), _weighed(many, "package_manager")) == (("npm", ()), ("npm", ("pnpm",)))
    assert (few.choices["orchestrator"], many.choices["orchestrator"]) == ("compose", "kubernetes")


def test_a_larger_team_shares_the_nights_and_needs_more_seats():
    few = designed(stated(team="engineers = 3\n    on_call = 3"))
    many = designed(stated(team="engineers = 40\n    on_call = 8"))

    assert (few.team.nights, many.team.nights) == (False, True)
    assert _line(many, "CI") > 10 * _line(few, "CI")


def test_nobody_at_night_promises_less():
    asleep = designed(stated(team="engineers = 6\n    on_call = 0"))
    awake = designed(stated(team="engineers = 6\n    on_call = 6"))

    assert asleep.promises.target < awake.promises.target


def test_a_small_budget_moves_to_cheaper_machines_and_to_what_they_offer():
    small, large = designed(stated(budget='monthly = "300 USD"')), designed(stated(budget='monthly = "30000 USD"'))

    assert (small.choices["hosting"], large.choices["hosting"]) == ("hetzner", "aws")
    assert small.choices["metrics"] == "prometheus"
    assert (small.choices["authentication"], large.choices["authentication"]) == ("jwt", "oauth2")
    assert _total(small) < _total(large) / 2


def test_people_in_the_eu_decide_where_data_lies():
    there = designed(stated(more="  data_protection {\n    people_in = [eu]\n  }"))
    elsewhere = designed(stated(more="  data_protection {\n    people_in = [us]\n  }"))

    assert (there.european, elsewhere.european) == (True, False)
    assert there.topology.region.startswith("eu-")
    assert elsewhere.topology.region.startswith("us-")


def test_requests_move_the_framework_and_have_another_database_weighed():
    few = designed(stated(scale="requests_per_second = 100", team="engineers = 4"))
    many = designed(stated(scale="requests_per_second = 100001", team="engineers = 4"))

    assert (few.choices["framework"], many.choices["framework"]) == ("nestjs", "fastify")
    assert _weighed(few, "database") == ("postgres", ())
    assert _weighed(many, "database") == ("postgres", ("cassandra", "scylladb"))
    assert many.capacity.front.replicas > 100 * few.capacity.front.replicas


def test_more_writes_leave_less_to_read_replicas():
    reading = designed(stated(scale='requests_per_second = 10000\n    reads = "95%"'))
    writing = designed(stated(scale='requests_per_second = 10000\n    reads = "5%"'))

    assert writing.scale.writes > 10 * reading.scale.writes
    assert writing.capacity.cores > reading.capacity.cores


@pytest.mark.parametrize(
    ("jobs", "queue", "weighed"),
    [
        (100, "bullmq", "pg_boss"),
        (3000, "bullmq", ""),
        (60_000, "rabbitmq", "bullmq"),
        (2_000_000, "rabbitmq", "kafka"),
    ],
)
def test_jobs_move_the_queue_and_have_others_weighed(jobs: int, queue: str, weighed: str):
    team = "engineers = 40\n    operations = 6"

    chosen, over = _weighed(designed(stated(scale=f"jobs_per_minute = {jobs}", team=team)), "queue")

    assert chosen == queue
    assert weighed in over or not (weighed or over)


def test_jobs_move_workers_and_their_concurrency():
    few, many = designed(stated(scale="jobs_per_minute = 300")), designed(stated(scale="jobs_per_minute = 30000"))

    assert many.capacity.worker.replicas > few.capacity.worker.replicas
    assert many.flows["notifications"].peak == 100 * few.flows["notifications"].peak


def test_more_data_costs_more_storage_and_moves_pagination():
    little, much = designed(stated(scale='data_volume = "500MB"')), designed(stated(scale='data_volume = "5TB"'))

    assert _line(much, "Files and backups") > _line(little, "Files and backups")
    assert (little.choices["pagination"], much.choices["pagination"]) == ("offset", "cursor")


def test_faster_growth_leaves_more_room_above():
    slow, fast = designed(stated(scale='growth = "10%/year"')), designed(stated(scale='growth = "5x/year"'))

    assert slow.capacity.front.replicas == fast.capacity.front.replicas
    assert fast.capacity.front.most > 2 * slow.capacity.front.most


def test_a_choice_that_is_stated_stands_and_brings_what_it_implies():
    text = stated() + "\ndata {\n  decision orm {\n    choose = drizzle\n  }\n}\n"

    assert designed(text).choices["migrations"] == "drizzle_kit"
    assert "drizzle-kit migrate" in filled(text).text()


def test_a_stated_connection_limit_shrinks_the_pools():
    tight = designed(stated() + "\ndata {\n  connections {\n    limit = 90\n  }\n}\n")

    assert tight.capacity.opened <= 80 or tight.capacity.pooler != "none"
    assert tight.capacity.front.pool < designed(stated()).capacity.front.pool


@pytest.mark.parametrize(
    ("scale", "team", "budget"),
    [
        ("concurrent_users = 200000", "", ""),
        ("concurrent_users = 40", "engineers = 3", ""),
        ("", "engineers = 40\n    operations = 4\n    on_call = 8", ""),
        ("", "", 'monthly = "30000 USD"'),
        ("", "", 'monthly = "9000 EUR"'),
        ("requests_per_second = 100000", "engineers = 40\n    operations = 6\n    on_call = 8", ""),
        ('growth = "20%/month"\n    tenants = 1', "", ""),
        ("jobs_per_minute = 700000", "engineers = 30\n    operations = 5\n    on_call = 6", ""),
    ],
)
def test_whatever_fits_together_ends_without_findings(scale: str, team: str, budget: str):
    assert faults(filled(stated(scale, team, budget))) == []
