"""Rows that are the tenant's since their own tenant was compared, or the caller found to be a member of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.predicate import All, Equals
from blueprint_ls.judge.flow.trace import Access, Source
from blueprint_ls.judge.flow.values import Row, options
from blueprint_ls.judge.tenancy import lending
from blueprint_ls.judge.tenancy.pins import UNPINNED, Pin, Strength
from blueprint_ls.judge.tenancy.tested import (
    comparisons,
    is_there,
    model_of,
    value_of,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.tenancy.ledger import Ledger


def compared(
    ledger: Ledger, access: Access, facts: frozenset[Fact], done: frozenset[int], source: Source | None = None
) -> Pin:
    """Whether the row's own tenant was compared, or the caller found to be a member of it."""
    if len(access.sources) > 1 and _compared_beside(ledger, access, facts, source or access.sources[0]):
        return Pin(Strength.INDIRECT, "the tenant of a row that it is joined with is compared before it is used")
    for path, other in comparisons(access.index, facts):
        if _proves(ledger, access.model, path, other, access, facts):
            return Pin(Strength.INDIRECT, f"its `{'.'.join(path)}` is compared before it is used")
    for index in sorted(ledger.asked.members.get(access.index, frozenset()) & done):
        member = ledger.trace.accesses[index]
        if is_there(member, facts):
            return Pin(Strength.INDIRECT, f"`{ledger.owners.name(member.model)}` shows that the caller may see it")
    for index in sorted(ledger.asked.parents.get(access.index, frozenset()) & done):
        parent = ledger.trace.accesses[index]
        if is_there(parent, facts) and _is_safe_without(ledger, parent, access.index):
            return Pin(Strength.INDIRECT, f"the `{ledger.owners.name(parent.model)}` row that it belongs to is safe")
    return UNPINNED


def _is_safe_without(ledger: Ledger, parent: Access, child: int) -> bool:
    """Whether an access is safe, and not for what an unsafe row says, such as the one that it is to vouch for."""
    told = [option for one in ledger.asked.equalities(parent.index) for option in options(one.value)]
    rows = {option.access for option in told if isinstance(option, Row)} - {child}
    own = [one for one in told if isinstance(one, Row) and one.access == child]
    safe = [parent.index, *rows]
    return len(own) == 1 and all(
        ledger.worth(index, ledger.trace.accesses[index].facts).strength >= Strength.INDIRECT for index in safe
    )


def _compared_beside(ledger: Ledger, access: Access, facts: frozenset[Fact], source: Source) -> bool:
    """Whether columns that were compared would pin the query, had it asked for them."""
    asked = [
        Equals(path[0], path[1], value_of(other))
        for path, other in comparisons(access.index, facts)
        if len(path) == 2 and model_of(access, path[0])
    ]
    later = replace(access, facts=facts, before=frozenset(range(len(ledger.trace.accesses))) - {access.index})
    judge = ledger.judge(facts, later)
    found = judge.of(All((access.predicate, *asked)), source, access.sources) if asked else UNPINNED
    return found.strength >= Strength.INDIRECT


def _proves(
    ledger: Ledger, model: str, path: tuple[str, ...], other: tuple[object, ...], access: Access, facts: frozenset[Fact]
) -> bool:
    *relations, column = path
    for relation in relations:
        related = ledger.owners.related(model, relation)
        if related is None:
            return False
        model = related
    if ledger.owners.is_tenant_column(model, column):
        return True
    later = replace(access, facts=facts, before=frozenset(range(len(ledger.trace.accesses))) - {access.index})
    lent = lending.lent(ledger, model, column, value_of(other), later)
    return lent.strength >= Strength.INDIRECT
