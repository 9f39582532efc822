"""Render a blueprint as one document: Markdown, HTML, PDF, or JSON for other tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import SUFFIX, select, shown
from blueprint_ls.generate.document.formats import FORMATS, is_rendered, render
from blueprint_ls.generate.document.pdf import CannotTypeset
from blueprint_ls.judge.workspace import Workspace

EPILOG = """\
An incomplete blueprint is rendered too, with its gaps marked. A PDF needs the extra `pdf`:
pip install "blueprint-ls[pdf]".

exit codes:
  0  the document is written
  2  it cannot be: no blueprint, several of them, or a file that something else has written

examples:
  blueprint render > ARCHITECTURE.md                        Markdown for GitHub
  blueprint render --format html --output architecture.html
  blueprint render --format pdf --output architecture.pdf services/billing
  blueprint render --format json | jq '.readiness[] | select(.status != "met")'
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `render`."""
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="a blueprint's folder, or a file of it; the current folder"
    )
    parser.add_argument("--format", choices=FORMATS, default="md", help="Markdown unless given")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it; standard output unless given")
    parser.add_argument("--force", action="store_true", help="with --output: replace a file that something else wrote")


def run(parsed: argparse.Namespace) -> int:
    """Render the document, and write it."""
    if parsed.output is None and parsed.format == "pdf" and sys.stdout.isatty():
        raise CannotRun("a PDF is no text for a terminal: name a file with `--output FILE`")
    folder, workspace = _blueprint(parsed.path)
    if parsed.output is not None:
        _may_be_written(parsed.output, parsed.format, parsed.force)
    try:
        data = render(workspace.case(folder), workspace.verdict(folder), parsed.format)
    except CannotTypeset as problem:
        raise CannotRun(str(problem)) from None
    if parsed.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return 0
    from blueprint_ls.cli.writing import write

    write(parsed.output, data)
    return 0


def _blueprint(written: str) -> tuple[Path, Workspace]:
    """The folder of the one blueprint that a PATH means."""
    selection = select([written])
    if len(selection.folders) > 1:
        names = ", ".join(f"`{shown(folder)}`" for folder in selection.folders[:6])
        raise CannotRun(f"there are {len(selection.folders)} blueprints in `{written}`: name one of {names}")
    if not selection.folders:
        raise CannotRun(f"there is no blueprint in `{written}`: `blueprint init` writes a first one")
    return selection.folders[0], selection.workspace


def _may_be_written(path: Path, format: str, force: bool) -> None:
    """`CannotRun` where a file stands in the way that no rendering wrote."""
    if path.name.endswith(SUFFIX):
        raise CannotRun(f"`{shown(path)}` would be a blueprint: name a file that ends with `.{format}`")
    if not path.parent.is_dir():
        raise CannotRun(f"there is no folder `{shown(path.parent)}`: make it first")
    if path.is_dir():
        raise CannotRun(f"`{shown(path)}` is a folder: name a file in it")
    if path.exists() and not force and not is_rendered(path.read_bytes(), format):
        raise CannotRun(f"`{shown(path)}` was not written by `render`: name another file, or add `--force`")
