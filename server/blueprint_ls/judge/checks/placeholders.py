"""Words that stand where a decision should: TODO, TBD, "to be determined", lorem ipsum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from blueprint_ls.judge.finding import Finding, Local, shift
from blueprint_ls.judge.registry import Case, blueprint_check, element_check
from blueprint_ls.language.elements import Element
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Block, Expression, Heredoc, List, Node, Object, Span, String, TokenKind, Word

_TEXT = re.compile(
    r"\b(TODO|TBD|TBC|FIXME|XXX)\b"
    r"|(?i:\bto be (?:determined|decided|defined|confirmed|done)\b|\blorem ipsum\b|\bchange ?me\b|\bplaceholder\b)"
    r"|<(?:your|insert|enter|the)[^<>]*>"
    r"|\A\s*(?:\.{2,}|…|\?+|-+|(?i:tbd|tbc|fixme|xxx|foo|bar|baz|asdf|n/a|none yet|string|text|value|example))\s*\Z"
)
_WORDS = frozenset({"TODO", "TBD", "TBC", "FIXME", "XXX"})
_COMMENT = re.compile(rb"\b(?:TODO|TBD|TBC|FIXME|XXX)\b|(?i:to be (?:determined|decided|defined))")


@element_check("placeholder")
def placeholder_values(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Values, and quoted labels, that are no real ones."""
    for label in element.node.labels:
        if label.quoted and (found := _TEXT.search(label.value)):
            yield _local(label.span, found[0].strip(), element.name)
    for attribute in element.attributes.values():
        start = attribute.offset + attribute.node.value_offset
        for offset, width, text in _placeholders(attribute.node.value, 0):
            span = shift(Span(offset, offset + width), start)
            yield _local(span, text, f"{element.schema.path if element.schema else element.name}.{attribute.name}")


def _local(span: Span, text: str, subject: str) -> Local:
    return Local(
        "placeholder", span, f"`{text}` is a placeholder: decide, or assume a value with `assumed = true`", subject
    )


def reads_as_placeholder(text: str) -> bool:
    """Whether a text, once it stands in a blueprint, is told to be a placeholder."""
    return _TEXT.search(text) is not None


def placeholder_offsets(node: Expression, at: int) -> set[int]:
    """Where in an expression that stands at `at` placeholders begin."""
    return {offset for offset, _, _ in _placeholders(node, at)}


def _placeholders(node: Expression, at: int) -> Iterator[tuple[int, int, str]]:
    match node:
        case Word() if node.name in _WORDS:
            yield at, node.width, node.name
        case String() | Heredoc() if found := _TEXT.search(node.value):
            yield at, node.width, found[0].strip()
        case List():
            for offset, element in node.elements:
                yield from _placeholders(element, at + offset)
        case Object():
            for entry in node.entries:
                yield from _placeholders(entry.value, at + entry.value_offset)


@blueprint_check("placeholder")
def placeholder_comments(case: Case) -> Iterator[Finding]:
    """Comments that put a decision off."""
    for document in case.blueprint.documents:
        for offset, word in _delays(document.tree):
            message = f"`{word}` puts a decision off: make it, or assume it with `assumed = true`"
            yield Finding("placeholder", document.path, Span(offset, offset + len(word)), message)


def _delays(node: Node) -> Iterator[tuple[int, str]]:
    """The words of comments in a node that put a decision off, each with where it stands."""
    for offset, child in node.parts():
        found: Iterable[tuple[int, str]] = ()
        if isinstance(child, Block) and isinstance(child.lowered, Element):
            found = _kept(child.lowered)
        elif isinstance(child, Node):
            found = _delays(child)
        elif child.kind is TokenKind.COMMENT:
            found = _in_comment(child.text)
        for at, word in found:
            yield offset + at, word


def _kept(element: Element) -> Iterable[tuple[int, str]]:
    if element.delays is None:
        element.delays = tuple(_delays(element.node))
    kept: Iterable[tuple[int, str]] = element.delays
    return kept


@lru_cache(maxsize=4096)
def _in_comment(text: bytes) -> tuple[tuple[int, str], ...]:
    found = None if b"blueprint-ignore" in text else _COMMENT.search(text)
    return ((found.start(), found[0].decode()),) if found else ()
