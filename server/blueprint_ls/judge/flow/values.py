"""What an expression can stand for while a function is walked.

Unknown                      nothing is known
Constant                     a literal; `undefined` is Constant(UNDEFINED)
Given                        handed in from outside: a parameter, a field of `this`, what an opaque call answered
Row                          what a data access answered, or one of its columns
Handle                       an object, array or query builder: its content lies in the state, since it may change
Closure, Bound, Namespace    functions, methods of a class's instance, all exports of a file
Table, ColumnOf, Fragment    what data layers build their queries from
Count                        the length of a list
Touched                      how many rows an access found, or an object that says so
Text                         a text made of parts, some of which are known
Choice                       one of several, by the path that was taken
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.literals import UNDEFINED as UNDEFINED

if TYPE_CHECKING:
    from blueprint_ls.codebase.typescript.tree import Class, Function
    from blueprint_ls.judge.flow.predicate import Predicate

MOST_CHOICES = 8
"""More alternatives than these are taken for unknown."""


class Value(Struct, frozen=True):
    """Anything an expression can stand for: many are made in a walk, so that each is as cheap as can be."""


class Unknown(Value, frozen=True):
    """Nothing is known."""

    why: str = ""


class Constant(Value, frozen=True):
    """A literal."""

    value: Any


class _NoItem(Constant, frozen=True):
    """`undefined` where a list is shorter on some path: for any one of its elements it is none."""


NO_ITEM = _NoItem(UNDEFINED)


class Given(Value, frozen=True):
    """Something from outside, and the way into it."""

    root: str
    """`parameter@<file>:<byte>:name`, `input@…`, `this@…`, `call@…`, `import@…`: equal roots are the same value."""
    path: tuple[str, ...] = ()
    optional: bool = False
    """Whether its declaration lets it be undefined or null."""
    type: str | None = None
    """Its declared type, as text."""
    home: str = ""
    """The file that its type's names belong to."""

    @property
    def name(self) -> str:
        """The last word of the way to it."""
        return self.path[-1] if self.path else self.root.rsplit(":", 1)[-1]


class Row(Value, frozen=True, eq=False):
    """What a data access answered: the whole, or a column of it."""

    access: int
    """The access, as the trace numbers it."""
    path: tuple[str, ...] = ()
    each: bool = False
    """Whether it is one of many rows, or a list of that column over all of them."""
    known: frozenset[Fact] = frozenset()
    """What holds wherever it is this value: a test that picked it, or the way on which a function answered it."""
    lacking: frozenset[Fact] = frozenset()
    """What holds of the rows that it was picked from where there is none."""
    optional: bool = False
    """Whether it was read by `?.`, as of a row that may be missing: it is the same row all the same."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Row)
            and self.access == other.access
            and self.path == other.path
            and self.each == other.each
            and self.known == other.known
            and self.lacking == other.lacking
        )

    def __hash__(self) -> int:
        return hash((self.access, self.path, self.each, self.known, self.lacking))


Handed = tuple[int, tuple[str, ...], frozenset[Fact]]
"""A row that leaves a function: its access, the column where it is one alone, and what is known of it there."""


class Handle(Value, frozen=True):
    """An object, array or query builder in the state's heap."""

    id: int
    known: frozenset[Fact] = frozenset()
    """What holds wherever it is this value."""


class Closure(Value, frozen=True, eq=False):
    """A function with the names around it."""

    path: str
    function: Function
    names: dict[str, Value]
    """Those of the functions around it, as they were when it was made; shared, not copied."""
    this: Value | None = None
    home: Closure | None = None
    """The function that it stands in."""


