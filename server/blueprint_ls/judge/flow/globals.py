"""What names at the top level of files stand for: found once, and shared by all walks until a file changes.

A value is evaluated by itself, whoever asks, so that it is the same for everyone; it is kept with the files that it
rests on. One that was cut short, since it lies in a circle or too deep, is kept for as long as the same values are
being evaluated: for the same ones it would be cut short at the same places again.
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
_Cut = tuple[Value, frozenset[str], frozenset[Key]]
"""A value that was cut short, the files that it rests on, and the values by which it was."""
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
    """Those of them that the innermost would have needed: it is cut short by them."""
    _passing: list[dict[Key, _Cut]] = field(default_factory=lambda: [{}])
    """What was cut short, by the values that were being evaluated: as many as stand before each."""

    def forget(self, path: str) -> None:
        """A file has changed."""
        for key in [key for key, (_, files) in self.values.items() if path in files]:
            del self.values[key]

    def abandon(self) -> None:
        """A walk broke off; what was being evaluated is evaluated anew when it is asked for."""
        self._open.clear()
        self._cut.clear()
        self._passing = [{}]

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
        passing = self._passing[-1]
        if key not in passing:
            self._find(walk, key, evaluate)
        if key not in passing:
            return self.get(walk, key, evaluate)
        value, files, by = passing[key]
        program.consulted |= files
        self._cut |= by
        return value

    def _find(self, walk: Walk, key: Key, evaluate: Callable[[], Value]) -> None:
        """Evaluate a value; it is kept for good where nothing cut it short, or where nobody else is being evaluated."""
        before, walk.program.consulted = walk.program.consulted, set()
        others, self._cut = self._cut, set()
        self._open.append(key)
        self._passing.append({})
        try:
            value = _lasting(evaluate(), key)
            files, by = frozenset(walk.program.consulted), frozenset(self._cut - {key})
        finally:
            self._passing.pop()
            self._open.pop()
            walk.program.consulted, self._cut = before, others
        if by and self._open:
            self._passing[-1][key] = value, files, by
        else:
            self.values[key] = value, files


def _lasting(value: Value, key: Key) -> Value:
    """A row is known to the walk that read it alone."""
    return Given(f"global@{key[0]}:{key[1]}") if isinstance(value, Row) else value
