"""Two states of a blueprint beside each other: what came, what went, what says something else now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.changes.areas import area
from blueprint_ls.generate.changes.notes import note
from blueprint_ls.generate.changes.statements import Statement, statements
from blueprint_ls.language.model import Blueprint

ADDED, REMOVED, CHANGED, CONFIRMED, ASSUMED = "added", "removed", "changed", "confirmed", "assumed"


@dataclass(frozen=True, slots=True)
class Detail:
    """One attribute that says something else."""

    name: str
    before: Any
    """None where it was not stated."""
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One block that came, went, or says something else."""

    area: str
    """The subject it belongs to, one of `areas.AREAS`."""
    kind: str
    """`added`, `removed`, `changed`, `confirmed` or `assumed`."""
    subject: str
    """The block with what it stands in: `entity Deal, field amount`."""
    details: tuple[Detail, ...] = ()
    """Of a block that came or went, all its attributes."""
    blocks: tuple[tuple[str, int], ...] = ()
    """How many blocks of each type came or went with it."""
    because: str = ""
    """The reason that the blueprint states."""
    note: str = ""
    """Why a reviewer should look at it; empty where nothing speaks for that."""


def compare(before: Blueprint, after: Blueprint) -> list[Change]:
    """The changes from one state to the other, in the order of the later one."""
    return list(_Comparison(statements(before), statements(after)).all())


class _Comparison:
    """One comparison."""

    def __init__(self, before: Mapping[str, Statement], after: Mapping[str, Statement]) -> None:
        self.before, self.after = before, after
        self.known = _endpoints(before) & _endpoints(after)

    def all(self) -> Iterator[Change]:
        """Every change."""
        yield from self._blocks(self.before, self.after, "")

    def _blocks(self, old: Mapping[str, Statement], new: Mapping[str, Statement], within: str) -> Iterator[Change]:
        for key in dict.fromkeys([*new, *old]):
            subject = f"{within}, {key}" if within else key
            if key not in old:
                yield self._whole(ADDED, new[key], subject)
            elif key not in new:
                yield self._whole(REMOVED, old[key], subject)
            else:
                yield from self._same(old[key], new[key], subject)

    def _whole(self, kind: str, found: Statement, subject: str) -> Change:
        is_added = kind == ADDED
        details = [
            Detail(name, *((None, value) if is_added else (value, None))) for name, value in found.values.items()
        ]
        inside = tuple(Counter(child.name for child in found.inside.values()).items())
        return self._change(kind, found, subject, tuple(details), inside)

    def _same(self, old: Statement, new: Statement, subject: str) -> Iterator[Change]:
        names = dict.fromkeys([*new.values, *old.values])
        details = tuple(
            Detail(name, old.values.get(name), new.values.get(name))
            for name in names
            if old.values.get(name) != new.values.get(name)
        )
        if details:
            yield self._change(CHANGED, new, subject, details)
        if old.assumed is not new.assumed:
            yield Change("trust", ASSUMED if new.assumed else CONFIRMED, subject)
        inside = "" if len(new.path) == 1 else subject
        yield from self._blocks(old.inside, new.inside, inside)

    def _change(
        self,
        kind: str,
        found: Statement,
        subject: str,
        details: tuple[Detail, ...],
        blocks: tuple[tuple[str, int], ...] = (),
    ) -> Change:
        because = str(found.values.get("because", ""))
        told = {detail.name: (detail.before, detail.after) for detail in details}
        why = note(kind, found, told, self.known)
        return Change(area(found.path), kind, subject, details, blocks, because, why)


def _endpoints(state: Mapping[str, Statement]) -> set[str | None]:
    api = state.get("api")
    return {one.label for one in api.inside.values() if one.name == "endpoint"} if api else set()
