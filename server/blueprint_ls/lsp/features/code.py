"""Code files: what of them is held, shown and told, as the analyser comes to know it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from blueprint_ls.codebase.kinds import ANALYSED, kind_of
from blueprint_ls.editor.analysis.told import CodeAction, Hovered, Place
from blueprint_ls.editor.analysis.wire import Message
from blueprint_ls.editor.incode import mentioned
from blueprint_ls.judge.finding import SEVERITIES, Finding, foremost
from blueprint_ls.judge.workspace import SUFFIX, project_of
from blueprint_ls.lsp.convert import uri_of
from blueprint_ls.lsp.server import BlueprintServer
from blueprint_ls.syntax import Span, Text

logger = logging.getLogger(__name__)
LANGUAGES = frozenset(
    (
        "typescript",
        "typescriptreact",
        "typescript.tsx",
        "tsx",
        "javascript",
        "javascriptreact",
        "javascript.jsx",
        "prisma",
        "sql",
        "yaml",
        "yaml.docker-compose",
        "dockercompose",
        "dockerfile",
        "json",
        "jsonc",
        "dotenv",
    )
)
"""The language ids under which editors open code that is judged."""
_SIGNS = ("package.json", "tsconfig.json", "pnpm-workspace.yaml", "deno.json", "schema.prisma", "prisma")
"""What lies at the root of a workspace that has code to judge."""
_CALM = "calm"
_MANY = 100
"""Walks or files to judge anew, after a blueprint changed say, of which the person is told."""


def accepts(path: Path, language: str) -> bool:
    """Whether a document is code that is judged."""
    return language in LANGUAGES or kind_of(path.name) in ANALYSED


def is_on(ls: BlueprintServer) -> bool:
    """Whether code is to be judged: the setting `codeAnalysis`, or its `enabled`."""
    setting = ls.settings.get("codeAnalysis", True)
    return setting.get("enabled", True) is not False if isinstance(setting, dict) else setting is not False


def shown(ls: BlueprintServer, findings: Sequence[Finding]) -> list[Finding]:
    """Those findings in code that settings let through."""
    kept = _severities(ls)
    return [finding for finding in findings if finding.severity in kept]


def _severities(ls: BlueprintServer) -> Sequence[str]:
    """What the setting `codeAnalysis.severities` names; all where it is not there, none where code is not judged."""
    setting = ls.settings.get("codeAnalysis")
    wanted = setting.get("severities") if isinstance(setting, dict) else None
    kept = wanted if isinstance(wanted, list) else SEVERITIES
    return [severity for severity in SEVERITIES if severity in kept] if is_on(ls) else []


def baseline_of(ls: BlueprintServer) -> Path | None:
    """The setting `codeAnalysis.baseline`: a file of known findings, whose path counts from each folder."""
    setting = ls.settings.get("codeAnalysis")
    named = setting.get("baseline") if isinstance(setting, dict) else None
    return Path(named) if isinstance(named, str) and named else None


def begin(ls: BlueprintServer, roots: Sequence[Path] | None = None) -> None:
    """Start to judge the code of the workspace's folders, where they have any; or stop, where settings say so."""
    if not is_on(ls):
        ls.analysis.forget([*ls.analysis.roots])
        return
    ls.analysis.put_up_with(baseline_of(ls))
    if roots is None:
        beside = (root_of(ls, path) for path in ls.codes if path.suffix)
        roots = [*filter(_has_code, ls.engine.roots), *beside]
    chosen = [*dict.fromkeys(roots)]
    if chosen:
        ls.analysis.serve(chosen)


def open_code(ls: BlueprintServer, path: Path, text: Text, version: int) -> None:
    """Take a code file's text; the first one starts the analyser."""
    ls.codes[path] = text
    ls.code_versions[path] = version
    ls.analysis.hold(path, text.data, pause=0)
    if path.suffix:
        begin(ls, [root_of(ls, path)])


def change_code(ls: BlueprintServer, path: Path, changes: Sequence[lsp.TextDocumentContentChangeEvent]) -> None:
    """Apply the client's edits."""
    for change in changes:
        text = ls.codes[path]
        if isinstance(change, lsp.TextDocumentContentChangeWholeDocument):
            ls.codes[path] = Text.from_str(change.text)
        else:
            ls.codes[path] = text.replace(ls.positions.span(text, change.range), Text.from_str(change.text).data)
    ls.analysis.hold(path, ls.codes[path].data)


def close_code(ls: BlueprintServer, path: Path) -> None:
    """Give a code file back to the disk."""
    del ls.codes[path], ls.code_versions[path]
    ls.reported.pop(path, None)
    ls.analysis.release(path)
    if not ls.pulls_code:
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri_of(path), []))


