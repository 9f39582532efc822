"""The bill in the document: the stated lines and their sum, what the price table reckons, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.generate.alternatives import alternatives as changes
from blueprint_ls.generate.design import Design, design
from blueprint_ls.generate.document.names import anchor
from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.document.tree import (
    Block,
    Inlines,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from blueprint_ls.generate.document.values import amount, money
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block as Stated
from blueprint_ls.language.values import Money

_CENT = 0.005


def bill(case: Case, show: Presenter, overview: Stated) -> list[Block]:
    """The components as stated, the total, and whether they agree."""
    cost = overview.block("cost")
    if cost is None:
        return []
    show.name(cost)
    components = cost.blocks("component")
    rows = [_line(show, component, cost) for component in components]
    total, added = cost.get("total"), _added(components, cost)
    stated = show.value(cost, "total")
    if stated:
        rows.append(Row(((Strong("Total"),), stated, (), (), ()), total=True))
    table = Table("Cost a month by component", tuple(rows), _HEAD, frozenset({1, 2}))
    words = [*_sum(total, added), *_shares(case, total)]
    return [table, *([Paragraph((Text(" ".join(words)),))] if words else []), show.facts(cost)]


_HEAD = ("Component", "A month", "Share", "How it was reckoned", "Pays for")


_RECKONED = ("A month", "How it was reckoned")


def _line(show: Presenter, component: Stated, cost: Stated) -> Row:
    monthly, total = component.get("monthly"), cost.get("total")
    share: Inlines = ()
    if isinstance(monthly, Money) and isinstance(total, Money) and total.amount and monthly.currency == total.currency:
        share = (Text(f"{monthly.amount / total.amount:.0%}"),)
    cells = (show.name(component), show.value(component, "monthly"), share, show.value(component, "basis"))
    return Row((*cells, show.value(component, "pays_for")), anchor("component", component.label or ""))


def _added(components: Sequence[Stated], cost: Stated) -> Money | None:
    """The sum of the components; None where one is open or in another currency."""
    found = [component.get("monthly") for component in components]
    amounts = [one for one in found if isinstance(one, Money)]
    total = cost.get("total")
    currencies = {one.currency for one in (*amounts, *([total] if isinstance(total, Money) else []))}
    if not amounts or len(amounts) < len(found) or len(currencies) > 1:
        return None
    return Money(sum(one.amount for one in amounts), amounts[0].currency, "")


def _sum(total: object, added: Money | None) -> Iterator[str]:
    if added is None or not isinstance(total, Money):
        return
    if abs(added.amount - total.amount) <= _CENT:
        yield f"The components add up to the total of {money(total)}."
    else:
        yield f"The components add up to {money(added)}, which is not the stated total of {money(total)}."


def _shares(case: Case, total: object) -> Iterator[str]:
    """What the bill is for one tenant and one user, and what of the budget it leaves."""
    if not isinstance(total, Money):
        return
    for path, noun in (("overview.scale.tenants", "tenant"), ("overview.scale.concurrent_users", "concurrent user")):
        count = case.blueprint.value(path)
        if isinstance(count, int) and count > 0:
            yield f"That is {amount(round(total.amount / count, 2))} {total.currency} for each {noun} and month."
    budget = case.blueprint.value("overview.budget.monthly")
    if isinstance(budget, Money) and budget.currency == total.currency and budget.amount:
        left = budget.amount - total.amount
        how = f"leaves {amount(left)}" if left >= 0 else f"is exceeded by {amount(-left)}"
        yield f"The budget of {money(budget)} {how} {budget.currency}."


def estimate(case: Case) -> list[Block]:
    """What the price table reckons for the stated scale and choices, apart from what the team reckoned."""
    if not _has_scale(case):
        return []
    found = design(case.blueprint)
    currency = found.bill.currency
    rows = [
        Row(((Text(line.label),), (Text(f"{amount(line.amount)} {currency}"),), (Text(line.basis),)))
        for line in found.bill.lines
    ]
    total = sum(line.amount for line in found.bill.lines)
    rows.append(Row(((Strong("Total"),), (Text(f"{amount(total)} {currency}"),), ()), total=True))
    words = (
        "Reckoned apart from the bill above: quantities follow from the stated scale and choices, prices from the "
        f"price table of {found.bill.checked}. These are ballparks of list prices: they show what is far off."
    )
    table = Table("Estimate from the price table", tuple(rows), ("Line", *_RECKONED), frozenset({1}))
    return [Paragraph((Text(words),)), table]


def _has_scale(case: Case) -> bool:
    """Whether the load is stated: an estimate for an assumed one would be taken for this system's."""
    paths = ("overview.scale.concurrent_users", "overview.scale.requests_per_second")
    return any(case.blueprint.value(path) is not None for path in paths)


def alternatives(case: Case) -> Table:
    """What other choices would add to the estimate, or take off."""
    found: Design = design(case.blueprint)
    every = changes(found) if _has_scale(case) else []
    rows = [
        Row(((Text(one.what),), (Text(_signed(one.difference, found.bill.currency)),), (Text(one.basis),)))
        for one in every
    ]
    return Table("What other choices would cost", tuple(rows), ("Instead", *_RECKONED), frozenset({1}))


def _signed(difference: float, currency: str) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{amount(abs(difference))} {currency}"
