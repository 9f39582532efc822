"""What a test or a check proves of a caller, and what proves more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.values import Value


class Strength(IntEnum):
    """How much a check proves."""

    PRESENTED = 1
    """A credential was sent; nobody looked whether it is a good one."""
    CAPABILITY = 2
    """A token out of the request's own input led to a row."""
    SIGNATURE = 3
    """The sender signed the message."""
    IDENTITY = 4
    """The caller is known, or holds a secret of the deployment."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A call on the way to a check."""

    path: str
    start: int
    end: int
    name: str
    """What is called."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that held, or the path would have ended."""

    strength: Strength
    what: str
    path: str
    start: int
    end: int
    via: tuple[Reached, ...] = ()
    """The calls that lead from the function that was asked about to the check."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one outcome of a test says."""

    check: Check | None = None
    absent: bool = False
    """The credential is missing or bad on this side."""
    failed: frozenset[str] = frozenset()
    """Parts of the input that turned out not to fit their schema."""
    reply: Value | None = None
    """What was sent to the caller where this is so."""
    partly: Check | None = None
    """A check that is behind some of the ways in which this comes to be so, and not behind others."""


NOTHING = Fact()


@dataclass(frozen=True, slots=True)
class Truth:
    """What both outcomes of a test say."""

    known: bool | None = None
    yes: Fact = NOTHING
    no: Fact = NOTHING
    deploy: bool = False
    """Only the environment of the deployment decides."""

    def swapped(self) -> Truth:
        """The truth of `!test`."""
        return Truth(None if self.known is None else not self.known, self.no, self.yes, self.deploy)


def stronger(left: Check | None, right: Check | None) -> Check | None:
    """The check that proves more."""
    if left is None or right is None:
        return left or right
    return right if right.strength > left.strength else left


def weaker(left: Check | None, right: Check | None) -> Check | None:
    """The check that holds whichever of two ways was taken."""
    if left is None or right is None:
        return None
    return right if right.strength < left.strength else left