class ClassOf(Value, frozen=True, eq=False):
    """A class itself."""

    path: str
    node: Class
    names: dict[str, Value] | None = None
    """Those of the function that it stands in."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassOf) and self.path == other.path and self.node == other.node

    def __hash__(self) -> int:
        return hash((self.path, self.node.start))


class Instance(Value, frozen=True, eq=False):
    """An object made from a class; `root` tells one from another."""

    path: str
    node: Class
    root: str = ""
    fields: int | None = None
    """Where the state's heap keeps the fields that its constructor was seen to set."""
    names: dict[str, Value] | None = None
    """Those of the function that its class stands in."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Instance)
            and self.path == other.path
            and self.root == other.root
            and self.fields == other.fields
            and self.node == other.node
        )

    def __hash__(self) -> int:
        return hash((self.path, self.node.start, self.root, self.fields))


class Namespace(Value, frozen=True):
    """All exports of a file."""

    path: str


class External(Value, frozen=True):
    """Something that a package from outside exports, and the way into it."""

    package: str
    path: tuple[str, ...] = ()


class Table(Value, frozen=True):
    """A model where a query names it: a Drizzle table, an entity class, an alias."""

    model: str
    alias: str = ""


class ColumnOf(Value, frozen=True):
    """A column of a model where a query names it."""

    model: str
    column: str
    alias: str = ""


class Fragment(Value, frozen=True):
    """A condition built ahead: `and(eq(…), …)`, a `sql` fragment."""

    predicate: Predicate


class Scoped(Value, frozen=True):
    """A client that keeps every call inside one tenant, and the way into it."""

    by: str
    """What made it: the words of its evidence."""
    operations: frozenset[str]
    """What it covers: `read`, `create`, `update`, `delete`, `raw`; a method; a model's id and a method of it."""
    path: tuple[str, ...] = ()


class Text(Value, frozen=True):
    """A text made of parts: literal pieces, and values that stand in it."""

    parts: tuple[str | Value, ...]


class Touched(Value, frozen=True):
    """How many rows an access found, or an object that says so under one of `COUNTS`."""

    access: int
    number: bool = False


COUNTS = frozenset(
    {"count", "affected", "affectedRows", "rowCount", "rowsAffected", "changes", "length", "n", "nModified"}
    | {"deletedCount", "modifiedCount", "matchedCount", "numUpdatedRows", "numDeletedRows", "numAffectedRows"}
)
"""What the results of queries call the number of rows."""

Part = str | Value


class Count(Value, frozen=True):
    """How many elements a list has, as far as a walk can tell: good for the place of a parameter, not for a test."""

    number: int


class Choice(Value, frozen=True):
    """One of several values."""

    options: tuple[Value, ...]


def options(value: Value) -> Iterator[Value]:
    """The values that a value may be."""
    if isinstance(value, Choice):
        yield from value.options
    else:
        yield value


def choice(values: Iterable[Value]) -> Value:
    """One of these; equal ones counted once."""
    found: list[Value] = []
    for value in values:
        for option in options(value):
            if option not in found:
                _add(found, option)
    if len(found) == 1:
        return found[0]
    return Choice(tuple(found)) if 0 < len(found) <= MOST_CHOICES else Unknown("too many alternatives")


def _add(found: list[Value], option: Value) -> None:
    """One more alternative; the same row or object is one, of which that is known which is known both ways."""
    for at, other in enumerate(found):
        if isinstance(option, Row) and isinstance(other, Row) and _is_same_row(option, other):
            both = option.known & other.known
            either = option.optional or other.optional
            found[at] = replace(other, known=both, lacking=option.lacking & other.lacking, optional=either)
            return
        if isinstance(option, Handle) and isinstance(other, Handle) and option.id == other.id:
            found[at] = Handle(other.id, option.known & other.known)
            return
    found.append(option)


def _is_same_row(one: Row, other: Row) -> bool:
    return (one.access, one.path, one.each) == (other.access, other.path, other.each)


def knowing(value: Value, facts: frozenset[Fact]) -> Value:
    """A value of whose rows and objects more is known."""
    if not facts:
        return value
    if isinstance(value, Choice):
        return choice(knowing(option, facts) for option in value.options)
    return replace(value, known=value.known | facts) if isinstance(value, Row | Handle) else value


def item(value: Value) -> Value | None:
    """An element of a list as it is where it is there; None where it never is."""
    if not isinstance(value, Choice):
        return None if value == NO_ITEM else value
    return choice(option for option in value.options if option != NO_ITEM)


def present(value: Value) -> Value:
    """A value without the ways on which it is `undefined`."""
    kept = [option for option in options(value) if not is_undefined(option)]
    return choice(kept) if kept else value


def is_undefined(value: Value) -> bool:
    """Whether it is certainly `undefined`."""
    return isinstance(value, Constant) and value.value is UNDEFINED


def key_of(value: Value) -> tuple[object, ...] | None:
    """What tells a value from others over time; None for those that cannot be recognized again."""
    if isinstance(value, Given):
        return ("given", value.root, *value.path)
    if isinstance(value, Row):
        return ("row", value.access, value.each, *value.path)
    return None
