"""Front matter to the vocabulary's types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from blueprint_ls.language.schema import (
    ANY_NAME,
    AttributeSchema,
    BlockSchema,
    Decision,
    Distinction,
    Option,
    Section,
    Vocabulary,
)
from blueprint_ls.language.types import Type, parse_type

HEADER = "header"
COMMON = "common"


def option(values: Mapping[str, Any]) -> Option:
    """An option page."""
    lists = {key: tuple(map(str, values.get(key, ()))) for key in ("because", "accepts", "packages")}
    choices = {key: tuple(map(str, values.get(key, ()))) for key in ("implies", "excludes")}
    return Option(
        name=str(values["option"]),
        decision=str(values["decision"]),
        title=str(values["title"]),
        summary=str(values["summary"]),
        burden=int(values.get("burden", 0)),
        checked=str(values.get("checked", "")),
        **lists,
        **choices,
    )


def decision(values: Mapping[str, Any], options: Iterable[Option]) -> Decision:
    """A decision page with the pages of its options, the default first."""
    default = str(values["default"])
    ordered = sorted(options, key=lambda found: (found.name != default, found.name))
    return Decision(
        name=str(values["decision"]),
        section=str(values["section"]),
        title=str(values["title"]),
        question=str(values["question"]),
        summary=str(values["summary"]),
        default=default,
        required=bool(values.get("required", False)),
        because=str(values.get("because", "")),
        options={found.name: found for found in ordered},
        distinctions=tuple(_distinction(entry) for entry in values.get("distinguish", ())),
    )


def _distinction(values: Mapping[str, Any]) -> Distinction:
    first, second = values["between"]
    return Distinction(
        between=(str(first), str(second)),
        when=str(values["when"]),
        measure=str(values["measure"]),
        prefers=str(values["prefers"]),
        above=values.get("above"),
        below=values.get("below"),
        equals=values.get("is"),
    )


def vocabulary(pages: Mapping[str, Mapping[str, Any]], decisions: Mapping[str, Decision]) -> Vocabulary:
    """The whole vocabulary from the section pages (header and common among them) and the decisions."""
    common = _block(COMMON, "", pages.get(COMMON, {"doc": ""}))
    header = _block(HEADER, "", pages.get(HEADER, {"doc": ""}))
    named = sorted(
        (page for name, page in pages.items() if name not in (HEADER, COMMON)),
        key=lambda page: float(page["number"]),
    )
    sections = {str(page["section"]): _section(page, common, decisions) for page in named}
    blocks = {name: _with_common(block, common, top=False) for name, block in header.blocks.items()}
    blocks |= {name: section.schema for name, section in sections.items()}
    root = BlockSchema(name="", path="", doc="A blueprint file.", blocks=blocks)
    return Vocabulary(root=root, sections=sections, decisions=decisions)


def _section(page: Mapping[str, Any], common: BlockSchema, decisions: Mapping[str, Decision]) -> Section:
    name = str(page["section"])
    own = _with_common(_block(name, "", {**page, "doc": page["summary"]}), common, top=True)
    blocks = dict(own.blocks)
    here = {key: found for key, found in decisions.items() if found.section == name}
    if here and "decision" in common.blocks:
        base = _with_common(common.blocks["decision"], common, top=False)
        blocks["decision"] = _decision_block(base, name, here)
    schema = replace(own, blocks=blocks, required=True)
    return Section(name, int(page["number"]), str(page["title"]), str(page["summary"]), schema)


def _decision_block(base: BlockSchema, section: str, decisions: Mapping[str, Decision]) -> BlockSchema:
    path = f"{section}.decision"
    docs = {name: found.summary for name, found in decisions.items()}
    variants = {name: _variant(base, found) for name, found in decisions.items()}
    return replace(_moved(base, path), label="enum", labels=docs, variants=variants, many=True)


def _variant(base: BlockSchema, decision: Decision) -> BlockSchema:
    words = {name: found.summary for name, found in decision.options.items()}
    attributes = dict(base.attributes)
    enum = Type("enum")
    attributes["choose"] = replace(attributes["choose"], type=enum, values=words, example=decision.default)
    for name in ("over", "replaces"):
        if name in attributes:
            attributes[name] = replace(attributes[name], values=words)
    for name, example in _examples(decision).items():
        if name in attributes:
            attributes[name] = replace(attributes[name], example=example, suggest=())
    doc = f"{decision.question} {decision.summary}"
    return replace(_moved(base, decision.path), doc=doc, attributes=attributes)


def _examples(decision: Decision) -> dict[str, str]:
    """Values that fit this decision, in the place of those that the page shows for decisions at large."""
    chosen = decision.options.get(decision.default)
    others = [name for name in decision.options if name != decision.default]
    because = decision.because or next(iter(chosen.because if chosen else ()), "")
    accepts = next(iter(chosen.accepts if chosen else ()), "")
    reasons = {"because": because, "accepts": accepts}
    found = {name: json.dumps(text, ensure_ascii=False) for name, text in reasons.items() if text}
    if others:
        found |= {"over": f"[{', '.join(others[:2])}]", "replaces": others[0]}
    return found


def _moved(schema: BlockSchema, path: str) -> BlockSchema:
    """The schema at another place, with the blocks in it."""
    return replace(
        schema,
        path=path,
        blocks={name: replace(block, path=f"{path}.{name}") for name, block in schema.blocks.items()},
    )


def _with_common(schema: BlockSchema, common: BlockSchema, top: bool) -> BlockSchema:
    """The schema with what every block may carry; a section admits `not_applicable` besides."""
    shared = {name: block for name, block in common.blocks.items() if name == "remove" or top}
    shared = {name: block for name, block in shared.items() if name != "decision"}
    own = {
        name: block if name in shared or name == ANY_NAME else _with_common(block, common, top=False)
        for name, block in schema.blocks.items()
    }
    return replace(
        schema,
        attributes={**schema.attributes, **common.attributes},
        blocks={**own, **{name: replace(b, path=f"{schema.path}.{name}") for name, b in shared.items()}},
    )


def _block(name: str, parent: str, values: Mapping[str, Any]) -> BlockSchema:
    path = name if not parent else f"{parent}.{name}"
    inside = "" if name in (HEADER, COMMON) else path
    attributes = values.get("attributes") or {}
    blocks = values.get("blocks") or {}
    return BlockSchema(
        name=name,
        path=path,
        doc=str(values["doc"]).strip() if "doc" in values else "",
        label=values.get("label"),
        labels={str(key): str(doc) for key, doc in (values.get("labels") or {}).items()},
        example=str(values.get("example", "")),
        suggest=tuple(map(str, values.get("suggest", ()))),
        many=bool(values.get("many", False)),
        required=bool(values.get("required", False)),
        each={
            str(label): {str(key): _source(value) for key, value in (given or {}).items()}
            for label, given in (values.get("each") or {}).items()
        },
        attributes={str(key): _attribute(str(key), found) for key, found in attributes.items()},
        blocks={str(key): _block(str(key), inside, found) for key, found in blocks.items()},
    )


def _attribute(name: str, values: Mapping[str, Any]) -> AttributeSchema:
    default = values.get("default")
    return AttributeSchema(
        name=name,
        type=parse_type(str(values["type"])),
        doc=str(values["doc"]).strip(),
        example=_source(values["example"]),
        required=bool(values.get("required", False)),
        default=None if default is None else _source(default),
        values={str(key): str(doc) for key, doc in (values.get("values") or {}).items()},
        minimum=values.get("min"),
        maximum=values.get("max"),
        unit=values.get("unit"),
        suggest=tuple(map(_source, values.get("suggest", ()))),
    )


def _source(value: Any) -> str:
    """Blueprint source of a value that YAML may have read as a number or a boolean."""
    return str(value).lower() if isinstance(value, bool) else str(value)
