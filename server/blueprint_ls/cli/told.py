"""What people are told of a requirement: its schema and pages, what completion offers, what hover says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from blueprint_ls.cli.probes import Place
from blueprint_ls.cli.selection import shown
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import Page
from blueprint_ls.knowledge.requirements import Row

if TYPE_CHECKING:
    from blueprint_ls.cli.evidence import Evidences

_OPTION_PARTS = ("Choose it when", "Avoid it when", "What it costs")
_BLOCK_PARTS = ("What belongs here", "What a reviewer looks for", "Good", "Poor")
"""What hover on an option must tell: when to choose it and what it costs."""

Found = Iterator[tuple[bool, str]]
"""Pairs of whether it is there, and its name or what is missing."""


def expressible(have: Evidences, row: Row) -> Found:
    """S: every place has its schema and its documentation, every option its page, every label its words."""
    if not row.at:
        yield False, "no place in the vocabulary is named"
    for path in row.at:
        place = have.place(path)
        if place is None:
            yield False, f"`{path}` is not in the vocabulary"
        elif not place.doc:
            yield False, f"`{path}` has no documentation"
        else:
            section = have.knowledge.sections.get(path.split(".")[0])
            yield True, shown(section.path) if section else "schema"
            yield from _documented(path, place)
    for decision, options in options_of(row):
        yield from _pages(have.knowledge, decision, options)
    for path, labels in row.labels.items():
        known = labels_of(have, path)
        yield from ((bool(known.get(label)), _met(known, path, label)) for label in labels)


def _documented(path: str, place: Place) -> Found:
    words = place.attribute.values if place.attribute else place.trail[-1][0].labels
    for word, doc in words.items():
        if not doc.strip():
            yield False, f"`{word}` of `{path}` has no documentation"


def _pages(knowledge: Knowledge, decision: str, options: tuple[str, ...]) -> Found:
    yield _page(knowledge.decisions.get(decision), f"the decision `{decision}` has no page")
    for option in options:
        found = knowledge.options.get((decision, option))
        yield _page(found, f"the option `{decision}.{option}` has no page")


def _page(page: Page | None, missing: str) -> tuple[bool, str]:
    return (True, shown(page.path)) if page and page.text else (False, missing)


def labels_of(have: Evidences, path: str) -> Mapping[str, str]:
    place = have.place(path)
    return place.trail[-1][0].labels if place and not place.attribute else {}


def _met(known: Mapping[str, str], path: str, label: str) -> str:
    return f"label {label}" if known.get(label) else f"`{path}` has no label `{label}`"


def options_of(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The decisions that a row speaks of, each with the options that it names."""
    decisions = dict.fromkeys(path.rpartition(".")[2] for path in row.at if ".decision." in path)
    named = {path.rpartition(".")[2]: options for path, options in row.options.items()}
    for decision in {**decisions, **named}:
        yield decision, named.get(decision, ())


def offered(have: Evidences, row: Row) -> Found:
    """C: completion offers each place where it belongs, each option and each label, with documentation."""
    for path in row.at:
        place = have.place(path)
        if place is None:
            yield False, f"`{path}` is not in the vocabulary"
            continue
        shown = have.probes.offered(place)
        yield bool(shown), "completion" if shown else f"completion does not offer `{path}`"
        if place.attribute and place.attribute.values:
            words = have.probes.words(place)
            yield from (
                (False, f"completion does not offer `{w}` for `{path}`")
                for w in place.attribute.values
                if not words.get(w)
            )
    for decision, options in options_of(row):
        yield from _offered_options(have, decision, options)
    for path, labels in row.labels.items():
        place = have.place(path)
        known = have.probes.labels(place) if place else {}
        yield from ((False, f"completion does not offer `{path} {label}`") for label in labels if not known.get(label))


def _offered_options(have: Evidences, decision: str, options: tuple[str, ...]) -> Found:
    known = have.knowledge.vocabulary.decisions.get(decision)
    place = have.place(f"{known.path}.choose") if known else None
    if known is None or place is None:
        yield False, f"completion does not offer the decision `{decision}`"
        return
    whole = have.place(known.path)
    if not whole or not have.probes.labels(whole).get(decision):
        yield False, f"completion does not offer the label `{decision}`"
    words = have.probes.words(place)
    for option in options:
        is_known = bool(words.get(option))
        yield is_known, "completion" if is_known else f"completion does not offer `{option}` for `{decision}`"


def explained(have: Evidences, row: Row) -> Found:
    """H: hover says what each place is; for an option also when to choose it and what it costs."""
    for path in row.at:
        place = have.place(path)
        shown = have.probes.explained(place) if place else ""
        told = bool(place) and _first_words(place.doc) in " ".join(shown.split()) if place else False
        yield told, "hover" if told else f"hover does not explain `{path}`"
        if place and not place.attribute and len(place.trail) > 1 and ".decision" not in path:
            paged = all(f"**{part}**" in shown for part in _BLOCK_PARTS)
            yield paged, f"page of {path}" if paged else f"`{path}` has no page that says {' and '.join(_BLOCK_PARTS)}"
    for decision, options in options_of(row):
        known = have.knowledge.vocabulary.decisions.get(decision)
        place = have.place(f"{known.path}.choose") if known else None
        for option in options:
            shown = have.probes.explained(place, option) if place else ""
            lacks = [part for part in _OPTION_PARTS if f"**{part}**" not in shown]
            yield (
                not lacks,
                f"hover on {option}" if not lacks else f"hover on `{option}` lacks {', '.join(lacks)}",
            )
    for path, labels in row.labels.items():
        place, known_labels = have.place(path), labels_of(have, path)
        for label in labels:
            shown = have.probes.explained_label(place, label) if place else ""
            told = label in known_labels and known_labels[label] in shown
            yield told, "hover" if told else f"hover does not explain `{path} {label}`"


def _first_words(doc: str) -> str:
    return " ".join(doc.split()[:5])
