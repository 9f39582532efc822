"""What carries a requirement, letter by letter: looked for where it is used, never taken on trust."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from blueprint_ls.cli.probes import Place, Probes, resolve
from blueprint_ls.cli.renderings import Renderings
from blueprint_ls.cli.selection import shown
from blueprint_ls.fixes import fixable
from blueprint_ls.generate.document import layout
from blueprint_ls.generate.render import template
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge import engine
from blueprint_ls.judge.code import checks as code_checks
from blueprint_ls.judge.code import registry as code_rules
from blueprint_ls.judge.registry import checked
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import Page
from blueprint_ls.knowledge.requirements import Row
from blueprint_ls.language.schema import BlockSchema

assert engine  # importing it registers every check on blueprints
assert code_checks  # and importing this every check on code

_ASKS = {"decision": "missing-decision", "block": "missing-block", "because": "missing-because"}
_ASKS |= {"accepts": "missing-accepts", "attribute": "missing-attribute"}
_ALWAYS = ("empty-block", "empty-value", "wrong-type", "placeholder", "section-order", "missing-section")
"""Rules that hold for every place of the vocabulary."""
_OPTION_PARTS = ("Choose it when", "Avoid it when", "What it costs")
_BLOCK_PARTS = ("What belongs here", "What a reviewer looks for", "Good", "Poor")
"""What hover on an option must tell: when to choose it and what it costs."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one letter of a row."""

    carriers: tuple[str, ...]
    """The artefacts that carry it."""
    missing: tuple[str, ...]
    """What is not there; empty where the letter is met."""


@dataclass(slots=True)
class Evidences:
    """Looks for the evidence of rows in a body of knowledge."""

    knowledge: Knowledge
    templates: Path = field(default_factory=layout.templates)
    """Where the templates of the document lie."""
    probes: Probes = field(init=False)
    renderings: Renderings = field(init=False)

    def __post_init__(self) -> None:
        self.probes = Probes(self.knowledge)
        self.renderings = Renderings(self.knowledge, self.templates)

    def of(self, row: Row, letter: str) -> Evidence:
        """The evidence for a letter."""
        found = list(_FINDERS[letter](self, row))
        carriers = dict.fromkeys(text for met, text in found if met)
        missing = dict.fromkeys(text for met, text in found if not met)
        return Evidence(tuple(carriers), tuple(missing))

    def place(self, path: str) -> Place | None:
        """The place at a path of the vocabulary."""
        return resolve(self.knowledge.vocabulary, path)


Found = Iterator[tuple[bool, str]]
"""Pairs of whether it is there, and its name or what is missing."""


def _expressible(have: Evidences, row: Row) -> Found:
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
    for decision, options in _options(row):
        yield from _pages(have.knowledge, decision, options)
    for path, labels in row.labels.items():
        known = _labels(have, path)
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


def _labels(have: Evidences, path: str) -> Mapping[str, str]:
    place = have.place(path)
    return place.trail[-1][0].labels if place and not place.attribute else {}


def _met(known: Mapping[str, str], path: str, label: str) -> str:
    return f"label {label}" if known.get(label) else f"`{path}` has no label `{label}`"


