"""How people set their passwords, seen over HTTP by who knows the present one, who has a link, and who has neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.conftest import People, built_from, signed_in
from scaffold.stack import Answer, Built, Caller, Machine
from scaffold.test_behaviour import ORIGIN, refresh_cookie
from scaffold.variants import BOOTED, OWN_PASSWORD, blueprint

DATABASE = "acme_crm"
EVES = "a fresh one for Eve"


@pytest.fixture(scope="module", params=["default", "fastify-drizzle"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Built:
    """The project of two variants, in which people may change their passwords."""
    files = blueprint(BOOTED[request.param]) | {"own-password.blueprint": OWN_PASSWORD}
    return built_from(files, tmp_path_factory.mktemp("scaffold") / "acme-crm", modules)


@pytest.fixture(scope="module")
def people(built: Built, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """The API over a seeded database, and two owners who are signed in."""
    with signed_in(built, machine, tmp_path_factory.mktemp("api") / "log") as found:
        yield found


def sign_in(people: People, email: str, password: str) -> Answer:
    return people.anybody.call("POST", "/auth/login", {"email": email, "password": password})


def is_alive(people: People, session: Answer) -> bool:
    cookie = refresh_cookie(session)
    return people.anybody.call("POST", "/auth/refresh", cookie=cookie, origin=ORIGIN).status == 200


def change(caller: Caller, current: str, new: str) -> Answer:
    return caller.call("PUT", "/auth/password/current", {"currentPassword": current, "newPassword": new})


def reset(people: People, token: str, password: str = EVES) -> Answer:
    return people.anybody.call("PUT", "/auth/password", {"token": token, "password": password})


def audited(machine: Machine, action: str) -> int:
    return int(machine.sql(f"SELECT count(*) FROM audit_events WHERE action = '{action}'", database=DATABASE))


def owner(machine: Machine, email: str) -> list[str]:
    """The tenant and the id of somebody."""
    return machine.sql(f"SELECT tenant_id, id FROM users WHERE email = '{email}'", database=DATABASE).strip().split("|")


def opened(built: Built, machine: Machine, email: str) -> str:
    """The token of a link, as whoever sends the e-mail opens it."""
    script = """
      import { runWith } from './packages/common/dist/index.js';
      import { Database, openLink, POOLS } from './packages/database/dist/index.js';
      const [url, tenantId, userId] = process.argv.slice(1);
      const database = new Database({ ...POOLS.api, url });
      const open = () => database.transaction((tx) => openLink(tx, userId));
      process.stdout.write(await runWith({ correlationId: 'test', tenantId }, open));
      await database.close();
    """
    url = f"postgresql://acme_crm_app@127.0.0.1:{machine.postgres}/{DATABASE}"
    done = built.node("--input-type=module", "-e", script, url, *owner(machine, email))
    assert done.returncode == 0, done.stderr
    return done.stdout


# ------------------------------------------------------------------------------------------------------------- change


def test_nobody_changes_a_password_without_the_present_one(people: People, machine: Machine):
    new = "correct horse battery"
    stranger = change(people.anybody, people.password, new)
    wrong = change(people.ada, "wrong", new)
    short = change(people.ada, people.password, "short")

    assert (stranger.status, wrong.status, short.status) == (401, 401, 422)
    assert sign_in(people, people.adas, people.password).status == 200
    assert audited(machine, "credential.password_changed") == 0


def test_a_changed_password_ends_all_sessions_but_the_callers(people: People, machine: Machine):
    new = "correct horse battery"
    mine, other, eves = (people.prove(email) for email in (people.adas, people.adas, people.emails[1]))
    caller = Caller(people.anybody.base, mine.body["accessToken"])

    assert change(caller, people.password, new).status == 204
    assert [is_alive(people, session) for session in (mine, other, eves)] == [True, False, True]
    assert sign_in(people, people.adas, people.password).status == 401
    assert sign_in(people, people.adas, new).status == 200
    assert audited(machine, "credential.password_changed") == 1
    assert change(caller, new, people.password).status == 204


# -------------------------------------------------------------------------------------------------------------- reset


def asked(people: People, machine: Machine, email: str, organization: str) -> tuple[int, list[str]]:
    """The status of asking for a link, and who is sent one."""
    machine.sql("DELETE FROM outbox_events WHERE name = 'sign_in_link.requested'", database=DATABASE)
    body = {"email": email, "organization": organization}
    answer = people.anybody.call("POST", "/auth/password-reset", body)
    sent = "SELECT payload FROM outbox_events WHERE name = 'sign_in_link.requested'"
    return answer.status, machine.sql(sent, database=DATABASE).split("\n")[:-1]


def test_only_a_known_address_is_sent_a_link_and_every_one_is_told_the_same(people: People, machine: Machine):
    tenant, user = owner(machine, people.adas)
    slug = machine.sql(f"SELECT slug FROM organizations WHERE id = '{tenant}'", database=DATABASE).strip()
    known, told = asked(people, machine, people.adas, slug)
    unknown, untold = asked(people, machine, "nobody@globex.example", slug)
    elsewhere, unsent = asked(people, machine, people.adas, "elsewhere")

    assert (known, unknown, elsewhere) == (204, 204, 204)
    assert [json.loads(one) for one in told] == [{"tenantId": tenant, "userId": user}]
    assert (untold, unsent) == ([], [])


def test_a_link_sets_a_password_once_and_ends_every_session(people: People, machine: Machine, built: Built):
    email = people.emails[1]
    before, adas = people.prove(email), people.prove(people.adas)
    token = opened(built, machine, email)
    first, second = reset(people, token), reset(people, token, "another one of hers")

    assert (first.status, second.status, second.body["code"]) == (204, 410, "LINK_EXPIRED")
    assert sign_in(people, email, EVES).status == 200
    assert [is_alive(people, session) for session in (before, adas)] == [False, True]
    assert audited(machine, "credential.password_reset") == 1


def test_somebody_who_never_had_a_password_gets_their_first_by_link(people: People, machine: Machine, built: Built):
    role = people.ada.call("GET", "/users").body["items"][0]["roleId"]
    email = "zoe@globex.example"
    people.ada.call("POST", "/users", {"email": email, "displayName": "Zoe", "roleId": role})
    machine.sql(f"UPDATE users SET status = 'active' WHERE email = '{email}'", database=DATABASE)
    first = reset(people, opened(built, machine, email), "the first one of Zoe")

    assert first.status == 204
    assert sign_in(people, email, "the first one of Zoe").status == 200


def test_a_link_that_is_old_or_replaced_or_somebody_elses_is_refused(people: People, machine: Machine, built: Built):
    email = people.emails[1]
    replaced, token = (opened(built, machine, email) for _ in range(2))
    tenant, user = owner(machine, people.adas)
    anothers = ".".join([tenant, user, token.rpartition(".")[2]])
    refused = [reset(people, one).status for one in (replaced, anothers, "x", "..", "-" * 36 + "." + "-" * 36 + ".x")]
    late = "UPDATE credentials SET link_expires_at = now() - interval '1 second' WHERE link_hash IS NOT NULL"
    machine.sql(late, database=DATABASE)

    assert refused == [410] * 5
    assert reset(people, token).status == 410


def test_what_an_invitation_brings_with_it_is_left_to_people(people: People, machine: Machine, built: Built):
    email = people.emails[1]
    token = opened(built, machine, email)
    machine.sql(f"UPDATE users SET status = 'invited' WHERE email = '{email}'", database=DATABASE)
    answer = reset(people, token, "somebody who was invited")
    machine.sql(f"UPDATE users SET status = 'active' WHERE email = '{email}'", database=DATABASE)

    assert answer.status == 501
    assert sign_in(people, email, "somebody who was invited").status == 401
