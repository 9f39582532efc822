"""What to choose in each decision: by the pages' conditions, held against what is stated.

A stated choice stands. What stated choices imply follows; what they exclude is out. Otherwise the page's default
holds, unless a condition that is met speaks for another option and none that is met speaks for the default. Whatever
nobody stated is chosen among the options that projects are generated for, as far as one of them fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.conditions import loser, met
from blueprint_ls.generate.generable import generable
from blueprint_ls.generate.people import Team
from blueprint_ls.generate.scale import Scale
from blueprint_ls.generate.stated import Stated
from blueprint_ls.language.schema import Decision, Distinction, Option

ORDER = [
    "hosting",
    "orchestrator",
    "architecture_style",
    "monorepo_tool",
    "package_manager",
    "framework",
    "graphql",
    "validation",
    "pagination",
    "versioning",
    "database",
    "orm",
    "migrations",
    "tenant_isolation",
    "read_replicas",
    "queue",
    "cache",
    "authentication",
    "authorization",
    "secrets",
    "logger",
    "metrics",
    "tracing",
    "test_runner",
    "test_containers",
    "ci",
    "release",
]
"""Each decision behind those that its conditions ask about."""
ALWAYS = frozenset({"hosting", "cache", "test_runner"})
"""Decisions that a complete blueprint makes although none is asked for: others and the bill rest on them."""
DRIVERS = {"cassandra": "cassandra_driver", "scylladb": "scylladb_driver", "neo4j": "neo4j_driver"}
"""Databases that no layer with a page of its own speaks to: the vendor's driver is used as it comes."""


PEOPLE_A_MONTH = 3
"""People who sign in within a month, for each that is active at peak."""
FREE_USERS = 10_000
"""Monthly users that a hosted identity provider does not charge for."""
IDENTITY = 0.015
"""What each further one costs in dollars; in other currencies about as much."""
BUDGET_SHARE = 0.1
"""More of the budget than this is too much for signing people in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a decision, with its reasons."""

    decision: str
    option: str
    title: str
    because: str
    accepts: str
    over: tuple[str, ...] = ()
    summary: str = ""
    """What a custom option is."""


class Choices:
    """The answers to all decisions, worked out one behind the other."""

    def __init__(self, stated: Stated, scale: Scale, team: Team, barred: frozenset[str] = frozenset()) -> None:
        self.stated = stated
        self.barred = barred
        """Options that ask for more people than there are: `release.canary`."""
        self.known = stated.blueprint.vocabulary.decisions
        self.facts = _facts(stated, scale, team)
        self.budget = stated.number("overview.budget.monthly", 0, 1e9)
        self.people = scale.users * PEOPLE_A_MONTH
        self.made: dict[str, str] = {}
        for name in sorted(self.known, key=_place):
            chosen = stated.choice(name)
            if chosen:
                self.made[name] = chosen
        self.given = frozenset(self.made)
        for name in sorted(self.known, key=_place):
            if name not in self.made:
                self.made[name] = self.recommended(self.known[name])

    def __getitem__(self, decision: str) -> str:
        return self.made.get(decision, "")

    def recommended(self, decision: Decision) -> str:
        """The option that the pages' conditions speak for, among those that fit to what is chosen."""
        implied = self._implied(decision.name)
        if implied in decision.options:
            return str(implied)
        fitting = self.fitting(decision)
        if not fitting:
            driver = DRIVERS.get(self["database"], "") if decision.name == "orm" else ""
            return driver or decision.default
        first = decision.default if decision.default in fitting else fitting[0]
        return self._strongest(decision, first, fitting)

    def fitting(self, decision: Decision) -> list[str]:
        """The options that go together with the other choices, and that templates, money and people allow."""
        fits = [option.name for option in decision.options.values() if self._fits(option)]
        found = generable(decision.name, fits) or fits
        allowed = [name for name in found if f"{decision.name}.{name}" not in self.barred]
        return [name for name in allowed if self._affordable(decision, name)] or allowed or found

    def _affordable(self, decision: Decision, option: str) -> bool:
        """Whether the stated budget carries a hosted identity provider, which is paid by the person."""
        if (decision.name, option) != ("authentication", "oauth2") or self.budget is None:
            return True
        return max(0, self.people - FREE_USERS) * IDENTITY <= self.budget * BUDGET_SHARE

    def choice(self, decision: Decision, option: str | None = None) -> Choice:
        """A choice with the reasons that its pages give, those that are met here first."""
        name = option or self.made[decision.name]
        found = decision.options.get(name)
        if found is None:
            return _custom(decision, name, self["database"])
        spoken = [one.when for one in self._met(decision) if one.prefers == name and self._earlier(one, decision)]
        own = [decision.because] if name == decision.default and decision.because else []
        because = next(iter([*spoken, *own, *found.because]), "")
        accepts = next(iter(found.accepts), "")
        over = self._weighed(decision, name)
        return Choice(decision.name, name, found.title, because + _generated(decision, name, over), accepts, over)

    def _earlier(self, entry: Distinction, decision: Decision) -> bool:
        """Whether a condition asks about something settled before: no choice is the reason of what it follows from."""
        measured = entry.measure.rpartition(".")[2]
        return measured not in self.known or _place(measured) < _place(decision.name)

    def _weighed(self, decision: Decision, chosen: str) -> tuple[str, ...]:
        """What was considered and left: the default, and every option that some condition speaks for."""
        spoken = [entry.prefers for entry in self._met(decision) if chosen in entry.between and entry.prefers != chosen]
        weighed = [decision.default, *spoken] if chosen != decision.default else spoken
        return tuple(dict.fromkeys(name for name in weighed if name in decision.options))

    def _strongest(self, decision: Decision, first: str, fitting: list[str]) -> str:
        wins = {(entry.prefers, loser(entry)) for entry in self._met(decision)}
        clear = {(better, worse) for better, worse in wins if (worse, better) not in wins}
        better = [name for name in fitting if (name, first) in clear]
        best = [name for name in better if not any((other, name) in clear for other in better)] or better
        return min(best, key=lambda name: decision.options[name].burden, default=first)

    def _met(self, decision: Decision) -> Iterator[Distinction]:
        return (entry for entry in decision.distinctions if self._holds(entry))

    def _holds(self, entry: Distinction) -> bool:
        value = self.facts.get(entry.measure)
        last = entry.measure.rpartition(".")[2]
        if value is None and last in self.known:
            value = self.made.get(last)
        if value is None:
            value = self.stated.value(entry.measure)
        return met(entry, value)

    def _implied(self, decision: str) -> str | None:
        for option in self._chosen():
            for target in option.implies:
                name, _, choice = target.partition(".")
                if name == decision:
                    return choice
        return None

    def _fits(self, option: Option) -> bool:
        own = f"{option.decision}.{option.name}"
        taken = {f"{name}.{choice}" for name, choice in self.made.items()}
        if taken.intersection(option.excludes) or any(own in other.excludes for other in self._chosen()):
            return False
        implied = (target.partition(".") for target in option.implies)
        return all(self.made.get(name, choice) == choice for name, _, choice in implied)

    def _chosen(self) -> Iterator[Option]:
        for name, choice in self.made.items():
            option = self.known[name].options.get(choice)
            if option:
                yield option


