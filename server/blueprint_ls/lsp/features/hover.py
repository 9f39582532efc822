"""Hover."""

from __future__ import annotations

from lsprotocol import types as lsp

from blueprint_ls.editor import hover as feature
from blueprint_ls.lsp.server import BlueprintServer, guarded


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(hover)


@guarded()
def hover(ls: BlueprintServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """The page of what stands at a position."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    answer = feature.hover(case, document, ls.positions.offset(document.text, params.position))
    if answer is None:
        return None
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, answer.markdown)
    return lsp.Hover(content, ls.convert.range(document.path, answer.span))
