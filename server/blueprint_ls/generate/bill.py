"""The bill as a whole: its lines, their sum, and the budget that it asks for, in the currency of what is stated.

Lines are rounded to whole amounts first and added then: the total is their sum. A budget that nobody stated is a
quarter above the bill.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from blueprint_ls.generate.figures import nice
from blueprint_ls.generate.lines import Line, Parts, lines
from blueprint_ls.generate.stated import Stated
from blueprint_ls.language.values import Money

LEAST_BUDGET = 500.0
"""Below this the pages advise against managed services; a budget that nobody stated does not say so."""
MOST_MONEY = 1e9


@dataclass(frozen=True, slots=True)
class Bill:
    """All lines, their sum and the budget; amounts as the language writes them."""

    lines: tuple[Line, ...]
    total: str
    budget: str
    checked: str
    """The day on which the prices were looked up."""
    currency: str


def bill(stated: Stated, parts: Parts) -> Bill:
    """The bill, held to what is stated of it."""
    currency = _currency(stated)
    rate = parts.table.rates.get(currency, 1)
    found = [_converted(line, rate, currency) for line in lines(parts)]
    known, total = _components(stated, currency), _in(stated.value("overview.cost.total"), currency)
    added = float(sum(line.amount for line in found)) if known is None else known
    if known is None and total is not None and total > added:
        basis = "The stated total less the lines above: room for growth and for prices that move"
        found.append(Line("Reserve", ceil(total - added), basis, ("decision.hosting",)))
    whole = added if total is None else total
    budget = _in(stated.value("overview.budget.monthly"), currency)
    wanted = max(LEAST_BUDGET * rate, nice(whole * 1.25)) if budget is None else budget
    return Bill(tuple(found), _money(whole, currency), _money(wanted, currency), parts.table.checked, currency)


def _converted(line: Line, rate: float, currency: str) -> Line:
    if currency == "USD":
        return line
    return replace(line, amount=ceil(line.amount * rate), rate=f"{rate:g} {currency} for a dollar")


def _currency(stated: Stated) -> str:
    """The currency of the first amount that is stated: the total, the budget, a component."""
    amounts = [stated.value(path) for path in ("overview.cost.total", "overview.budget.monthly")]
    amounts += [block.get("monthly") for block in stated.all("component")]
    return next((found.currency for found in amounts if isinstance(found, Money)), "USD")


def _components(stated: Stated, currency: str) -> float | None:
    """The sum of the stated lines; None where there are none, or where one leaves its amount open."""
    found = [_in(block.get("monthly"), currency) for block in stated.all("component")]
    known = [amount for amount in found if amount is not None]
    return sum(known) if known and len(known) == len(found) else None


def _in(value: object, currency: str) -> float | None:
    """An amount of the currency; None for any other, and for one that cannot be meant."""
    usable = isinstance(value, Money) and value.currency == currency and value.amount <= MOST_MONEY
    return value.amount if usable and isinstance(value, Money) else None


def _money(amount: float, currency: str) -> str:
    shown = str(int(amount)) if amount == int(amount) else f"{amount:.2f}"
    return f'"{shown} {currency}"'
