"""What every part of the lowering holds in its hand: the bytes, the grammar, and ways to the other parts.

A handler gets the source, a node and the depth of what is built from it. Recursion costs two Python frames a level at
most, so that the deepest file stays far below the interpreter's limit; what lies deeper becomes `Opaque("too deep")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tree_sitter import Language, Node

from blueprint_ls.codebase.typescript.tree import Argument, Do, Expression, Opaque, Statement, Target

DEEPEST = 240
"""How deep a tree may be."""
CHAIN = 160
"""How deep links of a chain may lie; what the innermost hold is then listed in one `Opaque`."""
TOO_DEEP = "too deep"
_FIELDS = (
    "alias alternative argument arguments body condition consequence constructor declaration decorator finalizer "
    "function handler increment index initializer key kind label left module name object operator optional_chain "
    "parameter parameters pattern property return_type right source type type_arguments value"
)


class Fields:
    """The numbers of the grammar's fields; 0 where a grammar lacks one, which no child answers to."""

    __slots__ = tuple(_FIELDS.split())
    alias: int
    alternative: int
    argument: int
    arguments: int
    body: int
    condition: int
    consequence: int
    constructor: int
    declaration: int
    decorator: int
    finalizer: int
    function: int
    handler: int
    increment: int
    index: int
    initializer: int
    key: int
    kind: int
    label: int
    left: int
    module: int
    name: int
    object: int
    operator: int
    optional_chain: int
    parameter: int
    parameters: int
    pattern: int
    property: int
    return_type: int
    right: int
    source: int
    type: int
    type_arguments: int
    value: int

    def __init__(self, language: Language) -> None:
        for name in self.__slots__:
            setattr(self, name, language.field_id_for_name(name) or 0)


OfExpression = Callable[["Source", Node, int], Argument]
OfTarget = Callable[["Source", Node, int], Target]
OfLink = Callable[["Source", Node, Expression, int], Expression]
OfStatement = Callable[["Source", Node, int, list[Statement]], None]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One grammar, with what is done about each of its kinds of node, by number."""

    names: Mapping[int, str]
    """The kinds by name, tokens among them."""
    fields: Fields
    expressions: Mapping[int, OfExpression]
    """Every named kind but comments: what is no expression of its own becomes an `Opaque`."""
    links: Mapping[int, tuple[int, OfLink]]
    """The links of a chain: the field that holds what they hang on (0: the first child), and how they are built."""
    targets: Mapping[int, OfTarget]
    values: frozenset[int]
    """The kinds that are values wherever they stand."""
    statements: Mapping[int, OfStatement]
    """Every named kind but comments: what is no statement of its own stands as an expression."""


_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|/\*[\s\S]*?\*/|//[^\n]*""")


def one_line(text: str) -> str:
    """Text in one line, without comments."""
    if "//" in text or "/*" in text:
        text = _COMMENT.sub(lambda match: match[1] or "", text)
    return " ".join(text.split())


class Source:
    """One file on its way."""

    __slots__ = ("_expressions", "_statements", "_targets", "_values", "data", "fields", "links", "names", "types")

    def __init__(self, data: bytes, grammar: Grammar, types: Mapping[int, tuple[int, int]]) -> None:
        self.data = data
        self.fields = grammar.fields
        self.names = grammar.names
        self.links = grammar.links
        self.types = types
        self._expressions = grammar.expressions
        self._targets = grammar.targets
        self._statements = grammar.statements
        self._values = grammar.values

    def text(self, node: Node) -> str:
        """A node as it is written."""
        return self.data[node.start_byte : node.end_byte].decode()

    def slice(self, start: int, end: int) -> str:
        """What stands between two bytes, which may lie amid a character where the code is broken."""
        return self.data[start:end].decode("utf-8", "replace")

    def line(self, node: Node) -> str:
        """A node as it is written, in one line and without comments."""
        return one_line(self.text(node))

    def types_before(self, template: int) -> tuple[str, ...]:
        """The type arguments before a template that begins at a byte."""
        span = self.types.get(template)
        return (one_line(self.slice(span[0] + 1, span[1] - 1)),) if span else ()

    def kind(self, node: Node) -> str:
        """A node's kind; for a token, its text."""
        return self.names[node.kind_id]

    def is_code(self, node: Node) -> bool:
        """Whether a node is neither a token nor a comment."""
        return node.kind_id in self._expressions

    def is_value(self, node: Node) -> bool:
        """Whether a node is a value wherever it stands."""
        return node.kind_id in self._values

    def expression(self, node: Node | None, depth: int) -> Expression:
        """What a node says as a value."""
        if node is None:
            return Opaque(0, 0, "missing")
        if depth > DEEPEST:
            return Opaque(node.start_byte, node.end_byte, TOO_DEEP)
        handler = self._expressions.get(node.kind_id)
        if handler is None:
            return Opaque(node.start_byte, node.end_byte, self.kind(node))
        return handler(self, node, depth + 1)  # type: ignore[return-value]

    def argument(self, node: Node, depth: int) -> Argument:
        """What a node says as a value, or with dots before it."""
        return self.expressions((node,), depth)[0]

    def optional(self, node: Node | None, depth: int) -> Expression | None:
        """What a node says as a value, where there is one."""
        return None if node is None else self.expression(node, depth)

    def expressions(self, nodes: Iterable[Node], depth: int) -> tuple[Argument, ...]:
        """What nodes say as values; tokens and comments among them are passed over."""
        known = self._expressions
        if depth > DEEPEST:
            return tuple(Opaque(n.start_byte, n.end_byte, TOO_DEEP) for n in nodes if n.kind_id in known)
        found: list[Argument] = []
        for node in nodes:
            handler = known.get(node.kind_id)
            if handler is not None:
                found.append(handler(self, node, depth + 2))
        return tuple(found)

    def target(self, node: Node | None, depth: int) -> Target:
        """What a node binds."""
        if node is None:
            return Opaque(0, 0, "missing")
        if depth > DEEPEST:
            return Opaque(node.start_byte, node.end_byte, TOO_DEEP)
        handler = self._targets.get(node.kind_id)
        return handler(self, node, depth + 1) if handler else Opaque(node.start_byte, node.end_byte, self.kind(node))

    def statements(self, nodes: Iterable[Node], depth: int) -> tuple[Statement, ...]:
        """What nodes say as statements; tokens and comments among them are passed over."""
        found: list[Statement] = []
        known = self._statements
        if depth > DEEPEST:
            cut = [Opaque(n.start_byte, n.end_byte, TOO_DEEP) for n in nodes if n.kind_id in known]
            return tuple([Do(opaque.start, opaque.end, opaque) for opaque in cut])
        for node in nodes:
            handler = known.get(node.kind_id)
            if handler is not None:
                handler(self, node, depth + 2, found)
        return tuple(found)
