"""What the code shows of a blueprint's blocks, beside them: where each is carried out, and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from blueprint_ls.editor.analysis.told import Place, Told, counted
from blueprint_ls.editor.lenses import SHOW_REFERENCES, Lens
from blueprint_ls.editor.mentions import subject
from blueprint_ls.editor.navigation import Location
from blueprint_ls.editor.targets import target_at
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Document
from blueprint_ls.syntax import Text

Facts = Mapping[tuple[str, str], Told] | None
"""By the type and the label of a block."""
_MOST = 5


def implementation(facts: Facts, case: Case, document: Document, offset: int) -> list[Location]:
    """Where code carries out the block at a place, or the one that a reference there names."""
    found = _told(facts, _subject(case, document, offset))
    return [_location(place) for place in found.places] if found else []


def references(facts: Facts, case: Case, document: Document, offset: int) -> list[Location]:
    """Where code speaks of the block at a place, or of the one that a reference there names."""
    found = _told(facts, _subject(case, document, offset))
    return [_location(place) for place in mentioned(found)] if found else []


def mentioned(told: Told) -> list[Place]:
    """All places of code that a block is about, each once."""
    return list(dict.fromkeys((*told.places, *told.uses)))


def lenses(facts: Facts, case: Case, document: Document, roots: Sequence[Path]) -> Iterator[Lens]:
    """Where each block is carried out, and the findings that rest on it."""
    for block in case.blueprint.walk() if facts else ():
        told = _told(facts, block)
        place = block.place
        if told is None or place.document.path != document.path:
            continue
        if told.places:
            shown = _shown(told.places, roots)
            yield Lens(place.header, shown, SHOW_REFERENCES, _arguments(document, place.start, told.places))
        if told.accesses:
            title = f"accesses: {counted(told.accesses)}"
            yield Lens(place.header, title)
        if told.findings:
            title = f"{len(told.findings)} finding{'' if len(told.findings) == 1 else 's'} in code"
            yield Lens(place.header, title, SHOW_REFERENCES, _arguments(document, place.start, told.findings))


def told(facts: Facts, case: Case, document: Document, offset: int, text: Callable[[Path], Text]) -> str:
    """What the code shows of the block at a place, in Markdown; empty where it shows nothing."""
    found = _told(facts, _subject(case, document, offset))
    if found is None:
        return ""
    lines = [f"- {_link(place, text)}" for place in found.places[:_MOST]]
    if found.accesses:
        lines.append(f"- accesses: {counted(found.accesses)}")
    lines += [f"- finding at {_link(place, text)}" for place in found.findings[:_MOST]]
    return "\n".join(["**In the code**", "", *lines]) if lines else ""


def _subject(case: Case, document: Document, offset: int) -> Block | None:
    target = target_at(document, offset)
    return subject(case.blueprint, target) if target else None


def _told(facts: Facts, block: Block | None) -> Told | None:
    return facts.get((block.name, block.label or "")) if facts and block else None


def _location(place: Place) -> Location:
    path, selected, whole = place
    return Location(path, selected, whole)


def _arguments(document: Document, at: int, places: Sequence[Place]) -> tuple[object, ...]:
    return document.path, at, tuple(_location(place) for place in places)


def _shown(places: Sequence[Place], roots: Sequence[Path]) -> str:
    path = places[0][0]
    root = next((root for root in roots if path.is_relative_to(root)), None)
    name = path.relative_to(root).as_posix() if root else path.name
    return f"in {name}" if len(places) == 1 else f"in {name} and {len(places) - 1} more"


def _link(place: Place, text: Callable[[Path], Text]) -> str:
    path, selected, _ = place
    line = text(path).line_at(selected.start) + 1
    return f"[{path.name}:{line}]({path.as_uri()}#L{line})"
