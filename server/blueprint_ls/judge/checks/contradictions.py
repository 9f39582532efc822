"""Choices that cannot stand together, dates that have passed, blocks that a decision rules out."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import Option


@blueprint_check("excluded-choice", "implied-choice")
def choices(case: Case) -> Iterator[Finding]:
    """What one option excludes or brings, against what the other decisions chose."""
    known = facts(case)
    chosen = dict(_chosen(known))
    excluded: set[frozenset[str]] = set()
    for choice, option in chosen.values():
        for name, other in _answers(option.excludes, chosen):
            pair = frozenset((option.decision, name))
            if other.value == _wanted(option.excludes, name, other) and pair not in excluded:
                excluded.add(pair)
                message = (
                    f"`{option.name}` cannot stand beside `{other.value}` as {_title(known, name)}: change one of "
                    "the two"
                )
                yield from report("excluded-choice", message, choice, other)
    for choice, option in chosen.values():
        for name, other in _answers(option.implies, chosen):
            if frozenset((option.decision, name)) not in excluded:
                yield from _brings(known, option, choice, name, other)


_Choices = dict[str, tuple[Figure, Option]]


def _chosen(known: Facts) -> Iterator[tuple[str, tuple[Figure, Option]]]:
    """Each decision whose choice has a page, with that page's data."""
    for decision in known.blueprint.vocabulary.decisions.values():
        choice = known.chosen.get(decision.name)
        option = decision.options.get(str(choice.value)) if choice else None
        if choice and option:
            yield decision.name, (choice, option)


def _answers(targets: tuple[str, ...], chosen: _Choices) -> Iterator[tuple[str, Figure]]:
    """The decisions that some targets `decision.option` are about, each once, with what was chosen there."""
    for name in dict.fromkeys(target.partition(".")[0] for target in targets):
        if name in chosen:
            yield name, chosen[name][0]


def _wanted(targets: tuple[str, ...], name: str, other: Figure) -> str | None:
    return next((other.value for target in targets if target == f"{name}.{other.value}"), None)


def _brings(known: Facts, option: Option, choice: Figure, name: str, other: Figure) -> Iterator[Finding]:
    """An implied option that is neither chosen nor among those that were weighed."""
    brought = [target.partition(".")[2] for target in option.implies if target.startswith(f"{name}.")]
    weighed = set(other.block.get("over") or ())
    if other.value not in brought and not weighed.intersection(brought):
        expected = " or ".join(f"`{one}`" for one in brought)
        message = (
            f"`{option.name}` brings {expected} as {_title(known, name)}, and `{other.value}` is chosen: take "
            f"{expected}, or name it "
            "under `over` and say why not"
        )
        yield from report("implied-choice", message, other, choice)


def _title(known: Facts, decision: str) -> str:
    return f"`decision {decision}`" if decision in known.blueprint.vocabulary.decisions else decision


@blueprint_check("overdue-replacement", "decision-dates", "superseded-decision")
def dates(case: Case) -> Iterator[Finding]:
    """Replacements that should be done, days in the wrong order, decisions that no longer hold."""
    for block in facts(case).all("decision"):
        yield from _dates(case, block)
        status = stated(block, "status")
        if status and status.value == "superseded":
            message = (
                f"`{block.label}` is superseded, and no other decision took its place: choose what holds today, and "
                "name the old option under `replaces`"
            )
            yield from report("superseded-decision", message, status)


def _dates(case: Case, block: Block) -> Iterator[Finding]:
    decided, review, by = stated(block, "decided"), stated(block, "review"), stated(block, "replaces_by")
    replaced, choice = stated(block, "replaces"), stated(block, "choose")
    if by and by.value < case.today:
        old = f"`{replaced.value}`" if replaced else "The old choice"
        message = f"{old} was to be gone by {by.value}: finish the move, or set the day that the team means now"
        yield from report("overdue-replacement", message, by, *([replaced] if replaced else []))
    if decided and decided.value > case.today and block.get("status", "accepted") == "accepted":
        message = (
            f"`{block.label}` was decided on {decided.value}, a day that is still to come: correct it, or call it "
            "proposed"
        )
        yield from report("decision-dates", message, decided)
    for later in (review, by):
        if decided and later and later.value < decided.value:
            message = (
                f"`{later.name}` is {later.value}, before the decision itself on {decided.value}: correct one of the "
                "two"
            )
            yield from report("decision-dates", message, later, decided)
    if replaced and choice and replaced.value == choice.value:
        message = f"`{replaced.value}` replaces itself: name what runs today, or take `replaces` out"
        yield from report("decision-dates", message, replaced, choice)


RULED_OUT = (
    ("graphql", ("none",), "api", "graphql"),
    ("read_replicas", ("none",), "data", "replica"),
)
"""Decision, choices, and the section and block that make no sense under them."""
NO_ROW_SECURITY = frozenset({"mysql", "mongodb", "cassandra", "scylladb", "neo4j"})
"""Databases that cannot enforce row-level security."""


@blueprint_check("block-against-decision")
def ruled_out(case: Case) -> Iterator[Finding]:
    """Blocks and settings that a decision leaves no place for."""
    known = facts(case)
    for decision, options, section, kind in RULED_OUT:
        choice = known.chosen.get(decision)
        block = known.one(section, kind) if choice and choice.value in options else None
        if block and choice:
            message = (
                f"`{title(block)}` stands here, and `decision {decision}` chose `{choice.value}`: take it out, or "
                "choose otherwise"
            )
            yield from report("block-against-decision", message, whole(block), choice)
    yield from _row_security(known)
    yield from _eviction(known)


def _row_security(known: Facts) -> Iterator[Finding]:
    enforce = stated(known.one("data", "tenancy"), "enforce")
    choice = known.chosen.get("database")
    if enforce and choice and "row_level_security" in enforce.value and choice.value in NO_ROW_SECURITY:
        message = (
            f"`{choice.value}` has no row-level security: enforce tenancy by `scoped_client`, or choose `postgres`"
        )
        yield from report("block-against-decision", message, enforce, choice)


def _eviction(known: Facts) -> Iterator[Finding]:
    eviction = figure(known.one("async", "broker"), "eviction")
    choice = known.chosen.get("queue")
    if eviction and choice and choice.value == "bullmq" and eviction.value != "noeviction":
        message = (
            f"`{eviction.value}` deletes keys when memory is full, and BullMQ keeps its jobs in them: set `eviction "
            "= noeviction`"
        )
        yield from report("block-against-decision", message, eviction, choice)
