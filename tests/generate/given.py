"""Blueprints that state little, and what becomes of them: what the tests of generation begin with."""

from __future__ import annotations

from functools import lru_cache

from blueprint_ls.generate.design import Design, design
from blueprint_ls.judge.finding import Finding
from support import Sandbox, workspace_of

HEADER = 'blueprint "tickets" {\n  language = 1\n  summary  = "Support desks for small companies"\n}\n'


def stated(scale: str = "", team: str = "", budget: str = "", more: str = "") -> str:
    """A blueprint whose overview states some facts, each a line of source."""
    blocks = {"scale": scale, "team": team, "budget": budget}
    inner = "\n\n".join(f"  {name} {{\n    {body}\n  }}" for name, body in blocks.items() if body)
    parts = "\n\n".join(part for part in (inner, more) if part)
    return f"{HEADER}\noverview {{\n{parts}\n}}\n" if parts else HEADER


def designed(text: str) -> Design:
    """The design that follows from a blueprint."""
    return design(workspace_of(text).case.blueprint)


def filled(text: str) -> Sandbox:
    """The blueprint after `check --fix --assume`."""
    sandbox = workspace_of(text)
    sandbox.fix_all(assume=True)
    return sandbox


def faults(sandbox: Sandbox) -> list[Finding]:
    """What is left at warning or error."""
    return [found for found in sandbox.findings() if found.severity in ("warning", "error")]


@lru_cache(maxsize=1)
def full() -> str:
    """The complete blueprint that one line leads to."""
    return filled(HEADER).text()
