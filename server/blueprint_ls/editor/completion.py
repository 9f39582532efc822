"""Completion: sections, blocks, labels, attributes, options, references, typed values, paths, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint_ls.editor import values
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
    """What is inserted where the client has no snippets."""
    snippet: str | None
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
    if kind == "option":
        option = vocabulary.decisions[owner].options[last]
        return describe.option(option, knowledge.options.get((owner, last)))
    if kind == "decision":
        return describe.decision(vocabulary.decisions[name], knowledge.decisions.get(name))
    if kind == "section":
        return describe.section(vocabulary.sections[name], knowledge.sections.get(name))
    if kind == "rule":
        return describe.rule(knowledge, name)
    return _place(knowledge, kind, name)


def _place(knowledge: Knowledge, kind: str, name: str) -> str:
    path, _, word = name.partition("#")
    owner, _, last = path.rpartition(".")
    schema = _schema(knowledge.vocabulary.root, owner if kind in ("attribute", "word") else path)
    if schema is None:
        return ""
    if kind == "word":
        return schema.attributes[last].values.get(word, "") if last in schema.attributes else ""
    if kind == "label":
        return schema.labels.get(word, "")
    return describe.attribute(schema.attributes[last]) if kind == "attribute" else describe.block(schema)


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
        yield from _labels(case, cursor)
    else:
        yield from _values(case, document, cursor)


def _names(case: Case, cursor: Cursor) -> Iterator[Completion]:
    assert cursor.schema is not None
    taken = _present(case, cursor)
    for at, attribute in enumerate(cursor.schema.attributes.values()):
        if attribute.name not in taken or attribute.name == cursor.prefix:
            yield _attribute(case, cursor, attribute, at)
    for at, block in enumerate(cursor.schema.blocks.values()):
        if block.name == ANY_NAME:
            yield from _rule_names(case, cursor)
        elif block.many or block.name not in taken:
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
    value = Skeletons(case.blueprint.vocabulary, case.blueprint).value(schema) or schema.example
    draft = Draft()
    draft.add(f"{schema.name} = ", Stop("true" if schema.name in ("assumed", "lock") else value))
    choosing = schema.type.kind in ("enum", "ref")
    detail = f"{schema.type}{', required' if schema.required else ''}"
    return Completion(
        label=schema.name,
        kind="attribute",
        detail=detail,
        text=f"{schema.name} = " if choosing else draft.text,
        snippet=f"{schema.name} = $0" if choosing else draft.snippet,
        replace=cursor.replace,
        order=(0 if schema.required else 200 if schema.name in ("assumed", "lock") else 100) + at,
        page=f"attribute:{cursor.schema.path}.{schema.name}",
    )


def _block(case: Case, cursor: Cursor, schema: BlockSchema, at: int) -> Completion:
    skeletons = Skeletons(case.blueprint.vocabulary, case.blueprint)
    top = not cursor.blocks and schema.name in case.blueprint.vocabulary.sections
    draft = skeletons.section(schema.name) if top else skeletons.block(schema, assumed=False)
    moved = _hung(draft, len(cursor.blocks))
    rank = 250 if schema.name in ("remove", "not_applicable") else 20 if schema.required else 150
    section = case.blueprint.vocabulary.sections.get(schema.name) if top else None
    return Completion(
        label=schema.name,
        kind="section" if top else "block",
        detail=section.summary if section else describe.sentence(schema.doc),
        text=moved.text,
        snippet=moved.snippet,
        replace=cursor.replace,
        order=rank + at,
        page=f"section:{schema.name}" if top else f"block:{schema.path}",
    )


def _missing_decisions(case: Case, cursor: Cursor) -> Iterator[Completion]:
    """Whole decisions that the section asks for and that nobody has made."""
    if len(cursor.blocks) != 1:
        return
    section = cursor.blocks[0].element.name
    skeletons = Skeletons(case.blueprint.vocabulary, case.blueprint)
    for at, decision in enumerate(case.blueprint.vocabulary.decisions.values()):
        if decision.section == section and ("decision", decision.name) not in case.blueprint.declared:
            draft = _hung(skeletons.decision(decision), 1)
            yield Completion(
                label=f"decision {decision.name}",
                kind="block",
                detail=decision.question,
                text=draft.text,
                snippet=draft.snippet,
                replace=cursor.replace,
                order=10 + at,
                page=f"decision:{decision.name}",
            )


def _rule_names(case: Case, cursor: Cursor) -> Iterator[Completion]:
    for at, rule in enumerate(case.knowledge.rules.values()):
        text = f"{rule.name} {{ severity = {rule.severity} }}"
        snippet = f"{rule.name} {{ severity = ${{1|error,warning,information,off|}} \\}}$0"
        yield Completion(
            rule.name, "block", rule.title, text, snippet, cursor.replace, at, f"rule:{rule.name}"
        )


def _labels(case: Case, cursor: Cursor) -> Iterator[Completion]:
    schema = cursor.schema.child(cursor.name) if cursor.schema else None
    if schema is None or schema.label is None:
        return
    siblings = cursor.blocks[-1].element.children if cursor.blocks else ()
    taken = {child.label for _, child in siblings if child.name == schema.name}
    known = dict(schema.labels) or dict.fromkeys((schema.example, *schema.suggest), "")
    for at, (label, doc) in enumerate(known.items()):
        if label and (label not in taken or label == cursor.prefix):
            text = label if cursor.quoted else schema.spelled(label)
            page = f"decision:{label}" if schema.name == "decision" else f"label:{schema.path}#{label}"
            yield Completion(label, "label", describe.sentence(doc), text, None, cursor.replace, at, page)


def _values(case: Case, document: Document, cursor: Cursor) -> Iterable[Completion]:
    if cursor.attribute is None:
        return []
    offered = values.offered(case, document, cursor, cursor.attribute)
    return [
        Completion(o.label, o.kind, o.detail, o.text, None, cursor.replace, at, o.page)
        for at, o in enumerate(offered)
    ]


def _hung(draft: Draft, depth: int) -> Draft:
    """The draft as it continues a line that is indented already: its first line stays where the cursor is."""
    moved = draft.indented(depth)
    first = ("", *moved.lines[0][1:])
    return Draft([first, *moved.lines[1:]])
