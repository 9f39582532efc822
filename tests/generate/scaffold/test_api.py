"""The API of a generated project, whichever framework serves it."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.scaffold import Project, planned
from scaffold.variants import blueprint
from support import workspace_of

API = "apps/api/src"


def project(**choices: str) -> dict[str, str]:
    """The files of the example's project with other decisions."""
    return {file.path: file.text for file in planned(Project(workspace_of(blueprint(choices)).case.blueprint))}


def test_the_framework_that_was_chosen_serves_and_no_other():
    made = project(framework="fastify")

    assert "export const usersController: Plugin<Options>" in made[f"{API}/modules/users/users.controller.ts"]
    assert not any("nestjs" in text for path, text in made.items() if path.endswith((".ts", "package.json")))


def test_a_route_says_what_its_caller_must_be_allowed_to_do():
    text = project(framework="fastify")[f"{API}/modules/users/users.controller.ts"]

    assert "config: { permission: 'users:write', idempotent: true },\n    schema: { body: CreateUser }," in text


@pytest.mark.parametrize("layer", ["repository", "service"])
def test_what_a_module_does_is_the_same_under_every_framework(layer: str):
    nest, fastify = (project(framework=name)[f"{API}/modules/users/users.{layer}.ts"] for name in ("nestjs", "fastify"))
    decorated = ("import { Inject, Injectable } from '@nestjs/common';\n", "@Injectable()\n", "@Inject(Database) ")
    for part in (*decorated, "@Inject(UsersRepository) "):
        nest = nest.replace(part, "")

    assert nest == fastify


def test_every_hook_of_the_server_stands_before_its_routes():
    text = project(framework="fastify")[f"{API}/app.ts"]

    assert text.index("authenticate(access)") < text.index("app.register(api")
    assert text.index("authenticate(access)") < text.index("authorize(access)")
