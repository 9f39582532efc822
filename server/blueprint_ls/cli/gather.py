"""Everything that `check` reports, judged: the blueprints of a selection, and the code that they govern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.cli.progress import Progress
from blueprint_ls.cli.results import Believed, Cure, Result, Results, Silencing
from blueprint_ls.cli.selection import Selection
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.fixes import fixes
from blueprint_ls.judge import baseline
from blueprint_ls.judge.finding import Finding, Unread
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.silencers import Silencer
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.requirements import Requirements, read_requirements
from blueprint_ls.language.assumptions import Assumption, assumptions
from blueprint_ls.syntax import Span

if TYPE_CHECKING:
    from blueprint_ls.judge.code.case import CodeCase
    from blueprint_ls.judge.code.verdict import CodeVerdict


def gather(selection: Selection, progress: Progress | None = None) -> Results:
    """Judge every blueprint of a selection, and the code that was pointed at."""
    found = Results(blueprints=len(selection.folders))
    requirements = read_requirements(data_folder("rules"))
    for folder in selection.folders:
        case = selection.workspace.case(folder)
        documents = [document for layer in case.blueprint.layers for document in layer]
        found.texts |= {document.path: document.text for document in documents}
        own = [document for document in case.blueprint.documents if selection.includes(document.path)]
        found.files += len(own)
        found.assumed += len(list(assumptions(own)))
        found.unread += [unread for unread in case.unread if selection.includes(unread.path)]
        found.results += _results(selection, folder, case, requirements)
        _take_baseline(found, case)
    for repository in selection.repositories:
        _judge_code(found, selection, repository, progress)
    found.results = list(_once(found.results))
    return found


def assumed(selection: Selection) -> list[Assumption]:
    """What the blueprints of a selection assume and nobody has confirmed yet."""
    cases = [selection.workspace.case(folder) for folder in selection.folders]
    documents = [document for case in cases for document in case.blueprint.documents]
    return list(assumptions([document for document in documents if selection.includes(document.path)]))


def resting_on(selection: Selection) -> list[Path] | None:
    """The folders of all blueprints that were looked at and of their bases; None where one could not be read."""
    governing = [folder for repository in selection.repositories for folder in selection.governing(repository)]
    found: set[Path] = set()
    for folder in {*selection.folders, *governing}:
        case = selection.workspace.case(folder)
        if case.unread or case.blueprint.base_faults:
            return None
        found |= {folder, *(document.path.parent for layer in case.blueprint.layers for document in layer)}
    return sorted(found)


# ------------------------------------------------------------------------------------------------------ blueprints


def _results(selection: Selection, folder: Path, case: Case, requirements: Requirements) -> list[Result]:
    verdict = selection.workspace.verdict(folder)
    silencers: dict[int, Silencer] = {id(entry.finding): entry.silencer for entry in verdict.silenced}
    return [
        Result(
            finding,
            fingerprint,
            _requirement(finding, case, requirements),
            _cure(finding, case),
            _silencing(silencers.get(id(finding))),
        )
        for finding, fingerprint in baseline.printed(verdict, case)
        if selection.includes(finding.path)
    ]


def _take_baseline(found: Results, case: Case) -> None:
    """Note the baseline that a blueprint's header names."""
    path = baseline.named(case.blueprint)
    if path and path not in found.baselines:
        found.baselines.append(path)


def _requirement(finding: Finding, case: Case, requirements: Requirements) -> str | None:
    """The row that asks for what the finding is about; else the first one that its rule serves."""
    rule = case.knowledge.rules.get(finding.rule)
    row = requirements.row_of(finding.subject)
    return row or (rule.requirements[0] if rule and rule.requirements else None)


def _cure(finding: Finding, case: Case) -> Cure | None:
    found = sorted(fixes(finding, case), key=lambda fix: (not fix.safe, not fix.preferred))
    return Cure(found[0].title, found[0].safe, found[0].assumes) if found else None


def _silencing(silencer: Silencer | None) -> Silencing | None:
    return Silencing(silencer.reason, silencer.until, silencer.owner) if silencer else None


def _once(results: list[Result]) -> Iterator[Result]:
    """A fault in a page is found with every blueprint that reads it; it is told once."""
    seen: set[tuple[str, Path, Span, str]] = set()
    for result in results:
        finding = result.finding
        key = (finding.rule, finding.path, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield result


# ------------------------------------------------------------------------------------------------------------ code


def _judge_code(found: Results, selection: Selection, repository: Repository, progress: Progress | None) -> None:
    """Add what is found in a repository's code, as far as it was pointed at."""
    from blueprint_ls.judge.code.engine import judge_code

    workspace = selection.workspace
    governing = [workspace.case(folder) for folder in selection.governing(repository)]
    for case in governing:
        _take_baseline(found, case)
    found.elsewhere += [folder for folder in selection.above(repository) if folder not in found.elsewhere]
    knowledge = workspace.knowledge(repository.root)
    say = progress.step if progress else None
    cures: dict[int, Cure] = {}

    def hear(case: CodeCase, verdict: CodeVerdict) -> None:
        cures.update(_code_cures(case, [one for one in verdict.findings if selection.covers(one.path)]))

    verdict = judge_code(repository, governing, knowledge, date.today(), say, selection.covers, hear)
    for one in verdict.judged:
        if selection.covers(one.finding.path):
            answer = one.answer
            silencing = Silencing(answer.reason, answer.until, answer.owner, answer.kind) if answer else None
            cure = cures.get(id(one.finding))
            told = Result(one.finding, one.fingerprint, one.requirement, cure, silencing, by_code=True)
            found.results.append(told)
    for path, reason in verdict.not_analysed:
        if selection.covers(repository.root / path) or path == ".":
            found.unread.append(Unread(repository.root / path, reason))
    found.code_files += sum(selection.covers(repository.root / path) for path in verdict.files)
    if verdict.believed:
        said = verdict.believed
        found.believed.append(
            Believed(repository.root, said.key, said.aliases, said.roots, said.score, said.evidence, said.alternatives)
        )


def _code_cures(case: CodeCase, findings: Sequence[Finding]) -> Iterator[tuple[int, Cure]]:
    """The cure of each finding in code that has one, by the finding's identity."""
    from blueprint_ls.fixes.code import code_fixes

    for finding in findings:
        offered = sorted(code_fixes(finding, case), key=lambda fix: (not fix.safe, not fix.preferred))
        if offered:
            yield id(finding), Cure(offered[0].title, offered[0].safe, offered[0].assumes)
