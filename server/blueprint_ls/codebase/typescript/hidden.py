"""Sound code that the grammars cannot read, hidden from them: byte for byte, so that no position moves.

The lowering reads every text from the file as given, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tree_sitter import Node, Tree

_LONGEST_TYPE = 2000
_TYPED_TEMPLATE = re.compile(rb"(?<![=\s])>`|(?<=\s)>`")
_OPENING = {ord(")"): ord("("), ord("]"): ord("["), ord("}"): ord("{"), ord(">"): ord("<")}
_IN_NAME = re.compile(rb"[\w$\x80-\xff)\]]")
_WORDS = re.compile(rb"\bexport\s+(?:default\s+(abstract)\s+class\b|(type)\s*\*)")
_IMPORTED_TYPE = re.compile(rb"""(?<=[\s<:|&,(\[])(import\(\s*(?:"[^"\n]*"|'[^'\n]*')\s*\)\s*\.)\s*[A-Z]""")
_IMPORTED_MODULE = re.compile(rb"""\btypeof\s+(import\((?:"[^"\n]*"|'[^'\n]*')\))(?=\s*>)""")
_ASSERTION = re.compile(rb"(?<=[\w$)\]])!(?!=)")
_OPERATIONS = frozenset({"binary_expression", "unary_expression"})
_NOT_NEWLINE = re.compile(rb"[^\n]")


def types_before_templates(data: bytes) -> dict[int, tuple[int, int]]:
    """Where `name<…>` stands before a backtick, which is taken for comparisons: the backtick to the span of `<…>`."""
    found = {}
    for match in _TYPED_TEMPLATE.finditer(data):
        start = _opening(data, match.start())
        if start is not None:
            found[match.end() - 1] = (start, match.start() + 1)
    return found


def _opening(data: bytes, closing: int) -> int | None:
    """The `<` that belongs to a `>`, if what stands between them can be types."""
    wanted = [ord("<")]
    at = closing - 1
    while at > 0 and closing - at < _LONGEST_TYPE:
        byte = data[at]
        if byte == wanted[-1]:
            wanted.pop()
            if not wanted:
                return at if _IN_NAME.match(data, at - 1) and _can_be_types(data[at + 1 : closing]) else None
        elif byte in _OPENING and not (byte == ord(">") and data[at - 1] == ord("=")):
            wanted.append(_OPENING[byte])
        elif byte in b"([{<`":
            return None  # a stretch between two templates is read once at most
        at -= 1
    return None


def _can_be_types(text: bytes) -> bool:
    return b"${" not in text and not text.lstrip().startswith(b"/")


def without_types(data: bytes, types: Iterable[tuple[int, int]]) -> bytes:
    """The bytes with blanks for what TypeScript has and its grammar does not."""
    text = bytearray(data)
    spans = [*types, *(match.span(1) for match in _IMPORTED_TYPE.finditer(data))]
    spans += [match.span(match.lastindex or 0) for match in _WORDS.finditer(data)]
    for start, end in spans:
        text[start:end] = _NOT_NEWLINE.sub(b" ", data[start:end])
    for match in _IMPORTED_MODULE.finditer(data):
        start, end = match.span(1)
        text[start:end] = b"_" * (end - start)
    return bytes(text)


def without_ampersands(data: bytes, tree: Tree) -> bytes | None:
    """The bytes with blanks for each bare `&` in the text of JSX that did not parse; None where there is none."""
    spans = [start for start, _ in broken(tree.root_node) if data[start : start + 1] == b"&"]
    if not spans:
        return None
    text = bytearray(data)
    for start in spans:
        text[start] = ord(" ")
    return bytes(text)


def without_assertions(data: bytes, tree: Tree) -> bytes | None:
    """The bytes with blanks for each `!` behind an operand; None where there is none.

    The grammars take `a === b!.c` for `(a === b)!.c`.
    """
    text = bytearray(data)
    for match in _ASSERTION.finditer(data):
        token = tree.root_node.descendant_for_byte_range(match.start(), match.end())
        holder = token.parent if token is not None and token.type == "!" else None
        value = holder.child(0) if holder is not None and holder.type == "non_null_expression" else None
        if value is not None and value.type in _OPERATIONS:
            text[match.start()] = ord(" ")
    return bytes(text) if text != data else None


def broken(root: Node) -> tuple[tuple[int, int], ...]:
    """The spans that do not parse, outermost only."""
    if not root.has_error:
        return ()
    spans: list[tuple[int, int]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            spans.append((node.start_byte, node.end_byte))
        else:
            waiting += [child for child in reversed(node.children) if child.has_error or child.is_missing]
    return tuple(spans)
