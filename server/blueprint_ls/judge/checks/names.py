"""Names that the vocabulary does not have, and labels that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.judge.finding import Finding, Local, shift
from blueprint_ls.judge.registry import Case, blueprint_check, element_check
from blueprint_ls.language.elements import Element, lacks_equals, meant_attribute
from blueprint_ls.language.schema import BlockSchema, Vocabulary, walk
from blueprint_ls.language.suggest import closest
from blueprint_ls.language.values import parse
from blueprint_ls.syntax import Attribute as AttributeNode
from blueprint_ls.syntax import Missing, Span

_PARAMETER = re.compile(r"/:([A-Za-z_]\w*)")
"""A parameter as Express and others write it."""


@blueprint_check("unknown-block", "misplaced-block", "misplaced-attribute")
def top_level_blocks(case: Case) -> Iterator[Finding]:
    """Blocks of the file itself that are no section."""
    vocabulary = case.blueprint.vocabulary
    for document in case.blueprint.documents:
        for start, element in document.elements:
            if element.schema is None and element.name:
                yield _unknown_block(element, vocabulary.root, element.node.name_span, vocabulary).at(
                    document.path, start
                )
        for start, item in document.tree.items:
            if isinstance(item, AttributeNode) and not _is_being_typed(item):
                message = f"`{item.name}` stands outside every block: attributes belong in the header or in a section"
                yield Finding("misplaced-attribute", document.path, Span(start, start + item.width), message)


@element_check("unknown-block", "misplaced-block")
def unknown_blocks(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Blocks inside a block that have no place there."""
    if element.schema is None:
        return
    for offset, child in element.children:
        if child.schema is None and child.name and not lacks_equals(child.node, element.schema):
            yield _unknown_block(child, element.schema, shift(child.node.name_span, offset), vocabulary)


def _unknown_block(child: Element, parent: BlockSchema, span: Span, vocabulary: Vocabulary) -> Local:
    where = f"`{parent.path}`" if parent.path else "a blueprint"
    if child.name in parent.attributes:
        shown = f"{child.name} = {parent.attributes[child.name].example}"
        message = (
            f"`{child.name}` is an attribute of {where}: write `{shown if len(shown) <= 60 else child.name + ' = …'}`"
        )
        return Local("unknown-block", span, message, parent.path, {"name": child.name, "instead": None})
    for kind in parent.blocks.values() if child.label is None else ():
        if child.name in kind.labels:
            whole = f"{kind.name} {kind.spelled(child.name)}"
            message = f"There is no block `{child.name}` in {where}: did you mean `{whole}`?"
            return Local("unknown-block", span, message, parent.path, {"name": child.name, "instead": whole})
    homes = sorted(found.path.rpartition(".")[0] for found in walk(vocabulary.root) if found.name == child.name)
    if homes and child.name not in ("remove", "not_applicable"):
        home = f"it belongs in `{homes[0]}`" if homes[0] else "it stands at the top of the file"
        message = f"`{child.name}` has no place in {where}: {home}"
        return Local("misplaced-block", span, message, parent.path, {"name": child.name, "home": homes[0]})
    near = closest(child.name, parent.blocks)
    hint = f": did you mean `{near}`?" if near else _known_blocks(parent)
    data = {"name": child.name, "instead": near}
    what = f"block `{child.name}` in {where}" if parent.path else f"section `{child.name}`"
    return Local("unknown-block", span, f"There is no {what}{hint}", parent.path, data)


def _known_blocks(parent: BlockSchema) -> str:
    names = [f"`{name}`" for name in parent.blocks if name not in ("remove", "not_applicable", "blueprint")]
    if not parent.path:
        return f"; the sections are {', '.join(names)}"
    if not names:
        return ", which holds attributes only"
    return f"; it holds {', '.join(names[:8])}{', …' if len(names) > 8 else ''}"


