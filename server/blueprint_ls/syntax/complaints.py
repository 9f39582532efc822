"""The sentences that say what is wrong with a token where something else was expected."""

from __future__ import annotations

import unicodedata

from .tree import Token, TokenKind

COMPUTES = "A blueprint computes nothing: write the value itself instead of {}"
_CONTROL_NAMES = {
    "\r": "a carriage return without a line feed",
    "\0": "a NUL character",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\x85": "a next-line character (U+0085)",
    "\ufeff": "a byte order mark that is not at the start of the file",
    "\ufffd": "a byte that is no UTF-8 text",
}


_OTHER_QUOTES = frozenset("'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb")
"""Marks that people and editors write for `"`: straight, backtick, English, German and French ones."""


def unexpected(token: Token, expected: str) -> str:
    """What to say about a token that cannot stand where it does; `expected` is a whole sentence."""
    kind = token.kind
    if kind is TokenKind.INVALID:
        if token.text[:3].decode(errors="replace")[:1] in _OTHER_QUOTES:
            return 'Text stands in double quotes, `"…"`: there are no others'
        if token.text == b";":
            return "A new line ends an attribute: leave the `;` out"
        return f"{_character(token.text)} cannot stand outside strings and comments"
    if kind is TokenKind.OPEN_COMMENT:
        return "This comment is never closed: expected `*/`"
    if is_computation(token):
        return COMPUTES.format(f"`{token.text.decode()}`")
    return expected


def is_computation(token: Token) -> bool:
    """Whether a token after or instead of a value belongs to an operator or a loop."""
    if token.kind is TokenKind.NUMBER:
        return token.text.startswith(b"-")
    return token.kind in (TokenKind.OPERATOR, TokenKind.OPEN_PAREN) or token.text == b"for"


def shown(text: bytes) -> str:
    """A piece of source in backticks, on one line and not too long."""
    line = " ".join(text.decode(errors="replace").split("\n", 1)[0].split())
    return f"`{line}`" if len(line) <= 40 else f"`{line[:39]}…`"


def _character(text: bytes) -> str:
    """The name of a character, in a form that can begin a sentence."""
    character = text.decode(errors="replace")[:1]
    if character in _CONTROL_NAMES:
        name = _CONTROL_NAMES[character]
        return name[0].upper() + name[1:]
    if character.isprintable():
        return f"`{character}`"
    return f"The character U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"
