"""The stated bill beside the estimate: what pays for the same in both, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.bill import Bill
from blueprint_ls.generate.costs import Costs
from blueprint_ls.generate.lines import Line
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.values import Money

_PARTS = {
    "gateway.edge": ("gateway", ""),
    "monitor.metrics": ("monitor", "metrics"),
    "monitor.dashboards": ("monitor", "dashboards"),
    "monitor.logs": ("monitor", "logs"),
    "monitor.traces": ("monitor", "traces"),
    "monitor.pager": ("monitor", "alerts"),
    "external.mail": ("external", "email"),
    "external.idp": ("external", "identity"),
}
"""What a line pays for by the part that it plays: the type of the blocks that may play it, and their kind."""


@dataclass(slots=True)
class Group:
    """Components and lines that pay for the same; either may be missing."""

    components: list[Block]
    lines: list[Line]
    paid: set[str]
    """References of what is paid for: `store.postgres`."""

    @property
    def stated(self) -> float:
        """What the components add up to, in the bill's currency."""
        amounts = [component.get("monthly") for component in self.components]
        return sum(one.amount for one in amounts if isinstance(one, Money))

    @property
    def estimated(self) -> float:
        """What the lines add up to."""
        return float(sum(line.amount for line in self.lines))


def compared(stated: Costs, estimate: Bill, blueprint: Blueprint) -> list[Group]:
    """All of both, in the order of the bill; nothing where their currencies differ or an amount is open."""
    if stated.added is None or stated.added.currency != estimate.currency:
        return []
    found: list[Group] = []
    for component in stated.components:
        _join(found, Group([component], [], set(_of_component(component))))
    for line in estimate.lines:
        _join(found, Group([], [line], set(_of_line(line, blueprint))))
    return found


def _join(groups: list[Group], new: Group) -> None:
    """Put a group among the others; those that pay for something of it become one with it."""
    same = [group for group in groups if group.paid & new.paid]
    if not same:
        groups.append(new)
        return
    first = same[0]
    for other in (*same[1:], new):
        first.components += other.components
        first.lines += other.lines
        first.paid |= other.paid
    groups[:] = [group for group in groups if group is first or group not in same]


def _of_component(component: Block) -> Iterator[str]:
    for ref in component.get("pays_for") or ():
        if isinstance(ref, Ref):
            yield from (f"{kind}.{ref.name}" for kind in ref.targets)


def _of_line(line: Line, blueprint: Blueprint) -> Iterator[str]:
    """What a line pays for, by the labels that the blueprint has for it."""
    for paid in line.pays_for:
        wanted, kind = _PARTS.get(paid, ("", ""))
        playing = [
            label
            for (found, label), block in blueprint.declared.items()
            if found == wanted and (not kind or kind in _kinds(block))
        ]
        yield from (f"{wanted}.{label}" for label in playing)
        if not playing:
            yield paid


def _kinds(block: Block) -> tuple[str, ...]:
    found = block.get("kind")
    return found if isinstance(found, tuple) else (str(found),)
