"""The command behind the Blueprint view, for clients that draw a tree and for those that show a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.finding import Finding
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features.code import shown
from blueprint_ls.lsp.server import BlueprintServer

if TYPE_CHECKING:
    from blueprint_ls.editor.outline import Row

OUTLINE = "blueprint.outline"


def outline_of(ls: BlueprintServer, *arguments: Any) -> list[dict[str, Any]]:
    """The groups of the view for a file's blueprint, `[uri]`, or of every blueprint, each under its name.

    A row has `label`, `detail`, `state`, `tooltip` and `rows`; `uri` and `range` where it leads to a place. States are
    `done`, `part`, `open`, `apart` and `assumed`, and the severities of findings.
    """
    from blueprint_ls.editor.outline import Row  # what most sessions never ask for

    folders = ls.engine.folders()
    if arguments:
        path = path_of(str(arguments[0]))
        return _rows(ls, _of(ls, _governing(path, folders) or path.parent, folders))
    if len(folders) == 1:
        return _rows(ls, _of(ls, folders[0], folders))
    return _rows(ls, [Row(_name(ls, folder), rows=tuple(_of(ls, folder, folders))) for folder in folders])


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
    own = (path for path in ls.analysis.paths if _governing(path, folders) in (folder, None))
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