def _has_code(root: Path) -> bool:
    """Whether a folder shows at first sight that there is code to judge."""
    try:
        names = set(os.listdir(root))
    except OSError:
        return False
    return not names.isdisjoint(_SIGNS)


def root_of(ls: BlueprintServer, path: Path) -> Path:
    """The workspace of a file, the innermost one; of a file beside all of them, its project or its repository."""
    holding = [root for root in ls.engine.roots if path.is_relative_to(root)]
    if holding:
        return max(holding, key=lambda root: len(root.parts))
    if (project := project_of(path.parent)) != path.parent:
        return project
    marked = (above for above in path.parents if (above / ".git").exists() or (above / "package.json").exists())
    return next(marked, path.parent)


# ---------------------------------------------------------------------------------------------------------- diagnostics


def heard(ls: BlueprintServer, message: Message) -> None:
    """The analyser has something to say."""
    kind, *rest = message
    if kind == "judged" and rest[0] in ls.codes:
        _show(ls, rest[0])
    elif kind == "findings":
        _renewed(ls, rest[0])
    elif kind == "begin":
        _spawn(ls, _begin_progress(ls, rest[0]))
    elif kind == "progress":
        _report_progress(ls, *rest)
    elif kind == "told" and ls.can("workspace.code_lens.refresh_support"):
        ls.workspace_code_lens_refresh(None)
    elif kind == "settled":
        _end_progress(ls, rest[0])
        if ls.stale and ls.pulls_code:
            ls.workspace_diagnostic_refresh(None)
        ls.stale = False


def _renewed(ls: BlueprintServer, paths: Sequence[Path]) -> None:
    """Files have other findings, some of them open."""
    from blueprint_ls.lsp.features.diagnostics import push

    for path in paths:
        if path.suffix == SUFFIX and not ls.pulls:
            push(ls, path.parent)
        elif path not in ls.codes:
            ls.stale = True
        else:
            _show(ls, path)


def _show(ls: BlueprintServer, path: Path) -> None:
    """Tell the client of an open file, once what is known of it is about its present text."""
    if not ls.analysis.is_current(path):
        return
    if not ls.pulls_code:
        publish(ls, path)
    elif ls.reported.get(path) != result_id(ls, path):
        ls.workspace_diagnostic_refresh(None)


def result_id(ls: BlueprintServer, path: Path) -> str:
    """Names what the client is shown of a code file: findings, the version of its text, what settings let through."""
    let_through = "".join(severity[0] for severity in _severities(ls))
    return f"{ls.analysis.result_id(path)}{ls.code_versions.get(path, '')}{let_through}"


def publish(ls: BlueprintServer, path: Path) -> None:
    """Push the diagnostics of an open code file."""
    items = items_of(ls, path)
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri_of(path), items, ls.code_versions[path]))


def items_of(ls: BlueprintServer, path: Path) -> list[lsp.Diagnostic]:
    """The diagnostics of a code file."""
    rules = ls.engine.knowledge(path.parent).rules
    found = []
    for finding in foremost(shown(ls, ls.analysis.findings(path))):
        rule = rules.get(finding.rule)
        found.append(ls.convert.diagnostic(finding, rule.tags if rule else (), rule.page.path if rule else None))
    return found


def is_outdated(ls: BlueprintServer, path: Path) -> bool:
    """Whether the findings known of an open file are of an earlier text: their places in the present one are others,
    which the client keeps track of by itself.
    """
    return path in ls.codes and is_on(ls) and ls.analysis.is_running and not ls.analysis.is_current(path)


async def report(
    ls: BlueprintServer, path: Path, known: str | None
) -> lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport:
    """The diagnostics of a code file that is asked for."""
    await ls.analysis.settle(path)
    if known is not None and is_outdated(ls, path):
        ls.reported[path] = known
        return lsp.RelatedUnchangedDocumentDiagnosticReport(known)
    result = ls.reported[path] = result_id(ls, path)
    if known == result:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result)
    return lsp.RelatedFullDocumentDiagnosticReport(items_of(ls, path), result_id=result)


# ------------------------------------------------------------------------------------------------------------ places


async def hover(ls: BlueprintServer, path: Path, position: lsp.Position) -> lsp.Hover | None:
    """What is known of a place in code."""
    text = ls.codes[path]
    found: Hovered | None = await ls.analysis.ask("hover", path, ls.positions.offset(text, position))
    if found is None:
        return None
    markdown, start, end = found
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, markdown)
    return lsp.Hover(content, ls.positions.range(text, Span(start, end)))


