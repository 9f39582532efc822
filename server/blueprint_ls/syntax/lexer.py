"""The lexer: the token at an offset, by one compiled regular expression over the bytes."""

from __future__ import annotations

import re
from unicodedata import ucd_3_2_0 as unicode_3

from .tree import Token, TokenKind

_PATTERNS: tuple[tuple[TokenKind, bytes], ...] = (
    (TokenKind.NAME, rb"[A-Za-z_][A-Za-z0-9_-]*+(?![\x80-\xff])"),
    (TokenKind.NEWLINE, rb"\r?\n"),
    (TokenKind.EQUALS, rb"=(?![=>])"),
    (TokenKind.STRING, rb'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'),
    (TokenKind.OPEN_BRACE, rb"\{"),
    (TokenKind.CLOSE_BRACE, rb"\}"),
    (TokenKind.NUMBER, rb"-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?"),
    (TokenKind.COMMA, rb","),
    (TokenKind.DOT, rb"\.(?!\.\.)"),
    (TokenKind.OPEN_BRACKET, rb"\["),
    (TokenKind.CLOSE_BRACKET, rb"\]"),
    (TokenKind.OPEN_PAREN, rb"\("),
    (TokenKind.CLOSE_PAREN, rb"\)"),
    (TokenKind.COMMENT, rb"(?:#|//)[^\r\n]*+(?:\r(?!\n)[^\r\n]*+)*"),
    (TokenKind.OPEN_COMMENT, rb"/\*"),
    (TokenKind.OPEN_HEREDOC, rb"<<-?[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff-]*+(?=\r?\n)"),
    (TokenKind.OPEN_STRING, rb'"[^\r\n]*+'),
    (TokenKind.OPERATOR, rb"[=!<>]=|=>|&&|\|\||\.\.\.|::|[-+*/%!<>?&|]"),
    (TokenKind.COLON, rb":"),
    (TokenKind.INVALID, rb"[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff-]*+|[\x00-\xff]"),
    (TokenKind.END, rb"(?![\x00-\xff])"),
)
# `*+` stands behind groups alone that cannot fail half-way: Python before 3.11.5 goes on from where a round failed.
KINDS = (TokenKind.BLANK, TokenKind.BLANK, *(kind for kind, _ in _PATTERNS))
"""The kind of each group of `TOKEN`; group 1 holds the blanks before the token."""
TOKEN = re.compile(rb"([ \t]*+)(?:" + b"|".join(b"(" + pattern + b")" for _, pattern in _PATTERNS) + b")")
"""Matches at every offset. Where its kind is in `UNFINISHED`, `Lexer.finish` says what the token really is."""
UNFINISHED = frozenset({TokenKind.OPEN_COMMENT, TokenKind.OPEN_HEREDOC, TokenKind.INVALID})
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_CACHE_LIMIT = 16_384
_LONGEST_CACHED = 64
_cache: dict[bytes, Token] = {}
_SPACES = rb"(?:[\t\v\f\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)*"
_LINE_END = re.compile(rb"[\r\n]")
_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x00-\xff]")
_NAME_STARTS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_NAME_PARTS = _NAME_STARTS | {"Mn", "Mc", "Nd"}


def intern(kind: TokenKind, text: bytes) -> Token:
    """The token for these bytes: one object for `=`, for each name, and so on, while the cache has room."""
    token = _cache.get(text)
    if token is None or token.kind is not kind:
        if len(text) > _LONGEST_CACHED:
            return Token(kind, text, len(text))
        if len(_cache) >= _CACHE_LIMIT:
            _cache.clear()
        token = _cache[text] = Token(kind, text, len(text))
    return token


class Lexer:
    """What a regular expression alone cannot tell: the ends of long comments and heredocs, Unicode names."""

    __slots__ = ("_comments_close_before", "_data", "_open_markers")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._comments_close_before = len(data)
        self._open_markers: set[bytes] = set()

    def finish(self, kind: TokenKind, start: int, end: int) -> tuple[TokenKind, int]:
        """The true kind and end of a token of which the pattern saw the beginning."""
        if kind is TokenKind.OPEN_COMMENT:
            return self._comment(start)
        if kind is TokenKind.OPEN_HEREDOC:
            return self._heredoc(start, end)
        return self._odd_character(start, end)

    def _comment(self, start: int) -> tuple[TokenKind, int]:
        """A comment that never closes costs the rest of its line, not of the file."""
        if start < self._comments_close_before:
            close = self._data.find(b"*/", start + 2)
            if close >= 0:
                return TokenKind.COMMENT, close + 2
            self._comments_close_before = start
        line_end = _LINE_END.search(self._data, start)
        return TokenKind.OPEN_COMMENT, len(self._data) if line_end is None else line_end.start()

    def _heredoc(self, start: int, end: int) -> tuple[TokenKind, int]:
        """Find the line that holds nothing but the marker; each missing marker is looked for once."""
        marker = self._data[start + 2 : end].removeprefix(b"-")
        if marker not in self._open_markers:
            closing = rb"\n" + _SPACES + re.escape(marker) + _SPACES + rb"(?:\n|\Z)"
            match = re.compile(closing).search(self._data, end)
            if match is not None:
                return TokenKind.HEREDOC, _without_newline(self._data, match.end())
            self._open_markers.add(marker)
        return TokenKind.OPEN_HEREDOC, end

    def _odd_character(self, start: int, end: int) -> tuple[TokenKind, int]:
        """A name with letters beyond ASCII, or one character that the language does not use."""
        at = start
        for character in _CHARACTER.finditer(self._data, start, end):
            if not _fits_name(character[0], is_first=at == start):
                return (TokenKind.NAME, at) if at > start else (TokenKind.INVALID, character.end())
            at = character.end()
        return TokenKind.NAME, at


def _fits_name(character: bytes, *, is_first: bool) -> bool:
    """Whether a character can stand in a name: letters and `_`, and after these also digits, marks and `-`.

    Letters are those of Unicode 3.2: HashiCorp's parser knows them all, and later ones only in part.
    """
    if character == b"_" or (character == b"-" and not is_first):
        return True
    decoded = character.decode(errors="replace")
    return len(decoded) == 1 and unicode_3.category(decoded) in (_NAME_STARTS if is_first else _NAME_PARTS)


def _without_newline(data: bytes, end: int) -> int:
    """Step back over the line end that a heredoc's last line was recognized by."""
    if data[end - 2 : end] == b"\r\n":
        return end - 2
    return end - 1 if data[end - 1 : end] == b"\n" else end
