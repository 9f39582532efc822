"""Silencers in code: each language's own comments, and what a comment above a statement speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from blueprint_ls.codebase.kinds import ANALYSED, SCRIPTS
from blueprint_ls.judge import silencers
from blueprint_ls.judge.code.around import statement_start
from blueprint_ls.judge.code.case import UNTOUCHED, CodeCase
from blueprint_ls.judge.code.fingerprints import relative
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.silencers import MARK, Lines, Silencer
from blueprint_ls.syntax import Text

_SCRIPT = ("//", "/*")
_MARKS = {"prisma": ("//",), "sql": ("--", "/*"), "eslint": _SCRIPT, "prettier": _SCRIPT, "tsconfig": _SCRIPT}
_ELSEWHERE = ("#",)


def silencers_of(case: CodeCase) -> tuple[list[Silencer], dict[Path, Text]]:
    """Every silencer of the files that a case governs, and the texts of those that have one."""
    found: list[Silencer] = []
    texts: dict[Path, Text] = {}
    renamed = case.knowledge.renamed
    for path in _governed(case):
        data = _data(case, path)
        if MARK in data:
            kind = case.repository.kind(path) or ""
            text = texts[Path(case.root, path)] = Text(data)
            marks = _SCRIPT if kind in SCRIPTS else _MARKS.get(kind, _ELSEWHERE)
            comments = _of_script(case, path) if kind in SCRIPTS else _scanned(data, marks)
            found += silencers.silencers_in(Path(case.root, path), text, comments, renamed, marks)
    for document in case.blueprint.blueprint.documents if case.blueprint else ():
        texts[document.path] = document.text
        found += silencers.silencers_of(document, renamed)
    return found, texts


def lines_of(case: CodeCase, texts: dict[Path, Text]) -> Lines:
    """A silencer speaks of what begins on its line, and of what the statement there begins with."""

    def lines(finding: Finding) -> Iterable[int]:
        text = texts.get(finding.path)
        if text is None:
            return
        yield text.line_at(finding.span.start)
        path = relative(finding.path, case.root)
        module = case.repository.module(path) if path in case.repository.files else None
        start = statement_start(module, finding.span.start) if module else finding.span.start
        if b"(" not in text.data[start : finding.span.start]:
            yield text.line_at(start)

    return lines


def _governed(case: CodeCase) -> Iterator[str]:
    for path in case.within:
        entry = case.repository.files[path]
        if entry.kind in ANALYSED and entry.role not in UNTOUCHED and case.governs(path):
            yield path


def _data(case: CodeCase, path: str) -> bytes:
    try:
        return case.repository.text(path)
    except OSError:
        return b""


def _of_script(case: CodeCase, path: str) -> Iterator[tuple[int, bytes]]:
    module = case.repository.module(path)
    return ((start, text.encode()) for start, _, text in module.comments) if module else iter(())


def _scanned(data: bytes, marks: tuple[str, ...]) -> Iterator[tuple[int, bytes]]:
    """The comments that hold the mark, found line by line: the mark stands right behind what begins a comment."""
    starts = b"|".join(re.escape(mark.encode()) for mark in marks)
    for found in re.finditer(rb"(?:" + starts + rb")[ \t]*" + MARK + rb"[^\r\n]*", data):
        comment = found[0]
        if comment.startswith(b"/*"):
            comment = comment[: comment.find(b"*/") + 2] if b"*/" in comment else comment
        yield found.start(), comment
