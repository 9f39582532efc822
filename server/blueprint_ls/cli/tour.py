"""A real session of the language server on an example, printed as an editor would show it."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.session import Session
from blueprint_ls.cli.stage import Stage
from blueprint_ls.cli.terminal import count
from blueprint_ls.knowledge.load import examples_folder
from blueprint_ls.syntax import Span

EXAMPLE = "acme-crm"
REPOSITORY = "deals-service"
EPILOG = "Nothing of yours is read or changed: the session works on a copy of the examples."
_CONNECT = """\
VS Code    install the extension from editors/vscode (its README says how); it finds `blueprint-ls` by itself
Neovim     put editors/neovim on the runtime path; on 0.11 and later `vim.lsp.enable("blueprint")` starts it
any other  run `blueprint-ls` over stdio for files named *.blueprint, language id `backend-blueprint`
"""
_NEXT = """\
blueprint init                  begin a blueprint in a folder
blueprint check                 what is missing or wrong beneath this folder
blueprint explain orm           how to choose, what it costs, where that is known from
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments: none."""


def run(parsed: argparse.Namespace) -> int:
    """Show the tour."""
    stage = Stage(sys.stdout)
    with tempfile.TemporaryDirectory() as scratch:
        folder, repository = (_copy(name, scratch) for name in (EXAMPLE, REPOSITORY))
        began = time.perf_counter()
        with Session(folder) as session:
            _opening(stage, session, began)
            for scene in (_slip, _completion, _hover, _forgotten, _rename, _section):
                scene(stage, session)
        with Session(repository) as session:
            _query(stage, session)
    stage.heading("Connect your editor")
    stage.say(_CONNECT)
    stage.heading("Go on in a terminal")
    stage.say(_NEXT)
    return 0


def _copy(name: str, scratch: str) -> Path:
    source = examples_folder() / name
    if not source.is_dir():
        raise CannotRun(f"the example is not installed: expected it at {source}")
    return shutil.copytree(source, Path(scratch, name).resolve())


def _opening(stage: Stage, session: Session, began: float) -> None:
    paths = sorted(session.folder.glob("*.blueprint"))
    for path in paths:
        session.open(path)
    elapsed = time.perf_counter() - began
    stage.heading(f"The blueprint of {EXAMPLE}, opened in the editor")
    for path in paths:
        lines = len(session.texts[path].line_starts) - 1
        stage.say(f"{path.name:<24}{lines:>5} lines   {count(len(session.found.get(path, [])), 'finding')}")
    name = session.server["serverInfo"]["name"]
    stage.note(f"{name} over stdio: {elapsed * 1000:.0f} ms from its start until every file was judged")


def _slip(stage: Stage, session: Session) -> None:
    path, value = _value(session, "orm", "choose")
    session.type(path, value, "prsma")
    stage.heading("A slip of the finger")
    _show(stage, session, path)
    fix = next(action for action in _actions(session, path) if action.get("isPreferred") or "Change" in action["title"])
    stage.menu([action["title"] for action in _actions(session, path)][:3], picked=fix["title"])
    session.apply(fix["edit"])
    stage.note(f"{path.name} has {count(len(session.found[path]), 'finding')} again")


def _completion(stage: Stage, session: Session) -> None:
    path, value = _value(session, "orm", "choose")
    session.type(path, value, "")
    stage.heading("What could stand there?")
    answer = session.ask("textDocument/completion", session.at(path, value.start))
    items = sorted(answer["items"], key=lambda item: item["sortText"])
    stage.line(session.texts[path], value.start)
    first = session.ask("completionItem/resolve", items[0])
    stage.popup([(item["label"], item.get("detail", "")) for item in items], first["documentation"]["value"])
    session.type(path, Span(value.start, value.start), items[0]["textEdit"]["newText"])
    stage.note(f"`{items[0]['label']}` accepted")


def _hover(stage: Stage, session: Session) -> None:
    path, value = _value(session, "queue", "choose")
    stage.heading("Why this one, and what does it cost?")
    stage.line(session.texts[path], value.start)
    answer = session.ask("textDocument/hover", session.at(path, value.start + 1))
    stage.card(answer["contents"]["value"])


def _forgotten(stage: Stage, session: Session) -> None:
    path, value = _value(session, "orm", "accepts")
    text = session.texts[path]
    start = text.line_starts[text.line_at(value.start)]
    session.type(path, Span(start, text.line_starts[text.line_at(value.end) + 1]), "")
    stage.heading("A choice without its price")
    _show(stage, session, path)
    fix = _actions(session, path)[0]
    stage.menu([fix["title"]], picked=fix["title"])
    session.apply(fix["edit"])
    stage.line(session.texts[path], _value(session, "orm", "accepts")[1].start)


def _rename(stage: Stage, session: Session) -> None:
    found = next(_blocks(session, rb"^  module (?P<label>\w+) \{"), None)
    if found is None:
        return
    path, match = found
    label = match["label"].decode()
    stage.heading(f"Module `{label}` gets a better name")
    parameters = session.at(path, match.start("label"))
    edit = session.ask("textDocument/rename", {**parameters, "newName": f"{label}_core"})
    for change in edit["documentChanges"]:
        name = change["textDocument"]["uri"].rpartition("/")[2]
        stage.say(f"{name:<24}{count(len(change['edits']), 'place'):>12}")
    stage.note("one rename, every reference in every file")


def _section(stage: Stage, session: Session) -> None:
    path, match = next(_blocks(session, rb"^getting_started \{.*?^\}\n", re.MULTILINE | re.DOTALL))
    session.type(path, Span(match.start(), match.end()), "")
    owner = next(found for found in session.found if any(_is_missing(d) for d in session.found[found]))
    stage.heading("A section goes missing")
    _show(stage, session, owner)
    fix = next(action for action in _actions(session, owner) if "getting_started" in action["title"])
    stage.menu([fix["title"]], picked=fix["title"])
    inserted = fix["edit"]["documentChanges"][0]["edits"][0]["newText"].strip("\n").split("\n")
    stage.added(inserted, most=12)


def _query(stage: Stage, session: Session) -> None:
    """A query that forgets its tenant, in the code of a small service that has no blueprint at all."""
    path = session.folder / "src/deals/routes.ts"
    session.open(path)
    session.until(path, found=True)
    stage.heading("A query that forgets its tenant, in code")
    _show(stage, session, path)
    place = session.span(path, session.found[path][0]["range"])
    answer = session.ask("textDocument/hover", session.at(path, place.start))
    stage.card(answer["contents"]["value"])
    actions = _actions(session, path)
    stage.menu([actions[0]["title"]], picked=actions[0]["title"])
    session.apply(actions[0]["edit"])
    stage.line(session.texts[path], place.start)
    session.until(path, found=False)
    stage.note(f"{path.name} has no finding any more: every query stays with its tenant")


def _is_missing(diagnostic: dict[str, Any]) -> bool:
    return bool(diagnostic["code"] == "missing-section")


def _show(stage: Stage, session: Session, path: Path) -> None:
    for diagnostic in session.found[path][:2]:
        stage.finding(session.texts[path], path.name, session.span(path, diagnostic["range"]), diagnostic)


def _actions(session: Session, path: Path) -> list[dict[str, Any]]:
    diagnostics = session.found[path][:1]
    if not diagnostics:
        raise CannotRun("the tour expected a finding and the server gave none")
    document = {"uri": path.as_uri()}
    context = {"diagnostics": diagnostics, "only": ["quickfix"]}
    parameters = {"textDocument": document, "range": diagnostics[0]["range"], "context": context}
    actions: list[dict[str, Any]] = session.ask("textDocument/codeAction", parameters)
    return [action for action in actions if "Silence" not in action["title"] and "Report" not in action["title"]]


def _value(session: Session, decision: str, attribute: str) -> tuple[Path, Span]:
    """Where a decision states an attribute's value."""
    pattern = rb"decision %s \{.*?\b%s\s*= *(?P<value>[^\n]*)" % (decision.encode(), attribute.encode())
    path, match = next(_blocks(session, pattern, re.DOTALL))
    return path, Span(*match.span("value"))


def _blocks(session: Session, pattern: bytes, flags: int = re.MULTILINE) -> Iterator[tuple[Path, re.Match[bytes]]]:
    for path, text in session.texts.items():
        match = re.search(pattern, text.data, flags)
        if match:
            yield path, match
