"""Definition, declaration, implementation, references, highlight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types as lsp

from blueprint_ls.editor import incode, navigation
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.convert import path_of, uri_of
from blueprint_ls.lsp.features import code
from blueprint_ls.lsp.server import BlueprintServer, guarded

_HIGHLIGHTS = {
    "write": lsp.DocumentHighlightKind.Write,
    "read": lsp.DocumentHighlightKind.Read,
    "text": lsp.DocumentHighlightKind.Text,
}
Finder = Callable[[Case, Document, int], list[navigation.Location]]
_Asked = lsp.DefinitionParams | lsp.DeclarationParams | lsp.ImplementationParams
Places = list[lsp.LocationLink] | list[lsp.Location]


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_DEFINITION)(definition)
    server.feature(lsp.TEXT_DOCUMENT_DECLARATION)(declaration)
    server.feature(lsp.TEXT_DOCUMENT_IMPLEMENTATION)(implementation)
    server.feature(lsp.TEXT_DOCUMENT_REFERENCES)(references)
    server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)(highlight)


@guarded()
async def definition(ls: BlueprintServer, params: lsp.DefinitionParams) -> Places | None:
    """Where the thing at a position is said."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        return await code.definition(ls, path, params.position)
    return _answer(ls, params, navigation.definition, "text_document.definition.link_support")


@guarded()
async def declaration(ls: BlueprintServer, params: lsp.DeclarationParams) -> Places | None:
    """Where the outermost base says it."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        return await code.definition(ls, path, params.position)
    return _answer(ls, params, navigation.declaration, "text_document.declaration.link_support")


@guarded()
def implementation(ls: BlueprintServer, params: lsp.ImplementationParams) -> Places | None:
    """The files that carry it out."""
    found = ls.find(params.text_document.uri)
    facts = ls.analysis.facts.get(found[1].path.parent) if found else None

    def find(case: Case, document: Document, offset: int) -> list[navigation.Location]:
        return [
            *navigation.implementation(case, document, offset),
            *incode.implementation(facts, case, document, offset),
        ]

    return _answer(ls, params, find, "text_document.implementation.link_support")


@guarded(list)
async def references(ls: BlueprintServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Every place that speaks of it, in blueprints and in code."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        return await code.references(ls, path, params.position, params.context.include_declaration)
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    case, document = found
    offset = ls.positions.offset(document.text, params.position)
    facts = ls.analysis.facts.get(document.path.parent)
    places = [
        *navigation.references(case, document, offset, params.context.include_declaration),
        *incode.references(facts, case, document, offset),
    ]
    return [ls.convert.location(place.path, place.span) for place in places]


@guarded(list)
def highlight(ls: BlueprintServer, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight]:
    """The same thing elsewhere in the file."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    case, document = found
    marks = navigation.highlight(case, document, ls.positions.offset(document.text, params.position))
    return [lsp.DocumentHighlight(ls.convert.range(document.path, mark.span), _HIGHLIGHTS[mark.kind]) for mark in marks]


def _answer(ls: BlueprintServer, params: _Asked, find: Finder, link_support: str) -> Places | None:
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    places = find(case, document, ls.positions.offset(document.text, params.position))
    if ls.can(link_support):
        return _links(ls, document, places)
    return [ls.convert.location(place.path, place.span) for place in places]


def _links(ls: BlueprintServer, document: Document, places: Sequence[navigation.Location]) -> list[lsp.LocationLink]:
    return [
        lsp.LocationLink(
            target_uri=uri_of(place.path),
            target_range=ls.convert.range(place.path, place.whole),
            target_selection_range=ls.convert.range(place.path, place.span),
            origin_selection_range=ls.convert.range(document.path, place.origin) if place.origin else None,
        )
        for place in places
    ]
