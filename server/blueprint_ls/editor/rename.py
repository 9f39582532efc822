"""Rename: a block's label and everything that names it, or a plain word on why that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.editor.mentions import (
    FIELD,
    Mention,
    labels,
    mentions,
    references,
    removals,
    resolve,
    subject,
)
from blueprint_ls.editor.targets import target_at
from blueprint_ls.fixes.fix import Edit
from blueprint_ls.judge.registry import Case
from blueprint_ls.language import values
from blueprint_ls.language.model import Block, Blueprint, Document
from blueprint_ls.language.reading import Ref, refer
from blueprint_ls.syntax import Block as BlockNode
from blueprint_ls.syntax import Span, Text, parse

_RESERVED = ("true", "false", "null")
_FIXED = {
    "remove": "The label of `remove` names a block of a base: rename that block in the base",
    "not_applicable": "The label of `not_applicable` names what does not apply: write another one instead",
}


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that can be changed."""

    span: Span
    """The name at the cursor, without quotes."""
    placeholder: str
    block: Block


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing can be renamed, for the person who asked."""

    message: str


def prepare(case: Case, document: Document, offset: int) -> Renaming | Refusal:
    """The name at a position, if it can be changed."""
    target = target_at(document, offset)
    block = subject(case.blueprint, target) if target else None
    if target is None or block is None or block.label is None or target.kind not in ("label", "reference", "word"):
        return Refusal(_no_name(target.place.element.name if target and target.kind == "label" else ""))
    message = _fixed(block) if target.span.start <= offset <= target.span.end else _no_name("")
    return Refusal(message) if message else Renaming(target.span, block.label, block)


def rename(
    case: Case, document: Document, offset: int, new_name: str, dependents: Sequence[Case] = ()
) -> tuple[Edit, ...] | Refusal:
    """The edits that give the block at a position another name, in every file of the blueprint.

    `dependents` are the blueprints that extend this one: their overrides, references and removals follow.
    """
    found = prepare(case, document, offset)
    if isinstance(found, Refusal):
        return found
    block = found.block
    if new_name == block.label:
        return ()
    spoken = [(case.blueprint, block), *_followers(block, dependents)]
    taken = (_taken(blueprint, same, new_name) for blueprint, same in spoken)
    message = _unfit(block, new_name) or next((why for why in taken if why), None)
    if message:
        return Refusal(message)
    edits = [edit for blueprint, same in spoken for edit in _edits(blueprint, same, new_name)]
    edits += [edit for dependent in dependents for edit in _removals(dependent.blueprint, block, new_name)]
    return tuple(dict.fromkeys(edits))


def _no_name(kind: str) -> str:
    return _FIXED.get(
        kind, "Only the name of a block can be changed: put the cursor on a label or on a reference to it"
    )


def _fixed(block: Block) -> str | None:
    """Why this block's label must stay."""
    outer = block.parent.schema.blocks.get(block.name) if block.parent and block.parent.schema else None
    title = f"{block.name} {block.label}"
    if block.name in _FIXED:
        return _FIXED[block.name]
    if outer and outer.labels:
        return f"`{title}` has its name from the vocabulary, so that it cannot be renamed"
    base = next((place for place in block.places if place.layer), None)
    if base:
        return f"`{title}` comes from the base in `{base.document.path.parent.name}`: rename it there"
    return None


def _unfit(block: Block, name: str) -> str | None:
    """Why a block of this kind cannot have this name."""
    form = block.schema.label if block.schema else "string" if _is_quoted(block) else "name"
    if form == "route":
        try:
            values.parse("route", name)
        except ValueError:
            return f"`{name}` is no route: write a method and a path, such as `GET /users/{{id}}`"
    if form in ("route", "string"):
        plain = name.strip() and name.isprintable()
        return None if plain else "A label needs text on one line"
    if name in _RESERVED or not _is_name(name):
        return f"`{name}` is no name: use letters, digits, `_` and `-`, and begin with a letter"
    return None


