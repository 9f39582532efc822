"""Prisma schemas: models, views and their keys, from one file of a schema that may be spread over a folder.

A type that this file does not declare may be an enum or a model of a neighbouring file: it is kept as a relation,
and the join turns it into a column when no model of that name exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, FileFacts, Model, Relation
from blueprint_ls.codebase.models.prisma_syntax import parse
from blueprint_ls.codebase.models.prisma_tree import Attribute, Block, Fault, Line, Value

SCALARS = frozenset(
    {"String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"}
)


def read(data: bytes) -> FileFacts:
    """The facts of one `.prisma` file.

    `data` holds `{"generators": [{"name", "provider", "output"?, "preview": […]}], "provider": "postgresql",
    "enums": […]}`, with what the file does not say left out.
    """
    blocks, faults = parse(data)
    scalars = SCALARS | {block.name for block in blocks if block.kind in ("enum", "type")}
    models = tuple(_model(block, scalars) for block in blocks if block.kind in ("model", "view"))
    return FileFacts("prisma", models=models, data=_settings(blocks), problem=_problem(data, faults))


def delegate(model: str) -> str:
    """The property of the client that reaches a model: `TeamMember` is `client.teamMember`."""
    return model[:1].lower() + model[1:]


def _model(block: Block, scalars: frozenset[str]) -> Model:
    key = block.attributes("id")
    keys = [_columns(attribute) for attribute in block.attributes("unique")]
    primary, alone = frozenset(_columns(key[0]) if key else ()), frozenset(c[0] for c in keys if len(c) == 1)
    fields = [line for line in block.lines if line.name]
    columns = tuple(_column(line, primary, alone) for line in fields if line.type in scalars)
    relations = tuple(_relation(line) for line in fields if line.type not in scalars)
    uniques = tuple(_unique(attribute) for attribute in [*key, *block.attributes("unique")])
    return Model(block.name, _table(block), "prisma", block.start, block.end, columns, relations, uniques)


def _table(block: Block) -> str:
    """The table as the database names it, behind its schema where the model states one."""
    mapped, schema = (_text(block.attributes(name)) for name in ("map", "schema"))
    return f"{schema}.{mapped or block.name}" if schema else mapped or block.name


def _text(attributes: list[Attribute]) -> str:
    value = attributes[0].get("name", first=True) if attributes else None
    return value.text if value else ""


def _column(line: Line, primary: frozenset[str], alone: frozenset[str]) -> Column:
    mapped = line.get("map")
    return Column(
        name=line.name,
        stored=_text([mapped] if mapped else []) or line.name,
        type=line.type + ("[]" if line.many else ""),
        start=line.start,
        end=line.end,
        nullable=line.optional,
        primary=line.get("id") is not None or line.name in primary,
        unique=line.get("unique") is not None or line.name in alone,
    )


def _relation(line: Line) -> Relation:
    attribute = line.get("relation") or Attribute("relation")
    return Relation(
        name=line.name,
        model=line.type,
        columns=_words(attribute.get("fields")),
        references=_words(attribute.get("references")),
        required=not line.optional and not line.many,
        many=line.many,
    )


def _unique(attribute: Attribute) -> tuple[str, tuple[str, ...]]:
    """A composite key under the name that `where` uses for it: the given one, else its columns joined."""
    columns, name = _columns(attribute), attribute.get("name")
    return (name.text if name else "_".join(columns)), columns


def _columns(attribute: Attribute) -> tuple[str, ...]:
    return _words(attribute.get("fields", first=True))


def _words(value: Value | None) -> tuple[str, ...]:
    return value.words() if value else ()


def _settings(blocks: list[Block]) -> dict[str, object]:
    providers = [text for block in blocks if block.kind == "datasource" if (text := _setting(block, "provider"))]
    generators = [dict(_generator(block)) for block in blocks if block.kind == "generator"]
    enums = [block.name for block in blocks if block.kind == "enum"]
    found: dict[str, object] = {"generators": generators, "provider": "".join(providers[:1]), "enums": enums}
    return {name: value for name, value in found.items() if value}


def _generator(block: Block) -> Iterator[tuple[str, object]]:
    yield "name", block.name
    for name in ("provider", "output"):
        if text := _setting(block, name):
            yield name, text
    preview = next((line.value for line in block.lines if line.name == "previewFeatures"), None)
    yield "preview", list(_words(preview))


def _setting(block: Block, name: str) -> str:
    return next((line.value.text for line in block.lines if line.name == name and line.value), "")


def _problem(data: bytes, faults: list[Fault]) -> str | None:
    if not faults:
        return None
    lines = [data.count(b"\n", 0, fault.start) + 1 for fault in faults]
    said = [f"line {line}: {fault.message}" for line, fault in zip(lines, faults, strict=True)]
    return "; ".join([*said[:3], *([f"and {len(said) - 3} more"] if len(said) > 3 else [])])
