"""How strongly a predicate pins a query to its tenant.

AND takes its strongest part, OR its weakest, NOT and comparisons pin nothing; joins carry a pin from one table to
the next along a foreign key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.predicate import (
    All,
    Equals,
    Linked,
    OneOf,
    Opaque,
    Predicate,
    Related,
    Within,
)
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Constant,
    Given,
    Row,
    Value,
    key_of,
    options,
)
from blueprint_ls.judge.tenancy.owners import Owners


class Strength(IntEnum):
    """How much a predicate says about the tenant, weakest first."""

    UNPINNED = 0
    UNKNOWN = 1
    CONDITIONAL = 2
    INDIRECT = 3
    PUBLIC = 4
    PINNED = 5


class Pin(Struct, frozen=True):
    """A strength, and what it rests on."""

    strength: Strength
    why: str = ""
    on: Value | None = None
    """What decides it where that comes from outside the function."""
    trusts: bool = False
    """Whether it takes a parameter for who is asking: a caller may hand over whatever a request names."""


UNPINNED = Pin(Strength.UNPINNED)

Lender = Callable[[str, str, Value], Pin]
"""Whether a value in a model's column is known to belong to the tenant because of what came before."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What pins are judged by: ownership, the facts of the place, and what earlier accesses lend."""

    owners: Owners
    facts: frozenset[Fact]
    lent: Lender
    within: Callable[[int], Pin]
    """How another access, a subquery, is pinned."""
    of_row: Callable[[Row], Pin]
    """Whether a value out of an earlier query's rows is known to belong to the tenant."""
    chosen: Callable[[Value], bool]
    """Whether a value is whatever a request asks for: it says nothing about who is asking."""
    picked: Callable[[Row], bool]
    """Whether what a request sent decided which rows a value was taken from."""
    reading: bool = False
    """Whether rows are only read: a person may see all the memberships of their own."""

    def of(self, predicate: Predicate, source: Source, sources: tuple[Source, ...]) -> Pin:
        """How a predicate pins one of a query's tables."""
        if isinstance(predicate, All):
            return self._all(predicate, source, sources)
        if isinstance(predicate, OneOf):
            return weakest([self.of(part, source, sources) for part in predicate.parts])
        if isinstance(predicate, Equals) and _is_of(predicate.source, source):
            if predicate.many and self.owners.is_tenant_column(source.model, predicate.column):
                return self._one_of(source.model, predicate)
            return self.equals(source.model, predicate.column, predicate.value, predicate.many)
        if isinstance(predicate, Related) and _is_of(predicate.source, source):
            return self._related(source.model, predicate)
        if isinstance(predicate, Within) and _is_of(predicate.source, source):
            return self._within(source.model, predicate)
        if isinstance(predicate, Opaque):
            return Pin(Strength.UNKNOWN, predicate.why, predicate.value)
        return UNPINNED

    def equals(self, model: str, column: str, value: Value, many: bool = False) -> Pin:
        """What `column = value` is worth, or `column in value`."""
        is_any = self.owners.is_key_of_root(model, column) and self.chosen(value)
        if self.owners.is_tenant_column(model, column) and not is_any:
            found = self._definite(value, f"`{column}` is the tenant's key")
            return _trusting(found, value) if self.owners.is_key_of_root(model, column) else found
        if self.owners.is_public(model, column) and isinstance(value, Constant) and value.value is True:
            return Pin(Strength.PUBLIC, f"`{model}.{column}` rows are declared public")
        if self.reading and not many and self._is_caller(model, column, value):
            found = self._definite(value, f"`{column}` holds it to one person's own memberships")
            return _trusting(found, value)
        lent = self.lent(model, column, value)
        if lent.strength in (Strength.INDIRECT, Strength.CONDITIONAL) and self.may_be_missing(value):
            return Pin(Strength.CONDITIONAL, f"`{column}` may be undefined", value)
        return (
            Pin(Strength.UNPINNED, f"the tenant of any request: its `{column}` came with it")
            if (is_any and lent.strength == Strength.UNPINNED)
            else lent
        )

    def named(self, column: str, value: Value) -> Pin:
        """What `column = value` is worth where nobody knows the model."""
        if not self.owners.is_key(column) or self.chosen(value):
            return UNPINNED
        return self._definite(value, f"`{column}` is the tenant's key")

    def _one_of(self, model: str, predicate: Equals) -> Pin:
        """A list of tenants, as good as one: who gathered them is told where they were read.

        Tenants themselves are as good as the rows that named them, and those that a request sends have to be checked.
        """
        return weakest([self._any_of(model, predicate.column, option) for option in options(predicate.value)])

    def _any_of(self, model: str, column: str, value: Value) -> Pin:
        if isinstance(value, Row) and value.each:
            found = self.of_row(value)
            if found.strength >= Strength.INDIRECT or self.owners.is_key_of_root(model, column) or self.picked(value):
                return found
        if self.chosen(value):
            return self.lent(model, column, value)
        return self._definite(value, f"`{column}` is the tenant's key")

    def _definite(self, value: Value, why: str) -> Pin:
        if all(_is_missing(option) for option in options(value)):
            return UNPINNED
        if self.may_be_missing(value):
            return Pin(Strength.CONDITIONAL, f"{why}, and its value may be undefined", value)
        return Pin(Strength.PINNED, why)

    def may_be_missing(self, value: Value) -> bool:
        """Whether a value may be undefined where it stands."""
        if isinstance(value, Choice):
            return any(self.may_be_missing(option) for option in value.options)
        if isinstance(value, Constant):
            return value.value is UNDEFINED
        if isinstance(value, Given) and value.optional:
            key = key_of(value)
            return key is None or ("true", key) not in self.facts
        if isinstance(value, Row) and value.optional:
            found = {("true", ("row", value.access, each)) for each in (False, True)}
            return found.isdisjoint(self.facts)
        return False

    def _related(self, model: str, predicate: Related) -> Pin:
        other = self.owners.related(model, predicate.relation)
        if other is None:
            return Pin(Strength.UNKNOWN, f"the relation `{predicate.relation}` is not known")
        if self.owners.is_root(model) and (person := self.member(other, predicate.part)):
            why = f"only tenants that the caller belongs to, through `{predicate.relation}`"
            return _trusting(Pin(Strength.PINNED, why), person)
        source = Source("", other)
        found = self.of(predicate.part, source, (source,))
        if found.strength > Strength.UNPINNED and self.owners.is_owned(other):
            return replace(found, why=f"through `{predicate.relation}`: {found.why}")
        return UNPINNED

    def member(self, membership: str, part: Predicate) -> Value | None:
        """The one person that rows which tie people to tenants are held to, where that may be who asks."""
        for equals in equalities(part):
            if self._is_caller(membership, equals.column, equals.value):
                return equals.value
        for inner in relations(part):
            person = self.owners.related(membership, inner.relation)
            for equals in equalities(inner.part) if self.owners.is_person(person) else ():
                if self.owners.target(person or "", equals.column) and not self.chosen(equals.value):
                    return equals.value
        return None

    def _is_caller(self, membership: str, column: str, value: Value) -> bool:
        """Whether a column of a membership names a person, and not just whomever a request asks for."""
        return self.owners.is_person_column(membership, column) and not self.chosen(value)

    def _within(self, model: str, predicate: Within) -> Pin:
        inner = self.within(predicate.access)
        if inner.strength < Strength.CONDITIONAL:
            return UNPINNED
        if self.owners.is_tenant_column(model, predicate.column) or self.owners.lends(model, predicate.column):
            return replace(inner, why=f"`{predicate.column}` is one of a query that is pinned: {inner.why}", on=None)
        return UNPINNED

    def _all(self, predicate: All, source: Source, sources: tuple[Source, ...]) -> Pin:
        parts = [*flat(predicate)]
        direct = strongest(self.of(part, source, sources if isinstance(part, OneOf) else ()) for part in parts)
        if len(sources) < 2 or direct.strength >= Strength.INDIRECT:
            return direct
        return strongest([direct, self._joined(parts, source, sources)])

    def _joined(self, parts: list[Predicate], source: Source, sources: tuple[Source, ...]) -> Pin:
        """A pin that a join carries over from another table."""
        named = {_name(other): other for other in reversed(sources)}
        about: dict[str, list[Predicate]] = {}
        for part in parts:
            about.setdefault(getattr(part, "source", ""), []).append(part)
        carried = {
            name: strongest(self.of(part, other, ()) for part in (*about.get("", ()), *about.get(name, ())))
            for name, other in named.items()
        }
        links = [part for part in parts if isinstance(part, Linked)]
        moved = True
        while moved:
            moved = False
            for link in links:
                moved |= self._carry(link, named, carried)
        return carried[_name(source)]

    def _carry(self, link: Linked, named: dict[str, Source], carried: dict[str, Pin]) -> bool:
        """Carry a pin over one join, in either direction; whether there was a better one."""
        moved = False
        there = (link.other, link.other_column, link.source, link.column)
        for here, column, beyond, other_column in ((link.source, link.column, link.other, link.other_column), there):
            one, two = named.get(here), named.get(beyond)
            if one is None or two is None or two.optional:
                continue
            pinned, joined = carried[beyond], self.owners.name(two.model)
            if pinned.strength <= carried[here].strength:
                continue
            if self.owners.ties(one.model, column, two.model, other_column):
                carried[here] = replace(pinned, why=f"joined to `{joined}`: {pinned.why}")
                moved = True
        return moved


