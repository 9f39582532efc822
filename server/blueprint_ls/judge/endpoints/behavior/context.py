"""The request that a question is about, and what the walk notices on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from blueprint_ls.judge.endpoints.behavior.values import Value


@dataclass(slots=True)
class Request:
    """One request: as much of it as is known."""

    route: str | None = None
    """A path that the route answers to."""
    method: str | None = None
    metadata: dict[str, Value] = field(default_factory=dict)
    """What decorators set on the handler, by key."""
    class_metadata: dict[str, Value] = field(default_factory=dict)
    config: Value | None = None
    """What a route's own settings say."""
    home: str | None = None
    """The file of the handler: what is read of the input there counts."""
    asked: set[str] = field(default_factory=set)
    """What the code wanted to know of the request: `route`, `method`, `metadata`, `config`."""
    parsed: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Input that a schema saw (`body`, `query`), and where."""
    raw: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Input that was used as it came, and where."""
    marked: bool = False
    """A guard found metadata that it looks for."""
    dispatched: bool = False
    """A dispatcher of a library takes the request over."""
    unknown: list[str] = field(default_factory=list)
    """Functions from outside that were handed the whole request."""
