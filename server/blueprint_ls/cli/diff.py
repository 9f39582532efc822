"""Tell what changed in a blueprint since a revision of git, in architectural terms."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import one_blueprint, shown
from blueprint_ls.cli.terminal import Style, count, visible
from blueprint_ls.codebase.history import NoHistory, Revision, revision
from blueprint_ls.generate.changes.compare import Change, compare
from blueprint_ls.generate.changes.past import past
from blueprint_ls.generate.changes.words import MARKS, by_area, headline, lines, markdown

VERSION = 1
"""Of the JSON; docs/diff.md has its keys."""
FORMATS = ("text", "markdown", "json")

EPILOG = """\
Layout, order and the division into files are no changes. Lines that begin with `look` are those that a reviewer
should not miss: an endpoint made public, a role that may do more, a promise lowered, a decision turned.

The old state is read from git's objects: nothing is checked out, and nothing of the repository is run.

exit codes:
  0  the changes are told, be there any or none
  2  the revision cannot be read, or there was no blueprint at it

examples:
  blueprint diff main                                  since the branch main
  blueprint diff v1.2.0 services/billing               since a tag, in one folder
  blueprint diff origin/main --format markdown         for a comment on a pull request
  blueprint diff HEAD~1 --format json | jq '.changes[] | select(.look != null)'
"""
_COLOURS = {"+": "added", "-": "removed", "~": "bold", "✓": "good", "?": "warning"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `diff`."""
    parser.add_argument("revision", metavar="REVISION", help="a commit, branch or tag, such as main or HEAD~1")
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the blueprint's folder, or a file of it")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text unless given")


def run(parsed: argparse.Namespace) -> int:
    """Print what changed."""
    folder, workspace = one_blueprint(parsed.path)
    now = workspace.case(folder).blueprint
    try:
        at = revision(folder, parsed.revision)
        before = past(folder.resolve(), at, now.vocabulary)
    except NoHistory as problem:
        raise CannotRun(str(problem)) from None
    changes = compare(before, now)
    name = (now.header.label if now.header else None) or shown(folder)
    match parsed.format:
        case "json":
            print(json.dumps(_json(name, at, changes), indent=2, ensure_ascii=False))
        case "markdown":
            print("\n".join(_markdown(name, at, changes)))
        case _:
            print("\n".join(_text(name, at, changes, Style.of(sys.stdout))))
    return 0


def _summary(at: Revision, changes: Sequence[Change]) -> str:
    notable = sum(bool(change.note) for change in changes)
    look = f", {notable} to look at" if notable else ""
    many = count(len(changes), "change") if changes else "nothing has changed"
    return f"since {at.asked} ({at.commit[:9]}): {many}{look}"


def _text(name: str, at: Revision, changes: Sequence[Change], style: Style) -> Iterator[str]:
    yield f"{style.paint(visible(name), 'bold')} {visible(_summary(at, changes))}"
    for heading, found in by_area(changes):
        yield f"\n{style.paint(heading, 'bold')}"
        for change in found:
            mark = MARKS[change.kind]
            yield f"  {style.paint(mark, _COLOURS[mark])} {visible(headline(change))}"
            yield from (f"      {visible(line)}" for line in lines(change))


def _markdown(name: str, at: Revision, changes: Sequence[Change]) -> Iterator[str]:
    yield f"## {markdown(name)} {markdown(_summary(at, changes))}"
    for heading, found in by_area(changes):
        yield f"\n### {heading}\n"
        for change in found:
            look = " ⚠️" if change.note else ""
            yield f"- **{change.kind}**{look} {markdown(headline(change))}"
            yield from (f"  - {markdown(line)}" for line in lines(change))


def _json(name: str, at: Revision, changes: Sequence[Change]) -> dict[str, Any]:
    kinds = [change.kind for change in changes]
    return {
        "version": VERSION,
        "name": name,
        "revision": {"asked": at.asked, "commit": at.commit},
        "summary": {
            "changes": len(changes),
            "look": sum(bool(change.note) for change in changes),
            **{kind: kinds.count(kind) for kind in MARKS},
        },
        "changes": [_entry(change) for change in changes],
    }


def _entry(change: Change) -> dict[str, Any]:
    return {
        "area": change.area,
        "kind": change.kind,
        "subject": change.subject,
        "attributes": [
            {"name": detail.name, "before": detail.before, "after": detail.after} for detail in change.details
        ],
        "blocks": dict(change.blocks),
        "because": change.because or None,
        "look": change.note or None,
    }
