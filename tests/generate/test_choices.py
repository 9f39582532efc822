"""Choices stay what they are when some of them are written down: the order of filling cannot matter."""

from __future__ import annotations

import random

import pytest

from blueprint_ls.generate.choices import ALWAYS
from blueprint_ls.generate.design import Design
from blueprint_ls.generate.stated import Stated
from blueprint_ls.generate.upkeep import days, given
from generate.given import designed, stated
from support import workspace_of

SCALES = ["", "concurrent_users = 200000", "requests_per_second = 150000", "concurrent_users = 50"]
TEAMS = ["", "engineers = 2", "engineers = 3", "engineers = 12\n    operations = 2", "engineers = 40"]
BUDGETS = ["", 'monthly = "300 USD"', 'monthly = "30000 USD"']


def _written(design: Design, names: list[str]) -> str:
    """Some of the choices, as source."""
    sections: dict[str, list[str]] = {}
    for name in names:
        decision, option = design.choices.known[name], design.choices[name]
        custom = "" if option in decision.options else "    custom = true\n"
        block = f"  decision {name} {{\n    choose = {option}\n{custom}  }}"
        sections.setdefault(decision.section, []).append(block)
    return "\n".join(f"{section} {{\n" + "\n".join(blocks) + "\n}\n" for section, blocks in sections.items())


def _is_written(design: Design, name: str) -> bool:
    """Whether a complete blueprint makes the decision."""
    made = design.choices.known[name].required or name in ALWAYS
    return made and (name != "cache" or "cache" in design.topology.stores)


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("scale", SCALES)
def test_what_was_chosen_is_chosen_again_whatever_part_of_it_is_stated(scale: str, team: str, budget: str):
    text = stated(scale, team, budget)
    design = designed(text)
    made = [name for name in design.choices.made if _is_written(design, name)]
    for seed in range(3):
        chance = random.Random(seed)
        some = chance.sample(made, chance.choice([3, 8, 15, 22]))
        again = designed(f"{text}\n{_written(design, some)}")

        assert again.choices.made == design.choices.made


@pytest.mark.parametrize("team", ["engineers = 3", "engineers = 6", "engineers = 40"])
def test_what_is_chosen_can_be_carried(team: str):
    design = designed(stated(team=team))
    facts = Stated(workspace_of(stated(team=team)).case.blueprint)

    assert days(facts, design.choices) <= given(design.team)
