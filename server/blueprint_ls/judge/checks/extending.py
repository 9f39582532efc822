"""`extends`, `lock` and `remove`: what a blueprint may do to its bases."""

from __future__ import annotations

import os
from collections.abc import Iterator

from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block, Removal


@blueprint_check("missing-base", "circular-extends")
def unfollowed_bases(case: Case) -> Iterator[Finding]:
    """Entries of `extends` that lead nowhere, or back to where they came from."""
    for fault in case.blueprint.base_faults:
        if fault.document not in case.blueprint.documents:
            continue
        shown = os.path.relpath(fault.target, case.blueprint.folder)
        if fault.cycle:
            circle = " → ".join(f"`{folder.name}`" for folder in fault.cycle)
            rule, message = "circular-extends", f"`extends` goes in a circle, {circle}: take one of them out"
        elif fault.target.is_dir():
            rule, message = "missing-base", f"The folder `{shown}` has no `.blueprint` file to extend"
        else:
            rule, message = "missing-base", f"There is no folder `{shown}`: paths in `extends` start at this file's folder"
        yield Finding(rule, fault.document.path, fault.span, message, "blueprint.extends")


@blueprint_check("locked-block")
def locked_blocks(case: Case) -> Iterator[Finding]:
    """Attributes set, or blocks added, in what a base has locked."""
    for block in case.blueprint.walk():
        lock = _lock(block)
        if lock is None:
            continue
        for place in block.places:
            if place.layer == 0 and (place.element.attributes or place.element.children):
                yield Finding(
                    "locked-block",
                    place.document.path,
                    place.header,
                    f"`{block.path}` is locked by the base blueprint: take it out here, or have the base changed",
                    block.schema.path if block.schema else block.path,
                    related=(lock,),
                )


def _lock(block: Block) -> Related | None:
    for place in block.places:
        attribute = place.element.attributes.get("lock")
        if place.layer and attribute and attribute.value is True:
            return Related(place.document.path, place.attribute_span(attribute), "It is locked here")
    return None


@blueprint_check("removes-nothing", "locked-block")
def removals(case: Case) -> Iterator[Finding]:
    """`remove` blocks that take out nothing, or what a base has locked."""
    for block in case.blueprint.walk():
        for removal in block.removals:
            if removal.place.layer == 0 and not removal.removed:
                yield _fruitless(removal, block)


def _fruitless(removal: Removal, block: Block) -> Finding:
    place = removal.place
    if removal.locked:
        related = (Related(removal.locked.document.path, removal.locked.header, "It is locked here"),)
        message = f"`{removal.target}` is locked by the base blueprint and cannot be removed"
        return Finding("locked-block", place.document.path, place.header, message, block.path, related=related)
    message = f"No base has `{removal.target}` in `{block.path}`: write the label as `block.label`, or take this out"
    return Finding("removes-nothing", place.document.path, place.header, message, block.path)