def _is_name(name: str) -> bool:
    """Whether the language reads it as one bare label."""
    tree = parse(Text.from_str(f"x {name} {{\n}}\n"))
    items = [item for _, item in tree.items]
    if tree.flawed or len(items) != 1 or not isinstance(items[0], BlockNode):
        return False
    return [(label.value, label.quoted) for label in items[0].labels] == [(name, False)]


def _is_quoted(block: Block) -> bool:
    return block.place.element.node.labels[0].quoted


def _taken(blueprint: Blueprint, block: Block, name: str) -> str | None:
    """Why the name is not free: what has it lies beside the block, or is found by the same references."""
    beside = block.parent.block(block.name, name) if block.parent else None
    other = beside or (blueprint.declared.get((block.name, name)) if block.name != FIELD else None)
    if other is None:
        return None
    place = other.place
    line = place.document.text.line_at(place.start) + 1
    return f"There is a {block.name} `{name}` already, in `{place.document.path.name}` on line {line}"


def _followers(block: Block, dependents: Sequence[Case]) -> Iterator[tuple[Blueprint, Block]]:
    """The same block as blueprints see it that extend the one in which it is renamed."""
    ends = {(place.document.path, place.start) for place in block.places}
    for dependent in dependents:
        for same in dependent.blueprint.walk():
            if any((place.document.path, place.start) in ends for place in same.places):
                yield dependent.blueprint, same


def _edits(blueprint: Blueprint, block: Block, name: str) -> Iterator[Edit]:
    """The changes in a blueprint's own files."""
    captured = {(edit.path, edit.span): edit for edit in _captured(blueprint, block, name)}
    own = {document.path for document in blueprint.documents}
    for mention in (*labels(block), *mentions(blueprint, block)):
        key = mention.document.path, mention.span
        if mention.kind != "removal" and mention.document.path in own and key not in captured:
            yield _edit(mention, block, name)
    yield from captured.values()


def _removals(blueprint: Blueprint, block: Block, name: str) -> Iterator[Edit]:
    own = {document.path for document in blueprint.documents}
    for mention in removals(blueprint, block.places):
        if mention.document.path in own:
            yield Edit(mention.document.path, mention.span, _escaped(name))


def _edit(mention: Mention, block: Block, name: str) -> Edit:
    """The mention with the new name in it, its form kept where the name allows it."""
    path = mention.document.path
    if mention.kind != "reference":
        quoted = mention.span != mention.whole
        return Edit(path, mention.span, _escaped(name) if quoted else name)
    if mention.bare and _is_name(name):
        return Edit(path, mention.span, name)
    written = refer(block.name, _escaped(name))
    brackets = mention.document.text.data[mention.whole.end - 1 : mention.whole.end] == b"]"
    if not mention.bare and brackets == written.endswith("]"):
        return Edit(path, mention.span, _escaped(name))
    return Edit(path, mention.whole, written)


def _captured(blueprint: Blueprint, block: Block, name: str) -> Iterator[Edit]:
    """Bare references that would lead elsewhere after the change: they are written out in full.

    A reference `api` that may lead to a module or a service leads to the module if there is one.
    """
    after = {key: found for key, found in blueprint.declared.items() if found is not block}
    after[block.name, name] = block
    own = {document.path for document in blueprint.documents}
    for place, attribute, ref in references(blueprint):
        wanted = resolve(blueprint, ref)
        if wanted is None or len(ref.targets) < 2 or place.document.path not in own:
            continue
        written = name if wanted is block else ref.name
        if _first(after, ref, written) is not wanted:
            start = place.start + attribute.offset + ref.offset
            span = Span(start, start + ref.width)
            yield Edit(place.document.path, span, refer(wanted.name, _escaped(written)))


def _first(declared: Mapping[tuple[str, str], Block], ref: Ref, name: str) -> Block | None:
    return next((declared[target, name] for target in ref.targets if (target, name) in declared), None)


def _escaped(text: str) -> str:
    """The text as it stands between quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("${", "$${").replace("%{", "%%{")
