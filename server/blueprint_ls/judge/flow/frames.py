"""The functions that are being walked, and the calls in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Call, Function
from blueprint_ls.judge.flow.values import Closure, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.state import State
    from blueprint_ls.judge.flow.trace import Trace


class Ended(Exception):  # noqa: N818 - it is no error: the way ends here
    """A call that never answers: what it was called for throws, redirects or ends the process."""


@dataclass(slots=True)
class Invocation:
    """A call, its parts evaluated."""

    node: Call
    path: str
    callee: Value | None
    """What is called; None where a method of `receiver` is."""
    receiver: Value | None
    method: str | None
    arguments: list[Value]


@dataclass(slots=True)
class Jumps:
    """The states that leave a loop or a switch early, and those that go on with its next round."""

    broken: list[State] = field(default_factory=list)
    continued: list[State] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One function that is being walked."""

    closure: Closure
    site: tuple[str, int] | None = None
    """The call that led into it."""
    limit: int = 2_000
    """The step at which its walk is cut short."""
    deep: int = 0
    """How many calls lie on the way to it, out of the function that is judged; its callbacks count for none."""
    returns: list[tuple[Value, State]] = field(default_factory=list)
    jumps: list[Jumps] = field(default_factory=list)
    """Of each loop and switch around."""
    declared: set[str] = field(default_factory=set)
    """The names that it declares itself."""
    assigned: set[str] = field(default_factory=set)
    """The names that it assigns: those it does not declare belong to a function around it."""


TOP_LEVEL = Function(-1, -1, None, (), ())
"""A file's top level, seen as a function."""


@dataclass(frozen=True, slots=True)
class Made:
    """A function that was met as a value."""

    closure: Closure
    state: State
    """What was known where it was made: it holds wherever the function is called."""
    trace: Trace
    """The accesses that lie before it."""


def top_level(path: str) -> Closure:
    """A file's top level as a function, so that its names can be looked up from a frame."""
    return Closure(path, TOP_LEVEL, {})
