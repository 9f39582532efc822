"""A decision switched to another option, with all that follows: other decisions, and the values that hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor.cursor import enclosing
from blueprint_ls.editor.targets import target_at
from blueprint_ls.fixes import Edit, places
from blueprint_ls.fixes.follow import follow
from blueprint_ls.fixes.rounds import after
from blueprint_ls.generate.choices import Choice
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.reference import Reference
from blueprint_ls.generate.render import quoted
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Document, Place
from blueprint_ls.language.schema import Decision, Option

GIVEN = {
    "overview": frozenset(
        {"goal", "scale", "team", "budget", "compliance", "data_protection", "constraint", "availability"}
    ),
    "diagram": frozenset({"service"}),
    "modules": frozenset({"module"}),
    "data": frozenset({"entity"}),
}
"""Blocks that no decision derives: they are taken as they stand, assumed or not."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A decision and the option that it may be switched to."""

    decision: str
    option: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a switch, and what it is for."""

    edit: Edit
    label: str


def switches(case: Case, document: Document, offset: int) -> Iterator[Switch]:
    """The other options of the decision whose header or choice stands at a position."""
    block, decision = _decision_at(case, document, offset)
    if block is None or decision is None:
        return
    chosen = block.get("choose")
    for option in decision.options.values():
        if option.name != chosen:
            others = [name for name, _ in _dependent(case, decision, option)]
            follows = f" (with {_listed(others)})" if others else ""
            yield Switch(decision.name, option.name, f"Switch `{decision.name}` to {option.title}{follows}")


def switch(case: Case, name: str, option: str) -> list[Change]:
    """All changes that a switch makes, the decision itself first."""
    decision = case.blueprint.vocabulary.decisions.get(name)
    block = case.blueprint.declared.get(("decision", name))
    if decision is None or block is None or option not in decision.options or places.own_place(block) is None:
        return []
    dependent = dict(_dependent(case, decision, decision.options[option]))
    apart = frozenset({name, *dependent})
    before = Reference(_stripped(case, frozenset(), {}).blueprint)
    later = Reference(_stripped(case, frozenset(dependent), {name: option}).blueprint)
    choices = later.design.choices
    changes = _decided(block, choices.choice(decision, option), f"Switch `{name}`")
    for other, found in dependent.items():
        chosen = choices.choice(case.blueprint.vocabulary.decisions[other])
        changes += _decided(found, chosen, f"What `{option}` brings or rules out")
    label = f"What follows from `{option}`"
    return changes + [Change(edit, label) for edit in follow(case, before, later, apart)]


def _decision_at(case: Case, document: Document, offset: int) -> tuple[Block | None, Decision | None]:
    """The decision at a position, where its header or its `choose` stands there."""
    target = target_at(document, offset)
    here = [place for place in enclosing(document, offset) if place.element.name == "decision"]
    place = here[-1] if here else target.place if target and target.place.element.name == "decision" else None
    if place is None or place.element.label is None:
        return None, None
    chosen = place.element.attributes.get("choose")
    on_choice = chosen is not None and place.attribute_span(chosen).start <= offset <= place.attribute_span(chosen).end
    block = case.blueprint.declared.get(("decision", place.element.label))
    if not on_choice and not place.header.start <= offset <= place.header.end:
        return None, None
    own = block is not None and any(found.start == place.start for found in block.places if found.layer == 0)
    return (block if own else None), case.blueprint.vocabulary.decisions.get(place.element.label)


def _dependent(case: Case, decision: Decision, option: Option) -> Iterator[tuple[str, Block]]:
    """The decisions whose choice cannot stand beside the new option."""
    implied = dict(target.split(".", 1) for target in option.implies)
    for name, other in case.blueprint.vocabulary.decisions.items():
        block = case.blueprint.declared.get(("decision", name))
        chosen = block.get("choose") if block else None
        if block is None or chosen is None or name == decision.name or places.own_place(block) is None:
            continue
        beside = other.options.get(chosen)
        ruled_out = f"{name}.{chosen}" in option.excludes or implied.get(name, chosen) != chosen
        rules_out = beside is not None and f"{decision.name}.{option.name}" in beside.excludes
        brings = beside is not None and _brings_another(beside, decision.name, option.name)
        if ruled_out or rules_out or brings:
            yield name, block


def _brings_another(option: Option, decision: str, chosen: str) -> bool:
    return any(target.startswith(f"{decision}.") and target != f"{decision}.{chosen}" for target in option.implies)


def _stripped(case: Case, undecided: frozenset[str], decided: dict[str, str]) -> Case:
    """The blueprint without what was only derived: the assumptions, and the decisions that are to be made anew."""
    edits = [Edit(place.document.path, place.span, "") for place in _derived(case, undecided, frozenset(decided))]
    for name, option in decided.items():
        place = places.own_place(case.blueprint.declared["decision", name])
        chosen = place.element.attributes.get("choose") if place else None
        if place and chosen:
            edits.append(Edit(place.document.path, place.value_span(chosen), option))
    return after(case, edits)


def _derived(case: Case, undecided: frozenset[str], kept: frozenset[str]) -> Iterator[Place]:
    for section in case.blueprint.sections.values():
        for block in section.blocks():
            place = places.own_place(block)
            given = block.name in GIVEN.get(section.name, frozenset())
            name = block.label or "" if block.name == "decision" else ""
            assumed = block.get("assumed") is True and not given and name not in kept
            if place and (assumed or name in undecided):
                yield place


def _decided(block: Block, choice: Choice, label: str) -> list[Change]:
    """A decision block with another choice, its reasons marked as assumed."""
    place = places.own_place(block)
    if place is None:
        return []
    chosen = block.get("choose")
    weighed = [word for word in (chosen, *(block.get("over") or ())) if isinstance(word, str) and word != choice.option]
    values = {"choose": choice.option, "over": f"[{', '.join(dict.fromkeys(weighed))}]"}
    values |= {"because": quoted(choice.because)} if choice.because else {}
    values |= {"accepts": quoted(choice.accepts)} if choice.accepts else {}
    edits = [_set(place, name, value) for name, value in {**values, "assumed": "true"}.items()]
    gone = [place.element.attributes[name] for name in ("custom", "summary") if name in place.element.attributes]
    for attribute in gone:
        span = places.whole_lines(place.document, place.attribute_span(attribute))
        edits.append(Edit(place.document.path, span, ""))
    return [Change(edit, label) for edit in edits if edit]


def _set(place: Place, name: str, value: str) -> Edit | None:
    attribute = place.element.attributes.get(name)
    if attribute is None:
        return places.insert_attribute(place, Draft.of(f"{name} = {value}"))
    return Edit(place.document.path, place.value_span(attribute), value)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
