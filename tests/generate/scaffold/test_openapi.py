"""The OpenAPI document of a generated project says what its endpoints take and answer."""

from __future__ import annotations

import json

from generate.scaffold.test_project import project, unchanged

PLACE = "docs/openapi.json"


def document(**edits: str) -> dict:
    return json.loads((project(**edits) if edits else unchanged())[PLACE])


def test_an_operation_has_its_bodies_its_errors_and_its_headers():
    update = document()["paths"]["/deals/{id}"]["patch"]

    assert update["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/UpdateDeal"}
    assert {"200", "401", "403", "404", "412", "422", "428"} <= update["responses"].keys()
    assert {"$ref": "#/components/parameters/ifMatch"} in update["parameters"]


def test_who_signs_in_has_no_token_yet():
    paths = document()["paths"]

    assert paths["/auth/login"]["post"]["security"] == []
    assert "security" not in paths["/deals"]["get"]


def test_a_request_says_nothing_beyond_its_fields():
    schema = document()["components"]["schemas"]["CreateContact"]

    assert schema["additionalProperties"] is False
    assert "tenantId" not in schema["properties"]


def test_no_hidden_field_is_in_it():
    assert "passwordHash" not in unchanged()[PLACE]


def test_pages_end_as_the_blueprint_decided():
    counted = document(**{"choose  = cursor\n": "choose  = offset\n"})

    assert "hasMore" in counted["components"]["schemas"]["ContactResponsePage"]["properties"]
    assert "nextCursor" in document()["components"]["schemas"]["ContactResponsePage"]["properties"]


def test_an_endpoint_that_is_more_than_rows_is_described_too():
    close = document()["paths"]["/deals/{id}/close"]["post"]

    assert close["operationId"] == "closeDeal"
    assert {"401", "403", "404"} <= close["responses"].keys()


def test_what_is_made_says_where_it_is_read():
    paths = document()["paths"]

    assert "Location" in paths["/deals"]["post"]["responses"]["201"]["headers"]
    assert "Location" not in paths["/companies"]["post"]["responses"]["201"]["headers"]
