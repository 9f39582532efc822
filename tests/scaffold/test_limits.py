"""How often somebody may call, by person, tenant, address and endpoint, and what happens when nobody can count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from scaffold.conftest import People
from scaffold.stack import Answer, Built, Caller, Machine, redis, serving, shut

PATH = "/notifications"


def many(count: int, call: Callable[[int], Answer]) -> list[Answer]:
    """What a burst of calls is told."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(call, range(count)))


def refusing(answers: list[Answer]) -> set[str]:
    """The limits that refused something."""
    return {answer.body["details"]["limit"] for answer in answers if answer.status == 429}


def test_a_person_cannot_use_up_what_is_there_for_all(people: People):
    answers = many(250, lambda _: people.eve.call("GET", PATH))

    assert refusing(answers) == {"per_user"}
    assert people.ada.call("GET", PATH).status == 200


def test_an_answer_says_what_is_left_and_how_long_to_wait(people: People):
    first, *_, last = many(80, lambda _: people.ada.call("GET", PATH))
    refused = next(answer for answer in (last, people.ada.call("GET", PATH)) if answer.status == 429)

    assert '"per_user";q=60;w=12' in first.headers["ratelimit-policy"]
    assert re.search(r'"per_tenant";r=\d+;t=\d+', first.headers["ratelimit"])
    assert int(refused.headers["retry-after"]) >= 1


def test_passwords_cannot_be_tried_without_end(people: People):
    stranger = replace(people.anybody, address="127.0.0.4")
    guess = {"email": "no address"}  # refused without the work that a password makes
    path = "/auth/login" if people.by_password else "/auth/oidc"
    answers = many(40, lambda _: stranger.call("POST", path, guess))

    assert refusing(answers) == {"sign_in"}
    assert replace(stranger, address="127.0.0.5").call("POST", path, guess).status == 422


def test_tokens_cannot_be_tried_without_end(people: People):
    stranger = replace(people.anybody, address="127.0.0.6", token="a.b.c")
    answers = many(500, lambda _: stranger.call("GET", PATH))

    assert refusing(answers) == {"per_ip"}


@pytest.fixture(scope="module")
def uncounted(
    built: Built, machine: Machine, people: People, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    """Ada at an API whose Redis has gone away."""
    if not people.by_password:
        pytest.skip("another API would need another provider to sign in at")
    with redis() as store:
        environment = {**machine.environment(built, "acme_crm"), "REDIS_URL": f"redis://127.0.0.1:{store}/0"}
        log = tmp_path_factory.mktemp("uncounted") / "log"
        with serving(built, environment, log) as (anybody, _):
            answer = anybody.call("POST", "/auth/login", {"email": people.adas, "password": people.password})
            shut(store)
            yield replace(anybody, token=answer.body["accessToken"])


def test_calls_pass_while_nobody_can_count_them(uncounted: Caller):
    assert uncounted.call("GET", PATH).status == 200


def test_what_costs_dearly_is_refused_while_nobody_can_count_it(uncounted: Caller):
    answer = uncounted.call("POST", "/auth/login", {"email": "nobody@globex.example", "password": "guess"})

    assert answer.status == 503
