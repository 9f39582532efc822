"""What running all that was chosen takes, against the people who are there (Q7)."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, whole
from blueprint_ls.judge.checks.words import number
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

DAYS = {0: 0.0, 1: 0.25, 2: 1.0, 3: 4.0, 4: 10.0, 5: 20.0}
"""Days of upkeep a month for each burden: 3 is a part-time job, a day a week; 5 is a person and more."""
OWN_STORE = 3.0
"""Further days for a store that no provider runs: patches, backups and failovers of one's own."""
OWN_MONITOR = 1.0
GIVEN = 3.0
"""Days a month that an engineer can give to upkeep and still build."""
GIVEN_BY_OPERATIONS = 15.0
"""Days a month that somebody gives whose main work it is."""
NAMED = 3
"""How many of the largest are named."""


@blueprint_check("burden-beyond-team")
def burden(case: Case) -> Iterator[Finding]:
    """The upkeep of all chosen options, in days a month, is at most what the team can give."""
    known = facts(case)
    team = known.one("overview", "team")
    engineers, operations = figure(team, "engineers"), figure(team, "operations")
    if engineers is None or operations is None:
        return
    people = min(operations.value, engineers.value)
    given = (engineers.value - people) * GIVEN + people * GIVEN_BY_OPERATIONS
    asked = sorted(_asked(known), key=lambda part: -part[1])
    total = sum(days for _, days in asked)
    if total > given + 1e-9:
        named = ", ".join(f"`{_name(end)}` {number(days)}" for end, days in asked[:NAMED])
        named += ", …" if sum(days > 0 for _, days in asked) > NAMED else ""
        message = (
            f"What was chosen asks for {number(total)} days of upkeep a month ({named}), and "
            f"{_formula(engineers.value, people)} = "
            f"{number(given)}: choose what asks for less, or have more people"
        )
        yield from report("burden-beyond-team", message, engineers, *(end for end, _ in asked[:NAMED]))


def upkeep(known: Facts) -> float:
    """Days of upkeep a month that all that was chosen asks for."""
    return sum(days for _, days in _asked(known))


def _formula(engineers: float, operations: float) -> str:
    builders = f"{number(engineers - operations)} engineers × {number(GIVEN)} days"
    return (
        f"{builders} + {number(operations)} in operations × {number(GIVEN_BY_OPERATIONS)}" if operations else builders
    )


def _asked(known: Facts) -> Iterator[tuple[Figure, float]]:
    """Each chosen option, store and monitor with the days that it takes."""
    for decision in known.blueprint.vocabulary.decisions.values():
        choice = known.chosen.get(decision.name)
        if choice is None:
            continue
        option = decision.options.get(str(choice.value))
        weight = option.burden if option else choice.block.get("burden", 1)
        yield choice, DAYS.get(weight, 0.0)
    for kind, days in (("store", OWN_STORE), ("monitor", OWN_MONITOR)):
        for block in known.all(kind):
            managed = stated(block, "managed")
            if managed and managed.value is False:
                yield whole(block), days


def _name(end: Figure) -> str:
    return str(end.value) if end.name == "choose" else str(end.block.label)
