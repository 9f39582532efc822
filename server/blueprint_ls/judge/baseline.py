"""Findings told apart without line numbers, and a file of those that are known and put up with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any

from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Span

VERSION = 1


@dataclass(frozen=True, slots=True)
class Known:
    """One finding that a baseline knows."""

    fingerprint: str
    rule: str
    path: str
    message: str
    """As it was when recorded: for the people who read the file."""


def fingerprints(findings: Sequence[Finding], case: Case, home: str) -> list[str]:
    """One fingerprint for each finding of a blueprint; `home` says where the blueprint lies.

    A fingerprint rests on the rule, the blueprint, the block it is in and the text that is marked. Neither
    lines moving nor a block moving to another file of the blueprint changes it.
    """
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
