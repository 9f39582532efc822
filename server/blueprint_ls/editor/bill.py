"""What the editor says of the bill: sums, shares, and what the price table reckons for the same."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.alternatives import alternatives
from blueprint_ls.generate.costs import Costs, costs, has_scale, reckoned
from blueprint_ls.generate.design import Design, design
from blueprint_ls.generate.document.values import amount, money
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block

BILL = "overview.cost"
"""Where the bill stands in the vocabulary."""


def hint(case: Case, block: Block) -> str:
    """What an inlay adds to the header of the bill or of one of its components."""
    stated, found = costs(case.blueprint), _design(case)
    if stated is None:
        return ""
    if block.schema and block.schema.path == BILL:
        return " · ".join([*_sum(stated), *([f"estimate {_total(found)}"] if found else [])])
    share = stated.share(block)
    parts = [f"{share:.0%} of the total"] if share is not None else []
    lines = reckoned(found.bill, block) if found else []
    if found and lines:
        parts.append(f"estimate {amount(sum(line.amount for line in lines))} {found.bill.currency}")
    return " · ".join(parts)


def told(case: Case, block: Block) -> str:
    """How the bill or one of its components was reckoned, in Markdown."""
    stated, found = costs(case.blueprint), _design(case)
    if stated is None:
        return ""
    whole = block.schema is not None and block.schema.path == BILL
    lines = list(_of_bill(stated, found) if whole else _of_component(stated, block, found))
    return "**Here**\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _design(case: Case) -> Design | None:
    return design(case.blueprint) if has_scale(case.blueprint) else None


def _sum(stated: Costs) -> Iterator[str]:
    if stated.added:
        noun = "component" if len(stated.components) == 1 else "components"
        yield f"{len(stated.components)} {noun} = {money(stated.added)}"


def _total(found: Design) -> str:
    return f"{amount(sum(line.amount for line in found.bill.lines))} {found.bill.currency}"


def _of_bill(stated: Costs, found: Design | None) -> Iterator[str]:
    yield from _sum(stated)
    if found:
        yield f"the price table of {found.bill.checked} reckons {_total(found)} for the stated scale and choices"
        for one in alternatives(found):
            sign = "−" if one.difference < 0 else "+"
            yield f"{one.what}: {sign}{amount(abs(one.difference))} {found.bill.currency}. {one.basis}"


def _of_component(stated: Costs, block: Block, found: Design | None) -> Iterator[str]:
    share = stated.share(block)
    if share is not None and stated.total:
        yield f"{share:.0%} of the total of {money(stated.total)}"
    if block.get("basis"):
        yield f"stated: {block.get('basis')}"
    for line in reckoned(found.bill, block) if found else ():
        currency = found.bill.currency if found else ""
        yield f"price table, {line.label}: {line.basis} = {amount(line.amount)} {currency}"
