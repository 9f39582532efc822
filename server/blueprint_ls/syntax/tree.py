"""The syntax tree: immutable, lossless, and free of positions, so that what an edit leaves alone is shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .text import Span


class TokenKind(Enum):
    """What a token is. The `OPEN_…` text kinds are those whose end is missing."""

    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    HEREDOC = "heredoc"
    EQUALS = "="
    COLON = ":"
    COMMA = ","
    DOT = "."
    OPEN_BRACE = "{"
    CLOSE_BRACE = "}"
    OPEN_BRACKET = "["
    CLOSE_BRACKET = "]"
    OPEN_PAREN = "("
    CLOSE_PAREN = ")"
    OPERATOR = "operator"
    NEWLINE = "newline"
    BLANK = "blank"
    COMMENT = "comment"
    BYTE_ORDER_MARK = "byte order mark"
    OPEN_STRING = "string without its end"
    OPEN_HEREDOC = "heredoc without its end"
    OPEN_COMMENT = "comment without its end"
    INVALID = "invalid"
    END = "end"


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A leaf of the tree. Equal tokens are mostly one object (see `lexer.intern`)."""

    kind: TokenKind
    """What the token is."""
    text: bytes
    """Its bytes, exactly as the file has them."""
    width: int
    """How many bytes it has."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A mistake in the text. Offsets are relative to the start of the node that holds the issue."""

    offset: int
    """Where the mistake begins."""
    width: int
    """How many bytes it covers; 0 where something is missing."""
    code: str
    """`syntax-error` or `template-interpolation`."""
    message: str
    """One sentence: what was expected, or what is wrong."""
    related: tuple[tuple[int, int, str], ...] = ()
    """Other places that explain it, as (offset, width, message); they may lie before the node."""
    fix: tuple[tuple[int, int, bytes], ...] | None = None
    """The edits that would cure it, as (offset, width, new bytes), when that is certain enough."""

    def shifted(self, by: int) -> Issue:
        """The same issue, counted from another place."""
        related = tuple((offset + by, width, message) for offset, width, message in self.related)
        fix = None if self.fix is None else tuple((offset + by, width, new) for offset, width, new in self.fix)
        return Issue(self.offset + by, self.width, self.code, self.message, related, fix)


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """An inner part of the tree: its children, in order and without gaps, spell its text.

    Nodes are never changed once built. They are not frozen, for a frozen class is built at a third of the speed.
    """

    children: tuple[Node | Token, ...]
    """Tokens and nodes, comments and blanks among them."""
    width: int
    """How many bytes the node covers."""
    issues: tuple[Issue, ...]
    """The node's own mistakes; those of nodes below stay with them."""
    flawed: bool
    """Whether anything is wrong in the node or below it."""
    lowered: Any = field(default=None, init=False)
    """Free for the language layer: what it made of this node."""

    def __repr__(self) -> str:
        """The kind and the beginning of the text; all fields would show what is below many times over."""
        return f"<{type(self).__name__} {self.text()[:40]!r}>"

    def text(self) -> bytes:
        """The bytes the node was read from."""
        return b"".join([child.text if isinstance(child, Token) else child.text() for child in self.children])

    def parts(self) -> Iterator[tuple[int, Node | Token]]:
        """Each child with its offset from the node's start."""
        offset = 0
        for child in self.children:
            yield offset, child
            offset += child.width

    def walk_issues(self, start: int = 0) -> Iterator[tuple[int, Issue]]:
        """Every issue here and below, with the offset that its own offsets count from."""
        if not self.flawed:
            return
        for issue in self.issues:
            yield start, issue
        for offset, child in self.parts():
            if isinstance(child, Node):
                yield from child.walk_issues(start + offset)


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
    """Where it stands, quotes included, relative to the block."""
    quoted: bool
    """Whether it was written in quotes."""


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
