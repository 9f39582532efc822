"""The `blueprint` command: which subcommand was meant, its arguments, and how it ends."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType
from typing import TextIO

from blueprint_ls import __version__
from blueprint_ls.cli.failure import CANNOT_RUN, CannotRun
from blueprint_ls.codebase.garbage import collect_seldom

COMMANDS = {
    "serve": "run the language server, on stdio unless told otherwise",
    "init": "begin a blueprint in a folder",
    "check": "report what is missing or wrong, and fix it when asked to",
    "inventory": "show what the analysis sees of a repository",
    "render": "render a blueprint as one document",
    "adr": "write decisions as decision records, or take records over",
    "graph": "draw a blueprint as text, Mermaid, DOT or SVG",
    "scaffold": "make the project that a blueprint describes",
    "diff": "tell what changed in a blueprint since a git revision",
    "fmt": "give files the canonical layout",
    "explain": "show the page of a rule, a decision, an option or a section",
    "rules": "list the rules, or try the examples on their pages",
    "coverage": "hold the requirements against what carries them",
    "tour": "show a real session of the server on an example",
}
"""Each command with the line that help shows; its module has the same name and is imported when called."""

INTERRUPTED = 130
"""Exit code of a command ended by Ctrl-C, as shells have it."""
PIPE_CLOSED = 141
"""Exit code when whoever read the output has gone, as in `blueprint check | head`."""

_EPILOG = """\
examples:
  blueprint init                    begin here
  blueprint check                   what is missing or wrong beneath this folder
  blueprint check --fix --assume    fill in what is missing, marked as assumed
  blueprint explain queue           how to choose a queue

`blueprint COMMAND --help` says more about each.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    collect_seldom()
    arguments = list(sys.argv[1:] if argv is None else argv)
    _write_any_character()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except CannotRun as problem:
        print(f"blueprint: {problem}", file=sys.stderr)
        return CANNOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return PIPE_CLOSED
    except Exception:
        traceback.print_exc()
        print("blueprint: this is a fault of the program itself, not of your files", file=sys.stderr)
        return CANNOT_RUN


def serve() -> int:
    """The `blueprint-ls` command: `blueprint serve` under the name that editors look for."""
    return main(["serve", *sys.argv[1:]])


def _run(arguments: list[str]) -> int:
    name = next((word for word in arguments if not word.startswith("-")), None)
    if name is not None and name not in COMMANDS:
        raise CannotRun(_unknown(name))
    parser, command = _parser(name)
    parsed = parser.parse_args(arguments)
    if command is None:
        parser.print_help()
        return CANNOT_RUN
    code: int = command.run(parsed)
    return code


def _unknown(name: str) -> str:
    from blueprint_ls.language.suggest import closest

    near = closest(name, COMMANDS)
    hint = f"did you mean `blueprint {near}`?" if near else f"commands are {', '.join(COMMANDS)}"
    return f"there is no command `{name}`: {hint}"


def _parser(name: str | None) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """The parser, with the arguments of the command that was called; no other command is imported."""
    raw = argparse.RawDescriptionHelpFormatter
    about = "Hold a backend to its written architecture."
    parser = argparse.ArgumentParser("blueprint", description=about, epilog=_EPILOG, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"blueprint {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", dest="command")
    for known, summary in COMMANDS.items():
        described = commands.add_parser(known, help=summary, formatter_class=raw)
        if known == name:
            module = importlib.import_module(f"blueprint_ls.cli.{name}")
            described.description, described.epilog = module.__doc__, module.EPILOG
            module.arguments(described)
    return parser, importlib.import_module(f"blueprint_ls.cli.{name}") if name else None


def _silence(stream: TextIO) -> None:
    """Send what is still to be written nowhere: else the flush at exit fails once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write_any_character() -> None:
    """A terminal that cannot show a character gets its escape, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
