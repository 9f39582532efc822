"""What single sections show in a form of their own: folder trees, .env files, commands, relations between entities."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from blueprint_ls.generate.document.choices import Choices
from blueprint_ls.generate.document.names import anchor, heading
from blueprint_ls.generate.document.present import ASSUMED, Presenter
from blueprint_ls.generate.document.stated import origin
from blueprint_ls.generate.document.tree import (
    Block,
    Code,
    Heading,
    Inlines,
    Link,
    Listing,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
)
from blueprint_ls.generate.document.values import reference
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Block as Stated
from blueprint_ls.language.model import Blueprint


def key_decisions(choices: Choices, overview: Stated) -> Table:
    """The decisions that the overview draws from the sections, with their reasons."""
    return _drawn(choices, overview, "key_decisions", ("Decision", "Choice", "Why"), "because")


def tradeoffs(choices: Choices, overview: Stated) -> Table:
    """The prices that were accepted on purpose."""
    return _drawn(choices, overview, "tradeoffs", ("Decision", "Choice", "Price accepted"), "accepts")


def _drawn(choices: Choices, overview: Stated, name: str, head: tuple[str, ...], reason: str) -> Table:
    show, rows = choices.show, []
    show.value(overview, name)
    for ref in overview.get(name) or ():
        block = show.blueprint.declared.get(("decision", ref.name))
        if block:
            link = Link(anchor("decision", ref.name), show.title(block))
            assumed = (Text(" "), ASSUMED) if block.get(MARK) is True else ()
            rows.append(Row(((link,), (Text(choices.chosen(block)), *assumed), show.value(block, reason))))
        else:
            rows.append(Row(((reference(ref, show.blueprint),), (Mark("fair", "not decided"),), ())))
    return Table(heading(name), tuple(rows), head)


def relations(blueprint: Blueprint, data: Stated) -> Table:
    """Which entity refers to which, by which field."""
    rows = []
    for entity in data.blocks("entity"):
        for field in entity.blocks("field"):
            kind = field.get("type")
            target = _target(kind)
            if target and isinstance(kind, FieldType):
                many = "many to many" if kind.name == "list" else "one to one" if field.get("unique") else "many to one"
                rule = field.get("on_delete") or blueprint.value("data.schema.on_delete") or ""
                cells = (_entity(entity.label or ""), (Code(field.label or ""),), _entity(target))
                rows.append(Row((*cells, (Text(many),), (Text(str(rule).replace("_", " ")),))))
    return Table("Relations between entities", tuple(rows), ("Entity", "Field", "Refers to", "Kind", "On delete"))


def _entity(name: str) -> Inlines:
    return (Link(anchor("entity", name), name, code=True),)


def _target(kind: object) -> str | None:
    if not isinstance(kind, FieldType):
        return None
    return kind.target or _target(kind.of)


def folders(blueprint: Blueprint, repository: Stated) -> list[Block]:
    """The folder tree, as the command `tree` draws it."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for folder in repository.blocks("folder"):
        inside = tree
        for name in filter(None, (folder.label or "").split("/")):
            inside = inside.setdefault(name, {})
    root = blueprint.header.label if blueprint.header and blueprint.header.label else "."
    return [Listing("\n".join([f"{root}/", *_branches(tree)]), "text")] if tree else []


def _branches(tree: Mapping[str, Mapping], before: str = "") -> Iterator[str]:  # type: ignore[type-arg]
    names = [*tree]
    for name in names:
        last = name == names[-1]
        yield f"{before}{'└── ' if last else '├── '}{name}/"
        yield from _branches(tree[name], before + ("    " if last else "│   "))


def variables(show: Presenter, deployment: Stated) -> list[Block]:
    """Every variable in the form of a .env file."""
    lines: list[str] = []
    for variable in deployment.blocks("variable"):
        lines += [""] if lines else []
        lines += (
            [f"# {' '.join(str(variable.get('description') or '').split())}"] if variable.get("description") else []
        )
        for shown in ("description", "example"):
            show.value(variable, shown)
        value = variable.get("example") if variable.get("example") is not None else variable.get("default")
        lines.append(f"{variable.label}={_quoted(str(value if value is not None else ''))}")
    return [Listing("\n".join(lines), "sh", ".env.example")] if lines else []


def _quoted(value: str) -> str:
    """A value of a .env file, in quotes where it needs them."""
    if re.fullmatch(r"[\w@%+=:,./?&*~-]*", value):
        return value
    if not re.search(r"['\n]", value):
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("$", "\\$") + '"'


def scripts(show: Presenter, scaffold: Stated) -> list[Block]:
    """The scripts of package.json."""
    written = show.value(scaffold, "scripts")
    found = scaffold.get("scripts")
    if not isinstance(found, Mapping):
        return [Paragraph(written)] if written else []
    body = json.dumps({"scripts": dict(found)}, indent=2, ensure_ascii=False)
    return [Listing(body, "json", "package.json")]


def steps(show: Presenter, started: Stated) -> list[Block]:
    """The commands from a clone to a running system, each to be copied."""
    found: list[Block] = []
    for number, step in enumerate(started.blocks("step"), 1):
        known = step.schema.labels.get(step.label or "") if step.schema else None
        title = heading(step.label or "step")
        at = origin(step, show.blueprint)
        found.append(Heading(3, (Text(f"{number}. {title}"),), anchor("step", step.label or ""), at))
        found += [Paragraph((Text(known.strip()),))] if known else []
        written, command = show.value(step, "run"), step.get("run")
        if isinstance(command, str):
            found.append(Listing(command.strip("\n"), "sh"))
        elif written:
            found.append(Paragraph(written))
        found.append(show.facts(step))
        show.name(step)
    return found