def _options(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The decisions that a row speaks of, each with the options that it names."""
    decisions = dict.fromkeys(path.rpartition(".")[2] for path in row.at if ".decision." in path)
    named = {path.rpartition(".")[2]: options for path, options in row.options.items()}
    for decision in {**decisions, **named}:
        yield decision, named.get(decision, ())


def _offered(have: Evidences, row: Row) -> Found:
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
    for decision, options in _options(row):
        yield from _offered_options(have, decision, options)
    for path, labels in row.labels.items():
        place = have.place(path)
        offered = have.probes.labels(place) if place else {}
        yield from (
            (False, f"completion does not offer `{path} {label}`") for label in labels if not offered.get(label)
        )


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
        offered = bool(words.get(option))
        yield offered, "completion" if offered else f"completion does not offer `{option}` for `{decision}`"


def _explained(have: Evidences, row: Row) -> Found:
    """H: hover says what each place is; for an option also when to choose it and what it costs."""
    for path in row.at:
        place = have.place(path)
        shown = have.probes.explained(place) if place else ""
        told = bool(place) and _first_words(place.doc) in " ".join(shown.split()) if place else False
        yield told, "hover" if told else f"hover does not explain `{path}`"
        if place and not place.attribute and len(place.trail) > 1 and ".decision" not in path:
            paged = all(f"**{part}**" in shown for part in _BLOCK_PARTS)
            yield paged, f"page of {path}" if paged else f"`{path}` has no page that says {' and '.join(_BLOCK_PARTS)}"
    for decision, options in _options(row):
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
        place, known_labels = have.place(path), _labels(have, path)
        for label in labels:
            shown = have.probes.explained_label(place, label) if place else ""
            told = label in known_labels and known_labels[label] in shown
            yield told, "hover" if told else f"hover does not explain `{path} {label}`"


def _first_words(doc: str) -> str:
    return " ".join(doc.split()[:5])


def _diagnosed(have: Evidences, row: Row) -> Found:
    """D: something of it is asked for, by a rule that has its page; or a rule names the row as its own."""
    own = [
        rule.name for rule in have.knowledge.rules.values() if row.id in rule.requirements and _judges(have, rule.name)
    ]
    yield from ((True, rule) for rule in own)
    if not row.at:
        if not own:
            yield False, "no rule names this row"
        return
    asking = {rule for path in row.at if (rule := _asked_by(have, path))}
    for rule in (*sorted(asking), *_ALWAYS):
        yield (
            _judges(have, rule),
            rule if _judges(have, rule) else f"the rule `{rule}` has no page or no check",
        )
    if not asking and not own:
        yield False, "nothing of it is asked for: all of it may be left out"


def _judges(have: Evidences, rule: str) -> bool:
    page = have.knowledge.rules.get(rule)
    return page is not None and page.severity != "off" and (rule in checked or page.check is not None)


def _asked_by(have: Evidences, path: str) -> str | None:
    """The rule that reports the place when it is missing from a complete blueprint; None where none does."""
    place = have.place(path)
    if place is None:
        return None
    decision = have.knowledge.vocabulary.decisions.get(path.rpartition(".")[2]) if ".decision." in path else None
    if decision:
        return _ASKS["decision"] if decision.required else None
    if not all(schema.required for schema, _ in place.trail):
        return None
    if place.attribute:
        return _ASKS.get(place.name, _ASKS["attribute"]) if place.attribute.required else None
    return _ASKS["block"]


def _generated(have: Evidences, row: Row) -> Found:
    """G: the fix that inserts what is missing writes it."""
    for name in dict.fromkeys(path.split(".")[0] for path in row.at):
        section = have.knowledge.vocabulary.sections.get(name)
        page = template(section) if section else None
        there = page is not None and page.is_file()
        yield there, f"templates/sections/{page.name}" if page and there else f"no template writes section `{name}`"
    asking = {path: rule for path in row.at if (rule := _asked_by(have, path))}
    if not asking:
        yield False, "no code action inserts it: nothing of it is asked for"
    for path, rule in asking.items():
        written = rule in fixable() and _is_written(have, path)
        yield written, f"fix of {rule}" if written else f"no fix inserts `{path}`"


def _is_written(have: Evidences, path: str) -> bool:
    """Whether the section that the fix inserts, or a block of it, holds the place."""
    place = have.place(path)
    if place is None:
        return False
    skeletons = Skeletons(have.knowledge.vocabulary)
    if place.attribute:
        return skeletons.value(place.attribute) is not None or place.attribute.type.element.kind == "ref"
    return _names(place.trail[-1][0], skeletons.section(place.trail[0][0].name).text)


def _names(schema: BlockSchema, text: str) -> bool:
    return any(line.split()[:1] == [schema.name] for line in text.splitlines())


def _rendered(have: Evidences, row: Row) -> Found:
    """R: the document shows each place, in its section, which has its template; each option and each label by name."""
    for path in row.at:
        place = have.place(path)
        if place is None:
            yield False, f"`{path}` is not in the vocabulary"
            continue
        section = have.knowledge.vocabulary.sections[path.split(".")[0]]
        page = layout.template(section, have.templates)
        yield page.is_file(), shown(page) if page.is_file() else f"no template `{page.name}` renders `{section.name}`"
        told = page.is_file() and have.renderings.shows(place)
        yield told, "document" if told else f"the document does not show `{path}`"
    for decision, options in _options(row):
        known = have.knowledge.vocabulary.decisions.get(decision)
        place = have.place(f"{known.path}.choose") if known else None
        for option in options:
            told = place is not None and have.renderings.shows(place, option)
            yield told, "document" if told else f"the document does not show the option `{decision}.{option}`"
    for path, labels in row.labels.items():
        place = have.place(path)
        for label in labels:
            told = place is not None and have.renderings.shows(place.named(label))
            yield told, "document" if told else f"the document does not show `{path} {label}`"


def _verified(have: Evidences, row: Row) -> Found:
    """V: a rule on code names the row as its own, and holds it against the repository."""
    own = [
        name
        for name, rule in have.knowledge.rules.items()
        if name in code_rules.checked and row.id in rule.requirements and rule.severity != "off"
    ]
    yield from ((True, rule) for rule in own)
    if not own:
        yield False, "no rule under rules/code holds it against code"


_FINDERS: Mapping[str, Callable[[Evidences, Row], Found]] = {
    "S": _expressible,
    "C": _offered,
    "H": _explained,
    "D": _diagnosed,
    "G": _generated,
    "R": _rendered,
    "V": _verified,
}
