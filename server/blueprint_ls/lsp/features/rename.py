"""Rename, and whether it can be done at all."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from blueprint_ls.editor import rename as feature
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.features.actions import edit_of
from blueprint_ls.lsp.server import BlueprintServer


class RenameRefused(JsonRpcException):
    """A rename that cannot be done; the message says why, and the client shows it."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value
    MESSAGE = "This cannot be renamed"


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)(prepare)
    server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))(rename)


def prepare(ls: BlueprintServer, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """The name under the cursor, ready to be changed."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    answer = feature.prepare(case, document, ls.positions.offset(document.text, params.position))
    if isinstance(answer, feature.Refusal):
        raise RenameRefused(answer.message)
    return lsp.PrepareRenamePlaceholder(ls.convert.range(document.path, answer.span), answer.placeholder)


def rename(ls: BlueprintServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Every place that says the name, changed."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    offset = ls.positions.offset(document.text, params.position)
    answer = feature.rename(case, document, offset, params.new_name, _dependents(ls, case))
    if isinstance(answer, feature.Refusal):
        raise RenameRefused(answer.message)
    return edit_of(ls, answer)


def _dependents(ls: BlueprintServer, case: Case) -> list[Case]:
    """The blueprints of the workspace that extend this one."""
    folder = case.blueprint.folder
    others = [ls.engine.case(other) for other in ls.engine.folders() if other != folder]
    return [other for other in others if any(d.path.parent == folder for d in _bases(other))]


def _bases(case: Case) -> Iterator[Document]:
    return (document for layer in case.blueprint.layers[1:] for document in layer)
