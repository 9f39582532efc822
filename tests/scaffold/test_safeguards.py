"""Each safeguard taken out of the generated project, one at a time: the test that speaks of it has to fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold import test_behaviour as behaviour
from scaffold import test_limits as limits
from scaffold import test_policies as policies
from scaffold import test_webhooks as webhooks
from scaffold.conftest import People, signed_in
from scaffold.libraries import Place, cuts
from scaffold.stack import Built, Machine

API = "apps/api/src"
POLICIES = "packages/auth/src/policies.ts"


@dataclass(frozen=True)
class Cut:
    """A safeguard, and who notices that it is gone."""

    places: Sequence[Place]
    """Where it stands, in one framework or the other."""
    notices: Callable[[People, Built, Machine], Any]
    only_with: str = ""
    """A file that a project has which has the safeguard at all."""

    def found(self, folder: Path) -> Place:
        """Where it stands in a project."""
        if not (folder / self.only_with).exists():
            pytest.skip(f"a project without `{self.only_with}`")
        there = (place for place in self.places if (folder / place[0]).exists())
        return next(place for place in there if place[1] in (folder / place[0]).read_text())


def _guard(nest: str, fastify: str) -> Sequence[Place]:
    """A safeguard that every request passes."""
    return [(f"{API}/app.module.ts", f"{{ provide: {nest} }},", ""), (f"{API}/app.ts", fastify, "")]


CUTS = {
    "authentication": Cut(
        _guard("APP_GUARD, useClass: AuthGuard", "app.addHook('onRequest', authenticate(access));"),
        lambda people, *_: behaviour.test_nobody_gets_in_without_a_token(people, "/users"),
    ),
    "permissions": Cut(
        _guard("APP_GUARD, useClass: PermissionGuard", "app.addHook('onRequest', authorize(access));"),
        lambda people, _, machine: behaviour.test_a_permission_that_a_role_lacks_is_refused(people, machine),
    ),
    "attributes of a row": Cut(
        [(f"{API}/modules/sales/deals.service.ts", "requireAllowed('deals:write', before);", "")],
        lambda people, _, machine: policies.test_a_row_that_may_be_seen_may_still_not_be_changed(
            policies.team_of(people, machine)
        ),
        only_with=POLICIES,
    ),
    "attributes of listed rows": Cut(
        [(f"{API}/modules/sales/deals.service.ts", "allowedRows('deals:read');", "[[]];")],
        lambda people, _, machine: policies.test_a_list_shows_the_rows_that_the_policy_lets_through_and_no_other(
            policies.team_of(people, machine), people
        ),
        only_with=POLICIES,
    ),
    "origin check": Cut(
        _guard("APP_GUARD, useClass: OriginGuard", "app.addHook('onRequest', refuseOtherOrigins(config.webOrigin));"),
        lambda people, *_: behaviour.test_another_site_cannot_use_the_cookie(people, {}),
    ),
    "rate limits of callers": Cut(
        _guard("APP_GUARD, useClass: CallerLimitGuard", "app.addHook('onRequest', limitCallers(limiter));"),
        lambda people, *_: limits.test_a_person_cannot_use_up_what_is_there_for_all(people),
    ),
    "rate limits of addresses": Cut(
        _guard("APP_GUARD, useClass: AddressLimitGuard", "app.addHook('onRequest', limitAddresses(limiter));"),
        lambda people, *_: limits.test_passwords_cannot_be_tried_without_end(people),
    ),
    "harmless markup": Cut(
        [(f"{API}/http/markup.ts", "return sanitize(html, KEPT);", "return html;")],
        lambda people, *_: behaviour.test_markup_is_kept_as_far_as_it_does_no_harm(people),
    ),
    "signatures of webhooks": Cut(
        [(f"{API}/middleware/webhooks.ts", "!isFresh || !isSigned", "!isFresh")],
        lambda people, *_: webhooks.test_what_is_not_signed_is_refused(people),
    ),
    "freshness of webhooks": Cut(
        [(f"{API}/middleware/webhooks.ts", "!isFresh || !isSigned", "!isSigned")],
        lambda people, *_: webhooks.test_what_was_signed_long_ago_is_refused(people),
    ),
    "idempotency": Cut(
        _guard(
            "APP_INTERCEPTOR, useClass: Idempotency",
            "answerOnce(app, new IdempotencyKeys(database, new IdempotencyRepository()));",
        ),
        lambda people, *_: behaviour.test_a_repeated_request_is_answered_with_the_first_answer(people),
    ),
    "strict schemas": Cut(
        [
            (f"{API}/modules/contacts/contacts.dto.ts", "CreateContact = z.strictObject(", "CreateContact = z.object("),
            (f"{API}/http/schema.ts", "whitelist: true, forbidNonWhitelisted: true,", "whitelist: true,"),
            (f"{API}/http/schema.ts", "{ abortEarly: false }", "{ abortEarly: false, stripUnknown: true }"),
        ],
        lambda people, *_: behaviour.test_the_tenant_cannot_be_named_by_the_caller(people),
    ),
    "optimistic locking": Cut(
        cuts("optimistic locking"),
        lambda people, *_: behaviour.test_a_change_names_the_version_that_it_changes(people),
    ),
    "rotation of refresh tokens": Cut(
        cuts("rotation of refresh tokens"),
        lambda people, *_: behaviour.test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session(people),
    ),
    "scoped client": Cut(
        cuts("scoped client"),
        lambda people, built, machine: behaviour.test_the_client_keeps_tenants_apart_where_the_database_would_not(
            people, built, machine
        ),
    ),
    "row-level security": Cut(
        cuts("row-level security"),
        lambda people, _, machine: behaviour.test_the_database_answers_nothing_to_who_names_no_tenant(people, machine),
    ),
    "references": Cut(
        cuts("references"),
        lambda people, *_: behaviour.test_a_row_cannot_point_at_another_tenants(people),
    ),
    "security headers": Cut(
        [
            (
                f"{API}/middleware/browser.ts",
                "directives: { defaultSrc: [\"'none'\"], frameAncestors: [\"'none'\"] }",
                "directives: { defaultSrc: ['*'] }",
            )
        ],
        lambda people, *_: behaviour.test_answers_carry_the_headers_that_browsers_heed(people),
    ),
    "CORS": Cut(
        [(f"{API}/middleware/browser.ts", "origin: [webOrigin],", "origin: true,")],
        lambda people, *_: behaviour.test_only_the_own_web_app_may_read_answers(people),
    ),
    "rights that go": Cut(
        [(f"{API}/modules/users/users.service.ts", "await this.caches.caller.forget({ userId: id });", "")],
        lambda people, _, machine: behaviour.test_what_somebody_may_do_is_kept_until_they_are_changed(people, machine),
    ),
    "audit log": Cut(
        [(f"{API}/modules/users/users.service.ts", "await recordAudit(tx, 'user.created', 'User', row.id);", "")],
        lambda people, *_: behaviour.test_what_somebody_did_is_on_record(people, made(people)),
    ),
}


def made(people: People) -> dict[str, Any]:
    role = people.ada.call("GET", "/users").body["items"][0]["roleId"]
    body = {"email": "carl@globex.example", "displayName": "Carl", "roleId": role}
    return dict(people.ada.call("POST", "/users", body).body)


@pytest.mark.parametrize("name", CUTS)
def test_a_safeguard_that_is_taken_out_is_missed(name: str, built: Built, machine: Machine, tmp_path: Path):
    path, before, after = CUTS[name].found(built.folder)
    place = built.folder / path
    whole = place.read_text()
    place.write_text(whole.replace(before, after))
    try:
        built.npm("exec", "--", "tsc", "-b")
        with signed_in(built, machine, tmp_path / "log") as people, pytest.raises(AssertionError):
            CUTS[name].notices(people, built, machine)
    finally:
        place.write_text(whole)
        built.npm("exec", "--", "tsc", "-b")
