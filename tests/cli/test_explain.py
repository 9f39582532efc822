"""`blueprint explain`: the page that hover shows, or the name that was meant."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing-because", ["## Why", "## Silencing", "safe fix"]),
        ("queue", ["`bullmq` (default)", "## How to choose"]),
        ("queue.bullmq", ["## Choose it when", "## What it costs", "## Sources"]),
        ("prisma", ["## Avoid it when"]),
        ("security", ["# 6. Security", "## What a reviewer looks for"]),
        ("api.endpoint.permission", ["**permission**"]),
    ],
)
def test_whatever_has_a_name_has_a_page(project, name, words):
    run = project.run("explain", name)

    assert run.code == 0
    assert all(word in run.out for word in words)
    assert "\x1b" not in run.out


@pytest.mark.parametrize(
    ("name", "meant"), [("missing-becuase", "missing-because"), ("quue", "queue"), ("bulmq", "queue.bullmq")]
)
def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(project, name, meant):
    run = project.run("explain", name)

    assert (run.code, run.out) == (2, "")
    assert f"nothing is called `{name}`: did you mean `{meant}`?" in run.err


def test_a_teams_own_rule_is_explained_too(project):
    page = (
        "---\nrule: entity-module\ntitle: An entity without a module\nseverity: warning\n"
        "check:\n  each: data.entity\n  require: [module]\n  message: 'Entity `{label}` has no module'\n---\n"
        "# An entity without a module\n\n## Why\n\nSomebody must answer for it.\n"
    )
    project.write({".blueprint/rules/entity-module.md": page})

    assert "Somebody must answer for it." in project.run("explain", "entity-module").out
