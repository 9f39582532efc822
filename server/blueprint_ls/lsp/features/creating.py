"""Code actions that create the missing files of a generated project: those of one block, or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from blueprint_ls.editor.creating import CREATE, Files, files_at
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.convert import uri_of
from blueprint_ls.lsp.features.files import present, project_root, written
from blueprint_ls.lsp.server import BlueprintServer

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold import Change


def creations(ls: BlueprintServer, case: Case, document: Document, offset: int) -> Iterator[lsp.CodeAction]:
    """The action that creates what is missing of the block at a position; greyed out where nothing can be generated.

    The texts are made when it is picked, where the client can ask for them.
    """
    if not ls.can("workspace.workspace_edit.resource_operations"):
        return
    files = files_at(case.blueprint, document, offset)
    problem = files and (files.problem or _errors(ls, document))
    if files and problem:
        yield from _refused(ls, files, problem)
        return
    root = project_root(ls, document.path.parent).resolve()
    missing = [path for path in files.paths if not (root / path).exists()] if files else []
    if files and missing:
        data = {"uri": uri_of(document.path), "create": missing}
        waits = ls.can("text_document.code_action.resolve_support") and ls.can("text_document.code_action.data_support")
        edit = None if waits else created(ls, case, document, missing)
        if waits or edit:
            yield lsp.CodeAction(_title(files, missing), CREATE, edit=edit, data=data if waits else None)


def created(ls: BlueprintServer, case: Case, document: Document, paths: list[str]) -> lsp.WorkspaceEdit | None:
    """The edit that creates files of the project and notes them in its lock; None where nothing is to be created."""
    from blueprint_ls.generate.scaffold import Kind, Refused, plan

    root = project_root(ls, document.path.parent).resolve()
    try:
        made = plan(case.blueprint, root, lambda path: present(ls, path), paths, anew=True)
    except Refused:
        return None
    new = [change for change in made.changes if change.kind is Kind.CREATE]
    return written(ls, _texts(root, [*new, made.lock])) if new else None


def _texts(root: Path, changes: list[Change]) -> dict[Path, str]:
    return {root / change.path: change.after or "" for change in changes}


def _title(files: Files, missing: list[str]) -> str:
    if len(missing) == 1:
        return f"Create `{missing[0]}`"
    return f"Create the {len(missing)} missing files of {files.block}"


def _errors(ls: BlueprintServer, document: Document) -> str | None:
    """What keeps a blueprint with errors from being generated."""
    found = [one for one in ls.engine.verdict(document.path.parent).findings if one.severity == "error"]
    return f"the blueprint has errors; the first: {found[0].message}" if found else None


def _refused(ls: BlueprintServer, files: Files, problem: str) -> Iterator[lsp.CodeAction]:
    if ls.can("text_document.code_action.disabled_support"):
        title = f"Create the missing files of {files.block}"
        yield lsp.CodeAction(title, CREATE, disabled=lsp.CodeActionDisabled(problem))
