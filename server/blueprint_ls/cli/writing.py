"""Files changed on disk: whole or not at all, within the folders that were named, and shown beforehand."""

from __future__ import annotations

import difflib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import Style, visible


def write(path: Path, data: bytes, within: Iterable[Path] | None = None) -> None:
    """Replace or create a file in one step, keeping its permissions; a link's target is what changes.

    With `within`, `CannotRun` where the real file lies outside those folders.
    """
    target = path.resolve()
    if within is not None and not any(target.is_relative_to(folder) for folder in within):
        raise CannotRun(
            f"`{shown(path)}` leads to `{target}`, outside the folders that were named: it is left as it is"
        )
    if target.exists() and not os.access(target, os.W_OK):
        raise CannotRun(f"`{shown(path)}` may not be written: it is left as it is")
    try:
        _replace(target, data)
    except OSError as error:
        raise CannotRun(f"`{shown(path)}` cannot be written: {error.strerror}") from None


def diff(path: Path, before: bytes | None, after: bytes, style: Style) -> Iterator[str]:
    """The lines of a unified diff; `before` is None for a file that does not exist yet."""
    name = shown(path)
    source = "/dev/null" if before is None else f"a/{name}"
    old, new = map(_lines, _texts(before or b"", after))
    for entry in difflib.unified_diff(old, new, source, f"b/{name}", lineterm=""):
        for line in entry.split("\n"):
            yield _coloured(visible(line), style)


def _replace(target: Path, data: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, _mode(target))
        os.replace(scratch, target)
    except BaseException:
        os.unlink(scratch)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file, or those that a new one gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _texts(before: bytes, after: bytes) -> tuple[str, str]:
    """Both texts; carriage returns are left out where they are no difference."""
    alike = all(data.count(b"\n") == data.count(b"\r\n") for data in (before, after) if data)
    first, second = (data.decode(errors="replace") for data in (before, after))
    return (first.replace("\r\n", "\n"), second.replace("\r\n", "\n")) if alike else (first, second)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines


def _coloured(line: str, style: Style) -> str:
    if line.startswith(("---", "+++")):
        return style.paint(line, "bold")
    kinds = {"+": "added", "-": "removed", "@": "faint"}
    return style.paint(line, kinds[line[0]]) if line[:1] in kinds else line
