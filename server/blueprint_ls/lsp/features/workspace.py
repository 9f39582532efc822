"""The workspace: its folders, its settings, the files that change on disk."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.judge.workspace import SUFFIX, project_of
from blueprint_ls.lsp.convert import path_of, uri_of
from blueprint_ls.lsp.features import code, diagnostics
from blueprint_ls.lsp.server import BlueprintServer, guarded

logger = logging.getLogger(__name__)
SECTION = "blueprint"
CODE = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,prisma,sql,json,yml,yaml}"


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.INITIALIZE)(initialize)
    server.feature(lsp.INITIALIZED)(initialized)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(folders_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(settings_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(files_changed)


@guarded()
def initialize(ls: BlueprintServer, params: lsp.InitializeParams) -> None:
    """Learn the workspace's folders and the first settings."""
    folders = [path_of(folder.uri) for folder in params.workspace_folders or []]
    if not folders and params.root_uri:
        folders = [path_of(params.root_uri)]
    _take(ls, folders)
    if isinstance(params.initialization_options, dict):
        ls.settings = params.initialization_options


@guarded()
def initialized(ls: BlueprintServer, params: lsp.InitializedParams) -> None:
    """Ask to be told of files and settings, and show the blueprints that nobody has opened."""
    ls.beginning = asyncio.ensure_future(_begin(ls))


async def _begin(ls: BlueprintServer) -> None:
    await _watch(ls)
    await _ask_settings(ls)
    if ls.settings:
        _display_anew(ls)
    ls.engine.baseline = code.baseline_of(ls)
    if not diagnostics.pulls(ls):
        push_all(ls)
    code.begin(ls)


@guarded()
def folders_changed(ls: BlueprintServer, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Take folders in, and let others go."""
    removed = {path_of(folder.uri) for folder in params.event.removed}
    added = [path_of(folder.uri) for folder in params.event.added]
    before = ls.engine.roots
    _take(ls, [folder for folder in ls.folders if folder not in removed] + added)
    ls.engine.refresh()
    ls.analysis.forget(set(before) - set(ls.engine.roots))
    everything_changed(ls)
    code.begin(ls)


def _take(ls: BlueprintServer, folders: list[Path]) -> None:
    """Take the client's folders; each is looked at with the project that it is a part of."""
    ls.folders = folders
    ls.engine.roots = [*dict.fromkeys(map(project_of, folders))]


async def settings_changed(ls: BlueprintServer, params: lsp.DidChangeConfigurationParams) -> None:
    """Take new settings: those sent along, else those asked for."""
    sent = params.settings.get(SECTION) if isinstance(params.settings, dict) else None
    if isinstance(sent, dict):
        ls.settings = sent
    else:
        await _ask_settings(ls)
    ls.engine.baseline = code.baseline_of(ls)
    everything_changed(ls)
    _display_anew(ls)
    code.begin(ls)
    for path in () if ls.pulls_code else ls.codes:
        code.publish(ls, path)


def _display_anew(ls: BlueprintServer) -> None:
    """Have the client ask again for what settings switch off."""
    if ls.can("workspace.inlay_hint.refresh_support"):
        ls.workspace_inlay_hint_refresh(None)
    if ls.can("workspace.code_lens.refresh_support"):
        ls.workspace_code_lens_refresh(None)


@guarded()
def files_changed(ls: BlueprintServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Judge anew what depends on files that changed on disk."""
    ls.analysis.disk(path_of(change.uri) for change in params.changes)
    if any(path_of(change.uri).suffix == ".json" for change in params.changes):
        everything_changed(ls)  # it may be a baseline
    if all(_is_code(path_of(change.uri)) for change in params.changes):
        return
    pages = any(path_of(change.uri).suffix == ".md" for change in params.changes)
    ls.engine.reload() if pages else ls.engine.refresh()
    everything_changed(ls)


def everything_changed(ls: BlueprintServer) -> None:
    """Push all diagnostics anew, or ask the client to pull them."""
    if not diagnostics.pulls(ls):
        push_all(ls)
    elif ls.can("workspace.diagnostics.refresh_support"):
        ls.workspace_diagnostic_refresh(None)


@guarded()
def push_all(ls: BlueprintServer) -> None:
    """Publish the diagnostics of every blueprint of the workspace, and take those back that were of others."""
    for folder in sorted({*ls.engine.folders(), *(path.parent for path in ls.published)}):
        diagnostics.push(ls, folder)


def _is_code(path: Path) -> bool:
    return path.suffix not in (SUFFIX, ".md")


async def _watch(ls: BlueprintServer) -> None:
    if not ls.can("workspace.did_change_watched_files.dynamic_registration"):
        return
    patterns = [f"**/*{SUFFIX}", "**/.blueprint/rules/**/*.md", *([CODE] if code.is_on(ls) else [])]
    globs: list[lsp.GlobPattern] = [*patterns]
    if ls.can("workspace.did_change_watched_files.relative_pattern_support"):
        above = [root for root in ls.engine.roots if root not in ls.folders]
        globs += [lsp.RelativePattern(uri_of(root), pattern) for root in above for pattern in patterns]
    watchers = [lsp.FileSystemWatcher(glob) for glob in globs]
    registration = lsp.Registration(
        id="blueprint-files",
        method=lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=lsp.DidChangeWatchedFilesRegistrationOptions(watchers),
    )
    try:
        await ls.client_register_capability_async(lsp.RegistrationParams([registration]))
    except Exception as error:
        logger.warning("the client does not watch files: %s", error)


async def _ask_settings(ls: BlueprintServer) -> None:
    if not ls.can("workspace.configuration"):
        return
    try:
        items = [lsp.ConfigurationItem(section=SECTION)]
        answer = await ls.workspace_configuration_async(lsp.ConfigurationParams(items))
    except Exception as error:
        logger.warning("the client gives no settings: %s", error)
        return
    if answer and isinstance(answer[0], dict):
        ls.settings = answer[0]
