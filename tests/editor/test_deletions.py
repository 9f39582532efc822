"""Each token of the example deleted in turn: one mistake costs one statement, never its neighbours.

A sample of them each time; all with HYPOTHESIS_PROFILE=long, as `make fuzz` has it.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from blueprint_ls.editor import completion, symbols
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Attribute, Block, Edit, File, Node, Span, Text, Token, TokenKind, parse

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/acme-crm"
FILES = sorted(EXAMPLE.glob("*.blueprint"))
SAMPLE = None if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 24
"""How many tokens of each file."""
BRACES = {TokenKind.OPEN_BRACE, TokenKind.CLOSE_BRACE}
BLANKS = {TokenKind.BLANK, TokenKind.NEWLINE, TokenKind.COMMENT, TokenKind.END}
ABOUT_WORDS = {
    *("syntax-error", "template-interpolation", "empty-block", "empty-value", "placeholder"),
    *("unknown-attribute", "unknown-block", "unknown-label", "unknown-value"),
    *("misplaced-attribute", "misplaced-block", "duplicate-attribute", "wrong-label", "wrong-type", "out-of-range"),
}
"""Rules that judge a statement by its own words: others may rightly miss elsewhere what was deleted here."""


class Item(NamedTuple):
    """A statement, where it stands, and the blocks around it."""

    span: Span
    node: Attribute | Block
    around: tuple[Span, ...]


class Deletion(NamedTuple):
    """A token to delete, and the statement that it belongs to."""

    span: Span
    item: Item
    token: Token

    def now(self, offset: int) -> int:
        """Where what stood at an offset stands after it."""
        return offset if offset <= self.span.start else max(offset - self.token.width, self.span.start)

    def spares(self, span: Span) -> bool:
        """Whether something stands wholly before or after the statement; of a block, a brace alone costs nothing."""
        if self.token.kind in BRACES and isinstance(self.item.node, Block):
            return True
        return span.end <= self.item.span.start or span.start >= self.item.span.end


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_any_token_may_be_missing(path: Path):
    workspace, tree = Workspace([EXAMPLE]), parse(Text(path.read_bytes()))
    text, items = Text(path.read_bytes()), list(items_of(tree, 0, ()))
    workspace.open(path, text)
    assert workspace.verdict(EXAMPLE).findings == ()
    before = outline(workspace, path)
    for deletion in sample(tree, items):
        told = f"{path.name}:{text.line_at(deletion.span.start) + 1}: without {deletion.token.text!r}"
        broken = text.replace(deletion.span, b"")
        workspace.change(path, broken, Edit(*deletion.span, deletion.span.start))

        strays = [found for found in workspace.verdict(EXAMPLE).findings if is_stray(found, path, broken, deletion)]
        assert not strays, f"{told}: {strays[0].path.name}: {strays[0].rule}: {strays[0].message}"
        lost = {name for name, span in before if deletion.spares(span)} - {name for name, _ in outline(workspace, path)}
        assert not lost, f"{told}: {sorted(lost)} left the outline"
        for neighbour in neighbours(items, deletion):
            check_completion(workspace, path, neighbour, deletion, told)

        workspace.change(path, text, Edit(deletion.span.start, *deletion.span))
    assert workspace.verdict(EXAMPLE).findings == ()


def items_of(body: File | Block, start: int, around: tuple[Span, ...]) -> Iterator[Item]:
    """Every statement in a body and below."""
    for offset, node in body.items:
        assert isinstance(node, Attribute | Block)
        span = Span(start + offset, start + offset + node.width)
        yield Item(span, node, around)
        if isinstance(node, Block):
            yield from items_of(node, span.start, (*around, span))


def sample(tree: File, items: list[Item]) -> list[Deletion]:
    """The tokens to delete, some of every kind."""
    every = [(start, token) for start, token in tokens_of(tree, 0) if token.kind not in BLANKS]
    some = every if SAMPLE is None else random.Random(2026).sample(every, SAMPLE)
    return [Deletion(Span(start, start + token.width), innermost(items, start), token) for start, token in some]


def tokens_of(node: Node, start: int) -> Iterator[tuple[int, Token]]:
    """Every token with its offset."""
    for offset, part in node.parts():
        if isinstance(part, Token):
            yield start + offset, part
        else:
            yield from tokens_of(part, start + offset)


def innermost(items: list[Item], offset: int) -> Item:
    """The statement that a token belongs to."""
    return [item for item in items if item.span.start <= offset < item.span.end][-1]


def is_stray(found: Finding, path: Path, broken: Text, deletion: Deletion) -> bool:
    """Whether a finding about words stands neither on the lines of the broken statement nor on its block's header."""
    if found.rule not in ABOUT_WORDS or found.subject == "data.entity.field.default":  # which the type beside it rules
        return False
    span, around = deletion.item.span, deletion.item.around
    first, last = (broken.line_at(deletion.now(edge)) for edge in span)
    header = broken.line_at(around[-1].start) if around else -1
    line = broken.line_at(found.span.start)
    return found.path != path or not (first <= line <= last or line == header)


def outline(workspace: Workspace, path: Path) -> list[tuple[str, Span]]:
    """The names of a file's symbols, and where each stands."""
    document = workspace.document(path)
    assert document
    found = symbols.document_symbols(workspace.case(EXAMPLE).knowledge, document)
    names = []
    while found:
        symbol = found.pop()
        names.append((symbol.name, symbol.span))
        found += symbol.children
    return names


def neighbours(items: list[Item], deletion: Deletion) -> Iterator[Item]:
    """The spared attributes before and after what is deleted, in its block or in the next one."""
    is_tall = deletion.item.node.text().count(b"\n") > 0  # without its brace, a block on one line is all header
    spared = [item for item in items if isinstance(item.node, Attribute) and deletion.spares(item.span)]
    spared = [item for item in spared if is_tall or item.span.start not in range(*deletion.item.span)]
    yield from [item for item in spared if item.span.end <= deletion.span.start][-1:]
    yield from [item for item in spared if item.span.start >= deletion.span.end][:1]


def check_completion(workspace: Workspace, path: Path, item: Item, deletion: Deletion, told: str) -> None:
    """What is offered for a neighbour's name and value is what was offered before, deleted names left aside."""
    assert isinstance(item.node, Attribute)
    for offset in (item.span.start, item.span.start + item.node.value_offset):
        was, now = offered(path, offset), complete_at(workspace, path, deletion.now(offset))
        gone = {label for label in was - now if not names_any(label, deletion)}
        assert not gone, f"{told}: at `{item.node.name}`, {sorted(gone)} is no longer offered"


def names_any(label: str, deletion: Deletion) -> bool:
    """Whether a completion names the broken block, or one in it; or is a reason for what was chosen there."""
    if deletion.item.node.name == "choose":
        return True
    return any(word in deletion.item.node.text().decode() for word in re.findall(r"[\w/{}:-]+", label))


@cache
def sound() -> Workspace:
    """The example as it is on the disk."""
    return Workspace([EXAMPLE])


@cache
def offered(path: Path, offset: int) -> frozenset[str]:
    """What is offered in the sound file."""
    return complete_at(sound(), path, offset)


def complete_at(workspace: Workspace, path: Path, offset: int) -> frozenset[str]:
    """The labels that completion offers."""
    document: Document | None = workspace.document(path)
    assert document
    return frozenset(offer.label for offer in completion.complete(workspace.case(EXAMPLE), document, offset))
