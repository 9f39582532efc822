"""The values of the walk: constants, functions, objects, and data that remembers where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.codebase.typescript.tree import Class, Function
from blueprint_ls.judge.endpoints.behavior.proof import Check, Truth, stronger
from blueprint_ls.judge.flow.literals import UNDEFINED


@dataclass(frozen=True, slots=True)
class Known:
    """A literal."""

    value: Any


@dataclass(frozen=True, slots=True)
class Data:
    """Something from outside: a request, a part of one, what a library answered."""

    role: str = ""
    """`request`, `headers`, `cookies`, `body`, `query`, `params`, `response`, `context`, `session`, …"""
    taints: frozenset[str] = frozenset()
    """`credential`, `identity`, `signature`, `secret`, `token`, `body`, `query`, `params`, `deploy`."""
    name: str = ""
    """How people would call it."""


@dataclass(frozen=True, slots=True)
class External:
    """A name of a package from outside, or of the language; `()` in its path stands for a call."""

    package: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exports:
    """All exports of a file."""

    path: str


@dataclass(frozen=True, slots=True)
class Test:
    """A boolean that remembers what was tested."""

    truth: Truth


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: its status, and whether it sends the caller elsewhere."""

    status: int = 200
    kind: str = ""
    """`redirect`, `dispatch`, `proxy`, `login`."""


@dataclass(frozen=True, slots=True)
class Next:
    """The function that lets a request pass."""


@dataclass(frozen=True, slots=True)
class Never:
    """Control does not come back."""


@dataclass(eq=False, slots=True)
class Scope:
    """Names of a block, inside those of another."""

    path: str
    names: dict[str, Value] = field(default_factory=dict)
    outer: Scope | None = None


@dataclass(eq=False, slots=True)
class Closure:
    """A function and what its names mean."""

    path: str
    function: Function
    scope: Scope
    this: Value | None = None
    owner: ClassValue | None = None
    """The class whose method it is."""
    name: str = ""
    """The name that it is kept under, where it has none of its own."""


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class."""

    path: str
    node: Class
    scope: Scope | None = None


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class."""

    of: ClassValue
    fields: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Record:
    """An object literal."""

    entries: dict[str, Value] = field(default_factory=dict)
    unseen: list[Value] = field(default_factory=list)
    """What was spread into it and is not known."""


@dataclass(eq=False, slots=True)
class Items:
    """An array, a set, or the keys of a map."""

    items: list[Value] = field(default_factory=list)
    complete: bool = True
    """Whether nothing else may be in it."""
    certain: bool = True
    """Whether all of them are in it, and not only some, or on some paths."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several values, and what holds when it is this one."""

    value: Value
    check: Check | None = None
    absent: bool = False
    deploy: bool = False
    """Only a setting of the deployment makes it this one."""
    reply: Value | None = None
    """What was sent to the caller where it is this one."""

    def of(self, value: Value) -> Option:
        """Another value under the same conditions."""
        return Option(value, self.check, self.absent, self.deploy, self.reply)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values."""

    options: tuple[Option, ...]
    truth: Truth | None = None
    """What is known of it as a whole."""


@dataclass(frozen=True, slots=True)
class Method:
    """`object.name` of something that has methods of its own, not called yet."""

    object: Value
    name: str


class Special:
    """A value that a framework brings: an app, a router, a plugin."""

    methods: frozenset[str] = frozenset()
    """Its own methods that bear the name of a function's: `apply`, `call`, `bind`."""

    def property(self, walk: Any, name: str) -> Value | None:
        """What `value.name` is; None for a method that `call` knows."""
        return None

    def call(self, walk: Any, name: str, arguments: list[Value], node: Any) -> Value:
        """What `value.name(arguments)` gives; an empty name for a call of the value itself."""
        return UNKNOWN


Value = (
    Known
    | Data
    | External
    | Exports
    | Test
    | Answer
    | Next
    | Never
    | Closure
    | ClassValue
    | Instance
    | Record
    | Items
    | Choice
    | Method
    | Special
)

_TAINTLESS = frozenset({Known, External, Exports, Test, Answer, Next, Never, Closure, ClassValue, Instance, Method})
UNKNOWN = Data()
NEVER = Never()
ABSENT = Known(UNDEFINED)


def options(value: Value) -> Iterator[Option]:
    """The values that a value may be."""
    if isinstance(value, Choice):
        yield from value.options
    else:
        yield Option(value)


def choice(found: list[Option], truth: Truth | None = None) -> Value:
    """One value of several; flat, and each once."""
    if len(found) == 1 and truth is None and type(found[0].value) is not Choice:
        only = found[0]
        plain = only.check is None and only.reply is None
        return only.value if plain or type(only.value) is Never else Choice((only,))
    flat: dict[Option, None] = {}
    for one in found:
        for inner in options(one.value):
            check = stronger(one.check, inner.check)
            absent = (one.absent or inner.absent) and check is None
            deploy, reply = one.deploy or inner.deploy, inner.reply or one.reply
            flat[Option(inner.value, check, absent, deploy, reply)] = None
    kept = [one for one in flat if not isinstance(one.value, Never)]
    if len(kept) == 1 and truth is None and kept[0].check is None and kept[0].reply is None:
        return kept[0].value
    return Choice(tuple(kept[:24]), truth) if kept else NEVER


_CLEAN: frozenset[str] = frozenset()


def taints(value: Value, depth: int = 3) -> frozenset[str]:
    """Where a value, or anything inside it, came from."""
    of = type(value)
    if of is Data:
        return value.taints  # type: ignore[union-attr]
    if of in _TAINTLESS:
        return _CLEAN
    if isinstance(value, Choice):
        return frozenset().union(*(taints(one.value, depth) for one in value.options))
    if depth and isinstance(value, Record):
        return frozenset().union(*(taints(one, depth - 1) for one in [*value.entries.values(), *value.unseen]))
    if depth and isinstance(value, Items):
        return frozenset().union(*(taints(one, depth - 1) for one in value.items))
    return frozenset()
