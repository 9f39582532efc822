"""Findings told apart without line numbers, and a file of those that are known and put up with.

The file is the one that the header of a blueprint names. A command or an editor may be told of another one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.root import repository_root
from blueprint_ls.judge.finding import SEVERITIES, Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.syntax import Span

if TYPE_CHECKING:
    from blueprint_ls.judge.engine import Verdict

VERSION = 1


@dataclass(frozen=True, slots=True)
class Known:
    """One finding that a baseline knows."""

    fingerprint: str
    rule: str
    path: str
    message: str
    """As it was when recorded: for the people who read the file."""


def printed(verdict: Verdict, case: Case) -> list[tuple[Finding, str]]:
    """All findings of a blueprint, the silenced ones among them, each with its fingerprint.

    A fingerprint rests on the rule, where the blueprint lies, the block it is in and the text that is marked. Neither
    lines moving nor a block moving to another file of the blueprint changes it.
    """
    every = [*verdict.findings, *(entry.finding for entry in verdict.silenced)]
    every.sort(key=lambda finding: (finding.path, finding.span, SEVERITIES.index(finding.severity), finding.rule))
    return list(zip(every, _fingerprints(every, case), strict=True))


def unknown(verdict: Verdict, case: Case, known: frozenset[str]) -> Sequence[Finding]:
    """The findings of a blueprint that nothing silences and no baseline knows."""
    if not known:
        return verdict.findings
    put_up_with = {id(finding) for finding, fingerprint in printed(verdict, case) if fingerprint in known}
    return [finding for finding in verdict.findings if id(finding) not in put_up_with]


def named(blueprint: Blueprint) -> Path | None:
    """The baseline that a blueprint's header names, which counts from the file that names it."""
    header = blueprint.header
    stated = header.attribute("baseline") if header else None
    if stated is None or not stated[1].value:
        return None
    return stated[0].document.path.parent / str(stated[1].value)


def known_to(*paths: Path | None) -> frozenset[str]:
    """The fingerprints that some baselines know; one that is not there, or is none, knows nothing."""
    return frozenset().union(*(_known_now(path) for path in paths if path))


def fault(path: Path, written: str) -> str | None:
    """What keeps a baseline from being one; None where nothing does. `written` is its path as people write it here."""
    try:
        read(path)
    except FileNotFoundError:
        return f"The header names it as the baseline, and it is not there: `check --baseline {written}` writes it"
    except OSError as error:
        return f"The header names it as the baseline, and it cannot be read: {error.strerror}"
    except ValueError as error:
        return f"The header names it as the baseline, and it is none: {error}"
    return None


def read(path: Path) -> list[Known]:
    """The findings that a baseline file knows; `ValueError` says why it is none."""
    try:
        stored = json.loads(path.read_bytes())
    except ValueError:
        raise ValueError("it is not JSON") from None
    if not isinstance(stored, dict) or "findings" not in stored:
        raise ValueError("it has no `findings`")
    if stored.get("version") != VERSION:
        raise ValueError(f"its version is {stored.get('version')!r}, and this command reads version {VERSION}")
    return [_known(entry) for entry in stored["findings"]]


def written(known: Iterable[Known]) -> str:
    """A baseline file: one finding on a line, in an order that keeps differences small."""
    entries = sorted(known, key=lambda found: (found.path, found.rule, found.message, found.fingerprint))
    lines = [
        json.dumps(
            {"fingerprint": k.fingerprint, "rule": k.rule, "path": k.path, "message": k.message},
            ensure_ascii=False,
        )
        for k in entries
    ]
    body = ",\n    ".join(lines)
    listed = f"[\n    {body}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {listed}\n}}\n'


def _known_now(path: Path) -> frozenset[str]:
    try:
        status = path.stat()
        return _known_at(path, status.st_size, status.st_mtime_ns)
    except (OSError, ValueError):
        return frozenset()


@lru_cache(maxsize=64)
def _known_at(path: Path, size: int, changed: int) -> frozenset[str]:
    """What a baseline knows, for as long as the file is the same."""
    return frozenset(entry.fingerprint for entry in read(path))


def _fingerprints(findings: Sequence[Finding], case: Case) -> list[str]:
    home = _home(case.blueprint.folder)
    documents = {document.path: document for document in case.blueprint.documents}
    seen: Counter[str] = Counter()
    found: list[str] = []
    for finding in findings:
        document = documents.get(finding.path)
        place = _place(document, finding.span) if document else finding.path.name
        key = "\0".join((finding.rule, home, finding.subject, place))
        seen[key] += 1
        found.append(blake2s(f"{key}\0{seen[key]}".encode(), digest_size=10).hexdigest())
    return found


def _home(folder: Path) -> str:
    """Where a blueprint lies in its repository, so that the folder one stands in does not matter."""
    root = repository_root(folder)
    return folder.relative_to(root).as_posix() if root else folder.name


def _known(entry: Any) -> Known:
    if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str):
        raise ValueError("one of its `findings` has no `fingerprint`")
    rest = (str(entry.get(key, "")) for key in ("rule", "path", "message"))
    return Known(entry["fingerprint"], *rest)


def _place(document: Document, span: Span) -> str:
    """The blocks around a place with their labels, and its own text without its layout."""
    names: list[str] = []
    base, elements = 0, document.elements
    while inner := next(((o, e) for o, e in elements if base + o <= span.start < base + o + e.node.width), None):
        offset, element = inner
        base, elements = base + offset, element.children
        names.append(f"{element.name} {element.label}" if element.label is not None else element.name)
    marked = document.text.slice(span)
    return "\0".join([*names, " ".join(marked.split())])
