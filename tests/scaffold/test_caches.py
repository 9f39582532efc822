"""What a generated project keeps of something else, over a real Redis that is there, away, or shared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold.stack import Built, cut, free_port, redis

pytestmark = pytest.mark.parametrize("built", ["default"], indirect=True)

SCRIPT = Path(__file__).with_name("caches.mjs")
Ask = Callable[[str], Any]


@pytest.fixture
def ask(built: Built) -> Ask:
    """What comes of a scenario over an empty Redis."""

    def over_redis(scenario: str) -> Any:
        with redis() as port:
            return came_of(built, scenario, port)

    return over_redis


def came_of(built: Built, scenario: str, port: int) -> Any:
    """What a scenario prints."""
    shutil.copy(SCRIPT, built.folder / SCRIPT.name)
    done = built.node(SCRIPT.name, scenario, REDIS_URL=f"redis://127.0.0.1:{port}")
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return json.loads(done.stdout)


def test_a_second_reader_gets_the_copy(ask: Ask):
    found = ask("hit")

    assert found["both"][0] == found["both"][1] == {"answer": "fresh", "at": 1}
    assert found["asked"] == 1


def test_there_is_no_key_without_a_tenant(ask: Ask):
    found = ask("tenantless")

    assert "No tenant in context" in found["refused"]
    assert (found["asked"], found["keys"]) == (0, [])


def test_no_tenant_gets_the_copy_of_another(ask: Ask):
    assert ask("apart") == ["a/1", "b/1", "a/1:thing:2", "a:thing:1/2"]


def test_fifty_who_ask_at_once_have_it_made_once(ask: Ask):
    assert ask("flight") == 1


def test_five_processes_have_it_made_once_where_they_share_a_lock(ask: Ask):
    found = ask("lock")

    assert found["asked"] == 1
    assert len(found["found"]) == 5


def test_an_entry_is_made_again_before_it_ends(ask: Ask):
    assert ask("early") > 1


def test_the_old_one_is_served_while_the_new_one_is_made(ask: Ask):
    assert ask("stale") == [1, 1, 2]


def test_what_is_kept_together_does_not_go_together(ask: Ask):
    lives = ask("life")

    assert all(4_000 < life <= 10_000 for life in lives)
    assert max(lives) - min(lives) > 2_000


def test_what_is_let_go_is_made_again_and_nothing_else_is(ask: Ask):
    assert ask("forgotten") == {"heard": True, "asked": 3}


def test_all_that_is_let_go_is_one_tenants(ask: Ask):
    assert ask("all") == {"before": 3, "after": 5}


def test_what_was_read_before_a_change_is_not_kept_after_it(ask: Ask):
    assert ask("race") == ["new", "new"]


def test_without_redis_there_is_the_source(built: Built):
    found = came_of(built, "down", free_port())

    assert found["found"] == ["fresh"] * 10
    assert found["copies"] == [1, 1], "a copy in memory takes over where the cache says so"
    assert found["refused"] == 503, "a cache that may not be left out refuses"
    assert not found["heard"]


def test_without_redis_the_source_is_asked_so_often_as_it_can_bear(built: Built):
    assert came_of(built, "flood", free_port()) == {"most": 20, "refused": 80}


CACHE, KEY, SCRIPTS, STORE = (f"packages/common/dist/cache/{name}.js" for name in ("cache", "key", "scripts", "store"))
CUTS = {
    "tenant in keys": (KEY, "part === TENANT ? requireTenant()", "part === TENANT ? 'anybody'", "apart"),
    "tenant in context": (KEY, "requireTenant()", "''", "tenantless"),
    "parts that stay parts": (KEY, "encodeURIComponent(value)", "value", "apart"),
    "one flight": (CACHE, "if (known !== undefined)", "if (false)", "flight"),
    "one lock": (SCRIPTS, "'NX') and 1 or 0", "'NX') and 1 or 1", "lock"),
    "chance in lives": (CACHE, "* Math.random()))", "* 0))", "life"),
    "marks of what is gone": (SCRIPTS, "then return 0 end", "then end", "race"),
    "eras": (CACHE, "entry?.era === era", "true", "all"),
    "no answer in time": (STORE, "return undefined;", "throw new Error('down');", "down"),
    "what the source can bear": (CACHE, "this.#source.execute(load)", "load()", "flood"),
}
NOTICES: dict[str, Callable[[Built, Ask], None]] = {
    "apart": lambda _, ask: test_no_tenant_gets_the_copy_of_another(ask),
    "tenantless": lambda _, ask: test_there_is_no_key_without_a_tenant(ask),
    "flight": lambda _, ask: test_fifty_who_ask_at_once_have_it_made_once(ask),
    "lock": lambda _, ask: test_five_processes_have_it_made_once_where_they_share_a_lock(ask),
    "life": lambda _, ask: test_what_is_kept_together_does_not_go_together(ask),
    "race": lambda _, ask: test_what_was_read_before_a_change_is_not_kept_after_it(ask),
    "all": lambda _, ask: test_all_that_is_let_go_is_one_tenants(ask),
    "down": lambda built, _: test_without_redis_there_is_the_source(built),
    "flood": lambda built, _: test_without_redis_the_source_is_asked_so_often_as_it_can_bear(built),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_safeguard_that_is_taken_out_is_missed(name: str, built: Built, ask: Ask):
    path, before, after, notices = CUTS[name]
    with cut(built.folder / path, before, after), pytest.raises(AssertionError):
        NOTICES[notices](built, ask)
