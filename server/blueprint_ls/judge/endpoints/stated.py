"""What a blueprint states about endpoints, as the judgement of code needs it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.endpoints.endpoint import Settings
from blueprint_ls.language.model import Blueprint


def settings_of(blueprint: Blueprint) -> Settings:
    """The routes that a blueprint lists as public, with and without what stands before every path."""
    return Settings(frozenset(_public(blueprint)))


def _public(blueprint: Blueprint) -> Iterator[str]:
    section, url = blueprint.at("api"), blueprint.at("api.url")
    base = str(url.get("base") or "").rstrip("/") if url else ""
    for block in section.blocks("public") if section else ():
        method, _, path = (block.label or "").partition(" ")
        yield f"{method} {path}"
        if base and not path.startswith(f"{base}/"):
            yield f"{method} {base}{path}"
