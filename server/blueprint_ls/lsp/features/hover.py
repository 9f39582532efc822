"""Hover."""

from __future__ import annotations

from lsprotocol import types as lsp

from blueprint_ls.editor import hover as feature
from blueprint_ls.editor import incode
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features import code
from blueprint_ls.lsp.server import BlueprintServer, guarded


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(hover)


@guarded()
async def hover(ls: BlueprintServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """The page of what stands at a position."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        return await code.hover(ls, path, params.position)
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    offset = ls.positions.offset(document.text, params.position)
    answer = feature.hover(case, document, offset)
    if answer is None:
        return None
    shown = incode.told(ls.analysis.facts.get(path.parent), case, document, offset, ls.text)
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(part for part in (answer.markdown, shown) if part))
    return lsp.Hover(content, ls.convert.range(document.path, answer.span))
