"""Commands that any client can send: what an editor shows without code of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from blueprint_ls.knowledge import explain
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.features import workspace
from blueprint_ls.lsp.server import BlueprintServer

EXPLAIN = "blueprint.explain"
RESTART = "blueprint.reload"


def register(server: BlueprintServer) -> None:
    """Register the commands."""
    server.command(EXPLAIN)(explain_name)
    server.command(RESTART)(reload)


def explain_name(ls: BlueprintServer, *arguments: Any) -> str:
    """The page of a rule, decision, option, section or place as Markdown: `[name]`, or `[name, uri]`."""
    name = str(arguments[0]) if arguments else ""
    folder = path_of(str(arguments[1])).parent if len(arguments) > 1 else next(iter(ls.engine.roots), Path())
    knowledge = ls.engine.knowledge(folder)
    page = explain.explain(knowledge, name)
    if page:
        return page
    near = explain.nearest(knowledge, name)
    return f"There is nothing called `{name}`{f': did you mean `{near}`?' if near else '.'}"


def reload(ls: BlueprintServer, *arguments: Any) -> None:
    """Read the pages and the files anew."""
    ls.engine.reload()
    workspace.everything_changed(ls)
