"""The bill in the document: the stated lines and their sum, what the price table reckons, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.alternatives import alternatives as changes
from blueprint_ls.generate.costs import Costs, costs, has_scale
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


def bill(case: Case, show: Presenter) -> list[Block]:
    """The components as stated, the total, and whether they agree."""
    stated = costs(case.blueprint)
    if stated is None:
        return []
    show.name(stated.block)
    rows = [_line(show, component, stated) for component in stated.components]
    total = show.value(stated.block, "total")
    if total:
        rows.append(Row(((Strong("Total"),), total, (), (), ()), total=True))
    table = Table("Cost a month by component", tuple(rows), _HEAD, frozenset({1, 2}))
    words = " ".join([*_sum(stated), *_shares(case, stated.total)])
    return [table, Paragraph((Text(words),)), show.facts(stated.block)]


_HEAD = ("Component", "A month", "Share", "How it was reckoned", "Pays for")
_RECKONED = ("A month", "How it was reckoned")


def _line(show: Presenter, component: Stated, stated: Costs) -> Row:
    share = stated.share(component)
    shown: Inlines = (Text(f"{share:.0%}"),) if share is not None else ()
    cells = (show.name(component), show.value(component, "monthly"), shown, show.value(component, "basis"))
    return Row((*cells, show.value(component, "pays_for")), anchor("component", component.label or ""))


def _sum(stated: Costs) -> Iterator[str]:
    if stated.added is None or stated.total is None:
        return
    if stated.agrees:
        yield f"The components add up to the total of {money(stated.total)}."
    else:
        yield f"The components add up to {money(stated.added)}, which is not the stated total of {money(stated.total)}."


def _shares(case: Case, total: Money | None) -> Iterator[str]:
    """What the bill is for one tenant and one user, and what of the budget it leaves."""
    if total is None:
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
    if not has_scale(case.blueprint):
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


def alternatives(case: Case) -> Table:
    """What other choices would add to the estimate, or take off."""
    found: Design = design(case.blueprint)
    every = changes(found) if has_scale(case.blueprint) else []
    rows = [
        Row(((Text(one.what),), (Text(_signed(one.difference, found.bill.currency)),), (Text(one.basis),)))
        for one in every
    ]
    return Table("What other choices would cost", tuple(rows), ("Instead", *_RECKONED), frozenset({1}))


def _signed(difference: float, currency: str) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{amount(abs(difference))} {currency}"
