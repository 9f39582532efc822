"""Each option of each decision is recommended for some blueprint: by default, or where what is stated speaks for it.

One that no project is generated for is weighed there, and left for one that has templates.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from blueprint_ls.generate.choices import Choice
from blueprint_ls.generate.conditions import loser
from blueprint_ls.generate.generable import generable
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.schema import Decision, Distinction, Option
from generate.given import HEADER, designed

DECISIONS = load().vocabulary.decisions
OPTIONS = [(decision.name, option) for decision in DECISIONS.values() for option in decision.options]


SIZES = ("1", "2", "4", "10", "12", "40")
TEAMS: list[dict[str, str]] = [{}, *({"overview.team.engineers": size} for size in SIZES)]
LARGE = {"overview.team.engineers": "40", "overview.team.operations": "8"}
ALONE = {"overview.team.engineers": "1", "deployment.orchestrator": "kubernetes"}
AROUND = [
    *TEAMS,
    ALONE,
    *(LARGE | other for other in ({}, {"api.framework": "fastify"}, {"data.orm": "knex"}, {"async.queue": "sqs"})),
]
"""What else may be stated: teams of many sizes, and choices that bring none along."""


@pytest.mark.parametrize(("decision", "option"), OPTIONS)
def test_a_blueprint_can_speak_for_every_option(decision: str, option: str):
    found = DECISIONS[decision]
    statements = (team | facts for facts in _statements(found, found.options[option]) for team in AROUND)

    assert any(_speaks_for(found, option, facts) for facts in statements)


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_nobody_stated_has_templates(decision: str):
    found = DECISIONS[decision]
    facts = [one for option in found.options.values() for one in _statements(found, option)]
    silent = [one for one in facts if not any(measure.rpartition(".")[2] in DECISIONS for measure in one)]

    assert silent
    assert {_chosen(found, one).option for one in silent} <= set(generable(decision, found.options))


def _statements(decision: Decision, option: Option) -> Iterator[dict[str, str]]:
    """What may be stated for an option: nothing, what brings it, and each condition with none that opposes it."""
    yield {}
    for other in DECISIONS.values():
        for bringing in other.options.values():
            if f"{decision.name}.{option.name}" in bringing.implies:
                yield {f"{other.section}.{other.name}": bringing.name}
    spoken = [entry for entry in decision.distinctions if entry.prefers == option.name]
    yield {entry.measure: _meeting(entry) for entry in spoken}
    for entry in spoken:
        facts = {entry.measure: _meeting(entry)}
        opposing = [e for e in decision.distinctions if loser(e) == option.name and e.measure not in facts]
        yield {other.measure: _missing(other) for other in opposing} | facts
        yield facts


def _meeting(entry: Distinction) -> str:
    if entry.equals is not None:
        return {"True": "true", "False": "false"}.get(str(entry.equals), str(entry.equals))
    return _scaled(entry.above, 3) if entry.above is not None else _scaled(entry.below or 0, 0.5)


def _missing(entry: Distinction) -> str:
    if entry.equals is not None:
        return ""
    return _scaled(entry.above, 0.5) if entry.above is not None else _scaled(entry.below or 0, 2)


def _scaled(bound: float | str, factor: float) -> str:
    if isinstance(bound, str):
        digits = "".join(char for char in bound if char.isdigit() or char == ".")
        unit = bound.removeprefix(digits)
        return f'"{float(digits) * factor:g}{unit}"'
    value = bound * factor
    return f"{max(value, 1) if bound >= 1 and factor < 1 else value:g}"


def _speaks_for(decision: Decision, option: str, facts: dict[str, str]) -> bool:
    choice = _chosen(decision, facts)
    return choice.option == option or (option in choice.over and not generable(decision.name, (option,)))


def _chosen(decision: Decision, facts: dict[str, str]) -> Choice:
    text = HEADER + "".join(_source(measure, value) for measure, value in facts.items() if value)
    return designed(text).choices.choice(decision)


def _source(measure: str, value: str) -> str:
    """A condition's measure, stated: a decision, an attribute of a block, or a block of a kind."""
    section, _, rest = measure.partition(".")
    block, _, name = rest.partition(".")
    if name:
        written = f'["{value}"]' if name == "knows" else value
        return f"\n{section} {{\n  {block} {{\n    {name} = {written}\n  }}\n}}\n"
    if block in DECISIONS:
        return f"\n{section} {{\n  decision {block} {{\n    choose = {value}\n  }}\n}}\n"
    return f"\n{section} {{\n  {block} {value} {{\n  }}\n}}\n"
