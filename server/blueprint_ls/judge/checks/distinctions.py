"""Choices held against what the blueprint states, by the conditions on the pages of the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, whole
from blueprint_ls.judge.checks.words import number
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language import values
from blueprint_ls.language.schema import Decision, Distinction
from blueprint_ls.language.values import Duration, Money, Percentage, Rate, Size


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a blueprint says about a condition."""

    end: Figure
    value: Any


@blueprint_check("unfavorable-choice")
def unfavorable(case: Case) -> Iterator[Finding]:
    """A chosen option, where what is stated speaks for another that was not weighed."""
    known = facts(case)
    for decision in known.blueprint.vocabulary.decisions.values():
        choice = known.chosen.get(decision.name)
        if choice and choice.place.layer == 0 and choice.value in decision.options:
            yield from _against(known, decision, choice)


def _against(known: Facts, decision: Decision, choice: Figure) -> Iterator[Finding]:
    """One finding for each better option; none where conditions about the same two point both ways."""
    weighed = set(choice.block.get("over") or ())
    holding: dict[str, list[tuple[Distinction, _Measured]]] = {}
    spoken_for: set[str] = set()
    for distinction in decision.distinctions:
        first, second = distinction.between
        other = second if first == choice.value else first
        if choice.value not in (first, second) or other in weighed:
            continue
        measured = _measure(known, distinction.measure, distinction)
        if measured is None or not holds(distinction, measured.value):
            continue
        if distinction.prefers == choice.value:
            spoken_for.add(other)
        else:
            holding.setdefault(other, []).append((distinction, measured))
    for name, found in holding.items():
        if name not in spoken_for and not _barred(known, decision, name):
            yield from _report(decision, choice, name, found)


def _report(
    decision: Decision, choice: Figure, name: str, found: list[tuple[Distinction, _Measured]]
) -> Iterator[Finding]:
    distinction, measured = found[0]
    message = (
        f"{_said(distinction, measured)}, which speaks for `{name}` rather than `{choice.value}`. {distinction.when}. "
        f"Choose `{name}`, or name it under `over` and say in `because` what outweighs that"
    )
    ends = [found_measure.end for _, found_measure in found]
    yield from report("unfavorable-choice", message, choice, *ends, option=name, decision=decision.name)


def _said(distinction: Distinction, measured: _Measured) -> str:
    name = distinction.measure.rpartition(".")[2]
    if distinction.above is not None:
        return f"`{name}` is {measured.end.text}, above {_bound(distinction.above)}"
    if distinction.below is not None:
        return f"`{name}` is {measured.end.text}, below {_bound(distinction.below)}"
    verb = "includes" if isinstance(measured.value, tuple | frozenset) else "is"
    return f"`{name}` {verb} {_word(distinction.equals)}"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bound(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)


def _measure(known: Facts, measure: str, distinction: Distinction) -> _Measured | None:
    """The value at a place such as `overview.scale.tenants`, `data.orm` or `overview.compliance`."""
    section, _, rest = measure.partition(".")
    if "." in rest:
        block, _, name = rest.partition(".")
        found = figure(known.one(section, block), name)
        return _Measured(found, found.value) if found else None
    decision = known.chosen.get(rest)
    if decision:
        return _Measured(decision, decision.value)
    labelled = [block for block in known.all(rest) if block.get("status", "required") != "planned"]
    named = next((block for block in labelled if block.label == distinction.equals), None)
    return _Measured(whole(named), frozenset(block.label for block in labelled)) if named else None


def holds(distinction: Distinction, value: Any) -> bool:
    """Whether a condition holds for a stated value."""
    if distinction.equals is not None:
        return (
            distinction.equals in value if isinstance(value, tuple | frozenset) else bool(value == distinction.equals)
        )
    amount = _amount(value)
    if amount is None:
        return False
    if distinction.above is not None:
        bound = _threshold(_KINDS.get(type(value)), distinction.above, getattr(value, "currency", ""))
        return bound is not None and amount > bound
    bound = _threshold(_KINDS.get(type(value)), distinction.below or 0, getattr(value, "currency", ""))
    return bound is not None and amount < bound


_KINDS: dict[type, str] = {
    Size: "size",
    Percentage: "percentage",
    Money: "money",
    Duration: "duration",
    Rate: "rate",
}


@lru_cache(maxsize=256)
def _threshold(kind: str | None, bound: float | str, currency: str) -> float | None:
    """A bound in the unit of the value; None where they cannot be compared, as two currencies."""
    if not isinstance(bound, str):
        return float(bound)
    try:
        read = values.parse(kind or "", bound)
    except ValueError:
        return None
    return None if getattr(read, "currency", "") != currency else _amount(read)


def _amount(value: Any) -> float | None:
    match value:
        case Size():
            return float(value.bytes)
        case Percentage():
            return value.fraction
        case Money():
            return value.amount
        case Duration():
            return value.seconds
        case Rate():
            return value.per_second
        case int() | float() if not isinstance(value, bool):
            return float(value)
    return None


def _barred(known: Facts, decision: Decision, name: str) -> bool:
    """Whether another choice rules the better option out, so that recommending it would send people in a circle."""
    option = decision.options.get(name)
    if option is None:
        return True
    for other in known.blueprint.vocabulary.decisions.values():
        chosen = known.choice(other.name)
        beside = other.options.get(chosen or "")
        if f"{other.name}.{chosen}" in option.excludes or (beside and f"{decision.name}.{name}" in beside.excludes):
            return True
    return False
