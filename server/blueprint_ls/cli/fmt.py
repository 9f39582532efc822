"""Give blueprint files the canonical layout: two blanks for each level, `=` in one column, nothing at line ends."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CANNOT_RUN, FOUND, CannotRun
from blueprint_ls.cli.selection import blueprint_files, select, shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.cli.writing import diff, write
from blueprint_ls.syntax import Text, formatter

EPILOG = """\
exit codes:
  0  every file has the canonical layout, or has it now
  1  with --check or --diff: some file would change
  2  the command cannot run, or a file cannot be read

A statement that cannot be read is left exactly as it stands; what is round it is laid out.

examples:
  blueprint fmt                  every blueprint file beneath this folder
  blueprint fmt --check          for CI: change nothing, name the files that would
  blueprint fmt --diff           change nothing, show what would
  blueprint fmt - < in > out     from standard input to standard output
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `fmt`."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="folders or files; the current folder unless named; `-` for standard input",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file would change")
    parser.add_argument("--diff", "--dry-run", action="store_true", help="write nothing; show what would change")


def run(parsed: argparse.Namespace) -> int:
    """Lay out, or say what would change."""
    if "-" in parsed.paths:
        return _stream(parsed)
    selection = select(parsed.paths)
    files = [path for folder in selection.folders for path in blueprint_files(folder) if selection.includes(path)]
    read = {path: _read(path) for path in files}
    texts = {path: data for path, data in read.items() if data is not None}
    changed = {path: after for path, data in texts.items() if (after := formatter.format(Text(data))) != data}
    for path, after in changed.items():
        _change(path, texts[path], after, parsed)
    if not parsed.diff:
        print(_summary(len(changed), len(texts), parsed.check))
    if len(texts) < len(files):
        return CANNOT_RUN
    return FOUND if changed and (parsed.check or parsed.diff) else 0


def _stream(parsed: argparse.Namespace) -> int:
    """Standard input to standard output."""
    if len(parsed.paths) > 1:
        raise CannotRun("`-` stands for standard input and goes with no other path")
    before = sys.stdin.buffer.read()
    if not _is_text(before):
        raise CannotRun("standard input is not UTF-8 text")
    after = formatter.format(Text(before))
    if parsed.diff:
        print(*diff(Path("standard input"), before, after, Style.of(sys.stdout)), sep="\n")
    elif not parsed.check:
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
    return FOUND if after != before and (parsed.check or parsed.diff) else 0


def _read(path: Path) -> bytes | None:
    """The bytes of a file; None, and a word about it, where it cannot be read as text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"blueprint: `{shown(path)}` cannot be read: {error.strerror}", file=sys.stderr)
        return None
    if not _is_text(data):
        print(f"blueprint: `{shown(path)}` is not UTF-8 text: it is left as it is", file=sys.stderr)
        return None
    return data


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _change(path: Path, before: bytes, after: bytes, parsed: argparse.Namespace) -> None:
    if parsed.diff:
        print(*diff(path, before, after, Style.of(sys.stdout)), sep="\n")
        return
    if not parsed.check:
        write(path, after, within=[path.parent])
    print(shown(path))


def _summary(changed: int, files: int, check: bool) -> str:
    if not changed:
        return f"{count(files, 'file')} in canonical layout"
    return f"{'Would lay out' if check else 'Laid out'} {changed} of {count(files, 'file')}"
