"""What scaffolding does to a folder: files created, brought up to date, merged, or left to who changed them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.templates import Planned


class Kind(enum.Enum):
    """What becomes of one file."""

    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    """Person and blueprint changed different places: both changes are kept."""
    CONFLICT = "conflict"
    """Person and blueprint changed the same place: the file is left as it is."""
    KEEP = "keep"
    """Only the person changed it, or took it away."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One file, before and after."""

    path: str
    kind: Kind
    before: str | None
    after: str | None
    """What the file shall hold; None where it is not touched."""


def changes(plan: Iterable[Planned], present: Mapping[str, str | None], ancestors: Mapping[str, str]) -> list[Change]:
    """What becomes of each planned file, given what lies there now and what was generated the last time."""
    return [_change(file, present.get(file.path), ancestors.get(file.path)) for file in plan]


def _change(file: Planned, now: str | None, ancestor: str | None) -> Change:
    if now is None:
        deleted = ancestor is not None
        return Change(file.path, Kind.KEEP if deleted else Kind.CREATE, None, None if deleted else file.text)
    if now == file.text:
        return Change(file.path, Kind.SAME, now, None)
    if now == ancestor:
        return Change(file.path, Kind.UPDATE, now, file.text)
    if ancestor == file.text:
        return Change(file.path, Kind.KEEP, now, None)
    merged = _merged(ancestor, now, file.text) if ancestor is not None else None
    return Change(file.path, Kind.MERGE if merged is not None else Kind.CONFLICT, now, merged)


def _merged(ancestor: str, now: str, generated: str) -> str | None:
    """Both changes in one text; None where they touch the same lines."""
    from merge3 import Merge3  # here, since hardly any run merges

    found = Merge3(ancestor.splitlines(True), now.splitlines(True), generated.splitlines(True))
    groups = list(found.merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "".join(line for group in groups for line in group[1])
