"""Commands about whole projects: a first blueprint, what the code shows, all that is missing, the generated project.

Those that write send their edit to the client and answer what became of it: an editor needs no code of its own.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from blueprint_ls.editor import actions
from blueprint_ls.generate.begin import NAME, first_text
from blueprint_ls.judge.workspace import SUFFIX
from blueprint_ls.lsp.convert import path_of, uri_of
from blueprint_ls.lsp.features import code
from blueprint_ls.lsp.features.actions import edit_of
from blueprint_ls.lsp.features.files import present, project_root, written
from blueprint_ls.lsp.server import BlueprintServer
from blueprint_ls.syntax import Span

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold import Change, Plan

BEGIN = "blueprint.begin"
DRAFT = "blueprint.draft"
INVENTORY = "blueprint.inventory"
FILL = "blueprint.fill"
SCAFFOLD = "blueprint.scaffold"
_NONE = {"problem": "there is no blueprint in that file"}


async def begin(ls: BlueprintServer, *arguments: Any) -> dict[str, Any]:
    """A first blueprint in a folder, `[uri]`, or in the workspace's own; `[uri, name]` names the system.

    Answers the `uri` of its file, or `problem`.
    """
    folder = _root(ls, arguments)
    name = str(arguments[1]) if len(arguments) > 1 else folder.name
    if problem := _taken(folder):
        return problem
    return await _created(ls, folder, {NAME: first_text(name)}, "Begin a blueprint")


async def draft(ls: BlueprintServer, *arguments: Any) -> dict[str, Any]:
    """A first blueprint of what the code of a workspace shows, `[uri]` of its folder; reading it may take a minute.

    Answers the `uri` of its main file, or `problem`.
    """
    folder = _root(ls, arguments)
    if problem := _taken(folder):
        return problem
    ls.analysis.serve([folder])
    files = await ls.analysis.ask("draft", folder, folder.name)
    if not files:
        return {"problem": f"there is no TypeScript, JavaScript or package.json in `{folder.name}` to draft from"}
    return await _created(ls, folder, files, "Draft a blueprint from the code")


async def inventory(ls: BlueprintServer, *arguments: Any) -> dict[str, Any] | None:
    """What the analysis sees of a workspace, `[uri]` of its folder: as `blueprint inventory --format json` gives it."""
    folder = code.root_of(ls, _root(ls, arguments))
    ls.analysis.serve([folder])
    found: dict[str, Any] | None = await ls.analysis.ask("inventory", folder)
    return found


async def fill(ls: BlueprintServer, *arguments: Any) -> dict[str, Any]:
    """Fill in everything that a file's blueprint lacks, `[uri]`, each block marked as assumed.

    Answers how many files were `changed`, or `problem`.
    """
    found = ls.find(str(arguments[0])) if arguments else None
    if found is None:
        return _NONE
    case, document = found
    offered = actions.actions(case, (), document, Span(0, 0), [actions.FILL_ALL])
    edits = [edit for action in offered for edit in action.edits]
    if not edits:
        return {"changed": 0}
    answer = await _apply(ls, edit_of(ls, edits), "Fill in everything missing")
    return answer or {"changed": len({edit.path for edit in edits})}


async def scaffold(ls: BlueprintServer, *arguments: Any) -> dict[str, Any]:
    """The project that a file's blueprint describes: `[uri]`, or `[uri, options]`.

    Options: `only`, globs of the files meant; `preview`, to be told of them alone. Answers how many files are `created`
    and `changed`, the `conflicts` that stay as they are, the endpoints `left` to people, and for a preview `files` with
    `path`, `before` and `after`; or `problem`.
    """
    from blueprint_ls.generate.scaffold import Refused, plan  # what most sessions never ask for

    found = ls.find(str(arguments[0])) if arguments else None
    if found is None:
        return _NONE
    case, document = found
    options = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], dict) else {}
    errors = [one for one in ls.engine.verdict(document.path.parent).findings if one.severity == "error"]
    if errors:
        many = f"{len(errors)} error{'s' * (len(errors) != 1)}"
        return {"problem": f"the blueprint has {many}; the first: {errors[0].message}"}
    root = project_root(ls, document.path.parent).resolve()
    only = [str(glob) for glob in options.get("only") or ()]
    try:
        made = await asyncio.to_thread(plan, case.blueprint, root, lambda path: present(ls, path), only)
    except Refused as refused:
        return {"problem": str(refused)}
    if options.get("preview") is True:
        return _told(made) | {"root": uri_of(root), "files": [_file(change) for change in made.writes]}
    files = {root / change.path: change.after or "" for change in made.writes}
    return (await _apply(ls, written(ls, files), "Generate the project") if files else None) or _told(made)


def _told(made: Plan) -> dict[str, Any]:
    """What becomes of the project's files, counted; the lock is not among them."""
    new = [change.path for change in made.changes if change.after is not None and change.before is None]
    changed = [change.path for change in made.changes if change.after is not None and change.before is not None]
    return {
        "created": len(new),
        "changed": len(changed),
        "conflicts": made.conflicts,
        "left": list(made.left),
    }


def _file(change: Change) -> dict[str, Any]:
    return {"path": change.path, "before": change.before, "after": change.after}


def _root(ls: BlueprintServer, arguments: tuple[Any, ...]) -> Path:
    return path_of(str(arguments[0])) if arguments else next(iter(ls.engine.roots), Path())


def _taken(folder: Path) -> dict[str, Any] | None:
    """Why no blueprint can begin in a folder."""
    try:
        present = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))
    except OSError as error:
        return {"problem": f"`{folder}` cannot be read: {error.strerror}"}
    if not os.access(folder, os.W_OK):
        return {"problem": f"`{folder.name}` cannot be written to"}
    return {"problem": f"`{folder.name}` has a blueprint already: `{present[0]}`"} if present else None


async def _created(ls: BlueprintServer, folder: Path, files: Mapping[str, str], label: str) -> dict[str, Any]:
    edit = written(ls, {folder / name: text for name, text in files.items()})
    return await _apply(ls, edit, label) or {"uri": uri_of(folder / next(iter(files)))}


async def _apply(ls: BlueprintServer, edit: lsp.WorkspaceEdit, label: str) -> dict[str, Any] | None:
    """Hand an edit to the client; what went wrong, where it did."""
    if not ls.can("workspace.apply_edit"):
        return {"problem": "this editor takes no edits from its server: use the command line"}
    metadata = lsp.WorkspaceEditMetadata(is_refactoring=True)  # a client may save the files that nobody has open
    answer = await ls.workspace_apply_edit_async(lsp.ApplyWorkspaceEditParams(edit, label, metadata))
    return None if answer.applied else {"problem": answer.failure_reason or "the editor could not make the change"}
