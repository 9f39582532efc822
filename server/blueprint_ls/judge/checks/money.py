"""The bill: parts that add up, a total within the budget, one currency, prices of this year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.words import money, percent
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

CENT = 0.005
OLD = timedelta(days=365)


@blueprint_check("cost-total", "over-budget", "currency-mismatch")
def bill(case: Case) -> Iterator[Finding]:
    """Components add up to the total, and the total stays within the budget."""
    known = facts(case)
    block = known.one("overview", "cost")
    total, budget = figure(block, "total"), figure(known.one("overview", "budget"), "monthly")
    components = block.blocks("component") if block else []
    parts = [found for component in components if (found := figure(component, "monthly"))]
    strangers = list(_strangers(total, parts, budget))
    for stranger, common in strangers:
        message = (
            f"{stranger.text} stands among amounts in {common.value.currency}, and is not added to them: convert it "
            "at a rate of a "
            f"stated day, and write {common.value.currency}"
        )
        yield from report("currency-mismatch", message, stranger, common)
    odd = {id(stranger) for stranger, _ in strangers}
    if total and parts and len(parts) == len(components) and not odd.intersection(map(id, (total, *parts))):
        yield from _total(total, parts)
    if total and budget and not odd.intersection((id(total), id(budget))):
        yield from _budget(total, budget, parts)


def _strangers(total: Figure | None, parts: list[Figure], budget: Figure | None) -> Iterator[tuple[Figure, Figure]]:
    """Amounts in another currency than the total's, each with the amount that sets the currency."""
    common = total or budget or (parts[0] if parts else None)
    for found in (*parts, budget):
        if common and found and found.value.currency != common.value.currency:
            yield found, common


def _total(total: Figure, parts: list[Figure]) -> Iterator[Finding]:
    currency, added = total.value.currency, sum(part.value.amount for part in parts)
    if abs(added - total.value.amount) > CENT:
        shown = [money(part.value.amount, "").strip() for part in parts]
        formula = " + ".join(shown) if len(shown) <= 6 else f"{' + '.join(shown[:5])} + {len(shown) - 5} more"
        written = f"{added:.2f}".removesuffix(".00")
        message = (
            f"The components add up to {formula} = {money(added, currency)}, and `total` says {total.text}: set it "
            f"to {written} {currency}"
        )
        yield from report("cost-total", message, total, *parts, instead=f'"{written} {currency}"')


def _budget(total: Figure, budget: Figure, parts: list[Figure]) -> Iterator[Finding]:
    over = total.value.amount - budget.value.amount
    if over > CENT:
        largest = max(parts, key=lambda part: float(part.value.amount), default=None)
        most = f"; the largest part is `{title(largest.block)}` at {largest.text}" if largest else ""
        excess = f", {percent(round(over / budget.value.amount, 3))} over" if budget.value.amount else ""
        message = (
            f"The bill of {total.text} is {money(over, total.value.currency)} above the budget of "
            f"{budget.text}{excess}{most}: "
            "choose something smaller, or have the budget raised"
        )
        yield from report("over-budget", message, total, budget, *([largest] if largest else []))


@blueprint_check("stale-prices")
def prices(case: Case) -> Iterator[Finding]:
    """Prices that were looked up more than a year ago, or on a day to come."""
    looked_up = stated(facts(case).one("overview", "cost"), "estimated")
    if looked_up and looked_up.value + OLD < case.today:
        message = f"The prices are from {looked_up.text}, more than a year ago: look them up again"
        yield from report("stale-prices", message, looked_up)
    elif looked_up and looked_up.value > case.today:
        message = (
            f"The prices are from {looked_up.text}, a day that is still to come: state the day they were looked up"
        )
        yield from report("stale-prices", message, looked_up)


@blueprint_check("unpaid-part")
def unpaid(case: Case) -> Iterator[Finding]:
    """Gateways, services and stores that no component of the bill pays for."""
    known = facts(case)
    components = known.all("component")
    if not components:
        return
    paid = {(found.name, found.label) for component in components for found in known.targets(component, "pays_for")}
    for part in _parts(known):
        if (part.block.name, part.block.label) not in paid:
            message = (
                f"No `component` of the bill pays for `{part.block.name}.{part.block.label}`: add what it costs, or "
                "name it under `pays_for`"
            )
            yield from report("unpaid-part", message, part, whole(components[0]))


def _parts(known: Facts) -> Iterator[Figure]:
    for kind in ("gateway", "service", "store"):
        yield from (whole(block) for block in known.all(kind))
