"""The command behind the Blueprint view, for clients that draw a tree and for those that show a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.finding import Finding
from blueprint_ls.lsp.convert import path_of, uri_of
from blueprint_ls.lsp.features.code import shown
from blueprint_ls.lsp.server import BlueprintServer

if TYPE_CHECKING:
    from blueprint_ls.editor.outline import Row

OUTLINE = "blueprint.outline"
LIST = "blueprint.list"
_MAIN = "main.blueprint"


def outline_of(ls: BlueprintServer, *arguments: Any) -> list[dict[str, Any]]:
    """The groups of the view for the blueprint that governs a file, `[uri]`; else of every blueprint, under its name.

    A row has `label`, `detail`, `state`, `tooltip` and `rows`; `uri` and `range` where it leads to a place. States are
    `done`, `part`, `open`, `apart` and `assumed`, and the severities of findings.
    """
    from blueprint_ls.editor.outline import Row  # what most sessions never ask for

    folders = ls.engine.folders()
    meant = _meant(ls, arguments)
    if len(meant) == 1:
        return _rows(ls, _of(ls, meant[0], folders))
    return _rows(ls, [Row(_name(ls, folder), rows=tuple(_of(ls, folder, folders))) for folder in meant])


def blueprints(ls: BlueprintServer, *arguments: Any) -> list[dict[str, str]]:
    """The blueprint that governs a file, `[uri]`, else every one of the workspace and above it: `name`, `folder`, and
    in `uri` one of its files, `main.blueprint` where there is one.
    """
    return [_known(ls, folder) for folder in _meant(ls, arguments)]


def _meant(ls: BlueprintServer, arguments: Sequence[Any]) -> list[Path]:
    """The folder of the blueprint that governs a file; of every one where none does, or no file is named."""
    folders = ls.engine.folders()
    path = path_of(str(arguments[0])) if arguments else None
    governing = path and _governing(path, folders)
    return [governing] if governing else folders


def _known(ls: BlueprintServer, folder: Path) -> dict[str, str]:
    paths = [document.path for document in ls.engine.case(folder).blueprint.documents]
    file = min(paths, key=lambda path: (path.name != _MAIN, path.name), default=folder / _MAIN)
    return {"name": _name(ls, folder), "folder": str(folder), "uri": uri_of(file)}


def _of(ls: BlueprintServer, folder: Path, folders: Collection[Path]) -> list[Row]:
    from blueprint_ls.editor.outline import outline  # what most sessions never ask for

    return outline(ls.engine.case(folder), ls.engine.verdict(folder), _code(ls, folder, folders))


def _governing(path: Path, folders: Collection[Path]) -> Path | None:
    """The folder of the blueprint that a file belongs to: the nearest one at or above it; None where there is none."""
    return next((above for above in (path, *path.parents) if above in folders), None)


def _name(ls: BlueprintServer, folder: Path) -> str:
    header = ls.engine.case(folder).blueprint.header
    return (header.label if header else None) or folder.name


def _code(ls: BlueprintServer, folder: Path, folders: Collection[Path]) -> Sequence[Finding]:
    """The findings in the code that a blueprint governs: what lies below it, and what lies below no other one."""
    shown_at_all = filter(ls.shows, ls.analysis.paths)
    own = (path for path in shown_at_all if _governing(path, folders) in (folder, None))
    return [finding for path in own for finding in shown(ls, ls.analysis.findings(path))]


def _rows(ls: BlueprintServer, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [_row(ls, row) for row in rows]


def _row(ls: BlueprintServer, row: Row) -> dict[str, Any]:
    said = {"label": row.label, "detail": row.detail, "state": row.state, "tooltip": row.tooltip}
    place = {}
    if row.path is not None and row.span is not None:
        location = ls.convert.location(row.path, row.span)
        place = {"uri": location.uri, "range": location.range}
    return {**said, **place, "rows": _rows(ls, row.rows)}
