"""The syntax tree: immutable, lossless, and free of positions, so that what an edit leaves alone is shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


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

    __hash__ = object.__hash__  # members are unique, and Enum's own hash is slow enough to be felt here


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
