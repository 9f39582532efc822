"""The requirements as rows: each names the places in the vocabulary, the pages and the labels that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blueprint_ls.knowledge import cache, frontmatter, shape
from blueprint_ls.knowledge.frontmatter import PageError
from blueprint_ls.language.suggest import did_you_mean

FOLDER = "requirements"
"""Where the rows lie, in the folder of the pages."""
LETTERS = "SCHDGRV"
VOCABULARY_KINDS = frozenset({"fact", "decision", "list", "generated"})
"""The kinds of rows that the vocabulary must be able to say: every letter applies to them."""
_JUDGED = {"critical": "V", "readiness": "V", "quality": "D"}
"""Letters of the rows that only code and manifests, or only findings, can show."""
SECTION_ROWS = (9, 7, 6, 2, 6, 8, 10, 11, 9, 10, 9, 9, 10, 14, 8)
"""How many rows each section has."""
OTHER_ROWS = {"T": 5, "K": 12, "P": 16, "Q": 10, "U": 6, "C": 13, "L": 8, "E": 4, "A": 5}
"""How many rows each other table has, by the letter its ids begin with."""
_OTHERS = frozenset({"use", "command", "editor", "promise"})
_SHAPE: shape.Shape = {
    "id": "text!",
    "kind": "text!",
    "what": "text!",
    "at": "texts",
    "options": "mapping",
    "labels": "mapping",
    "evidence": "texts",
    "except": "mapping",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement."""

    id: str
    kind: str
    what: str
    at: tuple[str, ...]
    """Places in the vocabulary: `overview.goal.success`, `data.decision.orm`."""
    options: Mapping[str, tuple[str, ...]]
    """By decision, as `data.orm`: the options that must have a page."""
    labels: Mapping[str, tuple[str, ...]]
    """By block: the labels that the row speaks of."""
    evidence: tuple[str, ...]
    """What an item of readiness rests on in the blueprint: ids of other rows, and places that must be stated."""
    excused: Mapping[str, str]
    """Letters that do not apply, each with the reason."""
    path: Path

    @property
    def letters(self) -> str:
        """The letters that apply to it, excused ones among them."""
        return LETTERS if self.kind in VOCABULARY_KINDS else _JUDGED.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Requirements:
    """All rows, in the order of the documents."""

    rows: tuple[Row, ...]
    problems: tuple[PageError, ...]
    """Rows that could not be used."""
    places: Mapping[str, str] = field(init=False, repr=False, compare=False)
    """By place in the vocabulary: the first row that speaks of it."""

    def __post_init__(self) -> None:
        places = {place: row.id for row in reversed(self.rows) for place in row.at}
        object.__setattr__(self, "places", places)

    def row_of(self, subject: str) -> str | None:
        """The id of the first row that speaks of a place in the vocabulary, or of the nearest block around it."""
        parts = subject.split(".")
        around = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
        return next((self.places[place] for place in around if place in self.places), None)


def read_requirements(rules: Path) -> Requirements:
    """The requirements that lie in a folder of pages."""
    files, problems = cache.read_files(rules / FOLDER, ".yaml", _read)
    rows: list[Row] = []
    for path, entries in files.items():
        for entry in entries:
            found = list(_faults(entry))
            problems += [PageError(path, 1, message) for message in found]
            rows += [] if found else [_row(entry, path)]
    return Requirements(tuple(rows), tuple(problems))


def absent_rows(rows: Sequence[Row]) -> list[str]:
    """The ids that the tables have and the folder has not."""
    wanted = [f"{section:02d}.{row}" for section, count in enumerate(SECTION_ROWS) for row in range(1, count + 1)]
    wanted += [f"{table}{row}" for table, count in OTHER_ROWS.items() for row in range(1, count + 1)]
    present = {row.id for row in rows}
    return [name for name in wanted if name not in present]


def _read(path: Path) -> list[Any]:
    found = frontmatter.read_yaml(path)
    if not isinstance(found, list):
        raise PageError(path, 1, "Expected a list of rows, each with `id`, `kind` and `what`")
    return found


def _faults(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "Expected a row with `id`, `kind` and `what`"
        return
    name = f"row {entry.get('id', '?')}"
    yield from (message for _, message in shape.faults(entry, _SHAPE, name))
    kinds = VOCABULARY_KINDS | _JUDGED.keys() | _OTHERS
    if entry.get("kind", "fact") not in kinds:
        yield f"`{name}` has the kind `{entry['kind']}`, which is none{did_you_mean(str(entry['kind']), kinds)}"
    yield from (
        f"`{name}` excuses `{letter}`, which is no letter"
        for letter in entry.get("except", ())
        if letter not in LETTERS
    )


def _row(entry: Mapping[str, Any], path: Path) -> Row:
    return Row(
        id=str(entry["id"]),
        kind=str(entry["kind"]),
        what=str(entry["what"]),
        at=tuple(map(str, entry.get("at", ()))),
        options=_lists(entry.get("options", {})),
        labels=_lists(entry.get("labels", {})),
        evidence=tuple(map(str, entry.get("evidence", ()))),
        excused={str(letter): str(reason) for letter, reason in entry.get("except", {}).items()},
        path=path,
    )


def _lists(values: Mapping[str, Sequence[Any]]) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, listed)) for name, listed in values.items()}
