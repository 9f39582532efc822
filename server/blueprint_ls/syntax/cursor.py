"""The parser's place in the text: the token at hand, the trivia before it, and the issues found so far."""

from __future__ import annotations

from .complaints import unexpected
from .lexer import KINDS, TOKEN, UNFINISHED, Lexer, intern
from .tree import Issue, Node, Token, TokenKind

Children = list[Node | Token]
Parts = tuple[tuple[Node | Token, ...], int, tuple[Issue, ...], bool]
"""What every node is made of: its children, width and issues, and whether it is flawed."""

_NEWLINE, _BLANK, _COMMENT, _END = TokenKind.NEWLINE, TokenKind.BLANK, TokenKind.COMMENT, TokenKind.END
_TRIVIA = frozenset({_NEWLINE, _BLANK, _COMMENT})
_match = TOKEN.match


class Draft:
    """A node in the making."""

    __slots__ = ("children", "mark", "start")

    def __init__(self, start: int, mark: int) -> None:
        self.children: Children = []
        """What has been read of it."""
        self.start = start
        """Where it begins in the file."""
        self.mark = mark
        """How many issues had been found before it."""


class Cursor:
    """Reads tokens from left to right. It can be set to any offset, for the lexer has no state."""

    __slots__ = (
        "_lexer",
        "_reports",
        "behind",
        "data",
        "end",
        "kind",
        "newlines_count",
        "start",
        "token",
        "trivia",
    )

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.newlines_count = True
        """Whether a line end is a token; inside brackets it is as meaningless as a blank."""
        self._lexer = Lexer(data)
        self._reports: list[Issue | None] = []
        """Issues with offsets in the file; each becomes None when the node that owns it takes it."""
        self.move(0)

    def move(self, offset: int) -> None:
        """Go on reading at an offset."""
        self.end = offset
        self.advance()

    def advance(self) -> None:
        """Read the next token into `token`, and the blanks and comments before it into `trivia`."""
        data = self.data
        self.behind = at = self.end
        self.trivia: Children = []
        while True:
            match = _match(data, at)
            assert match is not None
            kind = KINDS[match.lastindex or 0]
            start = match.end(1)
            if start != at:
                self.trivia.append(intern(_BLANK, data[at:start]))
            at = match.end()
            if kind in UNFINISHED:
                kind, at = self._lexer.finish(kind, start, at)
            token = intern(kind, data[start:at])
            if kind is not _COMMENT and (kind is not _NEWLINE or self.newlines_count):
                break
            self.trivia.append(token)
        self.start, self.end, self.kind, self.token = start, at, kind, token

    def take(self, children: Children) -> None:
        """Put the token at hand, with the trivia before it, into a node's children, and advance."""
        children += self.trivia
        children.append(self.token)
        self.advance()

    def place(self, children: Children) -> int:
        """Leave the trivia to the parent, so that a node can begin at the token at hand; where that is."""
        children += self.trivia
        self.trivia = []
        self.behind = self.start
        return self.start

    def give_back_trivia(self, children: Children) -> None:
        """Leave the blanks, comments and line ends at the end of a node to its parent."""
        count, end = len(children), self.behind
        while count and isinstance(last := children[count - 1], Token) and last.kind in _TRIVIA:
            count -= 1
            end -= last.width
        del children[count:]
        if end < self.behind:
            self.move(end)

    def begins_line(self, children: Children) -> bool:
        """Whether the token at hand is the first on its line, when `children` have been read before it."""
        before = [*children[-1:], *self.trivia]
        return any(isinstance(part, Token) and part.kind is _NEWLINE for part in before)

    def begin(self) -> Draft:
        """Begin a node at the token at hand."""
        return Draft(self.start, len(self._reports))

    def finish(self, draft: Draft) -> Parts:
        """The parts of a node that ends before the token at hand."""
        children, width = tuple(draft.children), self.behind - draft.start
        if not self.is_reported(draft):
            return children, width, (), False
        return children, width, self._issues_since(draft.mark, draft.start), True

    def report(
        self,
        message: str,
        start: int,
        end: int,
        *,
        code: str = "syntax-error",
        related: tuple[tuple[int, int, str], ...] = (),
        fix: tuple[tuple[int, int, bytes], ...] | None = None,
    ) -> None:
        """Note a mistake between two offsets of the file. The node being read will own it."""
        self._reports.append(Issue(start, end - start, code, message, related, fix))

    def report_missing(self, message: str, insertion: bytes | None = None) -> None:
        """Note that something is missing after what was read last, and what to insert there."""
        fix = None if insertion is None else ((self.behind, 0, insertion),)
        self.report(message, self.behind, self.behind, fix=fix)

    def report_unexpected(self, expected: str, insertion: bytes | None = None) -> None:
        """Note that the token at hand stands where something else was expected, and what to insert before it."""
        if self.kind is _NEWLINE or self.kind is _END:
            self.report_missing(expected)
            return
        message = unexpected(self.token, expected)
        is_certain = insertion is not None and message == expected
        fix = ((self.behind, 0, insertion),) if insertion is not None and is_certain else None
        self.report(message, self.start, self.end, fix=fix)

    def is_reported(self, draft: Draft) -> bool:
        """Whether anything has been found wrong since a node was begun."""
        return len(self._reports) > draft.mark

    def _issues_since(self, mark: int, start: int) -> tuple[Issue, ...]:
        """Take the issues that no node below has taken, counted from `start`."""
        own = tuple(issue.shifted(-start) for issue in self._reports[mark:] if issue is not None)
        self._reports[mark:] = [None] * (len(self._reports) - mark)
        return own
