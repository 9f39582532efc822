"""The command behind the Blueprint view, for clients that draw a tree and for those that show a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from blueprint_ls.editor.outline import Row, outline
from blueprint_ls.judge.finding import Finding
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features.code import shown
from blueprint_ls.lsp.server import BlueprintServer

OUTLINE = "blueprint.outline"


def outline_of(ls: BlueprintServer, *arguments: Any) -> list[dict[str, Any]]:
    """The groups of the view for a file's blueprint, `[uri]`, or of every blueprint, each under its name.

    A row has `label`, `detail`, `state`, `tooltip` and `rows`; `uri` and `range` where it leads to a place. States are
    `done`, `part`, `open`, `apart` and `assumed`, and the severities of findings.
    """
    if arguments:
        return _rows(ls, _of(ls, _folder(ls, path_of(str(arguments[0])))))
    folders = ls.engine.folders()
    if len(folders) == 1:
        return _rows(ls, _of(ls, folders[0]))
    return _rows(ls, [Row(_name(ls, folder), rows=tuple(_of(ls, folder))) for folder in folders])


def _of(ls: BlueprintServer, folder: Path) -> list[Row]:
    return outline(ls.engine.case(folder), ls.engine.verdict(folder), _code(ls, folder))


def _folder(ls: BlueprintServer, path: Path) -> Path:
    """The folder of the blueprint that a file belongs to: its own, or for code the nearest one above."""
    folders = set(ls.engine.folders())
    return next((above for above in (path, *path.parents) if above in folders), path.parent)


def _name(ls: BlueprintServer, folder: Path) -> str:
    header = ls.engine.case(folder).blueprint.header
    return (header.label if header else None) or folder.name


def _code(ls: BlueprintServer, folder: Path) -> Sequence[Finding]:
    """The findings in the code that a blueprint governs."""
    own = (path for path in ls.analysis.paths if _folder(ls, path) == folder or not _governed(ls, path))
    return [finding for path in own for finding in shown(ls, ls.analysis.findings(path))]


def _governed(ls: BlueprintServer, path: Path) -> bool:
    """Whether some blueprint lies above a file; one that lies beside the code governs all that no other one does."""
    return _folder(ls, path) in ls.engine.folders()


def _rows(ls: BlueprintServer, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [_row(ls, row) for row in rows]


def _row(ls: BlueprintServer, row: Row) -> dict[str, Any]:
    said = {"label": row.label, "detail": row.detail, "state": row.state, "tooltip": row.tooltip}
    place = {}
    if row.path is not None and row.span is not None:
        location = ls.convert.location(row.path, row.span)
        place = {"uri": location.uri, "range": location.range}
    return {**said, **place, "rows": _rows(ls, row.rows)}
