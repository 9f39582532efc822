"""What is referred to and nowhere declared: written where its kind belongs."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.cast import READY
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.reference import Reference
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import refer
from blueprint_ls.language.schema import BlockSchema
from blueprint_ls.language.suggest import slip_of


@fixer("unresolved-reference")
def unresolved_reference(finding: Finding, case: Case) -> Iterator[Fix]:
    """The known name that is closest, or the block that is missing.

    A name that plainly is another one with a slip in it is declared by nobody but a person, unless the reference
    blueprint has it.
    """
    instead, name, kinds = finding.data.get("instead"), finding.data["name"], finding.data["targets"]
    found = _declared(case, kinds[0], name)
    known = found is not None and found[1]
    if instead:
        edit = Edit(finding.path, finding.span, instead)
        yield Fix(f"Change to `{instead}`", (edit,), safe=False, preferred=not known)
    if found:
        others = [label for kind, label in case.blueprint.declared if kind in kinds]
        own = known or slip_of(name, others) is None
        yield Fix(f"Declare `{refer(kinds[0], name)}`", (found[0],), safe=own, preferred=own, assumes=True)


def _declared(case: Case, kind: str, name: str) -> tuple[Edit, bool] | None:
    """The edit that declares a block, and whether the reference blueprint has one of that name."""
    if kind == "decision":
        return _decided(case, name)
    for parent, schema in _homes(case, kind):
        place = places.own_place(parent)
        if place is None or not place.element.node.items:
            continue
        if schema.required and not parent.blocks(kind):
            return None  # all blocks of this type are missing, which is a finding of its own
        sources = Reference.of(case.blueprint).blocks(parent, kind, name)
        skeletons = Skeletons(case.blueprint.vocabulary, case.blueprint)
        draft = Draft.of(whole.marked(sources[0])) if sources else skeletons.block(schema, name)
        found = places.insert_block(place, draft, behind=kind)
        return (found, bool(sources) and not _taken_over(kind, name)) if found else None
    return None


def _taken_over(kind: str, name: str) -> bool:
    """Whether the reference has a block only because the blueprint refers to it, be it by a slip."""
    ready = {"module": set(READY), "entity": {entity for names in READY.values() for entity in names}}
    return name not in {**ready, "service": {"api", "worker"}}.get(kind, {name})


def _decided(case: Case, name: str) -> tuple[Edit, bool] | None:
    decision = case.blueprint.vocabulary.decisions.get(name)
    section = case.blueprint.sections.get(decision.section) if decision else None
    place = places.own_place(section) if section else None
    if decision is None or decision.required or place is None:
        return None
    draft = whole.decision(case, decision, whole.recommended(case, decision))
    found = places.insert_block(place, draft, behind="decision")
    return (found, True) if found else None


def _homes(case: Case, kind: str) -> Iterator[tuple[Block, BlockSchema]]:
    """The blocks in which one of a type may stand: sections, and the blocks of sections such as `pipeline`."""
    for section in case.blueprint.sections.values():
        for block in (section, *section.blocks()):
            schema = block.schema.blocks.get(kind) if block.schema else None
            if schema:
                yield block, schema
