"""Completion: sections, blocks, labels, attributes, options, references, typed values, paths, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor import labels, values
from blueprint_ls.editor.cursor import Cursor, Spot, cursor_at
from blueprint_ls.generate.draft import Draft, Stop
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge import describe
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.model import Document
from blueprint_ls.language.schema import ANY_NAME, AttributeSchema, BlockSchema
from blueprint_ls.syntax import Span


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that could stand at the cursor."""

    label: str
    kind: str
    """`section`, `block`, `label`, `attribute`, `option`, `word`, `reference`, `value`, `path` or `text`."""
    detail: str
    text: str
    """What is inserted where the client has no snippets, indented to the cursor's depth."""
    snippet: str | None
    """The same with tab stops; its lines are indented from its own first line, which clients take further in."""
    replace: Span
    order: int
    """Lower comes first."""
    page: str = ""
    """What `documentation` explains it by."""


def complete(case: Case, document: Document, offset: int) -> list[Completion]:
    """What may stand at a position, best first."""
    cursor = cursor_at(document, case.blueprint.vocabulary, offset)
    if cursor.schema is None or cursor.spot is Spot.NOWHERE:
        return []
    found = list(_at(case, document, cursor))
    return sorted(found, key=lambda item: (item.order, item.label))


def documentation(knowledge: Knowledge, page: str) -> str:
    """The documentation of a completion, by the key it carries."""
    kind, _, name = page.partition(":")
    owner, _, last = name.rpartition(".")
    vocabulary = knowledge.vocabulary
    decision = vocabulary.decisions.get(name if kind == "decision" else owner)
    if kind == "option" and decision and last in decision.options:
        return describe.option(decision.options[last], knowledge.options.get((owner, last)))
    if kind == "decision" and decision:
        return describe.decision(decision, knowledge.decisions.get(name))
    if kind == "section" and name in vocabulary.sections:
        return describe.section(vocabulary.sections[name], knowledge.sections.get(name))
    if kind == "rule" and name in knowledge.rules:
        return describe.rule(knowledge, name)
    return _place(knowledge, kind, name)


def _place(knowledge: Knowledge, kind: str, name: str) -> str:
    """The documentation of a block, a label, an attribute or a word, by its path."""
    path, _, word = name.partition("#")
    owner, _, last = path.rpartition(".")
    schema = _schema(knowledge.vocabulary.root, owner if kind in ("attribute", "word") else path)
    if schema is None or not path:
        return ""
    if kind in ("attribute", "word"):
        attribute = schema.attributes.get(last)
        known = attribute.values.get(word) if attribute else None
        return known or (describe.attribute(attribute) if attribute else "")
    return schema.labels.get(word) or describe.block(schema, knowledge.blocks.get(schema.path))


def _schema(root: BlockSchema, path: str) -> BlockSchema | None:
    """The schema at a path such as `api.endpoint` or `data.decision.orm`."""
    found: BlockSchema | None = root
    parts = path.split(".") if path else []
    while parts and found:
        child = found.child(parts.pop(0))
        if child and parts and parts[0] in child.variants:
            child = child.variants[parts.pop(0)]
        found = child
    return found


def _at(case: Case, document: Document, cursor: Cursor) -> Iterator[Completion]:
    if cursor.spot is Spot.NAME:
        yield from _names(case, cursor)
    elif cursor.spot is Spot.LABEL:
        yield from _labels(case, document, cursor)
    elif cursor.attribute:
        yield from _values(case, cursor, cursor.attribute)


def _names(case: Case, cursor: Cursor) -> Iterator[Completion]:
    assert cursor.schema is not None
    taken = _present(case, cursor)
    for at, attribute in enumerate(cursor.schema.attributes.values()):
        if attribute.name not in taken or attribute.name == cursor.prefix:
            yield _attribute(case, cursor, attribute, at)
    if cursor.blocks and cursor.blocks[-1].element.node.one_line:
        return  # a block on one line holds no other
    for at, block in enumerate(cursor.schema.blocks.values()):
        if block.name == ANY_NAME:
            yield from _rule_names(case, cursor, taken)
        elif (block.many or block.name not in taken) and not block.variants:
            yield _block(case, cursor, block, at)
    yield from _missing_decisions(case, cursor)


def _present(case: Case, cursor: Cursor) -> set[str]:
    """What the innermost block states already; for the file, the sections that any file has."""
    if not cursor.blocks:
        return {block.name for block in case.blueprint.top}
    element = cursor.blocks[-1].element
    return {*element.attributes, *(child.name for _, child in element.children)}


def _attribute(case: Case, cursor: Cursor, schema: AttributeSchema, at: int) -> Completion:
    assert cursor.schema is not None
    draft = Draft()
    draft.add(f"{schema.name} = ", Stop(_first_value(case, cursor, schema)))
    choosing = schema.type.kind in ("enum", "ref")
    return Completion(
        label=schema.name,
        kind="attribute",
        detail=f"{schema.type}{', required' if schema.required else ''}",
        text=draft.text,
        snippet=f"{schema.name} = $0" if choosing else draft.snippet,
        replace=cursor.replace,
        order=(0 if schema.required else 200 if schema.name in ("assumed", "lock") else 100) + at,
        page=f"attribute:{cursor.schema.path}.{schema.name}",
    )


