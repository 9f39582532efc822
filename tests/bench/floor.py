"""The floor: a bare pygls server that parses the whole text with the project's parser and judges one thing."""

from __future__ import annotations

import re
from itertools import count

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from blueprint_ls.syntax import Block, Text, parse

server = LanguageServer("floor", "1", text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental)
_REFERENCE = re.compile(r"(depends_on *= \[|module *= |, )module\.(\w+)")
_results = count()


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: LanguageServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Push what is found in a new document."""
    _push(ls, params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: LanguageServer, params: lsp.DidChangeTextDocumentParams) -> None:
    """Push what is found after a change."""
    _push(ls, params.text_document.uri)


def _push(ls: LanguageServer, uri: str) -> None:
    document = ls.workspace.get_text_document(uri)
    report = lsp.PublishDiagnosticsParams(uri, _found(document.source), document.version)
    ls.text_document_publish_diagnostics(report)


def _found(source: str) -> list[lsp.Diagnostic]:
    """Modules that are named and not declared."""
    sections = [block for _, block in parse(Text.from_str(source)).items if isinstance(block, Block)]
    blocks = [block for section in sections for _, block in section.items if isinstance(block, Block)]
    names = {label.value for block in blocks for label in block.labels}
    places = [(number, found) for number, line in enumerate(source.split("\n")) for found in _REFERENCE.finditer(line)]
    return [_diagnostic(number, found) for number, found in places if found[2] not in names]


def _diagnostic(line: int, found: re.Match[str]) -> lsp.Diagnostic:
    place = lsp.Range(lsp.Position(line, found.start(2)), lsp.Position(line, found.end(2)))
    return lsp.Diagnostic(place, f"There is no module `{found[2]}`")


if __name__ == "__main__":
    server.start_io()
