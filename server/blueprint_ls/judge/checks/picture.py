"""The picture beside the blocks that it is drawn from: two graphs that have to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from blueprint_ls.judge.diagram import reading
from blueprint_ls.judge.diagram.containers import containers
from blueprint_ls.judge.diagram.graph import Graph
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span

RULE = "diagram-outdated"
MOST = 3
"""Differences that a message names."""
Ends = tuple[str, str]
"""The names of the boxes at an arrow's start and end."""
_read = lru_cache(maxsize=16)(reading.read)


@blueprint_check(RULE)
def outdated(case: Case) -> Iterator[Finding]:
    """The picture shows the boxes and the arrows that the blocks of the section state."""
    section = case.blueprint.sections.get("diagram")
    found = section.attribute("ascii") if section else None
    drawn = found[1].value if found else None
    if section is None or not isinstance(drawn, str) or not drawn.strip():
        return
    expected, place = containers(case.blueprint), _place(section)
    wrong = differences(_read(drawn), expected) if expected.nodes and place else []
    if place and wrong:
        rest = f", and {len(wrong) - MOST} more" if len(wrong) > MOST else ""
        message = f"The picture does not match the blocks: {', '.join(wrong[:MOST])}{rest}; draw it again"
        yield Finding(RULE, place[0], place[1], message, "diagram.ascii")


def _place(section: Block) -> tuple[Path, Span] | None:
    """Where the blueprint itself has the picture, or the section to which a base gives one."""
    own = next((place for place in section.places if place.layer == 0), None)
    attribute = own.element.attributes.get("ascii") if own else None
    if own is None or attribute is None:
        return (own.document.path, own.header) if own else None
    start = own.attribute_span(attribute).start
    return own.document.path, Span(start, start + len(attribute.name))


def differences(drawn: reading.Picture, expected: Graph) -> list[str]:
    """What a picture lacks, and what it shows that is not there, a phrase each.

    A box may say more than its kind, and an arrow more than its protocol: people add figures.
    """
    if not drawn.boxes:
        return ["no boxes of `+`, `-` and `|` can be read in it"]
    boxes = {node.name: node.kind for node in expected.nodes}
    names = expected.names
    arrows: dict[Ends, set[str]] = {}
    for edge in expected.edges:
        arrows.setdefault((names[edge.source], names[edge.target]), set()).add(edge.label)
    shown: dict[Ends, list[str]] = {}
    for source, target, label in sorted(drawn.arrows):
        shown.setdefault((source, target), []).append(label)
    return [
        *(f"it lacks `{name}`" for name in boxes if name not in drawn.boxes),
        *(f"it still shows `{name}`" for name in drawn.boxes if name not in boxes),
        *_kinds(boxes, drawn.boxes),
        *(f"it lacks the arrow {_arrow(ends)}" for ends in arrows if ends not in shown and _known(ends, drawn.boxes)),
        *(f"it still shows the arrow {_arrow(ends)}" for ends in shown if ends not in arrows and _known(ends, boxes)),
        *_labels(arrows, shown),
    ]


def _arrow(ends: Ends) -> str:
    return f"`{ends[0]}` → `{ends[1]}`"


def _known(ends: Ends, boxes: Mapping[str, str]) -> bool:
    """Whether both boxes are there: an arrow goes with its box, which is told already."""
    return ends[0] in boxes and ends[1] in boxes


def _kinds(boxes: Mapping[str, str], drawn: Mapping[str, str]) -> Iterator[str]:
    for name, kind in boxes.items():
        if name in drawn and not _words(kind) <= _words(drawn[name]):
            yield f"`{name}` is no longer called {drawn[name]}" if drawn[name] else f"`{name}` is not called {kind}"


def _labels(arrows: Mapping[Ends, set[str]], shown: Mapping[Ends, list[str]]) -> Iterator[str]:
    for ends, labels in arrows.items():
        for label in sorted(labels) if ends in shown else ():
            if not any(_words(label) <= _words(said) for said in shown[ends]):
                yield f"the arrow {_arrow(ends)} does not say {label}"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
