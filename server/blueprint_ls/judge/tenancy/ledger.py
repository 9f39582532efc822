"""What the accesses of one walk are worth, and what each of them lends to those after it.

A row that a pinned access answered lends its columns; a key that a pinned access was asked for is verified, once
its row is known to be there; a row whose tenant was compared is as good as pinned from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from blueprint_ls.judge.flow.facts import Fact, of_elements
from blueprint_ls.judge.flow.predicate import All, Equals
from blueprint_ls.judge.flow.trace import Access, Ending, Source, Trace, Written
from blueprint_ls.judge.flow.values import UNDEFINED, Choice, Constant, Given, Row, Unknown, Value, key_of, options
from blueprint_ls.judge.tenancy.asked import Asked
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import UNPINNED, Judge, Pin, Strength, strongest, weakest

_NOTHING: frozenset[Fact] = frozenset()
_NO_ACCESSES: frozenset[int] = frozenset()
_CIRCLE = Pin(Strength.UNKNOWN, "it depends on itself")
_NOBODY = Pin(Strength.INDIRECT, "the new row belongs to nobody yet")


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
            met = [ending for ending in endings if not _is_missing(index, ending.facts)]
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
        if _is_missing(access.index, ending.facts):
            return Pin(Strength.INDIRECT, "there is no row")
        if not self.asked.members.get(access.index, frozenset()).isdisjoint(_missing(ending.facts)):
            return Pin(Strength.INDIRECT, "the caller is turned away")
        facts = ending.facts | known
        found = self._compared(access, facts, ending.done)
        if found.strength >= Strength.INDIRECT or access.kind != "read" or not ending.rows or not access.sources:
            return found
        later = replace(access, facts=facts, before=ending.done - self.asked.resting(access.index))
        return self._judge(facts, later).of(access.predicate, access.sources[0], access.sources)

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
        found = self._judge(access.facts, access).of(access.predicate, access.sources[0], access.sources)
        if found.strength >= Strength.INDIRECT:
            return found
        return strongest([found, self._compared(access, facts, self._met(facts))])

    def _nameless(self, access: Access) -> Pin:
        """Whatever the model is: a column that goes by the name of the tenant's key holds it, if it is there."""
        asked = [(one.column, one.value) for one in self.asked.equalities(access.index) if not one.many]
        rows = [[*row.values.items()] for row in access.written] if access.kind == "create" else [asked]
        judge = self._judge(access.facts, access)
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

    def _judge(self, facts: frozenset[Fact], access: Access) -> Judge:
        def lent(model: str, column: str, value: Value) -> Pin:
            return self.lent(model, column, value, access)

        def of_row(row: Row) -> Pin:
            return self._by_row(row, access)

        def within(inner: int) -> Pin:
            return self.worth(inner, facts)

        return Judge(self.owners, facts, lent, within, of_row, self.asked.is_chosen, access.kind == "read")

    def _made(self, access: Access) -> Pin:
        """What new rows are worth; where one changes a row that is there already, that one must be the tenant's too."""
        made = weakest([self._written(access, row) for row in access.written])
        judge = self._judge(access.facts, access)
        found = [judge.of(merge, access.sources[0], access.sources) for merge in access.merges]
        worst = min(found, key=lambda pin: pin.strength, default=made)
        return worst if worst.strength < min(made.strength, Strength.INDIRECT) else made

    def _written(self, access: Access, row: Written) -> Pin:
        judge = self._judge(access.facts, access)
        found = [judge.equals(access.model, column, value) for column, value in row.values.items()]
        best = strongest(found)
        if best.strength >= Strength.INDIRECT:
            return best
        if row.unseen:
            return strongest([best, Pin(Strength.UNKNOWN, "part of the row is made elsewhere", row.unseen[0])])
        if self.owners.may_be_ownerless(access.model) and not self._names_owner(access.model, row):
            return _NOBODY
        return best

    def _names_owner(self, model: str, row: Written) -> bool:
        """Whether a new row points at a row that a tenant owns, or at one that nobody knows."""
        return any(
            self.owners.points_at_owned(model, column)
            for column, value in row.values.items()
            if not all(isinstance(option, Constant) and _is_nothing(option) for option in options(value))
        )

    # ---------------------------------------------------------------------------------------------------- lending

    def lent(self, model: str, column: str, value: Value, access: Access) -> Pin:
        """Whether a value in a column is known to be the tenant's own."""
        if not self.owners.lends(model, column) and not self._is_key(value):
            return UNPINNED
        if isinstance(value, Choice):
            found = self._verified(model, column, value, access)
            present = [option for option in value.options if not isinstance(option, Constant)]
            return strongest([found, weakest([self.lent(model, column, option, access) for option in present])])
        if isinstance(value, Row):
            return self._by_row(value, access)
        if isinstance(value, Unknown) and value.why == "made in the same call":
            return Pin(Strength.INDIRECT, "its parent is made in the same call")
        found = self._verified(model, column, value, access)
        return found if found.strength >= Strength.INDIRECT else strongest([found, self._equal(value, access)])

    def _is_key(self, value: Value) -> bool:
        """Whether a value is the key of a row that a tenant owns, wherever it is asked for."""
        if isinstance(value, Choice):
            present = [option for option in value.options if not isinstance(option, Constant)]
            return bool(present) and all(self._is_key(option) for option in present)
        if not isinstance(value, Row) or not value.path:
            return False
        source = source_at(self.trace.accesses[value.access], value.path)
        target = self.owners.target(source.model, value.path[-1]) if source else None
        if target is None:
            return self.owners.is_scope(value.path[-1])
        return self.owners.is_owned(target[0])

    def _by_row(self, value: Row, access: Access) -> Pin:
        if value.access not in access.before:
            return UNPINNED
        facts = access.facts | value.known
        lender = self.trace.accesses[value.access]
        source = source_at(lender, value.path)
        if source is None or not self.owners.is_owned(source.model):
            return UNPINNED
        worth = self.worth(value.access, facts)
        if worth == _NOBODY and not self.owners.may_be_ownerless(access.model):
            return UNPINNED  # a row of nobody's says nothing about rows that have an owner of their own
        if source is not lender.sources[0]:
            joined = self._judge(lender.facts, lender).of(lender.predicate, source, lender.sources)
            worth = strongest([joined, self._compared(lender, facts, frozenset(), source)])
        return self._passed_on(source.model, worth)

    def _passed_on(self, model: str, worth: Pin) -> Pin:
        row = f"it comes from a `{self.owners.name(model)}` row that is"
        if worth.strength >= Strength.INDIRECT:
            return Pin(Strength.INDIRECT, f"{row} safe: {worth.why}", trusts=worth.trusts)
        if worth.strength == Strength.CONDITIONAL:
            return Pin(Strength.CONDITIONAL, f"{row} pinned on some ways alone")
        return Pin(worth.strength, worth.why, worth.on)

    def _equal(self, value: Value, access: Access) -> Pin:
        """A value that was compared with a column of a safe row."""
        key = key_of(value)
        others = [other for other in _same_as(key, access.facts) if other[0] == "row"] if key else []
        return strongest(self._by_row(_row(other), access) for other in others)

    def _verified(self, model: str, column: str, value: Value, access: Access) -> Pin:
        """A key by which a safe row was found before."""
        target = self.owners.target(model, column)
        if target is None or isinstance(value, Constant | Unknown):
            return UNPINNED
        found = UNPINNED
        is_any = self.owners.is_key_of_root(model, column) and self.asked.is_chosen(value)
        for index in sorted(access.before):
            earlier = self.trace.accesses[index]
            if (
                earlier.kind != "create"
                and self.owners.is_owned(earlier.model)  # a row that is anyone's says nothing about tenants
                and self._was_asked_for(earlier, value, target, access.facts)
                and _is_there(earlier, access.facts)
                and (not is_any or self._is_of_caller(earlier))
            ):
                found = strongest([found, self._passed_on(earlier.model, self.worth(index, access.facts))])
        return found

    def _is_of_caller(self, access: Access) -> bool:
        """Whether an access looked for who is asking: rows of a tenant that a request named prove nothing else."""
        return self._judge(access.facts, access).member(access.model, access.predicate) is not None

    def _was_asked_for(self, earlier: Access, value: Value, target: tuple[str, str], facts: frozenset[Fact]) -> bool:
        """Whether a row was looked for by a key; of a list of keys, one for each."""
        key = key_of(value)
        return any(
            (not equals.many or _are_counted(earlier, facts))
            and (equals.value == value if key is None else key_of(equals.value) == key)
            and self.owners.target(model_of(earlier, equals.source), equals.column) == target
            for equals in self.asked.equalities(earlier.index)
        )

    # -------------------------------------------------------------------------------------------------- comparing

    def _compared(
        self, access: Access, facts: frozenset[Fact], done: frozenset[int], source: Source | None = None
    ) -> Pin:
        """Whether the row's own tenant was compared, or the caller found to be a member of it."""
        if len(access.sources) > 1 and self._compared_beside(access, facts, source or access.sources[0]):
            return Pin(Strength.INDIRECT, "the tenant of a row that it is joined with is compared before it is used")
        for path, other in _comparisons(access.index, facts):
            if self._proves(access.model, path, other, access, facts):
                return Pin(Strength.INDIRECT, f"its `{'.'.join(path)}` is compared before it is used")
        for index in sorted(self.asked.members.get(access.index, frozenset()) & done):
            member = self.trace.accesses[index]
            if _is_there(member, facts):
                return Pin(Strength.INDIRECT, f"`{self.owners.name(member.model)}` shows that the caller may see it")
        for index in sorted(self.asked.parents.get(access.index, frozenset()) & done):
            parent = self.trace.accesses[index]
            if _is_there(parent, facts) and self._is_safe_without(parent, access.index):
                return Pin(Strength.INDIRECT, f"the `{self.owners.name(parent.model)}` row that it belongs to is safe")
        return UNPINNED

    def _is_safe_without(self, parent: Access, child: int) -> bool:
        """Whether an access is safe, and not for what an unsafe row says, such as the one that it is to vouch for."""
        told = [option for one in self.asked.equalities(parent.index) for option in options(one.value)]
        rows = {option.access for option in told if isinstance(option, Row)} - {child}
        own = [one for one in told if isinstance(one, Row) and one.access == child]
        safe = [parent.index, *rows]
        return len(own) == 1 and all(
            self.worth(index, self.trace.accesses[index].facts).strength >= Strength.INDIRECT for index in safe
        )

    def _compared_beside(self, access: Access, facts: frozenset[Fact], source: Source) -> bool:
        """Whether columns that were compared would pin the query, had it asked for them."""
        asked = [
            Equals(path[0], path[1], _value(other))
            for path, other in _comparisons(access.index, facts)
            if len(path) == 2 and model_of(access, path[0])
        ]
        later = replace(access, facts=facts, before=frozenset(range(len(self.trace.accesses))) - {access.index})
        judge = self._judge(facts, later)
        found = judge.of(All((access.predicate, *asked)), source, access.sources) if asked else UNPINNED
        return found.strength >= Strength.INDIRECT

    def _proves(
        self, model: str, path: tuple[str, ...], other: tuple[object, ...], access: Access, facts: frozenset[Fact]
    ) -> bool:
        *relations, column = path
        for relation in relations:
            related = self.owners.related(model, relation)
            if related is None:
                return False
            model = related
        if self.owners.is_tenant_column(model, column):
            return True
        later = replace(access, facts=facts, before=frozenset(range(len(self.trace.accesses))) - {access.index})
        lent = self.lent(model, column, _value(other), later)
        return lent.strength >= Strength.INDIRECT


