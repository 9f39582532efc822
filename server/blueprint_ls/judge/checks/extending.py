"""`extends`, `lock` and `remove`: what a blueprint may do to its bases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.layers import BaseFault
from blueprint_ls.language.model import Block, Removal


@blueprint_check("missing-base", "circular-extends")
def unfollowed_bases(case: Case) -> Iterator[Finding]:
    """Entries of `extends` that lead nowhere, or back to where they came from."""
    for fault in case.blueprint.base_faults:
        if fault.cycle and fault.cycle[0] == case.blueprint.folder.resolve():
            yield _circle(fault)
        elif not fault.cycle and fault.document in case.blueprint.documents:
            yield _missing(fault, case.blueprint.folder)


def _circle(fault: BaseFault) -> Finding:
    shown = " → ".join(f"`{folder.name}`" for folder in fault.cycle)
    document, span = fault.own
    related = (Related(fault.document.path, fault.span, "This entry closes the circle"),)
    message = f"`extends` goes in a circle, {shown}: take one of them out"
    return Finding("circular-extends", document.path, span, message, "blueprint.extends", related=related)


def _missing(fault: BaseFault, folder: Path) -> Finding:
    shown = os.path.relpath(fault.target, folder)
    if fault.target.is_file():
        message = f"`{shown}` is a file: name its folder, `{os.path.dirname(shown) or '.'}`"
    elif fault.target.is_dir():
        message = f"The folder `{shown}` has no `.blueprint` file to extend"
    else:
        message = f"There is no folder `{shown}`: paths in `extends` start at this file's folder"
    return Finding("missing-base", fault.document.path, fault.span, message, "blueprint.extends")


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
            if removal.place.layer == 0 and removal.target and not removal.removed:
                yield _fruitless(removal, block)


def _fruitless(removal: Removal, block: Block) -> Finding:
    place = removal.place
    if removal.locked:
        related = (Related(removal.locked.document.path, removal.locked.header, "It is locked here"),)
        message = f"`{removal.target}` is locked by the base blueprint and cannot be removed"
        return Finding("locked-block", place.document.path, place.header, message, block.path, related=related)
    message = f"No base has `{removal.target}` in `{block.path}`: write the label as `block.label`, or take this out"
    return Finding("removes-nothing", place.document.path, place.header, message, block.path)
