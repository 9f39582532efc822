"""The bill in the document: the stated lines and their sum, what the price table reckons, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.alternatives import alternatives as changes
from blueprint_ls.generate.comparison import Group, compared
from blueprint_ls.generate.costs import Costs, costs, has_scale
from blueprint_ls.generate.design import Design, design
from blueprint_ls.generate.document.names import anchor
from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.document.stated import origin
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
    day = stated.block.get("estimated")
    words = " ".join([*_sum(stated), *_shares(case, stated.total), *([f"Estimated on {day}."] if day else [])])
    if day:
        show.value(stated.block, "estimated")
    return [table, Paragraph((Text(words),)), show.facts(stated.block)]


_PAYERS = (("overview.scale.tenants", "tenant"), ("overview.scale.concurrent_users", "concurrent user"))
_HEAD = ("Component", "A month", "Share", "How it was reckoned", "Pays for")
_RECKONED = ("A month", "How it was reckoned")


def _line(show: Presenter, component: Stated, stated: Costs) -> Row:
    share = stated.share(component)
    shown: Inlines = (Text(f"{share:.0%}"),) if share is not None else ()
    cells = (show.name(component), show.value(component, "monthly"), shown, show.value(component, "basis"))
    named = anchor("component", component.label or "")
    return Row((*cells, show.value(component, "pays_for")), named, origin=origin(component, show.blueprint))


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
    each = [
        f"{amount(round(total.amount / count, 2))} {total.currency} for each {noun}"
        for path, noun in _PAYERS
        if isinstance(count := case.blueprint.value(path), int) and count > 0
    ]
    if each:
        yield f"A month, that is {' and '.join(each)}."
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
        "Reckoned apart from any stated bill: quantities follow from the stated scale and choices, prices from the "
        f"price table of {found.bill.checked}. These are ballparks of list prices: they show what is far off."
    )
    rate = next((line.rate for line in found.bill.lines if line.rate), "")
    words += f" They are converted at {rate}." if rate else ""
    table = Table("Estimate from the price table", tuple(rows), ("Line", *_RECKONED), frozenset({1}))
    return [Paragraph((Text(words),)), table]


def comparison(case: Case, show: Presenter) -> list[Block]:
    """Where the stated bill and the price table part, and by how much."""
    stated = costs(case.blueprint)
    if stated is None or not has_scale(case.blueprint):
        return []
    found = design(case.blueprint)
    groups = compared(stated, found.bill, case.blueprint)
    if not groups or not stated.added or not stated.added.amount:
        return []
    currency = found.bill.currency
    bill, reckoned = (sum(of(group) for group in groups) for of in (_stated, _estimated))
    if not any(group.components and group.lines for group in groups):
        words = f"The price table comes to {_share(reckoned, bill)} than the bill. No component says what it pays for,"
        return [Paragraph((Text(f"{words} so that the two cannot be held against each other line by line."),))]
    rows = [Row(_beside(group, show, currency)) for group in groups]
    sums = tuple((Text(f"{shown} {currency}"),) for shown in (amount(bill), amount(reckoned)))
    difference: Inlines = (Text(_signed(reckoned - bill, currency)),)
    rows.append(Row(((Strong("Total"),), (), *sums, difference), total=True))
    table = Table("The bill beside the price table", tuple(rows), _BESIDE, frozenset({2, 3, 4}))
    return [Paragraph((Text(" ".join(_apart(bill, reckoned, groups, show))),)), table]


_BESIDE = ("Of the bill", "Of the price table", "Bill", "Price table", "Difference")


def _stated(group: Group) -> float:
    return group.stated


def _estimated(group: Group) -> float:
    return group.estimated


def _beside(group: Group, show: Presenter, currency: str) -> tuple[Inlines, ...]:
    of_bill = ", ".join(show.title(component) for component in group.components)
    of_table = ", ".join(line.label for line in group.lines)
    return (
        (Text(of_bill or "not in the bill"),),
        (Text(of_table or "no figure"),),
        (Text(f"{amount(group.stated)} {currency}"),) if of_bill else (),
        (Text(f"{amount(group.estimated)} {currency}"),) if of_table else (),
        (Text(_signed(group.estimated - group.stated, currency)),),
    )


def _apart(bill: float, reckoned: float, groups: list[Group], show: Presenter) -> Iterator[str]:
    """How far the two are apart, and where most of it is."""
    if round(reckoned) == round(bill):
        yield "The price table comes to the sum of the bill."
        return
    yield f"The price table comes to {_share(reckoned, bill)} than the bill."
    unknown = [group for group in groups if not group.lines]
    if unknown:
        known = bill - sum(group.stated for group in unknown)
        rest = (
            f"; without it, it comes to {_share(reckoned, known)}" if known and round(known) != round(reckoned) else ""
        )
        yield f"It has no figure for {_names(unknown, show)}{rest}."
    forgotten = ", ".join(line.label for group in groups if not group.components for line in group.lines)
    if forgotten:
        yield f"The bill has no component for {forgotten}."
    both = [group for group in groups if group.lines and group.components]
    widest = max(both, key=lambda group: abs(group.estimated - group.stated), default=None)
    if widest and round(widest.estimated) != round(widest.stated):
        yield f"Where both have one, they are furthest apart for {_names([widest], show)}."


def _share(reckoned: float, bill: float) -> str:
    return f"{abs(reckoned - bill) / bill:.0%} {'less' if reckoned < bill else 'more'}"


def _names(groups: list[Group], show: Presenter) -> str:
    return ", ".join(show.title(component) for group in groups for component in group.components)


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
