"""The first blueprint of a repository, drafted from what the analyser has read of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.judge.code.case import CodeCase


def drafted(analyser: Analyser, folder: Path, name: str) -> Mapping[str, str]:
    """The text of each file by its name; empty where there is no code to draft from."""
    from blueprint_ls.generate.observed.draft import draft, is_draftable  # what most sessions never ask for

    if not analyser.is_scanned:
        analyser.scan()
    if not is_draftable(analyser.repository):
        return {}
    case = CodeCase(analyser.repository, analyser.blueprints.knowledge(folder), date.today())
    return draft(case, name).files
