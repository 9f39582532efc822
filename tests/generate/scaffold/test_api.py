"""The API of a generated project, whichever framework serves it."""

from __future__ import annotations

import json
import re

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.joi import joi
from blueprint_ls.generate.scaffold.typescript import regex
from blueprint_ls.generate.scaffold.zod import zod
from blueprint_ls.language.fields import FieldType
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
    for part in (*decorated, "@Inject(UsersRepository) ", "@Inject(Caches) "):
        nest = nest.replace(part, "")

    assert nest == fastify


def test_every_hook_of_the_server_stands_before_its_routes():
    text = project(framework="fastify")[f"{API}/app.ts"]

    assert text.index("authenticate(access)") < text.index("app.register(api")
    assert text.index("authenticate(access)") < text.index("authorize(access)")


PLATE = '    field title {\n      type    = string(20)\n      pattern = "^[A-Z]{3}/[0-9]+$"\n    }\n'


def patterned(validation: str) -> dict[str, str]:
    """The project whose deals have titles of a pattern."""
    files = blueprint({"validation": validation})
    before = "    field title { type = string(200) }\n"
    assert before in files["data.blueprint"]
    files["data.blueprint"] = files["data.blueprint"].replace(before, PLATE)
    return {file.path: file.text for file in planned(Project(workspace_of(files).case.blueprint))}


@pytest.mark.parametrize(
    ("validation", "expected"),
    [
        ("zod", r"title: z.string().trim().min(1).max(20).regex(/^[A-Z]{3}\/[0-9]+$/),"),
        ("joi", r"title: Joi.string().trim().max(20).pattern(/^[A-Z]{3}\/[0-9]+$/).required(),"),
        ("class_validator", "  @Text(1, 20)\n  @Matches(/^[A-Z]{3}\\/[0-9]+$/)\n  readonly title!: string;"),
    ],
)
def test_every_validator_holds_a_text_against_its_pattern(validation: str, expected: str):
    text = patterned(validation)[f"{API}/modules/sales/deals.dto.ts"]

    assert "".join(expected.split()) in "".join(text.split())


@pytest.mark.parametrize(
    ("validation", "expected"),
    [
        ("zod", "amount: wholeNumber({ least: 0n }).nullable().exactOptional(),"),
        ("joi", "amount: wholeNumber({ least: 0n }).allow(null),"),
        ("class_validator", "@WholeNumber({ least: 0n })"),
    ],
)
def test_every_validator_holds_a_number_within_its_bounds(validation: str, expected: str):
    assert expected in project(validation=validation)[f"{API}/modules/sales/deals.dto.ts"]


@pytest.mark.parametrize("pattern", ["(", "[a-", "a{2,1}", "*"])
def test_a_pattern_that_is_no_regular_expression_is_refused(pattern: str):
    with pytest.raises(Refused, match="is no regular expression"):
        regex(pattern)


@pytest.mark.parametrize(
    ("pattern", "literal"), [("a/b", r"/a\/b/"), (r"a\/b", r"/a\/b/"), ("[/]", "/[/]/"), ("(?<n>x)", "/(?<n>x)/")]
)
def test_a_pattern_never_ends_its_literal(pattern: str, literal: str):
    assert regex(pattern) == literal


def test_an_entity_is_found_by_its_label_however_that_is_written():
    files = blueprint({})
    files = {name: text.replace("entity Company {", "entity company {") for name, text in files.items()}
    files = {name: text.replace("entity.Company\n", "entity.company\n") for name, text in files.items()}
    files = {name: text.replace("ref(Company)", "ref(company)") for name, text in files.items()}
    made = {file.path: file.text for file in planned(Project(workspace_of(files).case.blueprint))}

    assert "export class CompaniesService {" in made[f"{API}/modules/contacts/companies.service.ts"]
    assert "fields: [companyId], references: [id]" in made["packages/database/prisma/schema.prisma"]


def test_who_signs_in_at_a_provider_has_no_password_here():
    files = blueprint({"authentication": "oauth2"})
    made = {file.path: file.text for file in planned(Project(workspace_of(files).case.blueprint))}

    assert "createRemoteJWKSet(new URL(keys), KEYS)" in made["packages/auth/src/providers.ts"]
    assert "GOOGLE_CLIENT_ID=" in made[".env.example"]
    assert "@Post('oidc')" in made[f"{API}/modules/identity/identity.controller.ts"]
    assert not any("assword" in text for path, text in made.items() if path.endswith("sign_in.sql"))
    assert "packages/auth/src/password.ts" not in made


def test_a_credential_that_says_nothing_of_the_provider_is_named():
    files = blueprint({"authentication": "oauth2"})
    files["data.blueprint"] = files["data.blueprint"].replace("field subject {", "field known {")

    with pytest.raises(Refused, match="`entity Credential` has no field `subject`"):
        Project(workspace_of(files).case.blueprint)


def test_an_endpoint_that_is_more_than_a_row_is_whole_but_for_one_function():
    made = project()
    use_case = made[f"{API}/modules/sales/close-deal.use-case.ts"]

    assert "const deal = await this.deals.lock(tx, id);" in use_case
    assert "await recordAudit(tx, 'deal.closed', 'Deal', changed.id);" in use_case
    assert "It has to publish 'deal.closed' as well" in made[f"{API}/modules/sales/close-deal.rule.ts"]
    assert (
        "new NotImplemented({ endpoint: 'POST /deals/{id}/close' })" in made[f"{API}/modules/sales/close-deal.rule.ts"]
    )
    assert "| `POST /deals/{id}/close` | `apps/api/src/modules/sales/close-deal.rule.ts` |" in made["README.md"]


