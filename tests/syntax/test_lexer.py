"""Tokens, as the tree keeps them."""

from __future__ import annotations

import pytest

from blueprint_ls.syntax import Text, TokenKind, parse
from syntax.telling import tokens


def kinds(source: str | bytes) -> list[str]:
    """The kinds of a text's tokens, with `blank` and `newline` shortened to ` ` and `↵`."""
    data = source if isinstance(source, bytes) else source.encode()
    short = {TokenKind.BLANK: " ", TokenKind.NEWLINE: "↵"}
    return [short.get(token.kind, token.kind.value) for _, token in tokens(parse(Text(data)))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a  =\t1\r\n", ["name", " ", "=", " ", "number", "↵"]),
        ('a_b-c "d" {}', ["name", " ", "string", " ", "{", "}"]),
        ("größe=-1.5e+3", ["name", "=", "number"]),
        ("a=b.c", ["name", "=", "name", ".", "name"]),
        ('a=b["c"]', ["name", "=", "name", "[", "string", "]"]),
        ("a=f(1,2)", ["name", "=", "name", "(", "number", ",", "number", ")"]),
        ("a={b:1}", ["name", "=", "{", "name", ":", "number", "}"]),
        ("# b", ["comment"]),
        ("// b\r\n", ["comment", "↵"]),
        ("# b\rc\n", ["comment", "↵"]),
        ("/* b\n*/", ["comment"]),
        ("/**/a=1", ["comment", "name", "=", "number"]),
        ("/*/", ["comment without its end"]),
        ("\ufeffa=1", ["byte order mark", "name", "=", "number"]),
        ("a=<<E\nb\nE\n", ["name", "=", "heredoc", "↵"]),
        ("a=<<-E-1\nE\n  E-1\n", ["name", "=", "heredoc", "↵"]),
        ("a=<<E\n  b\n", ["name", "=", "heredoc without its end"]),
        ('a="b', ["name", "=", "string without its end"]),
        ('a="\\"b', ["name", "=", "string without its end"]),
        ('a="b\\\\"', ["name", "=", "string"]),
        ("a==b", ["name", "operator", "name"]),
        ("a=>b", ["name", "operator", "name"]),
        ("a=b...", ["name", "=", "name", "operator"]),
        ("5a", ["number", "name"]),
        ("a=1.", ["name", "=", "number", "."]),
        ("a\u2028", ["name", "invalid"]),
        (b"\xff\xfe", ["invalid", "invalid"]),
        ("é\u0301\u203f", ["name", "invalid"]),
    ],
)
def test_tokens(source: str | bytes, expected: list[str]) -> None:
    assert kinds(source) == expected
