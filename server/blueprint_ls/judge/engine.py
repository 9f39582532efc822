"""The judge: runs every check, sets severities, honours silencers, and orders what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from blueprint_ls.judge import checks, silencers
from blueprint_ls.judge.finding import SEVERITIES, Finding, Local
from blueprint_ls.judge.registry import Case, blueprint_checks, checked, element_checks
from blueprint_ls.judge.silencers import Silenced
from blueprint_ls.language.elements import Element, lacks_equals
from blueprint_ls.language.model import Document
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Attribute, Issue, Node, Span

assert checks  # importing the package registers every check
checked.update(("syntax-error", "template-interpolation", *silencers.RULES))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge found in one blueprint."""

    findings: tuple[Finding, ...]
    """In the order of files and places, severities set, those that are off left out."""
    silenced: tuple[Silenced, ...]

    def of(self, path: Path) -> list[Finding]:
        """The findings in one file."""
        return [finding for finding in self.findings if finding.path == path]


def judge(case: Case) -> Verdict:
    """All findings of a blueprint."""
    findings = [*_syntax(case), *_elements(case)]
    for check in blueprint_checks:
        findings += check(case)
    return _settle(findings, case)


def _syntax(case: Case) -> Iterator[Finding]:
    for document in case.blueprint.documents:
        unassigned = _unassigned(document) if document.tree.flawed else {}
        for start, issue in _issues(document.tree, 0, document):
            name = unassigned.get(start)
            yield (_of_issue(issue) if name is None else _equals_expected(name)).at(document.path, start)


def _issues(node: Node, start: int, document: Document) -> Iterator[tuple[int, Issue]]:
    """The issues in and below a node; of those in one attribute, a line's first and those with a cure of their own."""
    if not node.flawed:
        return
    yield from ((start, issue) for issue in node.issues)
    for offset, child in node.parts():
        if isinstance(child, Attribute):
            yield from _leading(child, start + offset, document)
        elif isinstance(child, Node):
            yield from _issues(child, start + offset, document)


def _leading(attribute: Attribute, start: int, document: Document) -> Iterator[tuple[int, Issue]]:
    lines = set()
    for at, issue in sorted(attribute.walk_issues(start), key=lambda found: found[0] + found[1].offset):
        line = document.text.line_at(at + issue.offset)
        if line not in lines or issue.fix or issue.code != "syntax-error":
            yield at, issue
        lines.add(line)


def _unassigned(document: Document) -> dict[int, str]:
    """Where what reads like the header of a block is an attribute without its `=`, and that attribute's name."""
    return {
        start + offset: child.name
        for top, element in document.elements
        for start, found in element.walk(top)
        for offset, child in found.children
        if lacks_equals(child.node, found.schema)
    }


def _equals_expected(name: str) -> Local:
    end = len(name.encode())
    return Local("syntax-error", Span(end, end), f"Expected `=` after `{name}`", data={"fix": [[0, 0, " ="]]})


def _of_issue(issue: Issue) -> Local:
    span = Span(issue.offset, issue.offset + issue.width)
    related = tuple((Span(at, at + width), message) for at, width, message in issue.related)
    cure = [[at - issue.offset, width, new.decode()] for at, width, new in issue.fix or ()]
    return Local(issue.code, span, issue.message, data={"fix": cure} if cure else {}, related=related)


def _elements(case: Case) -> Iterator[Finding]:
    for document in case.blueprint.documents:
        for top, element in document.elements:
            for offset, local in _within(element, case.blueprint.vocabulary):
                yield local.at(document.path, top + offset)


def _within(element: Element, vocabulary: Vocabulary) -> tuple[tuple[int, Local], ...]:
    """The findings about an element and those below, each alone, with where each stands from this one's start."""
    if element.findings is None:
        own = [(0, local) for check in element_checks for local in check(element, vocabulary)]
        below = [(offset + at, local) for offset, child in element.children for at, local in _within(child, vocabulary)]
        element.findings = (*own, *below)
    kept: tuple[tuple[int, Local], ...] = element.findings
    return kept


def _settle(findings: Sequence[Finding], case: Case) -> Verdict:
    documents = case.blueprint.documents
    renamed = case.knowledge.renamed
    marks = [silencer for document in documents for silencer in silencers.silencers_of(document, renamed)]
    texts = {document.path: document.text for document in documents}
    known = frozenset(case.knowledge.rules)
    severities = {name: rule.severity for name, rule in case.knowledge.rules.items()} | stated_severities(case)
    graded = [_grade(finding, severities) for finding in findings]
    active = [finding for finding in graded if finding.severity != "off"]
    remaining, silenced, unused = silencers.apply(active, marks, silencers.lines_in(texts), case.today)
    ours = frozenset(name for name, rule in case.knowledge.rules.items() if name in checked or rule.check)
    about = [*silencers.faults(marks, known, case.today), *silencers.unused(unused, ours, case.today)]
    remaining += [found for found in (_grade(f, severities) for f in about) if found.severity != "off"]
    order = {document.path: at for at, document in enumerate(documents)}
    remaining.sort(key=lambda f: (order.get(f.path, -1), f.span, SEVERITIES.index(f.severity), f.rule))
    return Verdict(tuple(remaining), tuple(silenced))


def _grade(finding: Finding, severities: dict[str, str]) -> Finding:
    severity = severities.get(finding.rule, finding.severity)
    return finding if severity == finding.severity else replace(finding, severity=severity)


def stated_severities(case: Case) -> dict[str, str]:
    """The severities that the headers of the blueprint and of its bases give to rules."""
    found: dict[str, str] = {}
    renamed = case.knowledge.renamed
    for element in _rule_elements(case):
        name = renamed.get(element.name, element.name)
        severity = element.value("severity")
        if severity and name in case.knowledge.rules:
            found[name] = severity
    return found


def _rule_elements(case: Case) -> Iterator[Element]:
    """What the `rules` blocks of all headers hold, the farthest base first and the blueprint itself last."""
    for documents in reversed(case.blueprint.layers):
        for document in documents:
            for _, header in document.elements:
                if header.name == "blueprint":
                    yield from _inside(header)


def _inside(header: Element) -> Iterator[Element]:
    for _, rules in header.children:
        if rules.name == "rules":
            yield from (rule for _, rule in rules.children)
