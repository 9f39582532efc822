"""What the generated API does, seen over HTTP by its owners, by strangers, and by the owner of another tenant."""

from __future__ import annotations

import http.client
import json
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from scaffold.conftest import People
from scaffold.libraries import library_of
from scaffold.stack import Answer, Built, Caller, Machine, forget

ORIGIN = "http://localhost:5173"


@pytest.fixture(scope="module")
def bob(people: People) -> dict:
    """A person whom Ada added."""
    role = people.ada.call("GET", "/users").body["items"][0]["roleId"]
    made = people.ada.call("POST", "/users", {"email": "bob@globex.example", "displayName": "Bob", "roleId": role})
    assert made.status == 201
    return made.body


# ---------------------------------------------------------------------------------------------------- authentication


@pytest.mark.parametrize("path", ["/users", "/contacts", "/deals", "/audit-events"])
def test_nobody_gets_in_without_a_token(people: People, path: str):
    assert people.anybody.call("GET", path).status == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_a_token_that_is_none_is_refused(people: People, token: str):
    assert people.anybody.call("GET", "/users", authorization=f"Bearer {token}").status == 401


def test_a_changed_token_is_refused(people: People):
    head, payload, signature = (people.ada.token or "").split(".")
    forged = f"{head}.{payload[:-2]}AA.{signature}"

    assert people.anybody.call("GET", "/users", authorization=f"Bearer {forged}").status == 401


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(people: People):
    if not people.by_password:
        pytest.skip("people sign in at a provider")
    wrong, unknown = (
        people.anybody.call("POST", "/auth/login", {"email": email, "password": "wrong"})
        for email in (people.adas, "nobody@globex.example")
    )

    assert wrong.status == unknown.status == 401
    assert wrong.body["title"] == unknown.body["title"]


def sign_in(people: People) -> Answer:
    return people.prove(people.adas)


def refresh_cookie(answer: Answer) -> str:
    return re.search(r"refresh=[^;]+", answer.headers["set-cookie"])[0]


