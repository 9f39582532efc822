"""What the accesses of one walk are worth, and what each of them lends to those after it.

A row that a pinned access answered lends its columns; a key that a pinned access was asked for is verified, once
its row is known to be there; a row whose tenant was compared is as good as pinned from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from blueprint_ls.judge.flow.facts import Fact, of_elements
from blueprint_ls.judge.flow.trace import Access, Ending, Trace, Written
from blueprint_ls.judge.flow.values import UNDEFINED, Constant, Row, Value, options
from blueprint_ls.judge.tenancy import comparing, lending
from blueprint_ls.judge.tenancy.asked import Asked
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import UNPINNED, Judge, Pin, Strength, strongest, weakest
from blueprint_ls.judge.tenancy.tested import (
    is_missing,
    missing,
)

_NOTHING: frozenset[Fact] = frozenset()
_NO_ACCESSES: frozenset[int] = frozenset()
_CIRCLE = Pin(Strength.UNKNOWN, "it depends on itself")


class Ledger:
    """The worth of a walk's accesses."""

    def __init__(self, trace: Trace, owners: Owners) -> None:
        self.trace = trace
        self.owners = owners
        self.asked = Asked(trace, owners)
        self._worth: dict[tuple[int, frozenset[Fact], frozenset[int]], Pin] = {}

    def final(self, index: int) -> Pin:
        """What an access is worth once the walk has ended: checks that come after it count."""
        access = self.trace.accesses[index]
        at_once = self.worth(index, access.facts)
        if at_once.strength >= Strength.INDIRECT or access.kind not in ("read", "raw"):
            return at_once  # what is written is written before anyone looks whose it is
        endings = [one for one in self.trace.endings if index in one.done and one.begun <= index]
        endings = [ending for ending in endings if ending.function == endings[0].function]  # the innermost ends first
        uses = [(ending, known) for ending in endings for known in self._uses(index, ending)]
        later = [self._checked_later(access, *use) for use in uses]
        if not uses:  # nothing of the row leaves: it is there to be compared, or for its being there alone
            met = [ending for ending in endings if not is_missing(index, ending.facts)]
            if not met:
                return at_once  # whether anyone has such a row decides
            later = [strongest(self._checked_later(access, ending, _NOTHING) for ending in met)]
        return weakest(later) if min(pin.strength for pin in later) >= Strength.INDIRECT else at_once

    def _uses(self, index: int, ending: Ending) -> Iterator[frozenset[Fact]]:
        """What is known of an access's rows wherever something is done with them on the way to an ending."""
        asked = {equals.column for equals in self.asked.equalities(index)}
        for row, path, known in ending.rows:
            if row == index and (not path or path[0] not in asked):
                yield known
        for user, known in self.asked.leaning.get(index, ()):
            if user in ending.done:
                yield known | of_elements(self.trace.accesses[user].facts)

    def _checked_later(self, access: Access, ending: Ending, known: frozenset[Fact]) -> Pin:
        if is_missing(access.index, ending.facts):
            return Pin(Strength.INDIRECT, "there is no row")
        if not self.asked.members.get(access.index, frozenset()).isdisjoint(missing(ending.facts)):
            return Pin(Strength.INDIRECT, "the caller is turned away")
        facts = ending.facts | known
        found = comparing.compared(self, access, facts, ending.done)
        if found.strength >= Strength.INDIRECT or access.kind != "read" or not ending.rows or not access.sources:
            return found
        later = replace(access, facts=facts, before=ending.done - self.asked.resting(access.index))
        return self.judge(facts, later).of(access.predicate, access.sources[0], access.sources)

    def worth(self, index: int, facts: frozenset[Fact]) -> Pin:
        """What an access is worth where these facts hold."""
        told = self.asked.telling.get(index, _NO_ACCESSES)
        met = told & self._met(facts) if told else told
        key = index, frozenset(fact for fact in facts if fact[0] in ("same", "each")), met
        if key not in self._worth:
            self._worth[key] = _CIRCLE
            self._worth[key] = self._weigh(self.trace.accesses[index], facts)
        return self._worth[key]

    def _weigh(self, access: Access, facts: frozenset[Fact]) -> Pin:
        if access.scoped:
            return Pin(Strength.PINNED, access.scoped)
        if access.within is not None and access.kind != "read":
            return self._nested(access, self.trace.accesses[access.within], facts)
        if not access.sources:
            return self._nameless(access)
        if not self.owners.is_owned(access.model):
            return Pin(Strength.PUBLIC, "no tenant owns it")
        if access.note and self.owners.is_apart(access.model):
            return Pin(Strength.UNKNOWN, access.note)
        if access.kind == "create" and self.owners.is_root(access.model):
            return Pin(Strength.PINNED, "it makes a tenant")
        if access.kind == "create" and access.written:
            return self._made(access)
        found = self.judge(access.facts, access).of(access.predicate, access.sources[0], access.sources)
        if found.strength >= Strength.INDIRECT:
            return found
        return strongest([found, comparing.compared(self, access, facts, self._met(facts))])

    def _nameless(self, access: Access) -> Pin:
        """Whatever the model is: a column that goes by the name of the tenant's key holds it, if it is there."""
        asked = [(one.column, one.value) for one in self.asked.equalities(access.index) if not one.many]
        rows = [[*row.values.items()] for row in access.written] if access.kind == "create" else [asked]
        judge = self.judge(access.facts, access)
        found = [strongest(judge.named(column, value) for column, value in row) for row in rows]
        unknown = Pin(Strength.UNKNOWN, access.note or "its model is not known")
        return max(unknown, weakest(found), key=lambda pin: pin.strength)

    def _met(self, facts: frozenset[Fact]) -> frozenset[int]:
        """The accesses whose rows are known to be there."""
        return frozenset(part[1] for fact in facts for part in fact[1:] if isinstance(part, tuple) and part[0] == "row")

    def _nested(self, access: Access, parent: Access, facts: frozenset[Fact]) -> Pin:
        """A nested write is bound to the row it hangs on, if that row is a tenant's; a new tenant binds what it is."""
        if access.kind == "create" and self.owners.is_root(access.model):
            return Pin(Strength.PINNED, "it makes a tenant")
        if not self.owners.is_owned(access.model):
            return Pin(Strength.PUBLIC, "no tenant owns it")
        if parent.sources and self.owners.is_owned(parent.model):
            return self.worth(parent.index, facts)  # what was made by a nested write is bound just the same
        return UNPINNED

    def judge(self, facts: frozenset[Fact], access: Access) -> Judge:
        """What the predicates of an access are judged by where these facts hold."""

        def lent(model: str, column: str, value: Value) -> Pin:
            return lending.lent(self, model, column, value, access)

        def of_row(row: Row) -> Pin:
            return lending.by_row(self, row, access)

        def within(inner: int) -> Pin:
            return self.worth(inner, facts)

        return Judge(
            self.owners, facts, lent, within, of_row, self.asked.is_chosen, self.asked.is_picked, access.kind == "read"
        )

    def _made(self, access: Access) -> Pin:
        """What new rows are worth; where one changes a row that is there already, that one must be the tenant's too."""
        made = weakest([self._written(access, row) for row in access.written])
        judge = self.judge(access.facts, access)
        found = [judge.of(merge, access.sources[0], access.sources) for merge in access.merges]
        worst = min(found, key=lambda pin: pin.strength, default=made)
        return worst if worst.strength < min(made.strength, Strength.INDIRECT) else made

    def _written(self, access: Access, row: Written) -> Pin:
        judge = self.judge(access.facts, access)
        found = [judge.equals(access.model, column, value) for column, value in row.values.items()]
        best = strongest(found)
        if best.strength >= Strength.INDIRECT:
            return best
        if row.unseen:
            return strongest([best, Pin(Strength.UNKNOWN, "part of the row is made elsewhere", row.unseen[0])])
        if self.owners.may_be_ownerless(access.model) and not self._names_owner(access.model, row):
            return lending.NOBODY
        return best

    def _names_owner(self, model: str, row: Written) -> bool:
        """Whether a new row points at a row that a tenant owns, or at one that nobody knows."""
        return any(
            self.owners.points_at_owned(model, column)
            for column, value in row.values.items()
            if not all(isinstance(option, Constant) and _is_nothing(option) for option in options(value))
        )


def _is_nothing(value: Constant) -> bool:
    return value.value is None or value.value is UNDEFINED
