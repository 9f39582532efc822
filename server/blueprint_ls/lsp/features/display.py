"""Folding, selection ranges, links, inlay hints, code lenses."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.editor import folding, incode, inlays, lenses, links, selection
from blueprint_ls.editor.navigation import Location
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.convert import uri_of
from blueprint_ls.lsp.server import BlueprintServer, guarded

_FOLDS = {"comment": lsp.FoldingRangeKind.Comment, "region": lsp.FoldingRangeKind.Region}


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)(folding_ranges)
    server.feature(lsp.TEXT_DOCUMENT_SELECTION_RANGE)(selection_ranges)
    server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)(document_links)
    server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)(inlay_hints)
    server.feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions())(code_lenses)


@guarded(list)
def folding_ranges(ls: BlueprintServer, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    """What can be folded away."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    text = found[1].text
    return [
        lsp.FoldingRange(text.line_at(fold.span.start), text.line_at(fold.span.end), kind=_FOLDS.get(fold.kind))
        for fold in folding.folds(found[1])
    ]


@guarded(list)
def selection_ranges(ls: BlueprintServer, params: lsp.SelectionRangeParams) -> list[lsp.SelectionRange]:
    """From the word outward, for each position."""
    found = ls.find(params.text_document.uri)
    return [_selection(ls, found[1], position) for position in params.positions] if found else []


def _selection(ls: BlueprintServer, document: Document, position: lsp.Position) -> lsp.SelectionRange:
    grown: lsp.SelectionRange | None = None
    for span in reversed(selection.selection(document, ls.positions.offset(document.text, position))):
        grown = lsp.SelectionRange(ls.convert.range(document.path, span), parent=grown)
    return grown or lsp.SelectionRange(lsp.Range(position, position))


@guarded(list)
def document_links(ls: BlueprintServer, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink]:
    """Paths and URLs that can be opened."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    document = found[1]
    return [
        lsp.DocumentLink(
            range=ls.convert.range(document.path, link.span),
            target=uri_of(link.path) if link.path else link.url,
            tooltip=link.tooltip,
        )
        for link in links.links(document)
    ]


@guarded(list)
def inlay_hints(ls: BlueprintServer, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    """Defaults and assumptions, beside what they belong to."""
    found = ls.find(params.text_document.uri)
    if found is None or ls.settings.get("inlayHints") is False:
        return []
    case, document = found
    span = ls.positions.span(document.text, params.range)
    return [
        lsp.InlayHint(
            position=ls.positions.position(document.text, hint.offset),
            label=hint.text,
            tooltip=hint.tooltip,
            padding_left=True,
        )
        for hint in inlays.inlays(case, document, span)
    ]


@guarded(list)
def code_lenses(ls: BlueprintServer, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
    """Completeness, findings and uses, above what they speak of."""
    found = ls.find(params.text_document.uri)
    if found is None or ls.settings.get("codeLens") is False:
        return []
    case, document = found
    findings = ls.engine.verdict(document.path.parent).of(document.path)
    found_in_code = incode.lenses(ls.analysis.facts.get(document.path.parent), case, document, ls.engine.roots)
    return [_lens(ls, document, lens) for lens in (*lenses.lenses(case, document, findings), *found_in_code)]


def _lens(ls: BlueprintServer, document: Document, lens: lenses.Lens) -> lsp.CodeLens:
    arguments = [_argument(ls, document, argument) for argument in lens.arguments]
    command = lsp.Command(title=lens.title, command=lens.command or "", arguments=arguments or None)
    return lsp.CodeLens(ls.convert.range(document.path, lens.span), command=command)


def _argument(ls: BlueprintServer, document: Document, argument: object) -> object:
    """Places in the protocol's terms: a client's command takes nothing else."""
    if isinstance(argument, Location):
        return ls.convert.location(argument.path, argument.span)
    if isinstance(argument, list | tuple):
        return [_argument(ls, document, each) for each in argument]
    if isinstance(argument, int):
        return ls.positions.position(document.text, argument)
    return uri_of(argument) if isinstance(argument, Path) else argument
