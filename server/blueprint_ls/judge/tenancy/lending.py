"""What accesses lend to those after them: the columns of safe rows, and the keys by which these were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.flow.values import Choice, Constant, Row, Unknown, Value, key_of
from blueprint_ls.judge.tenancy import comparing
from blueprint_ls.judge.tenancy.pins import UNPINNED, Pin, Strength, strongest, weakest
from blueprint_ls.judge.tenancy.tested import (
    are_counted,
    is_there,
    model_of,
    row_of,
    same_as,
    source_at,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.tenancy.ledger import Ledger

NOBODY = Pin(Strength.INDIRECT, "the new row belongs to nobody yet")
"""What a row is worth that is made without an owner."""


def lent(ledger: Ledger, model: str, column: str, value: Value, access: Access) -> Pin:
    """Whether a value in a column is known to be the tenant's own."""
    if not ledger.owners.lends(model, column) and not _is_key(ledger, value):
        return UNPINNED
    if isinstance(value, Choice):
        found = _verified(ledger, model, column, value, access)
        present = [option for option in value.options if not isinstance(option, Constant)]
        return strongest([found, weakest([lent(ledger, model, column, option, access) for option in present])])
    if isinstance(value, Row):
        return by_row(ledger, value, access)
    if isinstance(value, Unknown) and value.why == "made in the same call":
        return Pin(Strength.INDIRECT, "its parent is made in the same call")
    found = _verified(ledger, model, column, value, access)
    return found if found.strength >= Strength.INDIRECT else strongest([found, _equal(ledger, value, access)])


def _is_key(ledger: Ledger, value: Value) -> bool:
    """Whether a value is the key of a row that a tenant owns, wherever it is asked for."""
    if isinstance(value, Choice):
        present = [option for option in value.options if not isinstance(option, Constant)]
        return bool(present) and all(_is_key(ledger, option) for option in present)
    if not isinstance(value, Row) or not value.path:
        return False
    source = source_at(ledger.trace.accesses[value.access], value.path)
    target = ledger.owners.target(source.model, value.path[-1]) if source else None
    if target is None:
        return ledger.owners.is_scope(value.path[-1])
    return ledger.owners.is_owned(target[0])


def by_row(ledger: Ledger, value: Row, access: Access) -> Pin:
    """What a value is worth that an access before this one answered."""
    if value.access not in access.before:
        return UNPINNED
    facts = access.facts | value.known
    lender = ledger.trace.accesses[value.access]
    source = source_at(lender, value.path)
    if source is None or not ledger.owners.is_owned(source.model):
        return UNPINNED
    worth = ledger.worth(value.access, facts)
    if worth == NOBODY and not ledger.owners.may_be_ownerless(access.model):
        return UNPINNED  # a row of nobody's says nothing about rows that have an owner of their own
    if source is not lender.sources[0]:
        joined = ledger.judge(lender.facts, lender).of(lender.predicate, source, lender.sources)
        worth = strongest([joined, comparing.compared(ledger, lender, facts, frozenset(), source)])
    return _passed_on(ledger, source.model, worth)


def _passed_on(ledger: Ledger, model: str, worth: Pin) -> Pin:
    row = f"it comes from a `{ledger.owners.name(model)}` row that is"
    if worth.strength >= Strength.INDIRECT:
        return Pin(Strength.INDIRECT, f"{row} safe: {worth.why}", trusts=worth.trusts)
    if worth.strength == Strength.CONDITIONAL:
        return Pin(Strength.CONDITIONAL, f"{row} pinned on some ways alone")
    return Pin(worth.strength, worth.why, worth.on)


def _equal(ledger: Ledger, value: Value, access: Access) -> Pin:
    """A value that was compared with a column of a safe row."""
    key = key_of(value)
    others = [other for other in same_as(key, access.facts) if other[0] == "row"] if key else []
    return strongest(by_row(ledger, row_of(other), access) for other in others)


def _verified(ledger: Ledger, model: str, column: str, value: Value, access: Access) -> Pin:
    """A key by which a safe row was found before."""
    target = ledger.owners.target(model, column)
    if target is None or isinstance(value, Constant | Unknown):
        return UNPINNED
    found = UNPINNED
    is_any = ledger.owners.is_key_of_root(model, column) and ledger.asked.is_chosen(value)
    for index in sorted(access.before):
        earlier = ledger.trace.accesses[index]
        if (
            earlier.kind != "create"
            and ledger.owners.is_owned(earlier.model)  # a row that is anyone's says nothing about tenants
            and _was_asked_for(ledger, earlier, value, target, access.facts)
            and is_there(earlier, access.facts)
            and (not is_any or _is_of_caller(ledger, earlier))
        ):
            found = strongest([found, _passed_on(ledger, earlier.model, ledger.worth(index, access.facts))])
    return found


def _is_of_caller(ledger: Ledger, access: Access) -> bool:
    """Whether an access looked for who is asking: rows of a tenant that a request named prove nothing else."""
    return ledger.judge(access.facts, access).member(access.model, access.predicate) is not None


def _was_asked_for(
    ledger: Ledger, earlier: Access, value: Value, target: tuple[str, str], facts: frozenset[Fact]
) -> bool:
    """Whether a row was looked for by a key; of a list of keys, one for each."""
    key = key_of(value)
    return any(
        (not equals.many or are_counted(earlier, facts))
        and (equals.value == value if key is None else key_of(equals.value) == key)
        and ledger.owners.target(model_of(earlier, equals.source), equals.column) == target
        for equals in ledger.asked.equalities(earlier.index)
    )
