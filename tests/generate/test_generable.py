"""What nobody stated is assumed so that a project comes of it, whatever is stated of people, load and money."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.generable import OPTIONS, generable
from blueprint_ls.generate.scaffold import Project, planned
from generate.given import designed, filled, stated

SCALES = ["", "concurrent_users = 50", "concurrent_users = 200000", "requests_per_second = 150000"]
TEAMS = ["", "engineers = 2", "engineers = 12\n    operations = 2"]
BUDGETS = ["", 'monthly = "300 USD"']
GROWN = [("", "", ""), ("concurrent_users = 50", "engineers = 2", 'monthly = "300 USD"'), (SCALES[3], TEAMS[2], "")]
CHOSEN = "\ndeployment {\n  decision orchestrator {\n    choose = ecs\n  }\n}\n"


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("scale", SCALES)
def test_each_assumed_option_has_templates(scale: str, team: str, budget: str):
    choices = designed(stated(scale, team, budget)).choices

    assert [name for name in OPTIONS if name in choices.made and not generable(name, (choices[name],))] == []


@pytest.mark.parametrize(("scale", "team", "budget"), GROWN)
def test_a_line_becomes_a_project_that_is_released(scale: str, team: str, budget: str):
    paths = {file.path for file in planned(Project(filled(stated(scale, team, budget)).case.blueprint))}

    assert ".github/workflows/release.yml" in paths
    assert "docker-compose.production.yml" in paths or any(path.startswith("k8s/") for path in paths)


def test_an_option_that_somebody_chose_stays():
    blueprint = filled(stated() + CHOSEN).case.blueprint

    assert blueprint.choice("orchestrator") == "ecs"
    assert "the release to ECS" in Project(blueprint).left_to_people


def test_what_has_no_templates_is_weighed_and_the_reason_says_why_it_was_left():
    choices = designed(stated(team="engineers = 7")).choices
    choice = choices.choice(choices.known["orchestrator"])

    assert (choice.option, choice.over) == ("kubernetes", ("ecs",))
    assert "projects are generated for it, and not for Amazon ECS" in choice.because