def _facts(stated: Stated, scale: Scale, team: Team) -> Mapping[str, Any]:
    """The measures of the conditions; a budget and a promise count only where they are stated."""
    return {
        "overview.scale.concurrent_users": scale.users,
        "overview.scale.requests_per_second": scale.requests,
        "overview.scale.jobs_per_minute": scale.jobs,
        "overview.scale.tenants": scale.tenants,
        "overview.scale.data_volume": scale.data,
        "overview.scale.largest_tenant": scale.largest,
        "overview.scale.reads": scale.reads,
        "overview.team.engineers": team.engineers,
        "overview.team.operations": team.operations,
        "overview.team.seniority": team.seniority,
        "overview.team.knows": team.knows,
        "overview.compliance": [block.label for block in stated.all("compliance")],
        "coding.typescript.strict": _strict(stated),
    }


def _strict(stated: Stated) -> bool:
    return stated.value("coding.typescript.strict") is not False


def _generated(decision: Decision, chosen: str, over: tuple[str, ...]) -> str:
    """What outweighs options that conditions speak for: that a project comes of this one, and of them none."""
    offered = generable(decision.name, (chosen, *over))
    missing = [decision.options[name].title for name in over if name not in offered]
    return (
        f"; projects are generated for it, and not for {' or '.join(missing)}" if chosen in offered and missing else ""
    )


def _custom(decision: Decision, name: str, database: str) -> Choice:
    """An option without a page: the driver of a database that no known layer speaks to, or the team's own."""
    title = name.replace("_", " ")
    if name != DRIVERS.get(database):
        summary = f"{title.capitalize()}: what this team runs here instead of an option that has a page"
        return Choice(decision.name, name, title, "", "", (), summary)
    because = f"No layer with a page of its own speaks to {database}, so queries go through the vendor's driver"
    accepts = "Types and migrations are written by hand, and tests hold them together"
    return Choice(decision.name, name, title, because, accepts, (), f"The vendor's own client library for {database}")


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def wanted(known: Mapping[str, Decision], section: str) -> Iterable[Decision]:
    """The decisions that a whole section makes."""
    found = [decision for decision in known.values() if decision.section == section]
    return [decision for decision in found if decision.required or decision.name in ALWAYS]
