"""Diagnostics: pushed to clients that wait for them, pulled by those that ask."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import blake2s
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.judge.finding import Finding, foremost
from blueprint_ls.judge.workspace import SUFFIX
from blueprint_ls.lsp.convert import SOURCE, path_of, uri_of
from blueprint_ls.lsp.features import code
from blueprint_ls.lsp.server import BlueprintServer, guarded
from blueprint_ls.syntax import Span

_EMPTY = lsp.RelatedFullDocumentDiagnosticReport(items=[])


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    options = lsp.DiagnosticOptions(identifier="blueprint", inter_file_dependencies=True, workspace_diagnostics=True)
    server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, options)(document_diagnostic)
    server.feature(lsp.WORKSPACE_DIAGNOSTIC)(workspace_diagnostic)


def pulls(ls: BlueprintServer) -> bool:
    """Whether the client asks for diagnostics itself."""
    return ls.pulls


def refresh(ls: BlueprintServer, path: Path) -> None:
    """After a change of `path`, tell a client that does not pull about its blueprint, and about what extends it.

    For one that pulls, its blueprint is judged already, so that the answer is there when it asks.
    """
    if pulls(ls):
        ls.engine.verdict(path.parent)
        return
    for folder in (path.parent, *ls.engine.dependents(path.parent)):
        push(ls, folder)


def push(ls: BlueprintServer, folder: Path) -> None:
    """Publish the diagnostics of every file of a blueprint whose findings changed since the last time."""
    found = _by_path(ls, folder)
    for path in _files(ls, folder) | set(found):
        findings = found.get(path, [])
        if path in ls.versions or ls.published.get(path, []) != findings:
            ls.published[path] = findings
            items = diagnostics_of(ls, folder, findings)
            ls.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(uri_of(path), items, ls.versions.get(path))
            )


def diagnostics_of(ls: BlueprintServer, folder: Path, findings: Sequence[Finding]) -> list[lsp.Diagnostic]:
    """The findings of one file in the protocol's terms, each with a link to its rule's page."""
    rules = ls.engine.knowledge(folder).rules
    found, shown = [], foremost(findings)
    for finding in shown:
        rule = rules.get(finding.rule)
        found.append(ls.convert.diagnostic(finding, rule.tags if rule else (), rule.page.path if rule else None))
    return [*found, _further(ls, findings, len(shown))] if len(shown) < len(findings) else found


def _further(ls: BlueprintServer, findings: Sequence[Finding], shown: int) -> lsp.Diagnostic:
    """What is said in place of the findings that are not shown, at the end of the file."""
    path = findings[0].path
    end = len(ls.text(path).data)
    left = len(findings) - shown
    message = (
        f"{left} more findings in this file: these are the {shown} worst, and `blueprint check` counts all of them"
    )
    severity = lsp.DiagnosticSeverity.Information
    place = ls.convert.range(path, Span(end, end))
    return lsp.Diagnostic(place, message, severity=severity, code="further-findings", source=SOURCE)


@guarded(lambda: _EMPTY)
async def document_diagnostic(
    ls: BlueprintServer, params: lsp.DocumentDiagnosticParams
) -> lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport:
    """The diagnostics of one document."""
    path = path_of(params.text_document.uri)
    if path.suffix != SUFFIX and path not in ls.versions:
        held = path in ls.codes and ls.pulls_code
        return await code.report(ls, path, params.previous_result_id) if held else _EMPTY
    own = [finding for finding in ls.engine.reported(path.parent) if finding.path == path]
    findings = [*own, *_in_code(ls, path)]
    result = _result_id(findings)
    if params.previous_result_id == result:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result)
    return lsp.RelatedFullDocumentDiagnosticReport(diagnostics_of(ls, path.parent, findings), result_id=result)


async def workspace_diagnostic(
    ls: BlueprintServer, params: lsp.WorkspaceDiagnosticParams
) -> lsp.WorkspaceDiagnosticReport:
    """The diagnostics of every blueprint of the workspace; those known to the client are only named."""
    known = {previous.uri: previous.value for previous in params.previous_result_ids}
    reports: list[lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport] = []
    for folder in ls.engine.folders():
        reports += _folder_reports(ls, folder, known)
        await asyncio.sleep(0)
    for path in (path for path in ls.analysis.paths if path.suffix != SUFFIX and ls.shows(path)):
        reports.append(_code_report(ls, path, known))
        await asyncio.sleep(0)
    reports += _emptied(ls, known)
    return lsp.WorkspaceDiagnosticReport(reports)


def _code_report(
    ls: BlueprintServer, path: Path, known: dict[str, str]
) -> lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport:
    uri, version = uri_of(path), ls.code_versions.get(path)
    result = code.result_id(ls, path)
    if uri in known and code.is_outdated(ls, path):
        result = known[uri]
    if known.get(uri) == result:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, result, version)
    return lsp.WorkspaceFullDocumentDiagnosticReport(uri, code.items_of(ls, path), version, result_id=result)


def _emptied(
    ls: BlueprintServer, known: dict[str, str]
) -> list[lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport]:
    """The code files that the client knows findings of, and that have none any more."""
    kept = {path for path in ls.analysis.paths if ls.shows(path)}
    gone = [path for path in map(path_of, known) if path.suffix != SUFFIX and path not in {*kept, *ls.versions}]
    return [lsp.WorkspaceFullDocumentDiagnosticReport(uri_of(path), [], ls.code_versions.get(path)) for path in gone]


@guarded(list)
def _folder_reports(
    ls: BlueprintServer, folder: Path, known: dict[str, str]
) -> Sequence[lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport]:
    found = _by_path(ls, folder)
    reports: list[lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport] = []
    for path in sorted(_files(ls, folder) | set(found)):
        findings, uri, version = found.get(path, []), uri_of(path), ls.versions.get(path)
        result = _result_id(findings)
        if known.get(uri) == result:
            reports.append(lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, result, version))
        else:
            items = diagnostics_of(ls, folder, findings)
            reports.append(lsp.WorkspaceFullDocumentDiagnosticReport(uri, items, version, result_id=result))
    return reports


def _by_path(ls: BlueprintServer, folder: Path) -> dict[Path, list[Finding]]:
    found: dict[Path, list[Finding]] = {}
    for finding in ls.engine.reported(folder):
        found.setdefault(finding.path, []).append(finding)
    for document in ls.engine.case(folder).blueprint.documents:
        if more := _in_code(ls, document.path):
            found.setdefault(document.path, []).extend(more)
    return found


def _in_code(ls: BlueprintServer, path: Path) -> list[Finding]:
    """What the code shows to be wrong in a blueprint's file: an endpoint that nobody handles."""
    end = len(ls.text(path).data)
    return [finding for finding in code.shown(ls, ls.analysis.findings(path)) if finding.span.end <= end]


def _files(ls: BlueprintServer, folder: Path) -> set[Path]:
    """The blueprint's own files, and those that were published and may have gone since."""
    own = {document.path for document in ls.engine.case(folder).blueprint.documents}
    return own | {path for path in ls.published if path.parent == folder}


def _result_id(findings: Sequence[Finding]) -> str:
    """Names what the client is shown; what a fix needs to know besides is not told, and slow to spell."""
    told = [(one.rule, one.severity, one.span, one.message, *map(repr, one.related)) for one in findings]
    return blake2s(repr(told).encode(), digest_size=8).hexdigest()
