"""The judge of code: runs every check on a repository, sets severities, honours silencers, and orders what it found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from blueprint_ls.codebase.kinds import SCRIPTS
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge import silencers
from blueprint_ls.judge.code import checks, comments, fingerprints, reasons
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import CodeCheck, checked, code_checks, whole_checks, whole_rules
from blueprint_ls.judge.code.verdict import Answer, Belief, CodeVerdict, Judged
from blueprint_ls.judge.engine import stated_severities
from blueprint_ls.judge.finding import SEVERITIES, Finding, Related
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.silencers import Silenced, Silencer
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.syntax import Span

assert checks  # importing the package registers every check
checked.update(reasons.RULES)

Progress = Callable[[str], None]
"""Hears what is done next."""
Scope = Literal["all", "files", "whole"]
"""Every check; those that see what is wrong in a file by itself; those that only the whole repository answers."""


def judge_code(
    repository: Repository,
    blueprints: Sequence[Case],
    knowledge: Knowledge,
    today: date,
    progress: Progress | None = None,
    asked: Callable[[Path], bool] = lambda path: True,
    heard: Callable[[CodeCase, CodeVerdict], None] = lambda case, verdict: None,
) -> CodeVerdict:
    """All findings of a repository's code: each file in the light of the blueprint that governs it.

    A case without any file that is `asked` for is passed over; `heard` is told the verdict on each that is not.
    """
    meant = (case for case in cases(repository, blueprints, knowledge, today) if _is_asked(case, asked))
    found = []
    for case in meant:
        found.append(judge_case(case, progress or (lambda what: None)))
        heard(case, found[-1])
    judged = [one for verdict in found for one in verdict.judged]
    faults = {*repository.not_analysed, *(fault for verdict in found for fault in verdict.not_analysed)}
    return CodeVerdict(
        judged=tuple(sorted(judged, key=_order)),
        not_analysed=tuple(sorted(faults)),
        believed=next((verdict.believed for verdict in found if verdict.believed), None),
        files=tuple(sorted({path for verdict in found for path in verdict.files})),
    )


def cases(repository: Repository, blueprints: Sequence[Case], knowledge: Knowledge, today: date) -> Iterator[CodeCase]:
    """What the checks look at: the repository with each blueprint that governs some of it, or with none."""
    folders = {case.blueprint.folder for case in blueprints}
    for case in sorted(blueprints, key=lambda case: case.blueprint.folder):
        own = case.blueprint.folder
        others = sorted(folder for folder in folders if folder != own and folder.is_relative_to(own))
        yield CodeCase(repository, case.knowledge, today, case, tuple(others))
    rest = CodeCase(repository, knowledge, today, None, tuple(sorted(folders)))
    if not blueprints or any(repository.kind(path) in SCRIPTS for path in rest.governed):
        yield rest


def _is_asked(case: CodeCase, asked: Callable[[Path], bool]) -> bool:
    places = [case.root / path for path in case.governed]
    folder = [case.blueprint.blueprint.folder] if case.blueprint else []
    return any(asked(place) for place in [*places, *folder])


def judge_case(case: CodeCase, progress: Progress, scope: Scope = "all") -> CodeVerdict:
    """All findings in the light of one blueprint, or of none; as far as they are asked for."""
    run = _Run(case, scope)
    for check in code_checks:
        if scope != "all" and (check in whole_checks) != (scope == "whole"):
            continue
        progress(_purpose(check))
        run.take(check)
    return run.settled()


@dataclass(slots=True)
class _Run:
    """One case on its way to a verdict."""

    case: CodeCase
    scope: Scope = "all"
    findings: list[Finding] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def take(self, check: CodeCheck) -> None:
        """What a check finds; where it fails, that is said and the others go on."""
        try:
            for finding in check(self.case):
                self.findings.append(finding)
        except Exception as error:
            logging.getLogger(__name__).exception("the check %s failed", check.__name__)
            self.faults.append((".", f"`{_purpose(check)}` was not judged to its end: {type(error).__name__}: {error}"))

    def settled(self) -> CodeVerdict:
        """The verdict once every check has spoken."""
        case, today = self.case, self.case.today
        severities = stated_severities(case.blueprint) if case.blueprint else {}
        marks, texts = comments.silencers_of(case)
        active = [finding for finding in self._graded(self.findings, severities) if finding.severity != "off"]
        remaining, silenced, unused = silencers.apply(active, marks, comments.lines_of(case, texts), today)
        known = frozenset(case.knowledge.rules)
        own = [mark for mark in marks if mark.path.suffix != ".blueprint"]
        about = [*silencers.unused(list(self._answerable(_ours(unused))), known, today)]
        if self.scope != "whole":
            about += [*silencers.faults(own, known, today, reasons.KINDS), *reasons.unverified(case, own)]
        about = [finding for finding in self._graded(about, severities) if finding.severity != "off"]
        return CodeVerdict(
            judged=tuple(self._judged([*remaining, *about], silenced)),
            not_analysed=(*self.faults, *_unseen(case)),
            believed=_belief(case),
            files=tuple(case.governed),
        )

    def _answerable(self, unused: Iterable[Silencer]) -> Iterator[Silencer]:
        """Silencers that silence nothing, as far as the checks that ran could tell."""
        for silencer in unused:
            rules = [rule for rule in silencer.rules if self.scope == "all" or (rule in whole_rules) == self._is_whole]
            if rules:
                yield replace(silencer, rules=tuple(rules))

    @property
    def _is_whole(self) -> bool:
        return self.scope == "whole"

    def _graded(self, findings: Sequence[Finding], severities: dict[str, str]) -> Iterator[Finding]:
        """Findings under the severity that the blueprint states, else the one they came with; `off` by their page."""
        rules = self.case.knowledge.rules
        for finding in findings:
            page = rules.get(finding.rule)
            own = "off" if page and page.severity == "off" else finding.severity
            if finding.rule in silencers.RULES and page:
                own = page.severity
            severity = severities.get(finding.rule, own)
            yield finding if severity == finding.severity else replace(finding, severity=severity)

    def _judged(self, findings: Sequence[Finding], silenced: Sequence[Silenced]) -> Iterator[Judged]:
        answers = {id(entry.finding): entry.silencer for entry in silenced}
        every = [*findings, *(entry.finding for entry in silenced)]
        every.sort(key=lambda finding: (finding.path, finding.span, finding.rule, finding.message))
        prints = fingerprints.of(every, self.case)
        for finding, fingerprint in zip(every, prints, strict=True):
            page = self.case.knowledge.rules.get(finding.rule)
            row = page.requirements[0] if page and page.requirements else None
            yield Judged(finding, fingerprint, row, _answer(answers.get(id(finding)), finding.rule))


def _answer(silencer: Silencer | None, rule: str) -> Answer | None:
    if silencer is None:
        return None
    kind = silencer.kinds.get(rule)
    return Answer(silencer.path, silencer.reason, kind.name if kind else "", silencer.until, silencer.owner)


def _ours(unused: Sequence[Silencer]) -> Iterator[Silencer]:
    """Silencers that silence nothing; in a blueprint, of rules on code alone."""
    for silencer in unused:
        if silencer.path.suffix != ".blueprint":
            yield silencer
        elif rules := tuple(rule for rule in silencer.rules if rule in checked):
            yield replace(silencer, rules=rules)


def _unseen(case: CodeCase) -> Iterator[tuple[str, str]]:
    """The places that the walk over data accesses could not see into, or where it could not tell the model."""
    if "survey" not in vars(case) or case.survey is None:
        return
    for path, at, reason in case.survey.unseen:
        yield path, f"line {case.line(path, at)}: {reason}"
    for access in case.accesses:
        if access.verdict == "unknown" and not access.model:
            yield access.path, f"line {case.line(access.path, access.start)}: `{access.operation}`: {access.why}"


def _belief(case: CodeCase) -> Belief | None:
    proposal = None if case.stated else vars(case).get("proposal")
    if proposal is None:
        return None
    tenancy = proposal.tenancy
    evidence = tuple(
        Related(Path(case.root, one.path), Span(one.start, one.end), one.sentence) for one in proposal.evidence
    )
    others = tuple((other.key, other.because) for other in proposal.alternatives)
    return Belief(tenancy.key, tenancy.aliases, tenancy.roots, proposal.score, evidence, others)


def _purpose(check: CodeCheck) -> str:
    return check.__name__.replace("_", " ")


def _order(one: Judged) -> tuple[object, ...]:
    finding = one.finding
    return finding.path, finding.span, SEVERITIES.index(finding.severity), finding.rule, finding.message
