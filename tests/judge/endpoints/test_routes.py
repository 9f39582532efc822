"""Routes as the language writes them: what is suggested is accepted there, and means the same endpoint."""

import importlib
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blueprint_ls.judge.endpoints.routes import METHODS, covers, template
from judge.endpoints.cases import found
from support import findings

ROUTES = {
    "/deals": "/deals",
    "/deals/:id": "/deals/{id}",
    "/deals/:id(\\d+)": "/deals/{id}",
    "/deals/:id?": "/deals/{id}",
    "/deals{/:id}": "/deals/{id}",
    "/deals/{id}": "/deals/{id}",
    "/deals/:from-:to": "/deals/{from}-{to}",
    "/files/:name.:ext": "/files/{name}.{ext}",
    "/api/pages/[slug]": "/api/pages/{slug}",
    "/api/pages/[...slug]": "/api/pages/{slug}",
    "/api/pages/[[...slug]]": "/api/pages/{slug}",
    "/files/*": "/files/{rest}",
    "/files/*path": "/files/{path}",
    "/files/:path*": "/files/{path}",
    "/files/(.*)": "/files/{rest}",
    "*": "/{rest}",
    "/": "/",
    "deals.created": "/deals.created",
    "/^\\/v[12]\\/deals$": "/{pattern}",
    "/api/ab(cd)?e/x": "/api/{pattern}",
    "/{…}": "/{pattern}",
    '/a"b': "/{pattern}",
    "/a/${x}/%{y}": "/a/{pattern}",
    "/of people/x": "/{pattern}",
}
KINDS = ("nest", "fastify", "express", "next")


@pytest.mark.parametrize("route", ROUTES)
def test_parameters_stand_in_braces(route: str):
    assert template(route) == ROUTES[route]


@pytest.mark.parametrize("route", ROUTES)
def test_the_allow_list_covers_a_route_as_it_is_suggested(route: str):
    assert covers(f"GET {template(route)}", "GET", route)


def test_what_takes_any_path_does_not_open_the_others():
    assert not covers("GET /{rest}", "GET", "/deals")
    assert covers("GET /*", "GET", "/deals/:id")
    assert covers("GET /files/*", "GET", "/files/:name")


def _catalogue() -> list[tuple[str, str]]:
    """Every source of the catalogue of endpoints."""
    names = [name for kind in KINDS for name in (f"test_{kind}", f"test_{kind}_idioms")]
    cases = [importlib.import_module(f"judge.endpoints.{name}").CASES for name in names]
    details = importlib.import_module("judge.endpoints.test_details")
    cases += [getattr(details, f"{kind.upper()}_CASES") for kind in KINDS]
    return [(name, source) for of in cases for name, (source, _) in of.items()]


def test_what_is_suggested_of_the_catalogue_is_accepted(tmp_path: Path):
    suggested: dict[str, None] = {}
    for at, (_, source) in enumerate(_catalogue()):
        for one in found(tmp_path / str(at), source):
            label = f"{one.method if one.method in METHODS else 'GET'} {template(one.route)}"
            assert covers(label, one.method, one.route), one.route
            suggested[label] = None
    assert len(suggested) > 100
    kinds = ("public", "endpoint")
    blocks = "\n".join(f"  {kind} {json.dumps(label)} {{\n  }}" for kind in kinds for label in suggested)
    wrong = {"syntax-error", "template-interpolation", "wrong-label", "unknown-label", "duplicate-block"}
    assert [one.message for one in findings(f"api {{\n{blocks}\n}}\n") if one.rule in wrong] == []


@given(st.lists(st.text("ab:*?+()[]{}.$^|\\\"' %-_é\n/", max_size=8), max_size=4).map("/".join))
@example("/a/:b(c(d)e)/f")
def test_any_route_is_written_as_a_path_that_means_it(route: str):
    path = template(route)
    label = json.dumps(f"GET {path}", ensure_ascii=False)
    wrong = {"syntax-error", "template-interpolation", "wrong-label"}
    assert not [one for one in findings(f"api {{\n  public {label} {{\n  }}\n}}\n") if one.rule in wrong]
    assert covers(f"GET {path}", "GET", route)
    assert template(path) == path
