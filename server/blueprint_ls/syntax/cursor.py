"""The parser's place in the text: the token at hand, the trivia before it, and the issues found so far."""

from __future__ import annotations

from .lexer import KINDS, TOKEN, UNFINISHED, Lexer, intern
from .tree import Issue, Node, Token, TokenKind

_NEWLINE = TokenKind.NEWLINE
_BLANK = TokenKind.BLANK
_COMMENT = TokenKind.COMMENT
_match = TOKEN.match


class Cursor:
    """Reads tokens from left to right. It can be set to any offset, for the lexer has no state."""

    __slots__ = ("_lexer", "behind", "data", "end", "kind", "newlines_count", "reports", "start", "token", "trivia")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reports: list[Issue | None] = []
        """Issues with offsets in the file; each becomes None when the node that owns it takes it."""
        self.newlines_count = True
        """Whether a line end is a token; inside brackets it is as meaningless as a blank."""
        self._lexer = Lexer(data)
        self.move(0)

    def move(self, offset: int) -> None:
        """Go on reading at an offset."""
        self.end = offset
        self.advance()

    def advance(self) -> None:
        """Read the next token into `kind` and `token`, and what stands before it into `trivia`."""
        data = self.data
        self.behind = at = self.end
        self.trivia: list[Node | Token] = []
        while True:
            match = _match(data, at)
            assert match is not None and match.lastindex is not None
            group = match.lastindex
            start = match.end(1)
            if start != at:
                self.trivia.append(intern(_BLANK, data[at:start]))
            kind: TokenKind = KINDS[group]  # type: ignore[assignment]
            at = match.end()
            if kind in UNFINISHED:
                kind, at = self._lexer.finish(kind, start, at)
            token = intern(kind, data[start:at])
            if kind is not _COMMENT and (kind is not _NEWLINE or self.newlines_count):
                break
            self.trivia.append(token)
        self.start, self.end, self.kind, self.token = start, at, kind, token

    def take(self, children: list[Node | Token]) -> None:
        """Put the token at hand, with the trivia before it, into a node's children, and advance."""
        children += self.trivia
        children.append(self.token)
        self.advance()

    def place(self, children: list[Node | Token]) -> int:
        """Leave the trivia to the parent, so that a node can start at the token at hand; its offset."""
        children += self.trivia
        self.trivia = []
        self.behind = self.start
        return self.start

    def back_to(self, offset: int, children: list[Node | Token], count: int) -> None:
        """Give back everything after the first `count` children, which end at `offset`."""
        del children[count:]
        self.move(offset)

    def after_newline(self) -> bool:
        """Whether the token at hand is the first on its line, seen from inside brackets."""
        return any(isinstance(part, Token) and part.kind is _NEWLINE for part in self.trivia)

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
        """Note a mistake between two offsets of the file."""
        self.reports.append(Issue(start, end - start, code, message, related, fix))

    def issues(self, mark: int, start: int) -> tuple[Issue, ...]:
        """The issues noted since there were `mark` of them and not taken yet, for a node that begins at `start`."""
        if len(self.reports) == mark:
            return ()
        own = tuple(issue.shifted(-start) for issue in self.reports[mark:] if issue is not None)
        self.reports[mark:] = [None] * (len(self.reports) - mark)
        return own
