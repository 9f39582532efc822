"""Files of a project as the client has them, and edits that create or change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.lsp.convert import uri_of
from blueprint_ls.lsp.server import BlueprintServer
from blueprint_ls.syntax import Span

_START = lsp.Position(0, 0)
_NEW, _CHANGED = "new", "changed"
_Part = lsp.CreateFile | lsp.TextDocumentEdit


def project_root(ls: BlueprintServer, folder: Path) -> Path:
    """Where a blueprint's project belongs: the workspace's folder where it is the only one there, else its own."""
    root = next((root for root in ls.engine.roots if folder.is_relative_to(root)), folder)
    return root if [one for one in ls.engine.folders() if one.is_relative_to(root)] == [folder] else folder


def present(ls: BlueprintServer, path: Path) -> str | None:
    """What a file holds, unsaved text too; None where there is none."""
    from blueprint_ls.generate.scaffold import Refused

    if path not in ls.codes and path not in ls.versions and not path.exists():
        return None
    try:
        return ls.text(path).data.decode()
    except UnicodeDecodeError:
        raise Refused(f"`{path.name}` is in the way of a generated file and cannot be read: it is not UTF-8") from None


def written(ls: BlueprintServer, files: Mapping[Path, str]) -> lsp.WorkspaceEdit:
    """Files with the texts they shall hold: those that are not there are created, changes to others are confirmed."""
    annotated = ls.can("workspace.workspace_edit.change_annotation_support")
    made = [part for path, text in files.items() for part in _parts(ls, path, text, annotated)]
    notes = {
        _NEW: lsp.ChangeAnnotation("New files", needs_confirmation=False),
        _CHANGED: lsp.ChangeAnnotation("Changed files", needs_confirmation=True),
    }
    return lsp.WorkspaceEdit(document_changes=made, change_annotations=notes if annotated else None)


def _parts(ls: BlueprintServer, path: Path, text: str, annotated: bool) -> Iterable[_Part]:
    is_new = present(ls, path) is None
    note = (_NEW if is_new else _CHANGED) if annotated else None
    whole = lsp.Range(_START, _START) if is_new else ls.convert.range(path, Span(0, len(ls.text(path).data)))
    if is_new:
        yield lsp.CreateFile(uri_of(path), annotation_id=note)
    edit = lsp.AnnotatedTextEdit(note, whole, text) if note else lsp.TextEdit(whole, text)
    yield lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri_of(path), ls.versions.get(path)), [edit])