def _missing(facts: frozenset[Fact]) -> Iterator[int]:
    """The accesses that answered no row, or not all of it."""
    for fact in facts:
        key = fact[1]
        if fact[0] == "false" and isinstance(key, tuple) and key[0] == "row":
            yield key[1]


def _is_missing(index: int, facts: frozenset[Fact]) -> bool:
    """Whether an access is known to have answered no row."""
    return any(("false", ("row", index, each)) in facts for each in (False, True))


def _is_nothing(value: Constant) -> bool:
    return value.value is None or value.value is UNDEFINED


def _is_there(earlier: Access, facts: frozenset[Fact]) -> bool:
    """Whether the row of an earlier access is known to exist."""
    if earlier.throws:
        return True
    rows = (("row", earlier.index, False), ("row", earlier.index, not earlier.single))
    if any(("true", row) in facts for row in rows):
        return True
    return any(fact[0] == "same" and part[:3] in rows for fact in facts for part in fact[1:])  # type: ignore[index]


def _are_counted(earlier: Access, facts: frozenset[Fact]) -> bool:
    """Whether the number of the rows was compared: some may be there, and others not."""
    length = ("row", earlier.index, True, "length")
    return any(fact[0] == "same" and length in fact[1:] for fact in facts)


def source_at(access: Access, path: tuple[str, ...]) -> Source | None:
    """The table that a value out of an access's rows comes from."""
    named = next((one for one in access.sources if path and path[0] == (one.alias or one.model)), None)
    return named or next(iter(access.sources), None)


