"""Commands that any client can send: what an editor shows without code of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from blueprint_ls.knowledge import explain
from blueprint_ls.language.assumptions import Assumption, assumptions
from blueprint_ls.lsp.convert import path_of, uri_of
from blueprint_ls.lsp.features import outline, projects, workspace
from blueprint_ls.lsp.server import BlueprintServer

EXPLAIN = "blueprint.explain"
RESTART = "blueprint.reload"
ASSUMPTIONS = "blueprint.assumptions"
OPEN_PAGE = "blueprint.openPage"
RENDER = "blueprint.render"
RENDERED = ("md", "html", "json")
"""The formats of a document that are text."""
GRAPH = "blueprint.graph"


def register(server: BlueprintServer) -> None:
    """Register the commands."""
    server.command(EXPLAIN)(explain_name)
    server.command(RESTART)(reload)
    server.command(ASSUMPTIONS)(list_assumptions)
    server.command(OPEN_PAGE)(open_page)
    server.command(RENDER)(render_document)
    server.command(GRAPH)(draw)
    server.command(outline.OUTLINE)(outline.outline_of)
    server.command(outline.LIST)(outline.blueprints)
    server.command(projects.BEGIN)(projects.begin)
    server.command(projects.DRAFT)(projects.draft)
    server.command(projects.INVENTORY)(projects.inventory)
    server.command(projects.FILL)(projects.fill)
    server.command(projects.SCAFFOLD)(projects.scaffold)


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


def open_page(ls: BlueprintServer, *arguments: Any) -> str | None:
    """Show the page of a rule, `[rule, uri]`; its text where the client can show no files."""
    name = str(arguments[0]) if arguments else ""
    folder = path_of(str(arguments[1])).parent if len(arguments) > 1 else next(iter(ls.engine.roots), Path())
    rule = ls.engine.knowledge(folder).rules.get(name)
    if rule is None or not ls.can("window.show_document.support"):
        return explain_name(ls, *arguments)
    ls.window_show_document(lsp.ShowDocumentParams(uri_of(rule.page.path), take_focus=True))
    return None


def render_document(ls: BlueprintServer, *arguments: Any) -> str | None:
    """The document of a file's blueprint as it is now, unsaved text too: `[uri]` in Markdown, or `[uri, "html"]`.

    With `{"sources": true}` behind the format, elements of HTML that show a block or an attribute have the file in
    `data-path`, from the blueprint's folder, and the line in `data-line`, from 0: a preview can follow the cursor.
    None where there is no blueprint, or no such format.
    """
    from blueprint_ls.generate.document.formats import render  # what most sessions never ask for

    format = str(arguments[1]) if len(arguments) > 1 else RENDERED[0]
    path = path_of(str(arguments[0])) if arguments else next(iter(ls.engine.roots), Path())
    folder = path if path.is_dir() else path.parent
    case = ls.engine.case(folder)
    if format not in RENDERED or not case.blueprint.documents:
        return None
    options = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], dict) else {}
    return render(case, ls.engine.verdict(folder), format, bool(options.get("sources"))).decode()


def list_assumptions(ls: BlueprintServer, *arguments: Any) -> list[dict[str, Any]]:
    """What nobody has confirmed, in the blueprint of a file, `[uri]`, or in all: block, values, uri and range."""
    folders = [path_of(str(arguments[0])).parent] if arguments else ls.engine.folders()
    documents = [document for folder in folders for document in ls.engine.case(folder).blueprint.documents]
    return [_assumption(ls, found) for found in assumptions(documents)]


def _assumption(ls: BlueprintServer, found: Assumption) -> dict[str, Any]:
    location = ls.convert.location(found.place.document.path, found.place.header)
    return {"block": found.path, "values": found.values, "uri": location.uri, "range": location.range}


def draw(ls: BlueprintServer, *arguments: Any) -> dict[str, Any]:
    """A diagram of a file's blueprint as it is typed: `[uri]`, or `[uri, options]` with any of `view`, `format`,
    `endpoint` and `environment`.

    Answers `text`, `title`, and in `lacks` what the blueprint leaves open; or `problem`, why nothing can be drawn.
    """
    from blueprint_ls.generate.diagram import FORMATS, Missing, view  # what most sessions never ask for

    folder = path_of(str(arguments[0])).parent if arguments else next(iter(ls.engine.folders()), Path())
    given = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], dict) else {}
    options = {name: str(value) for name, value in given.items() if value is not None}
    wanted = options.get("format", "ascii")
    if wanted not in FORMATS:
        return {"problem": f"there is no format `{wanted}`: formats are {', '.join(FORMATS)}"}
    blueprint = ls.engine.case(folder).blueprint
    try:
        graph = view(blueprint, options.get("view", "containers"), options.get("endpoint"), options.get("environment"))
        return {"text": FORMATS[wanted](graph), "title": graph.title, "lacks": list(graph.lacks)}
    except (LookupError, Missing) as problem:
        return {"problem": problem.args[0]}


def reload(ls: BlueprintServer, *arguments: Any) -> None:
    """Read the pages and the files anew."""
    ls.engine.reload()
    workspace.everything_changed(ls)