@pytest.mark.parametrize("framework", ["nestjs", "fastify"])
def test_every_endpoint_of_the_blueprint_has_a_route(framework: str):
    made = project(framework=framework)
    text = "\n".join(text for path, text in made.items() if path.endswith("controller.ts"))
    stated = re.findall(r'endpoint "\w+ /([^"]+)"', "\n".join(blueprint({}).values()))

    for path in stated:
        served = re.sub(r"\{(\w+)\}", r":\1", path)
        head, _, rest = served.partition("/")
        assert f"'{served}'" in text or f"'/{served}'" in text or (f"'{head}'" in text and f"'{rest}'" in text), path


def with_endpoint(label: str) -> dict[str, str]:
    """The project with one more action on deals."""
    files = blueprint({})
    extra = f'\napi {{\n  endpoint "{label}" {{\n    module = module.sales\n    entity = entity.Deal\n  }}\n}}\n'
    files["extra.blueprint"] = extra
    return {file.path: file.text for file in planned(Project(workspace_of(files).case.blueprint))}


@pytest.mark.parametrize("label", ["POST /deals/{class}/open", "POST /deals/{deal-id}/open", "POST /deals/{}/open"])
def test_a_parameter_that_is_no_identifier_is_refused(label: str):
    with pytest.raises(Refused, match="cannot be the name of a parameter"):
        with_endpoint(label)


@pytest.mark.parametrize("label", ["POST /deals/{id}/../../etc", "POST /deals/{id}/x'; evil()", "POST /{{ 7 * 7 }}"])
def test_a_hostile_path_comes_out_harmless_or_refused(label: str):
    try:
        made = with_endpoint(label)
    except Refused:
        return
    assert all(".." not in path for path in made)
    assert not any("49" in path or re.search(r"^\s*evil\(", text, re.MULTILINE) for path, text in made.items())


def test_two_methods_of_one_path_have_names_of_their_own():
    files = blueprint({})
    each = "\n".join(
        f'  endpoint "{method} /deals/{{id}}/notes" {{ module = module.sales }}' for method in ("PUT", "PATCH")
    )
    files["extra.blueprint"] = f"\napi {{\n{each}\n}}\n"
    made = {file.path for file in planned(Project(workspace_of(files).case.blueprint))}

    assert f"{API}/modules/sales/update-deal-note.rule.ts" in made
    assert f"{API}/modules/sales/patch-deal-note.rule.ts" in made


def test_the_description_of_the_api_names_what_is_left_to_write():
    paths = json.loads(project()["docs/openapi.json"])["paths"]
    close = paths["/deals/{id}/close"]["post"]

    assert close["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/CloseDeal"}
    assert {"200", "401", "403", "404", "422", "501"} <= set(close["responses"])
    assert paths["/webhooks/stripe"]["post"]["security"] == []


@pytest.mark.parametrize(
    ("framework", "file"), [("nestjs", "description.controller.ts"), ("fastify", "description.ts")]
)
def test_the_description_is_served_behind_sign_in_unless_it_is_public(framework: str, file: str):
    files = blueprint({"framework": framework})
    before = 'public "GET /ready" {'
    stated = 'public "GET /api/docs" { because = "Partners read it" }'
    opened = {name: text.replace(before, f"{stated}\n\n  {before}") for name, text in files.items()}
    closed_text, open_text = (
        next(one.text for one in planned(Project(workspace_of(made).case.blueprint)) if one.path == f"{API}/{file}")
        for made in (files, opened)
    )

    assert "public" not in closed_text.lower()
    assert "public" in open_text.lower()


@pytest.mark.parametrize("framework", ["nestjs", "fastify"])
def test_what_was_created_can_be_found(framework: str):
    made = project(framework=framework)

    assert ".header('Location', `/api/v1/deals/${created.id}`)" in made[f"{API}/modules/sales/deals.controller.ts"]
    assert "Location" not in made[f"{API}/modules/contacts/companies.controller.ts"]


def test_an_entity_that_is_called_index_has_a_file_beside_the_index():
    index = "entity Index {\n    module = module.sales\n\n    field name { type = string(40) }\n  }\n\n  schema {"
    files = {name: text.replace("schema {", index, 1) for name, text in blueprint({"orm": "typeorm"}).items()}
    made = {file.path: file.text for file in planned(Project(workspace_of(files).case.blueprint))}
    folder = "packages/database/src/entities"

    assert "export class Index {" in made[f"{folder}/index_.ts"]
    assert "export { Index } from './index_.js';" in made[f"{folder}/index.ts"]


@pytest.mark.parametrize(
    ("validation", "expected"),
    [("zod", "z.array(z.int().min(-2147483647).max(2147483647))"), ("joi", ".integer().min(")],
)
def test_every_number_of_a_list_fits_its_column(validation: str, expected: str):
    field = Field("counts", FieldType("list", of=FieldType("integer")))

    assert expected in {"zod": zod, "joi": joi}[validation](field)


def test_what_others_still_refer_to_is_a_conflict_to_delete():
    made = project()
    deleting = [text for path, text in made.items() if path.endswith(".service.ts") and "async remove(" in text]

    assert any("throw refusalToDelete(error);" in text for text in deleting)
    assert all(
        ("refusalToDelete" in text) == ("} catch (error) {" in text.partition("async remove(")[2]) for text in deleting
    )


@pytest.mark.parametrize("orm", ["prisma", "drizzle", "kysely", "typeorm"])
def test_who_was_deactivated_may_do_nothing(orm: str):
    assert "'deactivated'" in project(orm=orm)["apps/api/src/middleware/callers.repository.ts"]
