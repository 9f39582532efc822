"""What is known at one point of a function: the names, what objects hold, and which tests have passed.

A state is copied where paths part and joined where they meet. What holds on one side alone becomes optional:
a key of an object may then be `undefined`, a step of a query builder is not certain.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.heap import Heap
from blueprint_ls.judge.flow.values import NO_ITEM, UNDEFINED, Constant, Given, Handed, Value, choice


class Record(Struct, frozen=True):
    """The content of an object."""

    entries: dict[str, Value]
    unseen: tuple[Value, ...] = ()
    """What was spread into it, or stored under a computed key, and could not be seen into."""
    of: Value | None = None
    """The model that it is a new document of."""

    def having(self, key: str, value: Value) -> Record:
        """With a key set."""
        return Record({**self.entries, key: value}, self.unseen, self.of)


class Items(Struct, frozen=True):
    """The content of an array."""

    items: tuple[Value, ...]
    each: Value | None = None
    """What every further one is, where their number is not known."""


class Step(Struct, frozen=True):
    """One call on a query builder."""

    name: str
    arguments: tuple[Value, ...]
    start: int
    certain: bool = True
    """Whether every path takes it."""


class Builder(Struct, frozen=True):
    """The content of a query builder: how it began, and what was called on it since."""

    layer: str
    path: str
    start: int
    end: int
    steps: tuple[Step, ...]
    subject: Value | None = None
    """The table, model or client that it began with."""
    thenable: bool = True
    """Whether `await` runs it."""
    calls: tuple[tuple[str, int], ...] = ()
    """The calls that led to where it began."""


Content = Record | Items | Builder


_UNBOUND: Mapping[Value, Value] = {}


class State:
    """The knowledge at one point."""

    __slots__ = ("bound", "done", "facts", "heap", "names", "used")

    def __init__(
        self,
        names: dict[str, Value],
        heap: Heap[Content] | None = None,
        facts: frozenset[Fact] = frozenset(),
        done: frozenset[int] = frozenset(),
        used: frozenset[Handed] = frozenset(),
        bound: Mapping[Value, Value] = _UNBOUND,
    ) -> None:
        self.names = names
        self.heap: Heap[Content] = Heap() if heap is None else heap
        self.facts = facts
        self.done = done
        """The accesses that lie on the way here."""
        self.used = used
        """The rows that were handed to the unknown on some way here."""
        self.bound = bound
        """What values have become since they were made: a client on which the tenant was set."""

    def copy(self) -> State:
        """The same, to go another way from here."""
        return State(dict(self.names), self.heap.fork(), self.facts, self.done, self.used, self.bound)

    def take(self, other: State) -> None:
        """Become another state."""
        self.names, self.heap, self.facts, self.done = other.names, other.heap, other.facts, other.done
        self.used, self.bound = other.used, other.bound

    def present(self, value: Value) -> Value:
        """What a value is by now."""
        if not self.bound:
            return value
        found = self.bound.get(value)
        if found is None and isinstance(value, Given):
            found = self.bound.get(Given(value.root, value.path))  # whatever its type was said to be
        return value if found is None else found

    def bind(self, value: Value, now: Value | None) -> None:
        """From here on a value is another one; None takes that back."""
        kept = {one: other for one, other in self.bound.items() if one != value}
        self.bound = kept if now is None else {**kept, value: now}

    def learn(self, facts: frozenset[Fact]) -> State:
        """Know more from here on."""
        if facts:
            self.facts |= facts
        return self


def join(states: list[State]) -> State | None:
    """What is known where several paths meet; None where none arrives."""
    if not states:
        return None
    first, *others = states
    for other in others:
        first = _join(first, other)
    return first


def _join(one: State, other: State) -> State:
    if one is other:
        return one
    names = _join_values(one.names, other.names)
    heap = one.heap.join(other.heap, join_content)
    bound = one.bound
    if bound is not other.bound:
        bound = {value: now for value, now in bound.items() if other.bound.get(value) == now}
    return State(names, heap, one.facts & other.facts, one.done | other.done, one.used | other.used, bound)


def _join_values(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    if one is other:
        return one
    joined = dict(one)
    for name, value in other.items():
        mine = one.get(name)
        if mine is None:
            joined[name] = value
        elif mine is not value and mine != value:
            joined[name] = choice((mine, value))
    return joined


def join_content(one: Content, other: Content) -> Content:
    """What an object holds where two paths meet."""
    if isinstance(one, Record) and isinstance(other, Record):
        return _join_records(one, other)
    if isinstance(one, Items) and isinstance(other, Items):
        return _join_items(one, other)
    if isinstance(one, Builder) and isinstance(other, Builder):
        return _join_builders(one, other)
    return Record({}, ())


def _join_records(one: Record, other: Record) -> Record:
    absent = Constant(UNDEFINED)
    keys = [*one.entries, *(key for key in other.entries if key not in one.entries)]
    entries = {key: choice((one.entries.get(key, absent), other.entries.get(key, absent))) for key in keys}
    unseen = one.unseen + tuple(value for value in other.unseen if value not in one.unseen)
    return Record(entries, unseen, one.of if one.of == other.of else None)


def _join_items(one: Items, other: Items) -> Items:
    longest = max(len(one.items), len(other.items))
    items = tuple(
        choice(
            (one.items[at] if at < len(one.items) else NO_ITEM, other.items[at] if at < len(other.items) else NO_ITEM)
        )
        for at in range(longest)
    )
    each = [value for value in (one.each, other.each) if value is not None]
    return Items(items, choice(each) if each else None)


def _join_builders(one: Builder, other: Builder) -> Builder:
    shared = 0
    while shared < min(len(one.steps), len(other.steps)) and one.steps[shared] == other.steps[shared]:
        shared += 1
    rest = (*one.steps[shared:], *other.steps[shared:])
    return replace(one, steps=(*one.steps[:shared], *(replace(step, certain=False) for step in rest)))
