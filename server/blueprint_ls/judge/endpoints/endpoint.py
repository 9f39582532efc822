"""One endpoint, and how it was judged."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the evidence."""

    path: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method on one path."""

    path: str
    start: int
    end: int
    framework: str
    """`nest`, `fastify`, `express` or `next`."""
    method: str
    """`GET`, …; `ALL` for every method."""
    route: str
    """With all prefixes."""
    handler: tuple[str, int, int] | None
    """Where the function stands that answers: file and span."""
    authenticated: str
    """`yes`, `no`, `conditional` or `unknown`."""
    by: str
    """What decides, in a few words."""
    validated: str
    """`yes`, `no`, `none_needed` or `unknown`."""
    evidence: tuple[Step, ...] = ()
    validation: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    """When it is registered, and which settings of a deployment change the answer."""
    public: bool = False
    """The blueprint lists it as public."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a blueprint says that bears on endpoints."""

    public: frozenset[str] = frozenset()
    """Routes of `public "METHOD /path"` blocks; `*` is one part, `/*` at the end what stands beneath."""
    guards: dict[str, bool] = field(default_factory=dict)
    """Names of guards, hooks and wrappers, and whether each authenticates: the last word over what code shows."""
