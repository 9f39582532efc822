"""What names at the top level of files stand for: found once, and shared by all walks until a file changes.

A value is evaluated by itself, whoever asks, so that it is the same for everyone; it is kept with the files that it
rests on. One that was cut short, since it lies in a circle or too deep, is kept by the walk that asked alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from blueprint_ls.judge.flow.values import Given, Row, Unknown, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.state import Content
    from blueprint_ls.judge.flow.walk import Walk

Key = tuple[str, str]
"""A file and a name."""
DEEPEST = 12
"""Values that are asked for while another is evaluated."""


@dataclass(slots=True)
class Globals:
    """The values of one repository's files."""

    values: dict[Key, tuple[Value, frozenset[str]]] = field(default_factory=dict)
    """With the files that each rests on."""
    heap: dict[int, Content] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))
    """Numbers for objects, so that those of one walk are never taken for another's."""
    _open: list[Key] = field(default_factory=list)
    """The values that are being evaluated, outermost first."""
    _cut: set[Key] = field(default_factory=set)
    """Those of them that were asked for again."""

    def forget(self, path: str) -> None:
        """A file has changed."""
        for key in [key for key, (_, files) in self.values.items() if path in files]:
            del self.values[key]

    def abandon(self) -> None:
        """A walk broke off; what was being evaluated is evaluated anew when it is asked for."""
        self._open.clear()
        self._cut.clear()

    def get(self, walk: Walk, key: Key, evaluate: Callable[[], Value]) -> Value:
        """A value: known, or evaluated now."""
        program = walk.program
        if key in self.values:
            value, files = self.values[key]
            program.consulted |= files
            return value
        if key in self._open:
            self._cut.add(key)
            return Unknown("it is defined by itself")
        if len(self._open) >= DEEPEST:
            self._cut.update(self._open)
            return Unknown("it lies too deep")
        return self._found(walk, key, evaluate)

    def _found(self, walk: Walk, key: Key, evaluate: Callable[[], Value]) -> Value:
        before, walk.program.consulted = walk.program.consulted, set()
        self._open.append(key)
        try:
            value = _lasting(evaluate(), key)
        finally:
            self._open.pop()
            files = frozenset(walk.program.consulted)
            walk.program.consulted = before | files
        is_whole = not self._cut - {key}
        self._cut.discard(key)
        if is_whole or not self._open:
            self._cut.clear()
            self.values[key] = value, files
        return value


def _lasting(value: Value, key: Key) -> Value:
    """A row is known to the walk that read it alone."""
    return Given(f"global@{key[0]}:{key[1]}") if isinstance(value, Row) else value