@element_check("unknown-attribute")
def unknown_attributes(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Attributes that the block does not have."""
    if element.schema is None:
        return
    for attribute in (*element.attributes.values(), *element.repeated):
        if attribute.schema is None and not _is_being_typed(attribute.node):
            span = shift(attribute.node.name_span, attribute.offset)
            near = meant_attribute(attribute.name, element.schema, element.attributes)
            message = f"`{element.name}` has no attribute `{attribute.name}`"
            if attribute.name in element.schema.blocks:
                message += f": it is a block, written `{attribute.name} {{ … }}`"
            elif near:
                message += f": did you mean `{near}`?"
            data = {"name": attribute.name, "instead": near}
            yield Local("unknown-attribute", span, message, element.schema.path, data)


def _is_being_typed(node: AttributeNode) -> bool:
    """Whether there is a name and nothing else yet: it may become a block, or another name."""
    return node.equals_offset < 0 and isinstance(node.value, Missing)


@element_check("duplicate-attribute")
def duplicate_attributes(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """An attribute that stands twice in one block."""
    for attribute in element.repeated:
        if _is_being_typed(attribute.node):
            continue
        first = element.attributes[attribute.name]
        span = Span(attribute.offset, attribute.offset + attribute.node.width)
        before = Span(first.offset, first.offset + first.node.width)
        message = f"`{attribute.name}` stands twice in this block: keep one"
        yield Local("duplicate-attribute", span, message, related=((before, "It stands here already"),))


@element_check("wrong-label", "unknown-label")
def labels(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """A label that is missing, one too many, or none of those that the block can have."""
    schema, found = element.schema, element.node.labels
    if schema is None:
        return
    name = element.node.name_span
    if schema.label is None and found:
        message = f"`{element.name}` takes no label: write `{element.name} {{`"
        yield Local("wrong-label", found[0].span, message, schema.path, {"remove": True})
    elif schema.label and not found:
        message = f"`{element.name}` needs a label, as in `{_example(schema)}`"
        yield Local("wrong-label", name, message, schema.path)
    elif len(found) > 1:
        message = f"`{element.name}` takes one label, not {len(found)}"
        yield Local("wrong-label", found[1].span, message, schema.path)
    elif schema.label == "enum" and found[0].value not in schema.labels:
        yield _unknown_label(element, schema, vocabulary)
    elif schema.label == "route" and not element.node.issues and not _is_route(found[0].value):
        message = f"`{found[0].value}` is no route: write a method and a path, as in `{_example(schema)}`"
        yield Local("wrong-label", found[0].span, message, schema.path)
    elif (
        schema.label == "route"
        and found[0].quoted
        and (braced := _PARAMETER.sub(r"/{\1}", found[0].value)) != found[0].value
    ):
        message = f"Parameters of a path stand in braces: write `{braced}`"
        yield Local("wrong-label", found[0].span, message, schema.path, {"instead": f'"{braced}"'})
    elif found and found[0].quoted and schema.spelled(found[0].value) == found[0].value:
        message = f"`{found[0].value}` is a name: write it without quotes"
        yield Local("wrong-label", found[0].span, message, schema.path, {"instead": found[0].value})
    elif schema.label == "name" and found[0].quoted:
        message = f"The label of `{element.name}` is a name without blanks or signs, as in `{_example(schema)}`"
        yield Local("wrong-label", found[0].span, message, schema.path)


def _is_route(label: str) -> bool:
    try:
        parse("route", label)
    except ValueError:
        return False
    return True


def _unknown_label(element: Element, schema: BlockSchema, vocabulary: Vocabulary) -> Local:
    label = element.node.labels[0]
    near = closest(label.value, schema.labels)
    known = ", ".join(f"`{name}`" for name in list(schema.labels)[:8])
    home = vocabulary.decisions.get(label.value) if element.name == "decision" else None
    if home:
        near, hint = None, f": it belongs in `{home.section}`"
    else:
        hint = f": did you mean `{near}`?" if near else f"; known here: {known}"
    message = f"There is no {element.name} `{label.value}` in `{schema.path.split('.')[0]}`{hint}"
    instead = schema.spelled(near) if near else None
    return Local("unknown-label", label.span, message, schema.path, {"name": label.value, "instead": instead})


def _example(schema: BlockSchema) -> str:
    label = schema.example or next(iter(schema.labels), "name")
    return f"{schema.name} {schema.spelled(label)} {{"
