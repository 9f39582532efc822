"""How people of a generated project set their passwords, whichever library stands behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from blueprint_ls.generate.scaffold import Project, planned
from scaffold.variants import OWN_PASSWORD, blueprint, replaced
from support import workspace_of

IDENTITY = "apps/api/src/modules/identity"
DATABASE = "packages/database/src"
CHANGE, LINK, RESET = "PUT /auth/password/current", "POST /auth/password-reset", "PUT /auth/password"


def project(edits: Mapping[str, str] | None = None, **choices: str) -> Project:
    """The example's project with an endpoint for one's own password, and other texts and decisions."""
    files = replaced(blueprint(choices), edits or {}) | {"own-password.blueprint": OWN_PASSWORD}
    return Project(workspace_of(files).case.blueprint)


def made(edits: Mapping[str, str] | None = None, **choices: str) -> dict[str, str]:
    return {file.path: file.text for file in planned(project(edits, **choices))}


def test_what_the_blueprint_says_of_passwords_is_found():
    found = project().passwords

    assert {label: step.kind for label, step in found.steps.items()} == {
        CHANGE: "change",
        LINK: "link",
        RESET: "reset",
    }
    assert found.link == "link"


def test_only_what_an_invitation_brings_with_it_is_left_to_people():
    left = project().left_to_people

    assert RESET in left
    assert not {CHANGE, LINK} & {*left}


def test_people_who_are_never_invited_leave_nothing_to_people():
    words = {
        "type    = enum(invited, active, deactivated)\n      default = invited": "type = enum(active, deactivated)"
    }

    assert RESET not in project(words).left_to_people
    assert f"{IDENTITY}/update-auth-password.rule.ts" not in made(words)


@pytest.mark.parametrize("framework", ["nestjs", "fastify"])
@pytest.mark.parametrize("orm", ["prisma", "drizzle", "kysely", "typeorm"])
def test_a_change_asks_for_the_present_password_and_ends_the_other_sessions(framework: str, orm: str):
    text = made(framework=framework, orm=orm)[f"{IDENTITY}/update-auth-password-current.use-case.ts"]

    order = ["verifyPassword(input.currentPassword", "hashPassword(input.newPassword", "setPassword(", "endOthers("]
    assert sorted(order, key=text.index) == order
    assert "recordAudit(tx, 'credential.password_changed', 'Credential', found.id)" in text


def test_a_link_is_kept_as_a_hash_and_no_message_tells_its_secret():
    files = made()

    assert "hash: hashToken(secret)" in files[f"{DATABASE}/links.ts"]
    assert "LIFETIME_MS = 3600000;" in files[f"{DATABASE}/links.ts"]
    asked = files[f"{IDENTITY}/create-auth-password-reset.use-case.ts"]
    assert "publish(tx, 'sign_in_link.requested', { userId: candidate.userId })" in asked
    assert "newToken" not in asked


def test_the_documents_promise_no_501_for_what_is_written():
    paths = json.loads(project().openapi)["paths"]

    assert "501" not in paths["/auth/password-reset"]["post"]["responses"]
    assert "501" in paths["/auth/password"]["put"]["responses"]


HASH = '      optional = true\n      hidden   = true\n      summary  = "SHA-256 of the one open'
TOKEN = "dto NewPassword {\n    field token {\n      type   = string(200)"


@pytest.mark.parametrize(
    "edits",
    [
        {HASH: HASH.replace("      optional = true\n", "")},
        {'    publishes  = [event["sign_in_link.requested"]]\n': ""},
        {TOKEN: TOKEN.replace("200", "64")},
    ],
    ids=["no link that may be closed", "nobody is told", "a token that is too short"],
)
def test_nobody_is_promised_a_link_where_the_blueprint_says_too_little(edits: Mapping[str, str]):
    assert LINK in project(edits).left_to_people


def test_people_who_sign_in_at_a_provider_have_no_passwords():
    found = project(authentication="oauth2")

    assert not found.passwords.steps
    assert {CHANGE, LINK, RESET} <= {*found.left_to_people}
