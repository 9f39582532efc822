"""The stated bill, read: what its components add up to, their shares, and what the price table reckons for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint_ls.generate.bill import Bill
from blueprint_ls.generate.lines import Line
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.values import Money

CENT = 0.005
"""A difference of amounts that is none."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The bill as the blueprint states it."""

    block: Block
    components: tuple[Block, ...]
    total: Money | None
    added: Money | None
    """The sum of the components; None where one is open or in another currency than the rest."""

    @property
    def agrees(self) -> bool:
        """Whether the components add up to the total."""
        return bool(self.total and self.added) and abs(self.total.amount - self.added.amount) <= CENT  # type: ignore[union-attr]

    def share(self, component: Block) -> float | None:
        """The part of the total that a component is, from 0 to 1."""
        monthly, total = component.get("monthly"), self.total
        if not isinstance(monthly, Money) or not total or not total.amount or monthly.currency != total.currency:
            return None
        return monthly.amount / total.amount


def costs(blueprint: Blueprint) -> Costs | None:
    """The stated bill; None where there is none."""
    block = blueprint.at("overview.cost")
    if block is None:
        return None
    total = block.get("total")
    components = tuple(block.blocks("component"))
    return Costs(block, components, total if isinstance(total, Money) else None, _added(components, total))


def has_scale(blueprint: Blueprint) -> bool:
    """Whether the load is stated: an estimate for an assumed one would be taken for this system's."""
    paths = ("overview.scale.concurrent_users", "overview.scale.requests_per_second")
    return any(blueprint.value(path) is not None for path in paths)


def reckoned(bill: Bill, component: Block) -> list[Line]:
    """The lines of an estimate that pay for something that a component pays for."""
    paid = {f"{kind}.{ref.name}" for ref in component.get("pays_for") or () for kind in _kinds(ref)}
    return [line for line in bill.lines if paid.intersection(line.pays_for)]


def _kinds(ref: object) -> Sequence[str]:
    return ref.targets if isinstance(ref, Ref) else ()


def _added(components: Sequence[Block], total: object) -> Money | None:
    found = [component.get("monthly") for component in components]
    amounts = [one for one in found if isinstance(one, Money)]
    currencies = {one.currency for one in (*amounts, *([total] if isinstance(total, Money) else []))}
    if not amounts or len(amounts) < len(found) or len(currencies) > 1:
        return None
    return Money(sum(one.amount for one in amounts), amounts[0].currency, "")
