"""Formatting: the whole file, a range, and what was just typed."""

from __future__ import annotations

from lsprotocol import types as lsp

from blueprint_ls.editor import formatting
from blueprint_ls.lsp.server import BlueprintServer, guarded


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    first, *more = formatting.TRIGGERS
    server.feature(lsp.TEXT_DOCUMENT_FORMATTING)(whole)
    server.feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING)(within)
    server.feature(lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING, lsp.DocumentOnTypeFormattingOptions(first, more))(on_type)


@guarded()
def whole(ls: BlueprintServer, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
    """The canonical layout of a file."""
    found = ls.find(params.text_document.uri)
    return ls.convert.text_edits(found[1].path, formatting.whole(found[1])) if found else None


@guarded()
def within(ls: BlueprintServer, params: lsp.DocumentRangeFormattingParams) -> list[lsp.TextEdit] | None:
    """The canonical layout of some lines."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    document = found[1]
    edits = formatting.within(document, ls.positions.span(document.text, params.range))
    return ls.convert.text_edits(document.path, edits)


@guarded()
def on_type(ls: BlueprintServer, params: lsp.DocumentOnTypeFormattingParams) -> list[lsp.TextEdit] | None:
    """The block that was closed, or the indentation of the line that was begun."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    document = found[1]
    edits = formatting.on_type(document, ls.positions.offset(document.text, params.position), params.ch)
    return ls.convert.text_edits(document.path, edits)