def strongest(pins: Iterable[Pin]) -> Pin:
    """The strongest of what all hold."""
    return max(pins, key=_rank, default=UNPINNED)


def weakest(pins: list[Pin]) -> Pin:
    """The weakest of what may hold alone; conditional where some ways pin and others do not."""
    if not pins:
        return UNPINNED
    low, high = min(pins, key=_rank), max(pins, key=_rank)
    if low.strength < Strength.CONDITIONAL < high.strength or (
        low.strength < Strength.CONDITIONAL and high.strength == Strength.CONDITIONAL
    ):
        return Pin(Strength.CONDITIONAL, "it is pinned on some ways alone", low.on)
    return low


def _rank(found: Pin) -> tuple[int, bool]:
    return found.strength, not found.trusts


def _trusting(found: Pin, value: Value) -> Pin:
    """A pin that is as good as the parameter that it rests on."""
    from_outside = any(isinstance(one, Given) and one.root.startswith("parameter@") for one in options(value))
    return replace(found, trusts=from_outside)


def flat(predicate: Predicate) -> Iterator[Predicate]:
    """The parts that all hold, those of nested conjunctions among them."""
    if isinstance(predicate, All):
        for part in predicate.parts:
            yield from flat(part)
    else:
        yield predicate


def equalities(predicate: Predicate) -> Iterator[Equals]:
    """The equalities that hold for certain."""
    return (part for part in flat(predicate) if isinstance(part, Equals))


def relations(predicate: Predicate) -> Iterator[Related]:
    """The conditions on related rows that hold for certain."""
    return (part for part in flat(predicate) if isinstance(part, Related))


def linked(predicate: Predicate) -> Iterator[Linked]:
    """The joins that hold for certain."""
    return (part for part in flat(predicate) if isinstance(part, Linked))


def _is_of(name: str, source: Source) -> bool:
    return name in ("", _name(source))


def _name(source: Source) -> str:
    return source.alias or source.model


def _is_missing(value: Value) -> bool:
    return isinstance(value, Constant) and value.value is UNDEFINED
