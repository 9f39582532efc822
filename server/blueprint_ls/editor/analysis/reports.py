"""What is asked of a whole workspace: what the analysis saw of it, and the first blueprint that this makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.judge.code.case import CodeCase


def drafted(analyser: Analyser, folder: Path, name: str) -> Mapping[str, str]:
    """The text of each file of a first blueprint by its name; empty where there is no code to draft from."""
    from blueprint_ls.generate.observed.draft import draft, is_draftable  # what most sessions never ask for

    _scanned(analyser)
    if not is_draftable(analyser.repository):
        return {}
    case = CodeCase(analyser.repository, analyser.blueprints.knowledge(folder), date.today())
    return draft(case, name).files


def seen(analyser: Analyser, folder: Path) -> Mapping[str, Any]:
    """The inventory of a workspace, as `blueprint inventory --format json` gives it."""
    from blueprint_ls.judge.code.inventory import inventory  # what most sessions never ask for

    _scanned(analyser)
    while analyser.step():
        pass
    return inventory([whole.case for whole in analyser.wholes])


def _scanned(analyser: Analyser) -> None:
    if not analyser.is_scanned:
        analyser.scan()
