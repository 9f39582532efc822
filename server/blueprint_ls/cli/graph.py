"""Draw a blueprint: the system among its neighbours, its parts, its modules, one endpoint's data, an environment."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import may_be_a_file, one_blueprint, shown
from blueprint_ls.cli.writing import write
from blueprint_ls.generate.diagram import FORMATS, VIEWS, Missing, view
from blueprint_ls.judge.diagram.reading import read

_BEGINNINGS = {"mermaid": "flowchart ", "dot": "digraph ", "svg": '<svg xmlns="http://www.w3.org/2000/svg" class="bp"'}
"""How a file begins that this command wrote."""
_SUFFIXES = {"ascii": ".txt", "mermaid": ".mmd", "dot": ".dot", "svg": ".svg"}
_WIDEST = max(map(len, VIEWS))
EPILOG = f"""\
views:
{"".join(f"  {name.ljust(_WIDEST)}  {what}{chr(10)}" for name, what in VIEWS.items())}
What a blueprint leaves open is not drawn; a line on standard error says what that is.

examples:
  blueprint graph                                          the containers, as plain text
  blueprint graph --view modules --format mermaid          for a page that draws Mermaid
  blueprint graph --view flow --endpoint "POST /deals"     where one request's data goes
  blueprint graph --view deployment --environment prod     what runs in production
  blueprint graph --format svg --output docs/system.svg    a picture, light or dark as its reader has it
  blueprint graph --format dot | dot -Tpdf -o system.pdf   by way of Graphviz
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `graph`."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the blueprint's folder, or a file of it")
    parser.add_argument("--format", choices=FORMATS, default="ascii", help="ascii unless given; svg needs Graphviz")
    parser.add_argument("--view", choices=VIEWS, help="containers unless given, flow where there is an endpoint")
    parser.add_argument("--endpoint", metavar="ROUTE", help='method and path, such as "POST /deals", for the view flow')
    parser.add_argument(
        "--environment", metavar="NAME", help="for the view deployment; that of the customers otherwise"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to a file")
    parser.add_argument("--force", action="store_true", help="with --output: replace a file that is no such diagram")


def run(parsed: argparse.Namespace) -> int:
    """Print the diagram, or write it."""
    folder, workspace = one_blueprint(parsed.path)
    blueprint = workspace.case(folder).blueprint
    name = parsed.view or ("flow" if parsed.endpoint else "deployment" if parsed.environment else "containers")
    _fits(name, parsed)
    try:
        graph = view(blueprint, name, parsed.endpoint, parsed.environment)
        drawn = FORMATS[parsed.format](graph).rstrip("\n") + "\n"
    except (LookupError, Missing) as problem:
        raise CannotRun(problem.args[0]) from None
    for lack in graph.lacks:
        print(f"blueprint: not drawn: {lack}", file=sys.stderr)
    if not graph.nodes:
        raise CannotRun(f"the view {name} has nothing to draw yet: `blueprint check` says what is missing")
    if parsed.output:
        _may_be_written(parsed.output, parsed.format, parsed.force)
        write(parsed.output, drawn.encode())
    else:
        print(drawn, end="")
    return 0


def _fits(name: str, parsed: argparse.Namespace) -> None:
    """`CannotRun` where an option means nothing in the view."""
    if parsed.endpoint and name != "flow":
        raise CannotRun(f"--endpoint goes with the view flow, not with {name}")
    if parsed.environment and name != "deployment":
        raise CannotRun(f"--environment goes with the view deployment, not with {name}")


def _may_be_written(path: Path, format: str, force: bool) -> None:
    """`CannotRun` where a file stands in the way that is no diagram."""
    may_be_a_file(path, _SUFFIXES[format])
    old = path.read_bytes().decode(errors="replace") if path.exists() else ""
    ours = old.startswith(_BEGINNINGS[format]) if format in _BEGINNINGS else bool(read(old).boxes)
    if old and not ours and not force:
        raise CannotRun(f"`{shown(path)}` was not drawn by `graph`: name another file, or add `--force`")
