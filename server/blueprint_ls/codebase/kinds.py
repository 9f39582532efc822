"""What kind of file a name stands for, and which part it plays in a repository."""

from __future__ import annotations

import re

SCRIPTS = frozenset({"typescript", "tsx", "javascript"})
"""What the TypeScript grammars read."""
MANIFESTS = frozenset({"package", "tsconfig", "workspaces", "compose", "dockerfile", "env", "workflow", "vercel"})
SCHEMAS = frozenset({"prisma", "sql"})
CONFIGURED = frozenset({"eslint", "prettier"})
"""JSON or a script, as the team likes."""
YAML = frozenset({"yaml", "kubernetes"})
"""Kubernetes manifests bear no name of their own: what stands inside decides."""
ANALYSED = SCRIPTS | MANIFESTS | SCHEMAS | CONFIGURED | YAML

_SUFFIXES = {
    "ts": "typescript",
    "mts": "typescript",
    "cts": "typescript",
    "tsx": "tsx",
    "js": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "jsx": "javascript",
    "prisma": "prisma",
    "sql": "sql",
    "yml": "yaml",
    "yaml": "yaml",
    "json": "json",
    "jsonc": "json",
    "md": "markdown",
    "mdx": "markdown",
    "blueprint": "blueprint",
}
_NAMES = {
    "package.json": "package",
    "jsconfig.json": "tsconfig",
    "pnpm-workspace.yaml": "workspaces",
    "vercel.json": "vercel",
    "package-lock.json": "lockfile",
    "npm-shrinkwrap.json": "lockfile",
    "pnpm-lock.yaml": "lockfile",
    "yarn.lock": "lockfile",
    "bun.lock": "lockfile",
    "bun.lockb": "lockfile",
}
_SHAPES = [
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"tsconfig([.-][\w.-]+)?\.json|[\w.-]+\.tsconfig\.json", "tsconfig"),
        (r"(docker-)?compose([.-][\w.-]+)?\.ya?ml|[\w-]+\.compose\.ya?ml|docker-stack\.ya?ml", "compose"),
        (r"(dockerfile|containerfile)([.-][\w.-]+)?|[\w.-]+\.(dockerfile|containerfile)", "dockerfile"),
        (
            r"\.env([.-][\w.-]+)?|[\w.-]+\.env|(env|dotenv)[._-](example|sample|template|dist)|[\w.-]+\.env\.[\w-]+"
            r"|env-[\w-]*(example|sample|template)",
            "env",
        ),
        (r"\.eslintrc([.][cm]?js|\.json|\.ya?ml)?|eslint\.config\.[cm]?[jt]s", "eslint"),
        (r"\.prettierrc(\.[cm]?[jt]s|\.json5?|\.ya?ml|\.toml)?|prettier\.config\.[cm]?[jt]s", "prettier"),
    )
]
_SHAPED = re.compile(r"tsconfig|compose|stack|file|env|eslint|prettier")
_TEST_FOLDERS = {
    "__tests__",
    "__mocks__",
    "__fixtures__",
    "test",
    "tests",
    "e2e",
    "fixtures",
    "fixture",
    "cypress",
    "playwright",
    "mocks",
}
_SERVED = re.compile(r"(?:^|/)(?:app/(?=(?:.*/)?(?:route|page)\.[jt]sx?$)|pages/api/)")
"""Where the names of folders are parts of addresses: `app/api/test/route.ts` is no test."""
_SCRIPT_FOLDERS = {"scripts", "script", "seed", "seeds", "seeders"}
_GENERATED_FOLDERS = {"generated", "__generated__"}
_TEST_NAME = re.compile(r"[.-](test|spec|e2e|mock|fixture)s?\.[\w.]+$|\.(unit|integration|e2e)-(test|spec)\.")
_GENERATED_NAME = re.compile(r"\.d\.([\w-]+\.)?[cm]?ts$|\.min\.[cm]?js$|\.(generated|gen)\.[cm]?[jt]sx?$")
_CONFIG_NAME = re.compile(r"\.config\.[cm]?[jt]sx?$|^\..*rc\.[cm]?[jt]s$")
_SEED_NAME = re.compile(r"(^|[.-])seed(er)?\.[cm]?[jt]sx?$")
_CONFIG_KINDS = MANIFESTS | CONFIGURED | YAML | {"json", "lockfile"}


def kind_of(name: str, folder: str = "") -> str:
    """The kind of a file by its name and its folder's path: one of `ANALYSED`, `json`, `markdown`, … or `other`."""
    lowered = name.lower()
    known = _NAMES.get(lowered)
    if known:
        return known
    suffix = _SUFFIXES.get(lowered.rpartition(".")[2], "other")
    if suffix == "yaml" and folder.endswith(".github/workflows"):
        return "workflow"
    if _SHAPED.search(lowered):
        return next((kind for shape, kind in _SHAPES if shape.fullmatch(lowered)), suffix)
    return suffix


def role_of(path: str, kind: str) -> str:
    """The part a file plays, by its path: `generated`, `test`, `script`, `config` or `source`."""
    *folders, name = path.split("/")
    if _GENERATED_NAME.search(name) or not _GENERATED_FOLDERS.isdisjoint(folders):
        return "generated"
    if _TEST_NAME.search(name) or not _TEST_FOLDERS.isdisjoint(_unserved(path, folders)):
        return "test"
    if kind in _CONFIG_KINDS or _CONFIG_NAME.search(name):
        return "config"
    if _SEED_NAME.search(name) or not _SCRIPT_FOLDERS.isdisjoint(folders):
        return "script"
    return "source"


def _unserved(path: str, folders: list[str]) -> list[str]:
    """The folders of a path whose names are no part of an address."""
    served = _SERVED.search(path)
    return path[: served.start()].split("/") if served else folders
