"""Renamed files and folders: the paths that blueprints name go with them."""

from __future__ import annotations

from lsprotocol import types as lsp

from blueprint_ls.editor import moves
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features.actions import edit_of
from blueprint_ls.lsp.server import BlueprintServer, guarded


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    everything = lsp.FileOperationFilter(lsp.FileOperationPattern("**/*"), scheme="file")
    options = lsp.FileOperationRegistrationOptions([everything])
    server.feature(lsp.WORKSPACE_WILL_RENAME_FILES, options)(will_rename)


@guarded()
def will_rename(ls: BlueprintServer, params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
    """The paths to be rewritten before the files move."""
    renames = {path_of(file.old_uri): path_of(file.new_uri) for file in params.files}
    documents = [d for folder in ls.engine.folders() for d in ls.engine.case(folder).blueprint.documents]
    edits = [edit for document in documents for edit in moves.moved(document, renames)]
    return edit_of(ls, edits) if edits else None