def model_of(access: Access, name: str) -> str:
    """The model of the table that goes by a name in an access; empty where none does."""
    return next((one.model for one in access.sources if name in ("", one.alias or one.model)), "")


def _comparisons(index: int, facts: frozenset[Fact]) -> Iterator[tuple[tuple[str, ...], tuple[object, ...]]]:
    """The columns of an access's rows that were found equal to something, and to what."""
    for fact in facts:
        if fact[0] not in ("same", "each"):
            continue
        for one, other in ((fact[1], fact[2]), (fact[2], fact[1])):
            assert isinstance(one, tuple)
            assert isinstance(other, tuple)
            if one[:2] == ("row", index) and len(one) > 3:
                yield one[3:], other


def _same_as(key: tuple[object, ...], facts: frozenset[Fact]) -> Iterator[tuple[object, ...]]:
    for fact in facts:
        if fact[0] in ("same", "some"):
            for one, other in ((fact[1], fact[2]), (fact[2], fact[1])):
                if one == key and isinstance(other, tuple):
                    yield other


def _row(key: tuple[object, ...]) -> Row:
    _, access, each, *path = key
    return Row(access, tuple(path), bool(each))  # type: ignore[arg-type]


def _value(key: tuple[object, ...]) -> Value:
    if key[0] == "row":
        return _row(key)
    if key[0] == "given":
        return Given(str(key[1]), tuple(str(part) for part in key[2:]))
    return Unknown("a constant")
