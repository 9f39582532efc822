"""SQL as statements of tokens, each with its place in bytes: enough to read table definitions of any dialect.

Definitions are read from tokens and not with a full SQL parser: a parser wants to know the dialect, which a folder of
migrations does not say; it hands `ALTER … ENABLE ROW LEVEL SECURITY` and `CREATE POLICY` back unread; and one statement
that it refuses takes the rest of the file with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"(?P<skip>\s+|--[^\n]*|\#(?=[ !])[^\n]*|/\*.*?\*/)"
    rb"|(?P<string>'(?:''|\\.|[^'\\])*'|(?P<dollar>\$\w*\$).*?(?P=dollar))"
    rb"|(?P<quoted>\"(?:\"\"|[^\"])*\"|`[^`]*`|\[[A-Za-z_][^\]\n]*\])"
    rb"|(?P<word>[A-Za-z_\x80-\xff][\w$\x80-\xff]*)|(?P<number>\d[\w.]*)|(?P<sign>::|.)",
    re.DOTALL,
)
_BODIES = frozenset({"TRIGGER", "PROCEDURE", "FUNCTION"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quoted name, a string, a number or a sign."""

    kind: str
    text: str
    """A quoted name without its quotes."""
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in capitals; nothing for whatever is quoted."""
        return self.text.upper() if self.kind in ("word", "sign") else ""


def statements(data: bytes) -> Iterator[list[Token]]:
    """The statements of a script; the body of a trigger or a function belongs to its statement."""
    held: list[Token] = []
    depth = 0
    for token in _tokens(data):
        depth += _opens(token, held)
        if token.text != ";" or token.kind != "sign":
            held.append(token)
        elif depth <= 0 and held:
            yield held
            held, depth = [], 0
    if held:
        yield held


def _opens(token: Token, held: list[Token]) -> int:
    """By how much a token changes the depth inside which a semicolon ends nothing."""
    word = token.keyword
    if not held or not _BODIES & {other.keyword for other in held[:6]}:
        return 0
    return {"BEGIN": 1, "CASE": 1, "END": -1}.get(word, 0)


def _tokens(data: bytes) -> Iterator[Token]:
    for match in _TOKEN.finditer(data):
        kind = "string" if match["string"] else match.lastgroup or "sign"
        if kind != "skip":
            text = match.group().decode("utf-8", "replace")
            yield Token(kind, text[1:-1] if kind == "quoted" else text, match.start(), match.end())


class Cursor:
    """Walks the tokens of one statement."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def over(self) -> bool:
        """Whether no token is left."""
        return self.at >= len(self.tokens)

    def peek(self) -> str:
        """The keyword that comes next; empty at the end and for quoted names."""
        return "" if self.over else self.tokens[self.at].keyword

    def take(self, *words: str) -> bool:
        """Passes over these keywords if all of them come next."""
        ahead = self.tokens[self.at : self.at + len(words)]
        if tuple(token.keyword for token in ahead) != words:
            return False
        self.at += len(words)
        return True

    def name(self) -> str:
        """A name, behind its schema where one stands; the schema `public` is not worth a word. Empty where none is."""
        parts = [self._part()]
        while parts[-1] and self.take("."):
            parts.append(self._part())
        kept = parts[1:] if len(parts) > 1 and parts[0].lower() == "public" else parts
        return ".".join(kept)

    def _part(self) -> str:
        if self.over or self.tokens[self.at].kind not in ("word", "quoted"):
            return ""
        self.at += 1
        return self.tokens[self.at - 1].text

    def group(self) -> list[Token] | None:
        """The tokens between a pair of parentheses that comes next."""
        if not self.take("("):
            return None
        first, depth = self.at, 1
        while not self.over and depth:
            depth += {"(": 1, ")": -1}.get(self.tokens[self.at].text, 0) if self.tokens[self.at].kind == "sign" else 0
            self.at += 1
        return self.tokens[first : self.at - (depth == 0)]

    def names(self) -> tuple[str, ...] | None:
        """The names in a pair of parentheses: the columns of a key. An expression has none."""
        group = self.group()
        if group is None:
            return None
        return tuple(name for piece in split(group) if (name := Cursor(piece).name()))

    def seek(self, *words: str) -> bool:
        """Goes on behind the next place where these keywords stand outside parentheses."""
        while not self.over:
            if self.take(*words):
                return True
            if self.group() is None:
                self.at += 1
        return False


def split(tokens: list[Token]) -> list[list[Token]]:
    """The pieces between commas that stand outside parentheses."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        sign = token.text if token.kind == "sign" else ""
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]
