"""Choices that the team can carry: where the recommended ones ask for more days than there are, lighter ones.

The heaviest choice that has a lighter answer gives way first, and again, until what is left fits into the days that
the team can give. What is stated stays. Money decides about hosting, and data about the database: they stay as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.choices import ALWAYS, Choices
from blueprint_ls.generate.people import Team, larger
from blueprint_ls.generate.scale import Scale
from blueprint_ls.generate.stated import Stated
from blueprint_ls.generate.topology import topology
from blueprint_ls.judge.checks.burden import DAYS, GIVEN, GIVEN_BY_OPERATIONS, OWN_MONITOR, OWN_STORE

MOST_ENGINEERS = 40
"""No larger team is assumed: whoever has one says so."""
YIELDING = (
    "release",
    "orchestrator",
    "tenant_isolation",
    "queue",
    "architecture_style",
    "metrics",
    "tracing",
    "read_replicas",
    "versioning",
    "monorepo_tool",
    "graphql",
    "ci",
)
"""Decisions of which a lighter answer does the same work with less comfort."""


def staffed(stated: Stated, scale: Scale, team: Team) -> tuple[Team, Choices]:
    """The choices with the team that carries them: as stated, else as small as what is chosen lets it be."""
    choices = carried(stated, scale, team)
    if stated.number("overview.team.engineers", 1, 1e5) is not None:
        return team, choices
    while days(stated, choices) > given(team) and team.engineers < MOST_ENGINEERS:
        team = larger(team)
        choices = carried(stated, scale, team)
    return team, choices


def carried(stated: Stated, scale: Scale, team: Team) -> Choices:
    """The choices that what is stated speaks for, as far as the team can carry them."""
    choices = Choices(stated, scale, team)
    while (asked := days(stated, choices)) > given(team):
        lighter = [Choices(stated, scale, team, choices.barred | heavy) for heavy in _heavy(choices)]
        best = min(lighter, key=lambda found: days(stated, found), default=choices)
        if days(stated, best) >= asked:
            return choices
        choices = best
    return choices


def days(stated: Stated, choices: Choices) -> float:
    """Days of upkeep a month that the choices ask for, stores and monitors of one's own among them."""
    boxes = topology(stated, choices)
    own = sum(OWN_STORE for role in boxes.own if role in boxes.self_run)
    watching = sum(OWN_MONITOR for role in ("metrics", "dashboards", "logs", "traces") if role in boxes.self_run)
    made = (name for name, decision in choices.known.items() if decision.required or name in choices.given | ALWAYS)
    return own + watching + sum(_days(choices, name, choices[name]) for name in made)


def given(team: Team) -> float:
    """Days of upkeep a month that the people can give."""
    return (team.engineers - team.operations) * GIVEN + team.operations * GIVEN_BY_OPERATIONS


def _heavy(choices: Choices) -> Iterator[frozenset[str]]:
    """For each decision that may yield, all its options but the lightest.

    It yields at once to its lightest answer: then it does not matter which of several decisions were made before.
    """
    for name in YIELDING:
        if name in choices.given or name not in choices.known:
            continue
        each = {option: _days(choices, name, option) for option in choices.fitting(choices.known[name])}
        least = min(each.values(), default=0.0)
        if least < _days(choices, name, choices[name]):
            heavy = (option for option in choices.known[name].options if _days(choices, name, option) > least)
            yield frozenset(f"{name}.{option}" for option in heavy)


def _days(choices: Choices, name: str, option: str) -> float:
    if option not in choices.known[name].options:
        return DAYS[1]
    return DAYS.get(choices.known[name].options[option].burden, 0.0)
