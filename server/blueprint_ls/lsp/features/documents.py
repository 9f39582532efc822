"""didOpen, didChange, didSave, didClose: the client's documents, kept as bytes with their own lines."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.judge.workspace import SUFFIX
from blueprint_ls.lsp.analysis import LONG_PAUSE
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features import code, diagnostics
from blueprint_ls.lsp.server import BlueprintServer, guarded
from blueprint_ls.syntax import Edit, Text


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)(did_close)


@guarded()
def did_open(ls: BlueprintServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Take the document over from the disk."""
    path = path_of(params.text_document.uri)
    item = params.text_document
    if path.suffix != SUFFIX and item.language_id != "backend-blueprint":
        if code.accepts(path, item.language_id):
            code.open_code(ls, path, Text.from_str(item.text), item.version)
        return
    ls.versions[path] = item.version
    ls.engine.open(path, Text.from_str(item.text))
    ls.analysis.hold(path, Text.from_str(item.text).data, LONG_PAUSE)
    diagnostics.refresh(ls, path)


@guarded()
def did_change(ls: BlueprintServer, params: lsp.DidChangeTextDocumentParams) -> None:
    """Apply the client's edits, one after the other."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        ls.code_versions[path] = params.text_document.version
        code.change_code(ls, path, params.content_changes)
    if path not in ls.versions:
        return
    ls.versions[path] = params.text_document.version
    for change in params.content_changes:
        _apply(ls, path, change)
    diagnostics.refresh(ls, path)
    text = ls.engine.text(path)
    if text is not None:
        ls.analysis.hold(path, text.data, LONG_PAUSE)


def _apply(ls: BlueprintServer, path: Path, change: lsp.TextDocumentContentChangeEvent) -> None:
    text = ls.engine.text(path)
    if text is None or isinstance(change, lsp.TextDocumentContentChangeWholeDocument):
        ls.engine.open(path, Text.from_str(change.text))
        return
    span = ls.positions.span(text, change.range)
    new = Text.from_str(change.text).data
    ls.engine.change(path, text.replace(span, new), Edit(span.start, span.end, span.start + len(new)))


@guarded()
def did_save(ls: BlueprintServer, params: lsp.DidSaveTextDocumentParams) -> None:
    """Nothing: the text is known already."""


@guarded()
def did_close(ls: BlueprintServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Give the document back to the disk."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        code.close_code(ls, path)
    if ls.versions.pop(path, None) is not None:
        ls.engine.close(path)
        ls.analysis.release(path)
        diagnostics.refresh(ls, path)