def test_a_refresh_token_lies_where_scripts_cannot_read_it(people: People):
    attributes = sign_in(people).headers["set-cookie"]

    assert all(word in attributes for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"))


def test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session(people: People):
    first = refresh_cookie(sign_in(people))
    refreshed = people.anybody.call("POST", "/auth/refresh", cookie=first, origin=ORIGIN)
    second = refresh_cookie(refreshed)
    reused = people.anybody.call("POST", "/auth/refresh", cookie=first, origin=ORIGIN)
    after = people.anybody.call("POST", "/auth/refresh", cookie=second, origin=ORIGIN)

    assert (refreshed.status, reused.status, after.status) == (200, 401, 401)
    assert reused.body["code"] == "TOKEN_REUSED"


def test_signing_out_ends_the_session(people: People):
    answer = sign_in(people)
    Caller(people.anybody.base, answer.body["accessToken"]).call("POST", "/auth/logout")

    assert people.anybody.call("POST", "/auth/refresh", cookie=refresh_cookie(answer), origin=ORIGIN).status == 401


def test_a_refresh_token_that_is_none_is_refused(people: People):
    dashes = "-" * 36
    answer = people.anybody.call("POST", "/auth/refresh", cookie=f"refresh={dashes}.{dashes}.x", origin=ORIGIN)

    assert answer.status == 401


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_another_site_cannot_use_the_cookie(people: People, headers: dict):
    cookie = refresh_cookie(sign_in(people))

    assert people.anybody.call("POST", "/auth/refresh", cookie=cookie, **headers).status == 403


def test_a_permission_that_a_role_lacks_is_refused(people: People, machine: Machine):
    owner = people.ada.call("GET", "/users").body["items"][0]
    with demoted(people, machine, owner["roleId"]):
        forget(machine.redis)
        refused = people.ada.call("DELETE", f"/users/{owner['id']}")

    assert refused.status == 403
    assert refused.body["code"] == "PERMISSION_DENIED"


def test_who_was_deactivated_may_do_nothing(people: People, machine: Machine):
    status = f"UPDATE users SET status = '%s' WHERE email = '{people.adas}'"
    machine.sql(status % "deactivated", database="acme_crm")
    forget(machine.redis)
    try:
        refused = people.ada.call("GET", "/users")
    finally:
        machine.sql(status % "active", database="acme_crm")
        forget(machine.redis)

    assert refused.status == 403


def test_what_somebody_may_do_is_kept_until_they_are_changed(people: People, machine: Machine):
    owner = people.ada.call("GET", "/users").body["items"][0]
    nobody = f"/users/{uuid.uuid4()}"
    with demoted(people, machine, owner["roleId"]):
        kept = people.ada.call("DELETE", nobody)
        version = people.ada.call("GET", f"/users/{owner['id']}").body["version"]
        name = {"displayName": owner["displayName"]}
        people.ada.call("PATCH", f"/users/{owner['id']}", name, if_match=f'"{version}"')
        refused = people.ada.call("DELETE", nobody)

    assert (kept.status, refused.status) == (404, 403)


@contextmanager
def demoted(people: People, machine: Machine, role: str) -> Iterator[None]:
    """The first owner is a mere member, behind the back of the API."""
    email = people.adas
    tenant = machine.sql(f"SELECT tenant_id FROM users WHERE email = '{email}'", database="acme_crm").strip()
    member = f"SELECT id FROM roles WHERE tenant_id = '{tenant}' AND name = 'member'"
    machine.sql(f"UPDATE users SET role_id = ({member}) WHERE email = '{email}'", database="acme_crm")
    try:
        yield
    finally:
        machine.sql(f"UPDATE users SET role_id = '{role}' WHERE email = '{email}'", database="acme_crm")
        forget(machine.redis)


# ----------------------------------------------------------------------------------------------------------- tenants


def test_another_tenant_sees_nothing(people: People, bob: dict):
    assert people.eve.call("GET", f"/users/{bob['id']}").status == 404
    assert bob["email"] not in str(people.eve.call("GET", "/users").body)


def test_another_tenant_changes_nothing(people: People, bob: dict):
    changed = people.eve.call("PATCH", f"/users/{bob['id']}", {"displayName": "Evil"}, if_match='"1"')
    deleted = people.eve.call("DELETE", f"/users/{bob['id']}")

    assert (changed.status, deleted.status) == (404, 404)
    assert people.ada.call("GET", f"/users/{bob['id']}").body["displayName"] == "Bob"


def test_a_row_cannot_point_at_another_tenants(people: People):
    theirs = people.eve.call("POST", "/companies", {"name": "Globex Holding"}).body["id"]
    nobodys = "01890000-0000-7000-8000-000000000000"
    answers = [
        people.ada.call("POST", "/contacts", {"lastName": "Spy", "companyId": company}) for company in (theirs, nobodys)
    ]

    assert [answer.status for answer in answers] == [422, 422]
    assert answers[0].body["title"] == answers[1].body["title"]


def test_the_tenant_cannot_be_named_by_the_caller(people: People):
    answer = people.ada.call("POST", "/contacts", {"lastName": "X", "tenantId": "0" * 32})

    assert answer.status == 422


def test_the_database_answers_nothing_to_who_names_no_tenant(people: People, machine: Machine):
    assert machine.sql("SELECT count(*) FROM users", "acme_crm_app", "acme_crm").strip() == "0"


def test_the_database_refuses_rows_of_another_tenant(people: People, machine: Machine):
    tenants = machine.sql("SELECT id FROM organizations ORDER BY id", database="acme_crm").split()
    statements = f"SELECT set_config('app.tenant_id', '{tenants[0]}', false);\n" + (
        f"UPDATE users SET display_name = 'Evil' WHERE tenant_id = '{tenants[1]}' RETURNING id;"
    )

    assert machine.sql(statements, "acme_crm_app", "acme_crm").split() == [tenants[0]]


def test_the_client_keeps_tenants_apart_where_the_database_would_not(people: People, built: Built, machine: Machine):
    tenant, other = machine.sql("SELECT id FROM organizations ORDER BY id", database="acme_crm").split()
    found = rows_through_the_client(built, machine, tenant)

    assert found
    assert other not in found
    assert set(found) == {tenant}


def rows_through_the_client(built: Built, machine: Machine, tenant: str) -> list[str]:
    """The tenants of all people whom a query without any condition finds, under a role that no policy binds."""
    script = f"""
      import * as db from './packages/database/dist/index.js';
      const [url, tenant] = process.argv.slice(1);
      const database = new db.Database({{ ...db.POOLS.api, url }});
      const rows = await database.transactionFor(tenant, (tx) => {library_of(built).people});
      process.stdout.write(JSON.stringify(rows.map((row) => row.tenantId)));
      await database.close();
    """
    url = f"postgresql://super@127.0.0.1:{machine.postgres}/acme_crm"
    done = built.node("--input-type=module", "-e", script, url, tenant)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ---------------------------------------------------------------------------------------------------------- requests


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lastName": ""},
        {"lastName": "x" * 81},
        {"lastName": "X", "email": "no address"},
        {"lastName": {"$ne": None}},
        [],
    ],
)
def test_a_body_that_breaks_its_schema_is_refused(people: People, body: object):
    answer = people.ada.call("POST", "/contacts", body)

    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json; charset=utf-8")


