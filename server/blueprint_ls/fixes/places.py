"""Where new text goes, and how it is indented: edits that keep the file's own style."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from blueprint_ls.fixes.fix import Edit
from blueprint_ls.generate.draft import Draft
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.model import Block, Document, Place
from blueprint_ls.syntax import Attribute as AttributeNode
from blueprint_ls.syntax import Block as BlockNode
from blueprint_ls.syntax import List, Span


def document_at(case: Case, path: Path) -> Document | None:
    """The document of the blueprint that lies at a path."""
    return next((document for document in case.blueprint.documents if document.path == path), None)


def edit(document: Document, span: Span, text: str, snippet: str | None = None) -> Edit:
    """An edit in the file's own kind of line end."""
    if b"\r\n" in document.text.data:
        text = text.replace("\n", "\r\n")
        snippet = snippet.replace("\n", "\r\n") if snippet else None
    return Edit(document.path, span, text, snippet)


def insert_attribute(place: Place, draft: Draft, more: bool = False) -> Edit | None:
    """New attributes behind the block's last one; None where the block is not closed.

    `more` says that another edit goes on in the same place.
    """
    return _insert(place, draft, _last(place.element.node, AttributeNode), gap=False, more=more)


def insert_marked(place: Place, draft: Draft | str) -> tuple[Edit, ...]:
    """A new attribute and the mark that its block is assumed.

    Where they can be, they are two edits: several attributes filled in at once then share one mark.
    """
    draft = Draft.of(draft) if isinstance(draft, str) else draft
    element, mark = place.element, Draft()
    if MARK not in element.attributes and element.schema and MARK in element.schema.attributes:
        mark.add(f"{MARK} = true")
    if mark.lines and element.node.items and not element.node.one_line:
        return join([insert_attribute(place, draft, more=True), insert_attribute(place, mark)])
    draft.extend(mark)
    return join([insert_attribute(place, draft)])


def add_to_list(place: Place, name: str, *elements: str) -> Edit | None:
    """Further elements of an attribute's list; the attribute itself where the block lacks it."""
    attribute, added = place.element.attributes.get(name), ", ".join(elements)
    if attribute is None:
        return insert_attribute(place, Draft.of(f"{name} = [{added}]"))
    node, span = attribute.node.value, place.value_span(attribute)
    if not isinstance(node, List) or node.flawed:
        return None
    if not node.elements:
        return edit(place.document, span, f"[{added}]")
    at = span.start + max(offset + element.width for offset, element in node.elements)
    return edit(place.document, Span(at, at), f", {added}")


def insert_block(place: Place, draft: Draft, behind: str | None = None) -> Edit | None:
    """A new block at the block's end, or behind its last block of the type `behind`, else at its beginning."""
    node = place.element.node
    if behind is None:
        return _insert(place, draft, _last(node, (AttributeNode, BlockNode)), gap=bool(node.items))
    ends = [offset + item.width for offset, item in node.items if isinstance(item, BlockNode) and item.name == behind]
    ends += [_last(node, AttributeNode)] if _last(node, AttributeNode) else []
    return _insert(place, draft, max(ends, default=0), gap=bool(ends))


def _insert(place: Place, draft: Draft, after: int, gap: bool, more: bool = False) -> Edit | None:
    """`after` is the end of the item to stand behind, relative to the block; 0 for its beginning."""
    node, document = place.element.node, place.document
    if node.close_offset < 0 or node.open_offset < 0 or _is_open(node, after):
        return None
    margin = indentation(document, place.start)
    moved = draft.indented(len(margin) // 2 + 1)
    if node.one_line or not node.items:
        return _open_up(place, moved, margin)
    lead = "\n\n" if gap else "\n"
    tail = "" if after or more else "\n"
    offset = after or node.open_offset + 1
    at = place.start + _line_rest(document, place.start + offset) + offset
    return edit(document, Span(at, at), lead + moved.text + tail, lead + moved.snippet + tail)


def _is_open(node: BlockNode, end: int) -> bool:
    """Whether what ends there is a block that is not closed: what stands behind it would stand in it."""
    ending = (item for offset, item in node.items if offset + item.width == end)
    return any(isinstance(item, BlockNode) and item.close_offset < 0 for item in ending)


def _open_up(place: Place, draft: Draft, margin: str) -> Edit:
    """`goal "x" { success = "y" }` spread over lines, with the new ones behind."""
    node, document = place.element.node, place.document
    span = Span(place.start + node.open_offset + 1, place.start + node.close_offset)
    kept = document.text.slice(span).strip()
    lead = f"\n{margin}  {kept}\n" if kept else "\n"
    tail = f"\n{margin}"
    return edit(document, span, lead + draft.text + tail, _literal(lead) + draft.snippet + tail)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _last(node: BlockNode, kinds: type | tuple[type, ...]) -> int:
    return max((offset + item.width for offset, item in node.items if isinstance(item, kinds)), default=0)


def _line_rest(document: Document, offset: int) -> int:
    """How many bytes a trailing comment takes on the line, so that new text stands behind it."""
    end = document.text.line_span(document.text.line_at(offset)).end
    rest = document.text.slice(Span(offset, end)).strip()
    return end - offset if not rest or rest.startswith(("#", "//")) else 0


def indentation(document: Document, offset: int) -> str:
    """The white space that the line of an offset begins with."""
    line = document.text.slice(document.text.line_span(document.text.line_at(offset)))
    return line[: len(line) - len(line.lstrip(" \t"))]


def own_place(block: Block) -> Place | None:
    """The place where the blueprint itself, not a base, speaks of a block."""
    return next((place for place in block.places if place.layer == 0), None)


def whole_lines(document: Document, span: Span) -> Span:
    """The span with its line's indentation and line end, where nothing else stands on the lines."""
    text = document.text
    start = text.line_span(text.line_at(span.start)).start
    line = text.line_at(span.end)
    end = text.line_starts[line + 1] if line + 1 < len(text.line_starts) else len(text.data)
    alone = not text.data[start : span.start].strip() and not text.data[span.end : end].strip()
    return Span(start, end) if alone else span


def whole_block(document: Document, span: Span) -> Span:
    """A block's whole lines, with the blank lines that set it off from what stands above."""
    found = whole_lines(document, span)
    if found == span:
        return span
    line = document.text.line_at(found.start)
    while line and not document.text.slice(document.text.line_span(line - 1)).strip():
        line -= 1
    return Span(document.text.line_starts[line], found.end)


def join(edits: Sequence[Edit | None]) -> tuple[Edit, ...]:
    """The edits that could be made."""
    return tuple(found for found in edits if found)
