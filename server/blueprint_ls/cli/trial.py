"""A rule's page tried out: Avoid fires, Prefer does not, and the fix turns one into the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from os.path import normpath
from pathlib import Path
from tempfile import TemporaryDirectory

from blueprint_ls.fixes import apply, fixes
from blueprint_ls.judge.code.example import examples, is_on_code, judge_example
from blueprint_ls.judge.engine import judge
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import Example, RulePage

FOLDER, MAIN = "acme-crm", "main.blueprint"
TODAY = date(2026, 11, 22)
"""The day on which pages are tried: the dates in their examples neither pass nor come near."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not do what its page says."""

    heading: str
    number: int
    """Counts from 1."""
    what: str

    def __str__(self) -> str:
        return f"example {self.number} under {self.heading}: {self.what}"


def tries(rule: RulePage, knowledge: Knowledge) -> Iterator[Failure | None]:
    """One entry for each example of a page, None where it holds."""
    if is_on_code(rule):
        yield from _tries_on_code(rule, knowledge)
        return
    avoided, preferred = rule.page.examples("Avoid"), rule.page.examples("Prefer")
    if not avoided or not preferred:
        yield Failure("Avoid" if not avoided else "Prefer", 1, "the page shows none")
    for number, example in enumerate(avoided, start=1):
        cured = preferred[number - 1] if rule.fix != "none" and number <= len(preferred) else None
        what = _avoid(rule, knowledge, example, cured)
        yield Failure("Avoid", number, what) if what else None
    for number, example in enumerate(preferred, start=1):
        found = _judged(example, knowledge, rule)[1]
        yield Failure("Prefer", number, f"`{rule.name}` fires: {found[0].message}") if found else None


def _tries_on_code(rule: RulePage, knowledge: Knowledge) -> Iterator[Failure | None]:
    for heading, wanted in (("Avoid", True), ("Prefer", False)):
        shown = examples(rule, heading)
        if not shown:
            yield Failure(heading, 1, "the page shows none")
        for number, example in enumerate(shown, start=1):
            found = [one for one in judge_example(example, knowledge, TODAY).findings if one.rule == rule.name]
            if bool(found) == wanted:
                yield None
            else:
                what = f"`{rule.name}` fires: {found[0].message}" if found else f"`{rule.name}` does not fire"
                yield Failure(heading, number, what)


def _avoid(rule: RulePage, knowledge: Knowledge, example: Example, cured: Example | None) -> str | None:
    case, found = _judged(example, knowledge, rule)
    if not found:
        return f"`{rule.name}` does not fire"
    if cured is None:
        return None
    fix = next(iter(fixes(found[0], case)), None)
    if fix is None:
        return "there is no fix for it, though the page says so"
    after = apply(example.source.encode(), fix.edits).decode()
    same = _unaligned(after) == _unaligned(cured.source)
    return None if same else f"the fix does not lead to what stands under Prefer, but to:\n{after}"


def _judged(example: Example, knowledge: Knowledge, rule: RulePage) -> tuple[Case, list[Finding]]:
    """The case of an example in a folder of its own, and what the rule finds in it."""
    with TemporaryDirectory(prefix="blueprint-") as scratch:
        root = Path(scratch).resolve()
        for name, content in {**example.companions, MAIN: example.source.encode()}.items():
            path = Path(normpath(root / FOLDER / name))
            if not path.is_relative_to(root):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        workspace = Workspace([root])
        case = replace(workspace.case(root / FOLDER), today=TODAY)
        if not any(name.startswith(".blueprint/") for name in example.companions):
            case = replace(case, knowledge=knowledge)
        return case, [finding for finding in judge(case).findings if finding.rule == rule.name]


def _unaligned(text: str) -> str:
    """A text without the columns that the formatter would align."""
    return re.sub(r" +=", " =", text)
