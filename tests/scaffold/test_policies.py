"""What attributes decide beside roles, seen over HTTP by a member who sells and by the owner of his organization."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from scaffold.conftest import People
from scaffold.stack import Answer, Built, Caller, Machine

STORE = "acme_crm"


@dataclass(frozen=True)
class Team:
    """A member of Ada's organization, and the deals that he meets."""

    member: Caller
    own: str
    won: str
    """Of nobody, and won: he may see it and not change it."""
    others: str
    """Of nobody, and open: it is hidden from him."""

    def changed(self, deal: str) -> Answer:
        """What he is told who gives a deal another title."""
        return self.member.call("PATCH", f"/deals/{deal}", {"title": "Changed"}, if_match='"1"')


@pytest.fixture(scope="module")
def team(built: Built, people: People, machine: Machine) -> Team:
    """Three deals and a member; skipped where roles alone decide."""
    if not (built.folder / "packages/auth/src/policies.ts").exists():
        pytest.skip("roles alone decide")
    return team_of(people, machine)


def team_of(people: People, machine: Machine) -> Team:
    """The same for a project that was changed."""
    tenant, owner = _row(machine, f"SELECT tenant_id, id FROM users WHERE email = '{people.adas}'")
    member = _person(people, machine, tenant, owner)
    pipeline, stage = _pipeline(machine, tenant)
    shape = {"pipelineId": pipeline, "stageId": stage, "currency": "EUR"}
    own, won, others = (
        people.ada.call("POST", "/deals", {**shape, "title": title, "ownerId": by}).body["id"]
        for title, by in (("Own", member), ("Won", None), ("Others'", None))
    )
    machine.sql(f"UPDATE deals SET status = 'won' WHERE id = '{won}'", database=STORE)
    return Team(people.signed_in("sam@globex.example"), own, won, others)


def _row(machine: Machine, statement: str) -> list[str]:
    return machine.sql(statement, database=STORE).strip().split("|")


def _person(people: People, machine: Machine, tenant: str, owner: str) -> str:
    """A member whom a provider may vouch for, or who has the owner's password; their id."""
    (role,) = _row(machine, f"SELECT id FROM roles WHERE tenant_id = '{tenant}' AND name = 'member'")
    (member,) = _row(
        machine,
        "INSERT INTO users (id, tenant_id, email, display_name, status, role_id, updated_at) VALUES "
        f"(gen_random_uuid(), '{tenant}', 'sam@globex.example', 'Sam', 'active', '{role}', now()) RETURNING id",
    )
    if people.by_password:
        machine.sql(
            "INSERT INTO credentials (id, tenant_id, user_id, password_hash, updated_at) SELECT gen_random_uuid(), "
            f"tenant_id, '{member}', password_hash, now() FROM credentials WHERE user_id = '{owner}'",
            database=STORE,
        )
    return member


def _pipeline(machine: Machine, tenant: str) -> list[str]:
    """A pipeline and its one stage."""
    return _row(
        machine,
        f"""
        WITH made AS (
          INSERT INTO pipelines (id, tenant_id, name, updated_at)
          VALUES (gen_random_uuid(), '{tenant}', 'Team', now()) RETURNING id
        )
        INSERT INTO stages (id, tenant_id, pipeline_id, name, position, probability, updated_at)
        SELECT gen_random_uuid(), '{tenant}', id, 'Team', 1, 10, now() FROM made RETURNING pipeline_id, id
        """,
    )


def test_a_list_shows_the_rows_that_the_policy_lets_through_and_no_other(team: Team, people: People):
    shown = {deal["id"] for deal in team.member.call("GET", "/deals").body["items"]}
    all_of_them = {deal["id"] for deal in people.ada.call("GET", "/deals").body["items"]}

    assert shown == {team.own, team.won}
    assert {team.own, team.won, team.others} <= all_of_them


def test_pages_of_a_filtered_list_join(team: Team):
    first = team.member.call("GET", "/deals?limit=1").body
    place = f"cursor={first['nextCursor']}" if "nextCursor" in first else "page=2"
    second = team.member.call("GET", f"/deals?limit=1&{place}").body

    assert {deal["id"] for page in (first, second) for deal in page["items"]} == {team.own, team.won}
    assert not second.get("nextCursor")
    assert not second.get("hasMore")


def test_a_row_that_the_policy_hides_is_not_there(team: Team):
    hidden = [team.member.call("GET", f"/deals/{team.others}"), team.changed(team.others)]

    assert [answer.status for answer in hidden] == [404, 404]
    assert team.member.call("GET", f"/deals/{team.won}").status == 200


def test_a_row_that_may_be_seen_may_still_not_be_changed(team: Team):
    refused = team.changed(team.won)

    assert refused.status == 403
    assert (refused.body["code"], refused.body["details"]) == ("PERMISSION_DENIED", {"permission": "deals:write"})


def test_an_action_on_a_row_asks_for_the_same(team: Team):
    answers = [team.member.call("POST", f"/deals/{deal}/close", {"outcome": "won"}) for deal in (team.won, team.own)]

    assert [answer.status for answer in answers] == [403, 501]


def test_nobody_makes_a_row_that_they_may_not_change(team: Team):
    deal = team.member.call("GET", f"/deals/{team.own}").body
    shape = {"title": "Mine", **{name: deal[name] for name in ("pipelineId", "stageId", "currency", "ownerId")}}
    made, refused = (team.member.call("POST", "/deals", {**shape, "ownerId": by}) for by in (deal["ownerId"], None))

    assert (made.status, refused.status) == (201, 403)


def test_the_own_row_may_be_changed(team: Team):
    assert team.changed(team.own).status == 200
