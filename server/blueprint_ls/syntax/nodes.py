"""The nodes of a document: its blocks and attributes, and the values they give."""

from __future__ import annotations

from dataclasses import dataclass, field

from .text import Span
from .tree import Node, Token, TokenKind


@dataclass(slots=True, eq=False, repr=False)
class Word(Node):
    """A bare word: `postgres`."""

    name: str
    """The word."""


@dataclass(slots=True, eq=False, repr=False)
class Number(Node):
    """A number: `10000`, `0.5`, `-1`, `1e3`."""

    value: int | float
    """What it amounts to."""
    raw: str
    """How it is written."""


@dataclass(slots=True, eq=False, repr=False)
class String(Node):
    """A quoted string."""

    value: str
    """What it says: without quotes, with escapes resolved."""

    @property
    def inner(self) -> Span:
        """Where the text between the quotes stands; the end quote may be missing."""
        token = self.children[0]
        is_open = isinstance(token, Token) and token.kind is TokenKind.OPEN_STRING
        return Span(1, self.width if is_open else self.width - 1)


@dataclass(slots=True, eq=False, repr=False)
class Heredoc(Node):
    """A text of several lines: `<<WORD`, or `<<-WORD`, which takes common indentation away."""

    value: str
    """What it says, with the last line's end, without the indentation that `<<-` takes away."""


@dataclass(slots=True, eq=False, repr=False)
class Bool(Node):
    """`true` or `false`."""

    value: bool
    """Which of the two."""


@dataclass(slots=True, eq=False, repr=False)
class Null(Node):
    """`null`."""


@dataclass(slots=True, eq=False, repr=False)
class List(Node):
    """A list in square brackets."""

    elements: tuple[tuple[int, Expression], ...]
    """The elements, each with its offset."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectEntry:
    """One `key = value` of an object. Its tokens are children of the object itself."""

    key: str
    """The key, without quotes."""
    key_span: Span
    """Where the key stands, quotes included, relative to the object."""
    value_offset: int
    """Where the value begins, relative to the object."""
    value: Expression
    """The value."""


@dataclass(slots=True, eq=False, repr=False)
class Object(Node):
    """An object in braces: `{ key = value }`."""

    entries: tuple[ObjectEntry, ...]
    """The entries, in the order written; a key may stand twice."""


@dataclass(slots=True, eq=False, repr=False)
class Call(Node):
    """A call with positional arguments: `enum(open, won)`."""

    name: str
    """What is called."""
    name_span: Span
    """Where the name stands."""
    arguments: tuple[tuple[int, Expression], ...]
    """The arguments, each with its offset."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reference."""

    name: str
    """The name, or the text between the quotes."""
    span: Span
    """Where it stands: quotes included, brackets not."""
    quoted: bool
    """Whether it was written `["…"]`."""


@dataclass(slots=True, eq=False, repr=False)
class Reference(Node):
    """A path to something: `module.identity`, `endpoint["POST /users"]`."""

    steps: tuple[Step, ...]
    """At least one step; two when nothing is missing."""


@dataclass(slots=True, eq=False, repr=False)
class Missing(Node):
    """The value that is not there yet. Its width is 0."""


Expression = Word | Number | String | Heredoc | Bool | Null | List | Object | Call | Reference | Missing


@dataclass(slots=True, eq=False, repr=False)
class Attribute(Node):
    """`name = value`, or what there is of it."""

    name: str
    """The name."""
    name_span: Span
    """Where the name stands."""
    equals_offset: int
    """Where `=` stands, or -1 when it is missing."""
    value: Expression
    """The value, which may be `Missing`."""
    value_offset: int
    """Where the value begins."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a block: a bare word or a quoted string."""

    value: str
    """What it says, without quotes."""
    span: Span
    """Where it stands, quotes included, relative to the block; without its quote when the end quote is missing."""
    quoted: bool
    """Whether it stands between two quotes."""


@dataclass(slots=True, eq=False, repr=False)
class Block(Node):
    """`name label { … }`, or what there is of it."""

    name: str
    """The name; empty when it is missing."""
    name_span: Span
    """Where the name stands."""
    labels: tuple[Label, ...]
    """The labels, in order."""
    items: tuple[tuple[int, Item], ...]
    """What the block holds, each with its offset."""
    open_offset: int
    """Where `{` stands, or -1 when it is missing."""
    close_offset: int
    """Where `}` stands, or -1 when it is missing."""
    one_line: bool
    """Whether the whole block stands on one line."""
    height: int
    """How many levels of blocks it holds, itself included."""
    tidy_column: int = field(default=-1, init=False)
    """The column at which its lines were last found to be indented as they should; -1 when not looked at."""


@dataclass(slots=True, eq=False, repr=False)
class Junk(Node):
    """Text that fits nothing."""


Item = Block | Attribute | Junk


@dataclass(slots=True, eq=False, repr=False)
class File(Node):
    """A whole document."""

    items: tuple[tuple[int, Item], ...]
    """What stands at the top level, each with its offset."""
