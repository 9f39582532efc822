"""Symbols of a document and of the workspace."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.editor import symbols
from blueprint_ls.lsp.convert import uri_of
from blueprint_ls.lsp.positions import Positions
from blueprint_ls.lsp.server import BlueprintServer, guarded
from blueprint_ls.syntax import Text

_DEPRECATED = [lsp.SymbolTag.Deprecated]


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbols)
    server.feature(lsp.WORKSPACE_SYMBOL)(workspace_symbols)


@guarded(list)
def document_symbols(
    ls: BlueprintServer, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | list[lsp.SymbolInformation]:
    """The outline of a file; flat for clients that take no tree."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    case, document = found
    outline = symbols.document_symbols(case.knowledge, document)
    if ls.can("text_document.document_symbol.hierarchical_document_symbol_support"):
        return [_symbol(ls.positions, document.text, symbol) for symbol in outline]
    return [flat for symbol in outline for flat in _flat(ls, document.path, symbol, None)]


@guarded(list)
def workspace_symbols(ls: BlueprintServer, params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
    """The named blocks of all blueprints."""
    documents = [d for folder in ls.engine.folders() for d in ls.engine.case(folder).blueprint.documents]
    return [
        lsp.SymbolInformation(
            location=ls.convert.location(block.path, block.span),
            name=block.name,
            kind=_kind(block.kind),
            container_name=block.container,
            tags=_DEPRECATED if block.deprecated else None,
        )
        for block in symbols.workspace_symbols(documents, params.query)
    ]


def _symbol(positions: Positions, text: Text, symbol: symbols.Symbol) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_kind(symbol.kind),
        range=positions.range(text, symbol.span),
        selection_range=positions.range(text, symbol.selection),
        tags=_DEPRECATED if symbol.deprecated else None,
        children=[_symbol(positions, text, child) for child in symbol.children],
    )


def _flat(
    ls: BlueprintServer, path: Path, symbol: symbols.Symbol, container: str | None
) -> list[lsp.SymbolInformation]:
    location = lsp.Location(uri_of(path), ls.convert.range(path, symbol.span))
    own = lsp.SymbolInformation(location, symbol.name, _kind(symbol.kind), container_name=container)
    return [own, *(flat for child in symbol.children for flat in _flat(ls, path, child, symbol.name))]


def _kind(name: str) -> lsp.SymbolKind:
    return lsp.SymbolKind.__members__.get(name, lsp.SymbolKind.Object)
