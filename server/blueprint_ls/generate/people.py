"""Who builds and runs the system, what they promised, and what the law asks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from blueprint_ls.generate.provided import Provided
from blueprint_ls.generate.stated import Stated

ENGINEERS = 6
"""A team that one product can pay for, and that can share the nights."""
FEWEST_FOR_NIGHTS = 5
"""Fewer people than this wear themselves out by answering at all hours."""


@dataclass(frozen=True, slots=True)
class Team:
    """The people."""

    engineers: int
    seniority: str
    operations: int
    on_call: int
    knows: tuple[str, ...]
    nights: bool
    """Whether somebody answers at night."""
    rotation: int
    """People in the rotation."""


def larger(found: Team) -> Team:
    """The same team with one engineer more, who shares the nights where the others do."""
    shared = found.engineers == found.rotation
    return replace(
        found,
        engineers=found.engineers + 1,
        on_call=found.on_call + (1 if shared and found.on_call else 0),
        rotation=found.rotation + (1 if shared else 0),
        nights=found.nights or (shared and found.on_call > 0 and found.rotation + 1 >= FEWEST_FOR_NIGHTS),
    )


def team(stated: Stated) -> Team:
    """The team as stated; where the block is there, what it leaves out is zero, as its page says."""
    given = stated.block("overview.team") is not None
    engineers = int(stated.number("overview.team.engineers", 1, 1e5) or max(ENGINEERS, Provided(stated).engineers()))
    on_call = stated.number("overview.team.on_call", 0, 1e5)
    shared = int(on_call) if on_call is not None else 0 if given else engineers
    people = min(shared or engineers, engineers)
    knows = stated.value("overview.team.knows")
    return Team(
        engineers=engineers,
        seniority=stated.value("overview.team.seniority") or "mid",
        operations=int(stated.number("overview.team.operations", 0, engineers) or 0),
        on_call=shared,
        knows=tuple(word for word in knows if isinstance(word, str)) if isinstance(knows, tuple) else (),
        nights=people >= FEWEST_FOR_NIGHTS and on_call != 0,
        rotation=people,
    )
