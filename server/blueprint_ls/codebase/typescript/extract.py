"""One script's bytes to everything that is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import structs

from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.models import models_of
from blueprint_ls.codebase.queries import captures
from blueprint_ls.codebase.typescript.lower import lowered
from blueprint_ls.codebase.typescript.parse import Parsed, parse
from blueprint_ls.codebase.typescript.tree import Module


@dataclass(frozen=True, slots=True)
class Script:
    """A script as the readers see it."""

    kind: str
    """`typescript`, `tsx` or `javascript`."""
    parsed: Parsed
    """Its tree."""
    module: Module
    """What it says."""


def _with_models(script: Script, facts: FileFacts) -> FileFacts:
    return structs.replace(facts, models=models_of(script.module))


def _with_captures(script: Script, facts: FileFacts) -> FileFacts:
    if script.parsed.tree is None:
        return facts
    return structs.replace(facts, captures=captures(script.parsed.tree.root_node, script.parsed.data, script.kind))


READERS: tuple[Callable[[Script, FileFacts], FileFacts], ...] = (_with_captures, _with_models)
"""What is read of a script beside its tree, in this order."""


def extract_script(data: bytes, kind: str) -> FileFacts:
    """What a script says."""
    parsed = parse(data, kind)
    script = Script(kind, parsed, lowered(parsed, kind))
    facts = FileFacts(kind, script.module, problem=_problem(script))
    for read in READERS:
        facts = read(script, facts)
    return facts


def _problem(script: Script) -> str | None:
    """What could not be read, and where that begins."""
    said = [script.parsed.problem] if script.parsed.problem else []
    broken = script.module.broken
    if broken:
        line = script.parsed.data.count(b"\n", 0, broken[0][0]) + 1
        said.append(
            f"line {line} does not parse"
            if len(broken) == 1
            else f"{len(broken)} places do not parse, first line {line}"
        )
    return "; ".join(said) or None
