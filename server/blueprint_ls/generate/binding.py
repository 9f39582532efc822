"""References of the reference blueprint, led to what the blueprint itself declares.

A blueprint with a store `main` of kind `primary_database` has no use for a second one named `postgres`: what would
refer to the second refers to the first. A blueprint that has some of the reference's own names lacks the others, and
gets them. Only parts that can stand for each other are exchanged; an endpoint, an alert
or an error of another meaning never is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from blueprint_ls.language.model import Block, Blueprint, Document
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import List, Text, parse

if TYPE_CHECKING:
    from blueprint_ls.generate.reference import Reference

PART = {
    "service": "kind",
    "store": "kind",
    "gateway": "kind",
    "client": "kind",
    "external": "kind",
    "monitor": "kind",
    "environment": "data",
    "error": "status",
    "rate_limit": "per",
}
"""Types of block of which one can stand for another, and the attribute that tells which."""
ANY = frozenset(
    {
        "gateway",
        "client",
        "monitor",
        "on_call",
        "severity",
        "dead_letter",
        "retry",
        "queue",
        "dashboard",
        "role",
        "layer",
    }
)
"""Types of which any other will do, where none plays the same part."""
ALSO = {"cache": "cache_and_queue", "queue": "cache_and_queue"}


def bound(document: Document, blueprint: Blueprint, reference: Reference) -> Document:
    """The document with its references led to what is declared."""
    changes = list(_changes(document, blueprint, reference))
    if not changes:
        return document
    data = document.text.data
    for start, end, label in sorted(changes, reverse=True):
        data = data[:start] + label.encode() + data[end:]
    return _once(_parsed(document, data, blueprint.vocabulary), blueprint.vocabulary)


def _changes(document: Document, blueprint: Blueprint, reference: Reference) -> Iterator[tuple[int, int, str]]:
    for top, element in document.elements:
        for start, found in element.walk(top):
            for attribute in found.attributes.values():
                for ref in attribute.references:
                    label = _standing_in(ref, blueprint, reference)
                    if label and label.isidentifier():
                        at = start + attribute.offset + ref.offset
                        yield at, at + ref.width, label


def _standing_in(ref: Ref, blueprint: Blueprint, reference: Reference) -> str | None:
    """The label of the declared block that plays the part of the one referred to; None where it stays."""
    kind = ref.targets[0]
    if len(ref.targets) > 1 or (kind, ref.name) in blueprint.declared or kind not in {*PART, *ANY}:
        return None
    declared = [block for (found, _), block in blueprint.declared.items() if found == kind]
    if not declared:
        return None
    if reference.knows(kind, {block.label or "" for block in declared}):
        return None
    part = _part(kind, ref.name, reference)
    for wanted in (part, ALSO.get(str(part))):
        for block in declared:
            if wanted is not None and _plays(block, kind) == wanted:
                return block.label
    return declared[0].label if kind in ANY else None


def _part(kind: str, label: str, reference: Reference) -> object:
    for name, section in reference.blueprint.vocabulary.sections.items():
        if kind in section.schema.blocks:
            return reference.raw_value(name, kind, label, PART.get(kind, ""))
    return None


def _plays(block: Block, kind: str) -> object:
    found: object = block.get(PART.get(kind, ""))
    return found


def _once(document: Document, vocabulary: Vocabulary) -> Document:
    """Each element of a list of references once: two parts may have been led to one block."""
    data = document.text.data
    for start, node in sorted(_lists(document), key=lambda pair: -pair[0]):
        texts = [element.text() for _, element in node.elements]
        if len(set(texts)) < len(texts):
            kept = b", ".join(dict.fromkeys(texts))
            data = data[:start] + b"[" + kept + b"]" + data[start + node.width :]
    return _parsed(document, data, vocabulary)


def _lists(document: Document) -> Iterator[tuple[int, List]]:
    for top, element in document.elements:
        for start, found in element.walk(top):
            for attribute in found.attributes.values():
                if attribute.references and isinstance(attribute.node.value, List):
                    yield start + attribute.offset + attribute.node.value_offset, attribute.node.value


def _parsed(document: Document, data: bytes, vocabulary: Vocabulary) -> Document:
    text = Text(data)
    return Document.of(document.path, text, parse(text), vocabulary)