def _first_value(case: Case, cursor: Cursor, schema: AttributeSchema) -> str:
    """A value to begin with; none where nothing is declared that could be referred to."""
    option = values.chosen_option(case, cursor.blocks[-1].element) if cursor.blocks else None
    texts = {"because": option.because, "accepts": option.accepts}.get(schema.name) if option else None
    if texts:
        return values.in_quotes(texts[0])
    if schema.name in ("assumed", "lock"):
        return "true"
    value = Skeletons(case.blueprint.vocabulary, case.blueprint).value(schema)
    return value or ("[]" if schema.type.kind == "list" else "")


def _block(case: Case, cursor: Cursor, schema: BlockSchema, at: int) -> Completion:
    skeletons = Skeletons(case.blueprint.vocabulary, case.blueprint)
    top = not cursor.blocks and schema.name in case.blueprint.vocabulary.sections
    label = _free_label(cursor, schema)
    draft = skeletons.section(schema.name) if top else skeletons.block(schema, label, assumed=False)
    rank = 250 if schema.name in ("remove", "not_applicable") else 20 if schema.required else 150
    section = case.blueprint.vocabulary.sections.get(schema.name) if top else None
    return Completion(
        label=schema.name,
        kind="section" if top else "block",
        detail=section.summary if section else describe.sentence(schema.doc),
        text=_hung(draft, cursor),
        snippet=draft.snippet,
        replace=cursor.replace,
        order=rank + at,
        page=f"section:{schema.name}" if top else f"block:{schema.path}",
    )


def _free_label(cursor: Cursor, schema: BlockSchema) -> str | None:
    """The first label of a fixed set that no block beside the cursor has."""
    siblings = cursor.blocks[-1].element.children if cursor.blocks else ()
    taken = {child.label for _, child in siblings if child.name == schema.name}
    return next((label for label in schema.labels if label not in taken), None)


def _missing_decisions(case: Case, cursor: Cursor) -> Iterator[Completion]:
    """Whole decisions that the section asks for and that nobody has made."""
    if len(cursor.blocks) != 1:
        return
    section = cursor.blocks[0].element.name
    skeletons = Skeletons(case.blueprint.vocabulary, case.blueprint)
    for at, decision in enumerate(case.blueprint.vocabulary.decisions.values()):
        if decision.section == section and ("decision", decision.name) not in case.blueprint.declared:
            draft = skeletons.decision(decision)
            yield Completion(
                label=f"decision {decision.name}",
                kind="block",
                detail=decision.question,
                text=_hung(draft, cursor),
                snippet=draft.snippet,
                replace=cursor.replace,
                order=10 + at,
                page=f"decision:{decision.name}",
            )


def _rule_names(case: Case, cursor: Cursor, taken: set[str]) -> Iterator[Completion]:
    for at, rule in enumerate(case.knowledge.rules.values()):
        if rule.name not in taken:
            text = f"{rule.name} {{ severity = {rule.severity} }}"
            snippet = f"{rule.name} {{ severity = ${{1|error,warning,information,off|}} \\}}$0"
            page = f"rule:{rule.name}"
            yield Completion(rule.name, "block", rule.title, text, snippet, cursor.replace, at, page)


def _labels(case: Case, document: Document, cursor: Cursor) -> Iterator[Completion]:
    schema = cursor.schema.child(cursor.name) if cursor.schema else None
    if schema is None or schema.label is None:
        return
    siblings = cursor.blocks[-1].element.children if cursor.blocks else document.elements
    taken = {child.label for _, child in siblings if child.name == schema.name}
    taken.discard(document.text.slice(cursor.replace))
    for at, (label, doc) in enumerate(labels.known(case, cursor, schema).items()):
        if label and label not in taken:
            text = label if cursor.quoted else schema.spelled(label)
            page = f"decision:{label}" if schema.name == "decision" else f"label:{schema.path}#{label}"
            yield Completion(label, "label", describe.sentence(doc), text, None, cursor.replace, at, page)


def _values(case: Case, cursor: Cursor, schema: AttributeSchema) -> Iterator[Completion]:
    assert cursor.schema is not None
    own = f"attribute:{cursor.schema.path}.{schema.name}"
    for at, found in enumerate(values.offered(case, cursor, schema)):
        page = found.page or own
        yield Completion(found.label, found.kind, found.detail, found.text, None, cursor.replace, at, page)


def _hung(draft: Draft, cursor: Cursor) -> str:
    """The draft as plain text that continues a line: all lines but the first are indented as deep as the cursor."""
    first, *rest = draft.text.split("\n")
    margin = "  " * len(cursor.blocks)
    return "\n".join([first, *(margin + line if line else line for line in rest)])
