"""What a blueprint says about endpoints, and how the inventory shows them."""

from pathlib import Path

import pytest

from blueprint_ls.judge.endpoints.endpoint import Settings
from blueprint_ls.judge.endpoints.routes import covers
from judge.endpoints.cases import found

SOURCE = """
// file: app.ts
import express from 'express';
const app = express();
app.use('/v1', gate);
function gate(req, res, next) { next(); }
app.get('/v1/deals/:id', (req, res) => res.json([]));
app.get('/tracking/:code', (req, res) => res.json([]));
"""


def test_a_guard_that_the_blueprint_names_has_the_last_word(tmp_path: Path):
    endpoints = found(tmp_path, SOURCE, Settings(guards={"gate": True}))

    assert [(one.route, one.authenticated) for one in endpoints] == [
        ("/v1/deals/:id", "yes"),
        ("/tracking/:code", "no"),
    ]


def test_public_routes_are_marked_by_pattern(tmp_path: Path):
    endpoints = found(tmp_path, SOURCE, Settings(public=frozenset({"GET /tracking/*", "POST /v1/deals/{id}"})))

    assert [one.public for one in endpoints] == [False, True]


@pytest.mark.parametrize(
    ("pattern", "route", "meant"),
    [
        ("GET /deals/*", "/deals/:id/notes", True),
        ("GET /deals/*", "/deals/:id", True),
        ("GET /deals/*", "/deals", False),
        ("GET /deals/*", "/dealers/:id", False),
        ("GET /deals/*/notes", "/deals/:id/notes", True),
        ("GET /deals/*/notes", "/deals/:id/notes/:note", False),
        ("GET /deals/*/notes", "/deals/a/b/notes", False),
    ],
)
def test_a_star_is_one_part_and_everything_beneath_at_the_end(pattern: str, route: str, meant: bool):
    assert covers(pattern, "GET", route) is meant


def test_what_answers_every_method_is_meant_by_its_path():
    assert covers("GET /assets/*", "ALL", "/assets/logo.svg")
    assert covers("GET /chat/say", "WS", "/chat/say")
    assert not covers("GET /assets", "POST", "/assets")


def test_a_parameter_may_have_any_name(tmp_path: Path):
    endpoints = found(tmp_path, SOURCE, Settings(public=frozenset({"GET /v1/deals/{deal}"})))

    assert [one.public for one in endpoints] == [True, False]
