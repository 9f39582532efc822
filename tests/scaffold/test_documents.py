"""The behaviour of a project over MongoDB: as everywhere where callers look, and in words of its own beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold import test_behaviour as behaviour
from scaffold.conftest import People, built_from, signed_in
from scaffold.documents import Documents, mongodb
from scaffold.stack import Built, forget, redis
from scaffold.test_behaviour import (  # noqa: F401 - the same behaviour, over another database
    bob,
    test_a_body_that_breaks_its_schema_is_refused,
    test_a_change_names_the_version_that_it_changes,
    test_a_list_comes_in_pages_that_join,
    test_a_query_that_means_nothing_is_refused,
    test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session,
    test_a_repeated_request_is_answered_with_the_first_answer,
    test_a_row_cannot_point_at_another_tenants,
    test_a_wrong_password_and_an_unknown_address_are_told_the_same,
    test_another_tenant_changes_nothing,
    test_another_tenant_sees_nothing,
    test_nobody_gets_in_without_a_token,
    test_signing_out_ends_the_session,
    test_the_tenant_cannot_be_named_by_the_caller,
    test_what_somebody_did_is_on_record,
)
from scaffold.variants import OVER_DOCUMENTS, blueprint

DATABASE = "packages/database/src"


@pytest.fixture(scope="module", params=OVER_DOCUMENTS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Built:
    folder = tmp_path_factory.mktemp("documents") / "acme-crm"
    return built_from(blueprint(OVER_DOCUMENTS[request.param]), folder, modules)


@pytest.fixture(scope="module")
def machine(built: Built) -> Iterator[Documents]:
    with mongodb(built) as database, redis() as cache:
        yield Documents(database, cache)


def tenants(built: Built, machine: Documents) -> list[str]:
    return machine.run(built, "return (await all('organizations')).map(({ _id }) => _id).sort();")


def test_a_permission_that_a_role_lacks_is_refused(people: People, built: Built, machine: Documents):
    owner = people.ada.call("GET", "/users").body["items"][0]
    place = f"const users = documents.collection('users'), email = '{people.adas}';"
    took = f"""{place}
      const {{ tenantId }} = await users.findOne({{ email }});
      const role = await documents.collection('roles').findOne({{ tenantId, name: 'member' }});
      await users.updateOne({{ email }}, {{ $set: {{ roleId: role._id }} }});"""
    machine.run(built, took)
    try:
        forget(machine.redis)
        refused = people.ada.call("DELETE", f"/users/{owner['id']}")
    finally:
        machine.run(
            built, f"{place} await users.updateOne({{ email }}, {{ $set: {{ roleId: '{owner['roleId']}' }} }});"
        )
        forget(machine.redis)

    assert refused.status == 403


def test_the_client_keeps_tenants_apart_whatever_a_query_forgets(people: People, built: Built, machine: Documents):
    own, other = tenants(built, machine)
    found = machine.run(
        built,
        f"""return database.transactionFor('{own}', async (tx) => ({{
          all: (await tx.model('User').find()).map((row) => row.tenantId),
          theirs: await tx.model('User').find({{ tenantId: '{other}' }}),
          changed: await tx.model('User').updateMany({{ tenantId: '{other}' }}, {{ displayName: 'Evil' }}),
          made: (await tx.model('Company').create({{ id: 'c-1', tenantId: '{other}', name: 'Mine' }})).tenantId,
          smuggled: await tx.model('User').find({{ email: {{ $ne: null }} }}).catch((error) => error.name),
        }}));""",
    )

    assert set(found["all"]) == {own}
    assert (found["theirs"], found["changed"], found["made"]) == ([], 0, own)
    assert found["smuggled"] in ([], "CastError"), "an operator in a value is compared, and finds nobody"


FORGETFUL = {
    "a query": "models.User.find({})",
    "a query for several tenants": "models.User.find({ tenantId: { $ne: 'x' } })",
    "a change": "models.User.updateMany({ email: 'a@b.example' }, { displayName: 'Evil' })",
    "a deletion": "models.Deal.deleteMany({})",
    "a count": "models.Deal.countDocuments({})",
    "an estimate": "models.Deal.estimatedDocumentCount()",
    "a pipeline": "models.Deal.aggregate([{ $group: { _id: null } }])",
}


@pytest.mark.parametrize("forgetful", FORGETFUL)
def test_a_schema_refuses_what_names_no_tenant(people: People, built: Built, machine: Documents, forgetful: str):
    refused = machine.run(
        built,
        f"""const {{ modelsOn }} = await import('{built.folder}/{DATABASE.replace("src", "dist")}/models.js');
        const models = modelsOn(documents);
        return {FORGETFUL[forgetful]}.then(() => 'let through', (error) => error.constructor.name);""",
    )

    assert refused == "UnscopedQuery"


def test_the_server_takes_no_document_without_its_tenant(people: People, built: Built, machine: Documents):
    insertion = "return documents.collection('deals').insertOne({ _id: 'd' }).then(() => 0, ({ code }) => code);"

    assert machine.run(built, insertion) == 121


def test_two_who_change_one_document_at_once_do_not_lose_a_change(people: People, built: Built, machine: Documents):
    company = people.ada.call("POST", "/companies", {"name": "A"}).body["id"]
    tenant = machine.run(built, f"return (await all('companies', {{ _id: '{company}' }}))[0].tenantId;")
    made = machine.run(
        built,
        f"""const add = (letter) => database.transactionFor('{tenant}', async (tx) => {{
          const {{ name }} = await tx.model('Company').findOne({{ _id: '{company}' }});
          await new Promise((resolve) => setTimeout(resolve, 50));
          await tx.model('Company').updateOne({{ _id: '{company}' }}, {{ name: name + letter }});
        }});
        await Promise.all([add('B'), add('C')]);
        return (await all('companies', {{ _id: '{company}' }}))[0].name;""",
    )

    assert sorted(made) == ["A", "B", "C"]


def test_the_outbox_is_sent_once_and_what_is_not_sent_goes_out_again(
    people: People,
    bob: dict,  # noqa: F811
    built: Built,
    machine: Documents,
):
    sent = machine.run(
        built,
        f"""const {{ OutboxStore }} = await import('{built.folder}/apps/worker/dist/fan-out/outbox-store.js');
        const outbox = new OutboxStore(pool, () => undefined);
        const seen = [];
        const send = (only) => (rows) => {{
          seen.push(rows.map(({{ payload }}) => payload.userId));
          return Promise.resolve(rows.map(({{ id }}) => id).filter(() => only));
        }};
        for (const only of [false, true, true]) await outbox.relay(100, ['user.invited'], send(only));
        const ids = [];
        for await (const id of outbox.tenants()) ids.push(id);
        await outbox.close();
        return {{ seen, ids }};""",
    )

    assert bob["id"] in sent["seen"][0]
    assert sent["seen"][0] == sent["seen"][1]
    assert len(sent["seen"]) == 2, "nothing is left for the third time"
    assert sorted(sent["ids"]) == tenants(built, machine)


CUTS: dict[str, tuple[str, str, str, Callable[[People, Built, Documents], Any]]] = {
    "scoped client": (
        f"{DATABASE}/scoped-client.ts",
        "return { $and: [conditions], ...this.#own };",
        "return { $and: [conditions], ...this.#own, tenantId: conditions.tenantId ?? this.within.tenantId };",
        test_the_client_keeps_tenants_apart_whatever_a_query_forgets,
    ),
    "second wall": (
        f"{DATABASE}/tenant-plugin.ts",
        "throw new UnscopedQuery(property);",
        "void property;",
        lambda *given: test_a_schema_refuses_what_names_no_tenant(*given, "a query"),
    ),
    "references": (
        f"{DATABASE}/references.ts",
        "throw new DanglingReference(reference);",
        "return;",
        lambda people, *_: behaviour.test_a_row_cannot_point_at_another_tenants(people),
    ),
    "optimistic locking": (
        "apps/api/src/modules/contacts/contacts.repository.ts",
        "tenantId: requireTenant(), version };",
        "tenantId: requireTenant() };",
        lambda people, *_: behaviour.test_a_change_names_the_version_that_it_changes(people),
    ),
    "rotation": (
        "apps/api/src/modules/identity/sessions.repository.ts",
        ", refreshHash: hashes.used };",
        " };",
        lambda people, *_: behaviour.test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session(people),
    ),
}


@pytest.mark.parametrize("safeguard", CUTS)
def test_a_safeguard_that_is_taken_out_is_missed(built: Built, machine: Documents, tmp_path: Path, safeguard: str):
    path, before, after, notices = CUTS[safeguard]
    place = built.folder / path
    whole = place.read_text()
    assert before in whole
    place.write_text(whole.replace(before, after))
    try:
        built.npm("exec", "--", "tsc", "-b")
        with (
            mongodb(built) as port,
            signed_in(built, Documents(port, machine.redis), tmp_path / "log") as people,
            pytest.raises(AssertionError),
        ):
            notices(people, built, Documents(port, machine.redis))
    finally:
        place.write_text(whole)
        built.npm("exec", "--", "tsc", "-b")
