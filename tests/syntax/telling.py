"""Telling what a tree holds, in texts short enough to compare by eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from blueprint_ls.syntax import (
    Attribute,
    Bool,
    Call,
    Expression,
    File,
    Heredoc,
    Item,
    Junk,
    List,
    Missing,
    Node,
    Null,
    Number,
    Object,
    ObjectEntry,
    Reference,
    String,
    Text,
    Token,
    Word,
    parse,
)


def tell(source: str | bytes) -> str:
    """What a text says: its items, each with its value, on one line."""
    data = source if isinstance(source, bytes) else source.encode()
    return " ".join(tell_item(item) for _, item in parse(Text(data)).items)


def tell_item(item: Item) -> str:
    """One item: `name = value`, `name "label" { … }`, or junk between `⟨` and `⟩`."""
    if isinstance(item, Junk):
        return f"⟨{item.text().decode(errors='replace')}⟩"
    if isinstance(item, Attribute):
        return f"{item.name} = {tell_value(item.value)}"
    labels = [f'"{label.value}"' if label.quoted else label.value for label in item.labels]
    inside = [tell_item(inner) for _, inner in item.items]
    return " ".join([item.name, *labels, "{", *inside, "}"])


def tell_value(value: Expression) -> str:
    """A value: strings between `'`, a value that is not there as `…`."""
    match value:
        case Missing():
            return "…"
        case Null():
            return "null"
        case Word(name=name):
            return name
        case Number(value=number) | Bool(value=number):
            return str(number)
        case String(value=string) | Heredoc(value=string):
            return repr(string)
        case List(elements=elements):
            return "[" + ", ".join(tell_value(element) for _, element in elements) + "]"
        case Object(entries=entries):
            return "{" + ", ".join(f"{entry.key}: {tell_value(entry.value)}" for entry in entries) + "}"
        case Call(name=name, arguments=arguments):
            return f"{name}(" + ", ".join(tell_value(argument) for _, argument in arguments) + ")"
        case Reference(steps=steps):
            return ".".join(f'"{step.name}"' if step.quoted else step.name for step in steps)


def issues_of(file: File) -> list[tuple[int, int, str]]:
    """Every issue with its place in the file: (offset, width, message)."""
    return [(start + issue.offset, issue.width, issue.message) for start, issue in file.walk_issues()]


def check_issues(marked: str) -> None:
    """Check the issues of a text against the marks in it.

    A mark is a line of its own below the line it speaks of: `^^^ message` under the bytes that are wrong, or
    `| message` at the place where something is missing.
    """
    lines, expected, start = [], [], 0
    for line in marked.strip("\n").split("\n"):
        stripped = line.lstrip()
        if stripped.startswith(("^", "|")):
            mark, _, message = stripped.partition(" ")
            expected.append((start + len(line) - len(stripped), mark.count("^"), message))
            continue
        start = sum(len(kept.encode()) + 1 for kept in lines)
        lines.append(line)
    assert sorted(issues_of(parse(Text("\n".join([*lines, ""]).encode())))) == sorted(expected)


def nodes(node: Node, start: int = 0) -> Iterator[tuple[int, Node]]:
    """A node and all below it, with their offsets."""
    yield start, node
    for offset, child in node.parts():
        if isinstance(child, Node):
            yield from nodes(child, start + offset)


def tokens(node: Node, start: int = 0) -> Iterator[tuple[int, Token]]:
    """All tokens of a tree, with their offsets."""
    for offset, child in node.parts():
        if isinstance(child, Token):
            yield start + offset, child
        else:
            yield from tokens(child, start + offset)


def same(one: Any, other: Any) -> bool:
    """Whether two trees agree in everything: text, structure, offsets and issues."""
    return _same(one, other, set())


def _same(one: Any, other: Any, agreed: set[tuple[int, int]]) -> bool:
    """A node is reached through its parent's children and its items: pairs that `agreed` are not walked twice."""
    if type(one) is not type(other):
        return False
    if (id(one), id(other)) in agreed:
        return True
    if isinstance(one, Token):
        return one.kind is other.kind and one.text == other.text
    if isinstance(one, tuple):
        return len(one) == len(other) and all(_same(*pair, agreed) for pair in zip(one, other, strict=True))
    if isinstance(one, Node | ObjectEntry):
        agreed.add((id(one), id(other)))
        names = [field.name for field in fields(one) if field.compare and field.init]
        return all(_same(getattr(one, name), getattr(other, name), agreed) for name in names)
    return bool(one == other)
