"""What is missing, filled in with real values and marked `assumed`."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Edit, Fix, later
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Document
from blueprint_ls.syntax import Span


@fixer("missing-header")
def missing_header(finding: Finding, case: Case) -> Iterator[Fix]:
    """The `blueprint "name" { … }` block, named after the folder."""
    document = places.document_at(case, finding.path)
    schema = case.blueprint.vocabulary.root.blocks.get("blueprint")
    if document and schema:
        draft = Draft()
        draft.add(f'blueprint "{finding.data["name"]}" {{')
        draft.add("language = 1", indent=1)
        draft.add("}")
        tail = "\n\n" if document.text.data.strip() else "\n"
        start = 3 if document.text.data.startswith(b"\xef\xbb\xbf") else 0
        found = places.edit(document, Span(start, start), draft.text + tail)
        yield Fix("Insert the header", (found,), safe=True)


@fixer("missing-section")
def missing_section(finding: Finding, case: Case) -> Iterator[Fix]:
    """The section, at its place in the order."""
    name = finding.data["section"]
    drafted = later(lambda: (section_edit(case, name, whole.section(case, name)),))
    yield Fix(f"Insert section `{name}`", drafted, safe=True, assumes=True)


@fixer("missing-attribute", "missing-because", "missing-accepts", "undescribed-option")
def missing_attribute(finding: Finding, case: Case) -> Iterator[Fix]:
    """The attribute with its default, or with the value that its page gives."""
    block, name = _block(finding, case), finding.data.get("attribute", "")
    schema = block.schema.attributes.get(name) if block and block.schema else None
    place = places.own_place(block) if block else None
    if block and place is None:
        yield from _opened(case, block)
    if place is None or schema is None or block is None:
        return
    for value in whole.values(case, schema, block)[:4]:
        found = places.insert_marked(place, Skeletons(case.blueprint.vocabulary).assigned(schema, value))
        if found:
            yield Fix(f"Insert `{name} = {_short(value)}`", found, safe=True, assumes=True)


@fixer("missing-block")
def missing_block(finding: Finding, case: Case) -> Iterator[Fix]:
    """The block, with what it must state."""
    parent, name = _block(finding, case), finding.data["block"]
    schema = parent.schema.blocks.get(name) if parent and parent.schema else None
    place = places.own_place(parent) if parent else None
    if parent and place is None:
        yield from _opened(case, parent)
    if place and schema:
        label = finding.data.get("label")
        found = places.insert_block(place, whole.blocks(case, parent, schema, label)) if parent else None
        if found:
            title = f"{name} {schema.spelled(label)}" if label else name
            yield Fix(f"Insert `{title}`", (found,), safe=True, assumes=True)


@fixer("missing-decision")
def missing_decision(finding: Finding, case: Case) -> Iterator[Fix]:
    """The decision, for the option that what is stated speaks for, and for every other one."""
    parent = _block(finding, case)
    decision = case.blueprint.vocabulary.decisions[finding.data["decision"]]
    place = places.own_place(parent) if parent else None
    if parent and place is None:
        yield from _opened(case, parent)
    best = whole.recommended(case, decision)
    for name in dict.fromkeys((best, *decision.options)) if place else ():
        found = places.insert_block(place, whole.decision(case, decision, name), behind="decision") if place else None
        if found:
            option = decision.options.get(name)
            title = f"Decide `{decision.name}`: {option.title if option else name}"
            yield Fix(title, (found,), True, preferred=name == best, assumes=True)


@fixer("empty-block")
def empty_block(finding: Finding, case: Case) -> Iterator[Fix]:
    """All that the block must state."""
    block = _block(finding, case)
    place = places.own_place(block) if block else None
    if place is None or block is None or block.schema is None:
        return
    found = places.insert_attribute(place, whole.body(case, block, block.schema))
    if found:
        yield Fix(f"Fill `{block.name}`", (found,), safe=True, assumes=True)


@fixer("empty-value")
def empty_value(finding: Finding, case: Case) -> Iterator[Fix]:
    """A real value in place of an empty one."""
    example = _better(finding, case) or finding.data.get("example")
    if example:
        yield Fix(f"Write `{_short(example)}`", (Edit(finding.path, finding.span, example),), True, assumes=True)


def _better(finding: Finding, case: Case) -> str | None:
    """What belongs in the place of an empty value, as far as the rest of the blueprint says."""
    for block in case.blueprint.walk():
        place = places.own_place(block)
        if place is None or place.document.path != finding.path:
            continue
        for attribute in place.element.attributes.values():
            if attribute.schema and place.value_span(attribute) == finding.span:
                return next(iter(whole.values(case, attribute.schema, block)), None)
    return None


def section_edit(case: Case, name: str, draft: Draft) -> Edit:
    """The edit that puts a section where the order wants it."""
    order = ["blueprint", *case.blueprint.vocabulary.sections]
    earlier = [block for block in case.blueprint.top if block.name in order[: order.index(name)]]
    own = [place for block in earlier for place in block.places if place.layer == 0]
    if own:
        last = max(own, key=lambda place: (order.index(place.element.name), place.start))
        end = _line_end(last.document, last.span.end)
        return places.edit(last.document, Span(end, end), f"\n\n{draft.text}", f"\n\n{draft.snippet}")
    document = case.blueprint.documents[0]
    later = [start for start, element in document.elements if element.name in order]
    if later:
        at = Span(later[0], later[0])
        return places.edit(document, at, f"{draft.text}\n\n", f"{draft.snippet}\n\n")
    end = len(document.text.data)
    lead = "" if not document.text.data.strip() else "\n"
    return places.edit(document, Span(end, end), f"{lead}{draft.text}\n", f"{lead}{draft.snippet}\n")


def _line_end(document: Document, offset: int) -> int:
    return document.text.line_span(document.text.line_at(offset)).end


def _opened(case: Case, block: Block) -> Iterator[Fix]:
    """A section that only a base has, begun here: what it lacks can then be filled in."""
    if block.parent is None and case.blueprint.documents:
        draft = Draft()
        draft.add(f"{block.name} {{")
        draft.add("}")
        edit = section_edit(case, block.name, draft)
        yield Fix(f"Begin section `{block.name}` here", (edit,), safe=True, assumes=True)


def _block(finding: Finding, case: Case) -> Block | None:
    """The merged block that a finding about something missing is about."""
    path = finding.data.get("path")
    for block in case.blueprint.walk():
        own = [place for place in block.places if place.layer == 0]
        here = any(p.document.path == finding.path and p.start == finding.span.start for p in own)
        if path in (None, block.path) and (here or (path and not own)):
            return block
    return None


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= 48 else f"{flat[:47]}…"
