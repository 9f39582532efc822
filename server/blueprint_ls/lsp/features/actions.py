"""Code actions; the edits that take long are worked out when one is picked, where the client can ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.editor import actions as feature
from blueprint_ls.editor import switching
from blueprint_ls.editor.creating import CREATE
from blueprint_ls.fixes import Edit
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.convert import path_of, uri_of, workspace_edit
from blueprint_ls.lsp.features import code, creating
from blueprint_ls.lsp.server import BlueprintServer, guarded
from blueprint_ls.syntax import Span


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    kinds: list[lsp.CodeActionKind | str] = [*feature.KINDS, CREATE]
    options = lsp.CodeActionOptions(code_action_kinds=kinds, resolve_provider=True)
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, options)(code_actions)
    server.feature(lsp.CODE_ACTION_RESOLVE)(resolve)


@guarded(list)
async def code_actions(ls: BlueprintServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about a selection."""
    path = path_of(params.text_document.uri)
    if path in ls.codes:
        return await code.actions(ls, path, params)
    found = ls.find(params.text_document.uri)
    if found is None:
        return []
    case, document = found
    span = ls.positions.span(document.text, params.range)
    kinds = [str(getattr(kind, "value", kind)) for kind in params.context.only or []]
    findings = ls.engine.verdict(document.path.parent).of(document.path)
    offered = [
        _action(ls, case, params, action, span)
        for action in feature.actions(case, findings, document, span, kinds)
        if _offered(ls, action, kinds)
    ]
    if feature.asked(CREATE, kinds):
        offered += creating.creations(ls, case, document, span.start)
    return offered


@guarded(lambda: None)
def resolve(ls: BlueprintServer, action: lsp.CodeAction) -> lsp.CodeAction:
    """The edits of an action that was picked."""
    data = action.data if isinstance(action.data, dict) else {}
    found = ls.find(str(data.get("uri")))
    if found and "decision" in data:
        action.edit = _switched(ls, found[0], str(data["decision"]), str(data.get("option")))
    elif found and "create" in data:
        action.edit = creating.created(ls, *found, [str(path) for path in data["create"]])
    elif found and "span" in data:
        action.edit = _made(ls, *found, action.title, Span(*data["span"]))
    return action


def _made(ls: BlueprintServer, case: Case, document: Document, title: str, span: Span) -> lsp.WorkspaceEdit | None:
    """The edit of the action that has a title at a place, as the document is now."""
    findings = ls.engine.verdict(document.path.parent).of(document.path)
    found = feature.actions(case, findings, document, span, [feature.QUICKFIX])
    return next((_edit(ls, action) for action in found if action.title == title), None)


def _offered(ls: BlueprintServer, action: feature.Action, kinds: Sequence[str]) -> bool:
    """Whether the client can do it; what takes long is left out where it must be worked out unasked."""
    if action.switch:
        return _resolves(ls) or bool(kinds)
    return (action.deferred or bool(action.edits)) and (not (action.creates or action.deletes) or _handles_files(ls))


def _resolves(ls: BlueprintServer) -> bool:
    return ls.can("text_document.code_action.resolve_support") and ls.can("text_document.code_action.data_support")


def _switched(ls: BlueprintServer, case: Case, decision: str, option: str) -> lsp.WorkspaceEdit:
    """All edits of a switch, each to be confirmed by the person where the client can ask."""
    changes = switching.switch(case, decision, option)
    if not ls.can("workspace.workspace_edit.change_annotation_support"):
        return edit_of(ls, [change.edit for change in changes])
    labels = {label: f"switch-{at}" for at, label in enumerate(dict.fromkeys(change.label for change in changes))}
    documents: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    for path in dict.fromkeys(change.edit.path for change in changes):
        edits = [
            lsp.AnnotatedTextEdit(labels[one.label], ls.convert.range(path, one.edit.span), one.edit.text)
            for one in changes
            if one.edit.path == path
        ]
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri_of(path), ls.versions.get(path))
        documents.append(lsp.TextDocumentEdit(identifier, edits))
    asked = {name: lsp.ChangeAnnotation(label, needs_confirmation=True) for label, name in labels.items()}
    return lsp.WorkspaceEdit(document_changes=documents, change_annotations=asked)


def _handles_files(ls: BlueprintServer) -> bool:
    return ls.can("workspace.workspace_edit.resource_operations")


def _action(
    ls: BlueprintServer, case: Case, params: lsp.CodeActionParams, action: feature.Action, span: Span
) -> lsp.CodeAction:
    uri = params.text_document.uri
    if action.switch:
        return _switch(ls, case, uri, action)
    waits = action.deferred and _resolves(ls)
    return lsp.CodeAction(
        title=action.title,
        kind=action.kind,
        edit=None if waits else _edit(ls, action),
        data={"uri": uri, "span": [span.start, span.end]} if waits else None,
        is_preferred=action.preferred or None,
        diagnostics=_answered(ls, action, params.context.diagnostics) or None,
    )


def _edit(ls: BlueprintServer, action: feature.Action) -> lsp.WorkspaceEdit:
    snippets = ls.can("workspace.workspace_edit.snippet_edit_support")
    return edit_of(ls, action.edits, snippets, action.creates, action.deletes)


def _switch(ls: BlueprintServer, case: Case, uri: str, action: feature.Action) -> lsp.CodeAction:
    switch = action.switch
    assert switch is not None
    if _resolves(ls):
        data = {"uri": uri, "decision": switch.decision, "option": switch.option}
        return lsp.CodeAction(title=action.title, kind=action.kind, data=data)
    edit = _switched(ls, case, switch.decision, switch.option)
    return lsp.CodeAction(title=action.title, kind=action.kind, edit=edit)


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


def _answered(ls: BlueprintServer, action: feature.Action, given: Sequence[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
    """The client's own diagnostics that the action cures."""
    finding = action.finding
    if finding is None:
        return []
    range_ = ls.convert.range(finding.path, finding.span)
    return [found for found in given if found.code == finding.rule and found.range == range_]