def test_text_that_no_column_holds_is_its_callers(people: People):
    assert people.ada.call("POST", "/contacts", {"lastName": "a\0b"}).status == 422


def test_markup_is_kept_as_far_as_it_does_no_harm(people: People):
    note = '<p onclick="x()">Call <strong>Ada</strong><script>alert(1)</script></p><iframe src="/"></iframe>'
    made = people.ada.call("POST", "/contacts", {"lastName": "Markup", "note": note})

    assert (made.status, made.body["note"]) == (201, "<p>Call <strong>Ada</strong></p>")


def test_what_is_no_json_is_a_bad_request(people: People):
    assert people.ada.call("POST", "/contacts", content_type="application/json").status == 400


def test_a_body_that_arrives_late_is_its_callers(people: People):
    host = people.ada.base.removeprefix("http://").removesuffix("/api/v1")
    body = b'{"lastName": "Late"}'
    with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
        connection.putrequest("POST", "/api/v1/contacts")
        connection.putheader("content-type", "application/json")
        connection.putheader("content-length", str(len(body)))
        connection.putheader("authorization", f"Bearer {people.ada.token}")
        connection.endheaders()
        for part in (body[:5], body[5:]):
            time.sleep(0.2)  # so that each part comes as a packet of its own
            connection.send(part)

        assert connection.getresponse().status == 201


def test_an_error_carries_the_correlation_id_and_nothing_of_the_inside(people: People):
    answer = people.ada.call("GET", "/contacts/none", x_correlation_id="018f3c1e-5b1a-7c3d-9e2f-000000000001")

    assert answer.body["correlationId"] == answer.headers["x-correlation-id"] == "018f3c1e-5b1a-7c3d-9e2f-000000000001"
    assert "stack" not in answer.body
    assert "query" not in str(answer.body).lower()


def place_after(page: dict, place: str) -> str | None:
    """How the next page is asked for, by its cursor or by its number; None after the last one."""
    if "nextCursor" in page:
        return f"limit=2&cursor={page['nextCursor']}" if page["nextCursor"] else None
    return f"limit=2&page={int(place.partition('page=')[2] or 1) + 1}" if page["hasMore"] else None


def test_a_list_comes_in_pages_that_join(people: People):
    made = {people.ada.call("POST", "/contacts", {"lastName": f"Page {at}"}).body["id"] for at in range(5)}
    found, place = [], "limit=2"
    while place:
        page = people.ada.call("GET", f"/contacts?{place}").body
        found += [item["id"] for item in page["items"]]
        place = place_after(page, place)

    assert made <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "sort=passwordHash", "cursor=x", "page=0", "nothing=1"]
)
def test_a_query_that_means_nothing_is_refused(people: People, query: str):
    assert people.ada.call("GET", f"/contacts?{query}").status == 422


def test_a_change_names_the_version_that_it_changes(people: People):
    made = people.ada.call("POST", "/contacts", {"lastName": "Version"})
    path, tag = f"/contacts/{made.body['id']}", made.headers["etag"]
    changes = [
        people.ada.call("PATCH", path, {"lastName": "None"}),
        people.ada.call("PATCH", path, {"lastName": "First"}, if_match=tag),
        people.ada.call("PATCH", path, {"lastName": "Late"}, if_match=tag),
    ]

    assert [answer.status for answer in changes] == [428, 200, 412]
    assert people.ada.call("GET", path).body["lastName"] == "First"


def test_a_repeated_request_is_answered_with_the_first_answer(people: People):
    first, second = (people.ada.call("POST", "/contacts", {"lastName": "Once"}, idempotency_key="k1") for _ in range(2))
    other = people.ada.call("POST", "/contacts", {"lastName": "Other"}, idempotency_key="k1")
    elsewhere = people.eve.call("POST", "/contacts", {"lastName": "Once"}, idempotency_key="k1")

    assert first.status == second.status == 201
    assert first.body == second.body
    assert other.status == 409
    assert elsewhere.status == 201
    assert elsewhere.body["id"] != first.body["id"]


