"""What holds a requirement: the rules that ask for it, the fixes that write it, the document, the checks on code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.told import Found, options_of
from blueprint_ls.fixes import fixable
from blueprint_ls.generate.document import layout
from blueprint_ls.generate.render import template
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge import engine
from blueprint_ls.judge.code import checks as code_checks
from blueprint_ls.judge.code import registry as code_rules
from blueprint_ls.judge.registry import checked
from blueprint_ls.knowledge.requirements import Row
from blueprint_ls.language.schema import BlockSchema

if TYPE_CHECKING:
    from blueprint_ls.cli.evidence import Evidences

assert engine  # importing it registers every check on blueprints
assert code_checks  # and importing this every check on code

_ASKS = {"decision": "missing-decision", "block": "missing-block", "because": "missing-because"}
_ASKS |= {"accepts": "missing-accepts", "attribute": "missing-attribute"}
_ALWAYS = ("empty-block", "empty-value", "wrong-type", "placeholder", "section-order", "missing-section")
"""Rules that hold for every place of the vocabulary."""


def diagnosed(have: Evidences, row: Row) -> Found:
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


def generated(have: Evidences, row: Row) -> Found:
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


def rendered(have: Evidences, row: Row) -> Found:
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
    for decision, options in options_of(row):
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


def verified(have: Evidences, row: Row) -> Found:
    """V: a rule on code names the row as its own, and holds it against the repository."""
    own = [
        name
        for name, rule in have.knowledge.rules.items()
        if name in code_rules.checked and row.id in rule.requirements and rule.severity != "off"
    ]
    yield from ((True, rule) for rule in own)
    if not own:
        yield False, "no rule under rules/code holds it against code"
