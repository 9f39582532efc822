"""The objects of a walk: copied where paths part, and joined by what either path touched since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Content = TypeVar("Content")


class Heap(Generic[Content]):
    """Objects by number.

    A heap remembers what was written since each fork that it came from, so that a join looks at these alone:
    most of a function's objects are the same on both sides of an `if`.
    """

    __slots__ = ("_content", "_written")

    def __init__(self) -> None:
        self._content: dict[int, Content] = {}
        self._written: list[tuple[object, set[int]]] = []
        """Each fork's mark, and what was written behind it; both sides of a fork share the marks before it."""

    def get(self, at: int) -> Content | None:
        """What an object holds."""
        return self._content.get(at)

    def put(self, at: int, content: Content) -> None:
        """Change what an object holds."""
        self._content[at] = content
        if self._written:
            self._written[-1][1].add(at)

    def items(self) -> Iterator[tuple[int, Content]]:
        """Every object."""
        return iter(self._content.items())

    def fork(self) -> Heap[Content]:
        """The same objects, to go another way with."""
        mark = object()
        other: Heap[Content] = Heap()
        other._content = dict(self._content)
        other._written = [*self._written, (mark, set())]
        self._written = [*self._written, (mark, set())]
        return other

    def join(self, other: Heap[Content], meet: Callable[[Content, Content], Content]) -> Heap[Content]:
        """The objects where two ways meet."""
        if self is other:
            return self
        mine, theirs = self._fork_with(other)
        touched = self._since(mine) | other._since(theirs)
        joined: Heap[Content] = Heap()
        joined._content = dict(self._content)
        joined._written = self._written[: max(mine, 0)]
        if joined._written:
            mark, before = joined._written[-1]
            joined._written[-1] = (mark, before | touched)
        for at in touched:
            left, right = self._content.get(at), other._content.get(at)
            if right is not None and left is not right:
                joined._content[at] = right if left is None else meet(left, right)
        return joined

    def _fork_with(self, other: Heap[Content]) -> tuple[int, int]:
        """Where the mark of the last fork that both came from stands in each; -1 where there is none."""
        low, high = 0, min(len(self._written), len(other._written))
        while low < high:
            middle = (low + high) // 2
            same = self._written[middle][0] is other._written[middle][0]
            low, high = (middle + 1, high) if same else (low, middle)
        return low - 1, low - 1

    def _since(self, at: int) -> set[int]:
        if at < 0:
            return set(self._content)
        return set().union(*(written for _, written in self._written[at:]))
