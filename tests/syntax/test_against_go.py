"""Held against HashiCorp's own parser: what is accepted here is accepted there, and says the same."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pygohcl
import pytest
from hypothesis import given

from blueprint_ls.syntax import (
    Attribute,
    Block,
    Bool,
    Call,
    Expression,
    File,
    Heredoc,
    List,
    Node,
    Null,
    Number,
    Object,
    Reference,
    String,
    Text,
    Token,
    Word,
    parse,
)
from syntax.writing import damaged, documents, soup

_COMMENT = re.compile(r"/\* c \*/|(#|//) c")


def read_by_go(text: str) -> Any:
    """What HashiCorp's parser makes of a text; a refusal raises."""
    return pygohcl.loadb(text.encode())


def as_go_reads(body: File | Block) -> dict[str, Any]:
    """What a tree says, in the shape that `pygohcl` gives: labels become keys, and expressions their text."""
    found: dict[str, Any] = {}
    for _, item in body.items:
        value: Any
        if isinstance(item, Attribute):
            value = _value(item.value)
        else:
            assert isinstance(item, Block)
            value = as_go_reads(item)
            for label in reversed(item.labels):
                value = {label.value: value}
            if item.labels and item.name in found:
                value = _merged(found[item.name], value)
        found[item.name] = value
    return found


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Blocks of one type, by their labels."""
    return one | {label: _merged(one[label], body) if label in one else body for label, body in other.items()}


def _value(value: Expression) -> Any:
    match value:
        case Word(name=name):
            return name
        case Number(value=plain) | Bool(value=plain) | String(value=plain) | Heredoc(value=plain):
            return plain
        case Null():
            return None
        case List(elements=elements):
            return [_value(element) for _, element in elements]
        case Object(entries=entries):
            return {entry.key: _value(entry.value) for entry in entries}
        case Call() | Reference():
            return _bare(value)
    raise AssertionError(value)


def _bare(node: Node) -> str:
    """The text of an expression without blanks and comments."""
    pieces = [child.text.decode() if isinstance(child, Token) else _bare(child) for child in node.children]
    return "".join("".join(piece.split()) for piece in pieces if not piece.startswith(("#", "//", "/*")))


def _without_blanks(value: Any, like: Any) -> Any:
    """Go's answer, where calls and references are text, with blanks and comments that this side does not keep.

    Go composes letters and their accents (é) in values, but not in labels; here references must find labels.
    """
    if isinstance(value, dict) and isinstance(like, dict):
        composed = {normalize("NFC", key): inner for key, inner in value.items()}
        return {key: _without_blanks(inner, like.get(key)) for key, inner in composed.items()}
    if isinstance(value, list) and isinstance(like, list) and len(value) == len(like):
        return [_without_blanks(*pair) for pair in zip(value, like, strict=True)]
    if isinstance(value, str) and value != like:
        return "".join(_COMMENT.sub("", value).split())
    if isinstance(value, float) and isinstance(like, float):
        return pytest.approx(value)
    return value


def check_same_reading(text: str) -> None:
    file = parse(Text.from_str(text))
    assert not file.flawed, [issue.message for _, issue in file.walk_issues()]
    ours = as_go_reads(file)
    theirs = read_by_go(text)
    assert ours == _without_blanks(theirs, ours)


@given(documents)
def test_any_document_says_the_same_to_go(text: str) -> None:
    check_same_reading(text)


@pytest.mark.parametrize("name", ["crm.blueprint", "job.hcl", "image.hcl"])
def test_the_samples_say_the_same_to_go(name: str) -> None:
    check_same_reading((Path(__file__).parent / "samples" / name).read_text())


@pytest.mark.parametrize(
    "source",
    [
        "a = 1 b = 2\n",
        'a = "\\d"\n',
        "a { b { c = 1 } }\n",
        "a { b = 1 c = 2 }\n",
        "a {\n  b = 1 }\n",
        "a {} b {}\n",
        "a { b = <<E\nx\nE\n}\n",
        "a = <<E\nx\nE",
        "a = [1 2]\n",
        "a = [,]\n",
        "a = { b = 1 c = 2 }\n",
        "a = { b = 1\n, c = 2 }\n",
        "a = { b\n= 1 }\n",
        "a = { for = 1 }\n",
        "a = [for]\n",
        "a\n= 1\n",
        "a =\n1\n",
        "a b\n{\n}\n",
        "a = 0x1\n",
        "a = .5\n",
        "a = 1.\n",
        "a = b.\n",
        'a "${b}" {}\n',
        "a = 1\rb = 2\n",
        "a\u2028= 1\n",
        "a {\n",
        "}\n",
    ],
)
def test_what_go_refuses_is_refused_here(source: str) -> None:
    with pytest.raises(pygohcl.HCLParseError):
        read_by_go(source)
    assert parse(Text.from_str(source)).flawed


@given(damaged() | soup)
def test_any_text_accepted_here_is_accepted_by_go(text: str) -> None:
    file = parse(Text.from_str(text))
    if file.flawed or _has_duplicates(file) or "\0" in text:
        return
    with suppress(pygohcl.HCLInternalError):  # it parses, but `pygohcl` has no shape for what it says
        read_by_go(text)


def _has_duplicates(body: File | Block) -> bool:
    names = [item.name for _, item in body.items if isinstance(item, Attribute)]
    blocks = [item for _, item in body.items if isinstance(item, Block)]
    return len(names) > len(set(names)) or any(map(_has_duplicates, blocks))
