"""One line of blueprint, completed by the tool: its project builds, and lets in whom its provider vouches for."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest

from blueprint_ls.cli.main import main
from scaffold.conftest import built_in
from scaffold.provider import Provider, provider
from scaffold.stack import Answer, Built, Caller, Machine, serving

ORIGIN = "http://localhost:5173"
ADA, EVE = "ada@globex.example", "ada+2@globex.example"


@pytest.fixture(scope="module", params=["nestjs", "fastify"])
def shop(request: pytest.FixtureRequest, modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What becomes of one line, served by either framework."""
    folder = tmp_path_factory.mktemp("shop") / "shop"
    folder.mkdir()
    file = folder / "main.blueprint"
    file.write_text('blueprint "shop" {\n  language = 1\n}\n')
    with chdir(folder):
        assert main(["check", "--fix", "--assume"]) == 0
    file.write_text(file.read_text().replace("choose  = nestjs", f"choose  = {request.param}"))
    return built_in(folder, modules)


@dataclass(frozen=True)
class Shop:
    """The API, and the provider at which its people sign in."""

    anybody: Caller
    provider: Provider

    def sign_in(self, email: str, **claims: str) -> Answer:
        return self.provider.sign_in(self.anybody, email, **claims)

    def signed_in(self, email: str) -> Caller:
        answer = self.sign_in(email)
        assert answer.status == 200, answer
        return Caller(self.anybody.base, answer.body["accessToken"])


@pytest.fixture(scope="module")
def served(shop: Built, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The API over a seeded database, with a provider of its own."""
    machine.migrated(shop, "shop")
    with provider(shop, "shop-web") as found:
        environment = {**machine.environment(shop, "shop"), "MAIN_ISSUER": found.issuer}
        seeded = shop.npm("run", "seed", "--silent", **environment)
        assert f"sign in as {ADA} at the identity provider" in seeded.stdout, seeded.stderr
        with serving(shop, environment, tmp_path_factory.mktemp("shop") / "log") as (anybody, _):
            yield Shop(anybody, found)


def test_its_linter_and_its_unit_tests_are_content(shop: Built):
    for script in ("lint", "test"):
        done = shop.npm("run", script)
        assert done.returncode == 0, done.stdout + done.stderr


def test_who_brings_a_code_of_the_provider_gets_in(served: Shop):
    assert served.signed_in(ADA).call("GET", "/users").body["items"][0]["email"] == ADA


@pytest.mark.parametrize(
    "claims",
    [
        {"forged": "true"},
        {"audience": "another-product"},
        {"from": "https://login.evil.example"},
        {"verified": "false"},
        {"age": "4000"},
    ],
)
def test_a_token_that_the_provider_did_not_make_for_this_product_lets_nobody_in(served: Shop, claims: dict):
    email = EVE if "verified" in claims else ADA

    assert served.sign_in(email, **claims).status == 401


def test_a_code_without_its_verifier_lets_nobody_in(served: Shop):
    code = served.provider.code(ADA, "the challenge of somebody else")
    answer = served.anybody.call("POST", "/auth/callback", {"code": code, "verifier": secrets.token_urlsafe(48)})

    assert answer.status == 401


def test_whom_nobody_invited_does_not_get_in(served: Shop):
    assert served.sign_in("stranger@shop.example").status == 401


def test_who_was_invited_gets_in_at_first_sight_and_is_active_from_then_on(served: Shop):
    ada = served.signed_in(ADA)
    role = ada.call("GET", "/users").body["items"][0]["roleId"]
    invited = ada.call("POST", "/users", {"email": "bob@shop.example", "displayName": "Bob", "roleId": role})
    bob = served.signed_in("Bob@shop.example")

    assert invited.body["status"] == "invited"
    assert bob.call("GET", f"/users/{invited.body['id']}").body["status"] == "active"


def test_who_was_deactivated_does_not_get_in_any_more(served: Shop):
    ada = served.signed_in(ADA)
    role = ada.call("GET", "/users").body["items"][0]["roleId"]
    body = {"email": "carl@shop.example", "displayName": "Carl", "roleId": role}
    carl = ada.call("POST", "/users", body).body["id"]
    served.signed_in("carl@shop.example")

    assert ada.call("DELETE", f"/users/{carl}").status == 204
    assert served.sign_in("carl@shop.example").status == 401


def test_a_token_of_the_provider_is_good_for_this_api_where_it_was_made_for_it(served: Shop):
    served.signed_in(ADA)
    ours, others = (
        Caller(served.anybody.base, served.provider.access_token(ADA, audience)).call("GET", "/users").status
        for audience in ("shop-api", "shop-web")
    )

    assert (ours, others) == (200, 401)


def test_tenants_of_one_provider_are_kept_apart(served: Shop):
    ada, eve = served.signed_in(ADA), served.signed_in(EVE)
    found = ada.call("GET", "/users").body["items"][0]["id"]

    assert eve.call("GET", f"/users/{found}").status == 404


def test_a_session_goes_on_with_a_refresh_token_that_is_good_once(served: Shop):
    first = served.sign_in(ADA).headers["set-cookie"].partition(";")[0]
    used, again = (served.anybody.call("POST", "/auth/refresh", cookie=first, origin=ORIGIN) for _ in range(2))

    assert (used.status, again.status) == (200, 401)
