"""Show the page of a rule, a decision, an option, a section, or a place in the vocabulary."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.terminal import Style
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge import explain

WIDEST = 110
"""Columns: longer lines of prose are hard to read."""

EPILOG = """\
examples:
  blueprint explain missing-because          a rule
  blueprint explain queue                    a decision, with its options
  blueprint explain queue.bullmq             an option
  blueprint explain security                 a section
  blueprint explain api.endpoint.errors      a block or an attribute
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    parser.add_argument("name", metavar="NAME", help="a rule, decision, option, section, block or attribute")


def run(parsed: argparse.Namespace) -> int:
    """Print the page: typeset on a terminal, as Markdown into a pipe."""
    knowledge = Workspace().knowledge(Path.cwd())
    page = explain.explain(knowledge, parsed.name)
    if page is None:
        near = explain.nearest(knowledge, parsed.name)
        hint = f"did you mean `{near}`?" if near else "`blueprint rules list` names the rules"
        raise CannotRun(f"nothing is called `{parsed.name}`: {hint}")
    if sys.stdout.isatty():
        _typeset(page)
    else:
        print(page)
    return 0


def _typeset(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    style = Style.of(sys.stdout)
    theme = Theme({"markdown.code": "cyan", "markdown.code_block": "cyan"})  # readable on light and on dark
    console = Console(width=min(style.columns, WIDEST), no_color=not style.coloured, highlight=False, theme=theme)
    plain = page.replace("```blueprint", "```text")  # no highlighter knows the language, and a near one marks errors
    console.print(Markdown(plain, code_theme="ansi_dark"))
