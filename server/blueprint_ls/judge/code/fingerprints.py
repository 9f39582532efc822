"""What tells one finding in code from all others: no line numbers, so that moving code about changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2s
from pathlib import Path

from blueprint_ls.codebase.root import repository_root
from blueprint_ls.judge.code.around import named_place
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding


def of(findings: Sequence[Finding], case: CodeCase) -> list[str]:
    """One fingerprint for each finding: rule, file, the function around, model and operation, the marked text."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    home = repository_root(case.root) or case.root  # an editor may have a folder of the repository open
    for finding in findings:
        key = "\0".join(_parts(finding, case, home))
        seen[key] += 1
        found.append(blake2s(f"{key}\0{seen[key]}".encode(errors="replace"), digest_size=10).hexdigest())
    return found


def _parts(finding: Finding, case: CodeCase, home: Path) -> tuple[str, ...]:
    path = relative(finding.path, case.root)
    module = case.repository.module(path) if path in case.repository.files else None
    place = named_place(module, finding.span.start) if module else ""
    about = (str(finding.data.get(key, "")) for key in ("model", "operation"))
    return finding.rule, relative(finding.path, home), place, *about, _text(finding, case)


def _text(finding: Finding, case: CodeCase) -> str:
    """The marked text without its layout."""
    try:
        data = case.repository.text(relative(finding.path, case.root))
    except OSError:
        return ""
    return " ".join(data[finding.span.start : finding.span.end].decode(errors="replace").split())


def relative(path: Path, root: Path) -> str:
    """A path as the repository knows it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
