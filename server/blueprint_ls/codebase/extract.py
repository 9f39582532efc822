"""One file's bytes to its facts, whatever its kind. Never raises: what cannot be read is said in the facts."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from msgspec import structs

from blueprint_ls.codebase.content import readable
from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.kinds import SCRIPTS
from blueprint_ls.codebase.manifests.fault import Fault

FEW_FILES = 300
"""Below this, starting workers to extract takes longer than it saves."""
_READERS = {
    "package": "package",
    "tsconfig": "tsconfig",
    "workspaces": "workspaces",
    "compose": "compose",
    "dockerfile": "dockerfile",
    "kubernetes": "kubernetes",
    "env": "env",
    "workflow": "workflow",
    "vercel": "settings",
    "eslint": "settings",
    "prettier": "settings",
}
"""The module of `manifests` that reads a kind."""


def extract(kind: str, name: str, data: bytes) -> FileFacts:
    """What a file says: a function of its kind, its name's suffix and its bytes alone."""
    data, marked = readable(data)
    facts = _guarded(kind, name, data)
    if marked is None:
        return facts
    return structs.replace(facts, problem=f"{marked}; {facts.problem}" if facts.problem else marked)


def _guarded(kind: str, name: str, data: bytes) -> FileFacts:
    try:
        return _extract(kind, name, data)
    except Fault as fault:
        return FileFacts(kind, problem=str(fault))
    except RecursionError:
        return FileFacts(kind, problem="nested too deeply to be read")
    except MemoryError:
        return FileFacts(kind, problem="too large to be read")
    except Exception as error:  # one file never ends a scan
        return FileFacts(kind, problem=f"could not be read: {type(error).__name__}: {error}")


def _extract(kind: str, name: str, data: bytes) -> FileFacts:
    script = _script_kind(kind, name)
    if script is not None:
        module = import_module("blueprint_ls.codebase.typescript.extract")
        return cast("FileFacts", module.extract_script(data, script))
    if kind in ("prisma", "sql"):
        return cast("FileFacts", import_module(f"blueprint_ls.codebase.models.{kind}").read(data))
    if kind in _READERS:
        read = import_module(f"blueprint_ls.codebase.manifests.{_READERS[kind]}").read
        return FileFacts(kind, data=read(data))
    return FileFacts(kind)


def _script_kind(kind: str, name: str) -> str | None:
    """The kind of script that a file is; configuration may be one too."""
    if kind in SCRIPTS:
        return kind
    suffix = name.rpartition(".")[2].lower()
    if kind not in ("eslint", "prettier") or suffix not in ("js", "cjs", "mjs", "ts", "mts", "cts"):
        return None
    return "javascript" if suffix.endswith("js") else "typescript"