def test_a_key_that_could_not_be_kept_whole_is_refused(people: People):
    answer = people.ada.call("POST", "/contacts", {"lastName": "Long"}, idempotency_key="k" * 201)

    assert answer.status == 422


def test_what_somebody_did_is_on_record(people: People, bob: dict):
    actions = [(one["action"], one["targetId"]) for one in people.ada.call("GET", "/audit-events").body["items"]]

    assert ("user.created", bob["id"]) in actions
    assert "user.created" not in str(people.eve.call("GET", "/audit-events").body)


def test_an_event_lies_in_the_outbox_with_its_tenant(people: People, bob: dict, machine: Machine):
    rows = machine.sql("SELECT name, payload FROM outbox_events", database="acme_crm")

    assert f'"userId": "{bob["id"]}"' in rows
    assert "user.invited|" in rows


def test_answers_carry_the_headers_that_browsers_heed(people: People):
    headers = people.anybody.call("GET", "/users").headers

    assert headers["content-security-policy"] == "default-src 'none';frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert "max-age=" in headers["strict-transport-security"]
    assert "x-powered-by" not in headers


def test_only_the_own_web_app_may_read_answers(people: People):
    ours, theirs = (people.anybody.call("GET", "/users", origin=origin) for origin in (ORIGIN, "https://evil.example"))

    assert ours.headers.get("access-control-allow-origin") == ORIGIN
    assert theirs.headers.get("access-control-allow-origin") != "https://evil.example"


def closed(caller: Caller, deal: str, body: object) -> Answer:
    return caller.call("POST", f"/deals/{deal}/close", body)


@pytest.fixture(scope="module")
def deal(people: People, machine: Machine) -> dict:
    """A deal of Ada's organization, in a pipeline of its own."""
    tenant = machine.sql(f"SELECT tenant_id FROM users WHERE email = '{people.adas}'", database="acme_crm").strip()
    machine.sql(
        f"""
        WITH pipeline AS (
          INSERT INTO pipelines (id, tenant_id, name) VALUES (gen_random_uuid(), '{tenant}', 'Close') RETURNING id
        )
        INSERT INTO stages (id, tenant_id, pipeline_id, name, position, probability)
        SELECT gen_random_uuid(), '{tenant}', id, 'First', 1, 10 FROM pipeline
        """,
        database="acme_crm",
    )
    stage, pipeline = (
        machine.sql("SELECT id, pipeline_id FROM stages WHERE name = 'First'", database="acme_crm").strip().split("|")
    )
    body = {"title": "A", "pipelineId": pipeline, "stageId": stage, "currency": "EUR"}
    return dict(people.ada.call("POST", "/deals", body).body) | {"tenant": tenant}


def test_who_changes_a_row_waits_for_who_does_so_already(deal: dict, built: Built, machine: Machine):
    script = """
      import { setTimeout as sleep } from 'node:timers/promises';
      import { runWith } from './packages/common/dist/index.js';
      import { Database, POOLS } from './packages/database/dist/index.js';
      import { DealsRepository } from './apps/api/dist/modules/sales/deals.repository.js';
      const [url, tenantId, id] = process.argv.slice(1);
      const [database, deals] = [new Database({ ...POOLS.api, url }), new DealsRepository()];
      const add = (letter) => runWith({ correlationId: letter, tenantId }, () => database.transaction(async (tx) => {
        const { title, version } = await deals.lock(tx, id);
        await sleep(100);
        return deals.update(tx, id, { title: title + letter }, version);
      }));
      process.stdout.write(JSON.stringify(await Promise.all([add('B'), add('C')])));
      await database.close();
    """
    url = f"postgresql://acme_crm_app@127.0.0.1:{machine.postgres}/acme_crm"
    done = built.node("--input-type=module", "-e", script, url, deal["tenant"], deal["id"])

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, True]
    title = machine.sql(f"SELECT title FROM deals WHERE id = '{deal['id']}'", database="acme_crm").strip()
    assert sorted(title) == ["A", "B", "C"]


def test_what_nobody_has_written_yet_says_so_after_every_safeguard(people: People, deal: dict):
    answers = [
        closed(people.anybody, deal["id"], {"outcome": "won"}),
        closed(people.ada, deal["id"], {"outcome": "perhaps"}),
        closed(people.eve, deal["id"], {"outcome": "won"}),
        closed(people.ada, deal["id"], {"outcome": "won"}),
    ]

    assert [answer.status for answer in answers] == [401, 422, 404, 501]
    assert answers[-1].body["details"] == {"endpoint": "POST /deals/{id}/close"}
