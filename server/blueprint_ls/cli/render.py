"""Render a blueprint as one document: Markdown, HTML, PDF, or JSON for other tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import may_be_a_file, one_blueprint, shown
from blueprint_ls.generate.document.formats import FORMATS, is_rendered, render
from blueprint_ls.generate.document.pdf import CannotTypeset

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
    folder, workspace = one_blueprint(parsed.path)
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


def _may_be_written(path: Path, format: str, force: bool) -> None:
    """`CannotRun` where a file stands in the way that no rendering wrote."""
    may_be_a_file(path, f".{format}")
    if path.exists() and not force and not is_rendered(path.read_bytes(), format):
        raise CannotRun(f"`{shown(path)}` was not written by `render`: name another file, or add `--force`")
