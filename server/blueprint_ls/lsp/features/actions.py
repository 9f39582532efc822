"""Code actions, their edits worked out when one is picked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.editor import actions as feature
from blueprint_ls.fixes import Edit
from blueprint_ls.lsp.convert import uri_of, workspace_edit
from blueprint_ls.lsp.server import BlueprintServer, guarded


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    kinds: list[lsp.CodeActionKind | str] = list(feature.KINDS)
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))(code_actions)


@guarded(list)
def code_actions(ls: BlueprintServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about a selection."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    case, document = found
    span = ls.positions.span(document.text, params.range)
    kinds = [str(getattr(kind, "value", kind)) for kind in params.context.only or []]
    findings = ls.engine.verdict(document.path.parent).of(document.path)
    return [
        _action(ls, action, params.context.diagnostics)
        for action in feature.actions(case, findings, document, span, kinds)
        if action.edits and (not (action.creates or action.deletes) or _handles_files(ls))
    ]


def _handles_files(ls: BlueprintServer) -> bool:
    return ls.can("workspace.workspace_edit.resource_operations")


def _action(ls: BlueprintServer, action: feature.Action, given: Sequence[lsp.Diagnostic]) -> lsp.CodeAction:
    snippets = ls.can("workspace.workspace_edit.snippet_edit_support")
    edit = edit_of(ls, action.edits, snippets, action.creates, action.deletes)
    return lsp.CodeAction(
        title=action.title,
        kind=action.kind,
        edit=edit,
        is_preferred=action.preferred or None,
        diagnostics=_answered(ls, action, given) or None,
    )


def edit_of(
    ls: BlueprintServer,
    edits: Sequence[Edit],
    snippets: bool = False,
    creates: Sequence[Path] = (),
    deletes: Sequence[Path] = (),
) -> lsp.WorkspaceEdit:
    """Edits with the files they need made before and removed after; plain `changes` for older clients."""
    if not ls.can("workspace.workspace_edit.document_changes"):
        paths = dict.fromkeys(edit.path for edit in edits)
        changes = {uri_of(p): ls.convert.text_edits(p, [e for e in edits if e.path == p]) for p in paths}
        return lsp.WorkspaceEdit(changes=changes)
    found = workspace_edit(ls.convert, edits, ls.versions.get, snippets)
    made = [lsp.CreateFile(uri_of(path), options=lsp.CreateFileOptions(ignore_if_exists=True)) for path in creates]
    gone = [lsp.DeleteFile(uri_of(path)) for path in deletes]
    return lsp.WorkspaceEdit(document_changes=[*made, *(found.document_changes or ()), *gone])


def _answered(
    ls: BlueprintServer, action: feature.Action, given: Sequence[lsp.Diagnostic]
) -> list[lsp.Diagnostic]:
    """The client's own diagnostics that the action cures."""
    finding = action.finding
    if finding is None:
        return []
    range_ = ls.convert.range(finding.path, finding.span)
    return [found for found in given if found.code == finding.rule and found.range == range_]