async def definition(ls: BlueprintServer, path: Path, position: lsp.Position) -> list[lsp.Location]:
    """The blocks of a blueprint that a place in code carries out."""
    found = await ls.analysis.ask("definition", path, ls.positions.offset(ls.codes[path], position))
    return [ls.convert.location(place[0], place[1]) for place in found or ()]


async def references(
    ls: BlueprintServer, path: Path, position: lsp.Position, include_declaration: bool
) -> list[lsp.Location]:
    """Where code speaks of what a place in code speaks of, and the block of the blueprint that declares it."""
    found = await ls.analysis.ask("subjects", path, ls.positions.offset(ls.codes[path], position))
    places: list[Place] = []
    for subject, block in found or ():
        told = ls.analysis.facts.get(block[0].parent, {}).get(subject)
        places += [block] if include_declaration else []
        places += mentioned(told) if told else []
    return [ls.convert.location(place[0], place[1]) for place in dict.fromkeys(places)]


async def actions(ls: BlueprintServer, path: Path, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about the findings that a selection in code touches."""
    from blueprint_ls.lsp.features.actions import edit_of

    kinds = [str(getattr(kind, "value", kind)) for kind in params.context.only or []]
    if kinds and not any("quickfix".startswith(kind) for kind in kinds):
        return []
    span = ls.positions.span(ls.codes[path], params.range)
    found: list[CodeAction] = await ls.analysis.ask("actions", path, span.start, span.end) or []
    snippets = ls.can("workspace.workspace_edit.snippet_edit_support")
    return [
        lsp.CodeAction(
            title=action.title,
            kind=lsp.CodeActionKind.QuickFix,
            edit=edit_of(ls, action.edits, snippets) if action.edits else None,
            command=_open_page(action),
            is_preferred=action.preferred or None,
            diagnostics=_answered(ls, action, params.context.diagnostics) or None,
        )
        for action in found
    ]


def _open_page(action: CodeAction) -> lsp.Command | None:
    if not action.page:
        return None
    return lsp.Command(action.title, "blueprint.openPage", arguments=[action.page, uri_of(action.finding.path)])


def _answered(ls: BlueprintServer, action: CodeAction, given: Sequence[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
    range_ = ls.convert.range(action.finding.path, action.finding.span)
    return [found for found in given if found.code == action.finding.rule and found.range == range_]


def locations(places: Sequence[Place]) -> list[tuple[Path, Span, Span]]:
    """Places that still are there."""
    return [place for place in places if place[0].is_file()]


# ---------------------------------------------------------------------------------------------------------- progress


async def _begin_progress(ls: BlueprintServer, root: Path) -> None:
    if not ls.can("window.work_done_progress") or root in ls.tokens_of:
        return
    token = ls.tokens_of[root] = f"blueprint-analysis-{root}"
    try:
        await ls.work_done_progress.create_async(token)
    except Exception as error:
        logger.warning("the client shows no progress: %s", error)
        return
    if root not in ls.tokens_of:
        return
    begun = lsp.WorkDoneProgressBegin(title="Judging code", cancellable=True, message=root.name, percentage=0)
    ls.work_done_progress.begin(token, begun)
    ls.shown_progress.add(root)
    future = ls.work_done_progress.tokens.get(token)
    if future is not None:
        future.add_done_callback(lambda done: _cancelled(ls, root) if done.cancelled() else None)


def _cancelled(ls: BlueprintServer, root: Path) -> None:
    ls.analysis.calm(root)
    _end_progress(ls, root, "Only open files are judged")


def _report_progress(ls: BlueprintServer, root: Path, done: int, total: int, what: str) -> None:
    if root in ls.shown_progress:
        percentage = min(99, 100 * done // total) if total else 0
        value = lsp.WorkDoneProgressReport(message=f"{what}: {done} of {total}", percentage=percentage)
        ls.work_done_progress.report(ls.tokens_of[root], value)
    elif root not in ls.tokens_of and total - done > _MANY:
        _spawn(ls, _begin_progress(ls, root))


def _end_progress(ls: BlueprintServer, root: Path, message: str | None = None) -> None:
    token = ls.tokens_of.pop(root, None)
    if token is not None and root in ls.shown_progress:
        ls.shown_progress.discard(root)
        ls.work_done_progress.end(token, lsp.WorkDoneProgressEnd(message=message))
        ls.work_done_progress.tokens.pop(token, None)


def _spawn(ls: BlueprintServer, work: Any) -> None:
    task = asyncio.ensure_future(work)
    ls.tasks.add(task)
    task.add_done_callback(ls.tasks.discard)
