"""The reference manual: Markdown pages made from the knowledge, kept in `docs/reference/`.

python -m blueprint_ls.generate.manual docs/reference            write them
python -m blueprint_ls.generate.manual docs/reference --check    exit 1 where they are stale
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from blueprint_ls.knowledge.describe import limits, sentence
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.load import Knowledge, load
from blueprint_ls.knowledge.pages import RulePage
from blueprint_ls.language.schema import ANY_NAME, AttributeSchema, BlockSchema, Decision, Section

NOTE = "<!-- Made from the pages in rules/ by `make manual`. Change those, not this file. -->"
_COMMON = ("assumed", "lock", "remove", "not_applicable", "decision")
"""What every block or section may carry; it has a page of its own."""
FOLDER = data_folder("rules").parent / "docs" / "reference"
"""Where the manual lies in the checkout."""
_RULES = "../../rules"
"""The folder of the pages, as seen from the manual."""
_Member = TypeVar("_Member")


def manual(knowledge: Knowledge) -> dict[str, str]:
    """Every page of the manual by its file name."""
    sections = knowledge.vocabulary.sections.values()
    pages = {"README.md": _index(knowledge), "header.md": _header(knowledge), "common.md": _common(knowledge)}
    pages |= {_file(section): _section(section, knowledge) for section in sections}
    pages["rules.md"] = _rules(knowledge)
    return {name: f"{NOTE}\n\n{text.rstrip()}\n" for name, text in pages.items()}


def stale(knowledge: Knowledge, folder: Path) -> list[str]:
    """The files of a folder that are missing, differ from the manual, or are no part of it."""
    wanted = manual(knowledge)
    present = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))


def main(arguments: list[str] | None = None) -> int:
    """Write the manual, or say what is stale."""
    parser = argparse.ArgumentParser(description="Make the reference manual from the pages in rules/.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where; docs/reference unless named")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is stale")
    parsed = parser.parse_args(arguments)
    knowledge = load()
    changed = stale(knowledge, parsed.folder)
    if parsed.check:
        print(*(f"{parsed.folder / name} is stale: run `make manual`" for name in changed), sep="\n")
        return 1 if changed else 0
    parsed.folder.mkdir(parents=True, exist_ok=True)
    pages = manual(knowledge)
    for name in changed:
        if name in pages:
            (parsed.folder / name).write_text(pages[name], "utf-8")
        else:
            (parsed.folder / name).unlink()
    return 0


def _file(section: Section) -> str:
    return f"{section.number:02d}-{section.name}.md"


def _index(knowledge: Knowledge) -> str:
    vocabulary = knowledge.vocabulary
    sections = [
        (f"[{section.number}. {section.title}]({_file(section)})", f"`{section.name}`", section.summary)
        for section in vocabulary.sections.values()
    ]
    decisions = [
        (
            f"[{decision.title}]({_decision_link(decision, knowledge)})",
            f"`{decision.section}`",
            decision.question,
        )
        for decision in sorted(vocabulary.decisions.values(), key=lambda found: found.title.lower())
    ]
    return "\n\n".join(
        [
            "# Reference",
            "All that a blueprint may say. Begin with the [header](header.md) and the [words that any section may "
            "use](common.md); the [rules](rules.md) say what is held against it.",
            "## Sections",
            _table(("Section", "Block", "What it says"), sections),
            "## Decisions",
            _table(("Decision", "Section", "Question"), decisions),
        ]
    )


def _decision_link(decision: Decision, knowledge: Knowledge) -> str:
    section = knowledge.vocabulary.sections[decision.section]
    return f"{_file(section)}#decision-{decision.name}"


def _header(knowledge: Knowledge) -> str:
    schema = knowledge.vocabulary.root.blocks["blueprint"]
    page = knowledge.sections["header"]
    return "\n\n".join([f"# {page.title}", str(page.values["summary"]), *_block(schema, 2)])


def _common(knowledge: Knowledge) -> str:
    """What any block or section may carry, as the first section shows it."""
    page = knowledge.sections["common"]
    section = next(iter(knowledge.vocabulary.sections.values())).schema
    decision = next(iter(knowledge.vocabulary.decisions.values()))
    blocks = [section.blocks[name] for name in ("not_applicable", "remove")]
    shared = {name: section.attributes[name] for name in ("assumed", "lock") if name in section.attributes}
    variant = knowledge.vocabulary.sections[decision.section].schema.blocks["decision"]
    parts = [f"# {page.title}", str(page.values["summary"]), "## In any block", _attributes(shared)]
    parts += ["## `decision`", "One choice among known options, with the reason and the price."]
    parts.append(_attributes(_own(variant.attributes)))
    return "\n\n".join([*parts, *(text for block in blocks for text in _block(block, 2))])


def _section(section: Section, knowledge: Knowledge) -> str:
    parts = [f"# {section.number}. {section.title}", section.summary]
    parts += [part for part in (_page_text(section.name, knowledge),) if part]
    attributes = _own(section.schema.attributes)
    if attributes:
        parts += ["## Attributes", _attributes(attributes)]
    decisions = [found for found in knowledge.vocabulary.decisions.values() if found.section == section.name]
    for decision in decisions:
        parts += _decision(decision)
    for block in _own(section.schema.blocks).values():
        parts += _block(block, 2)
    return "\n\n".join(parts)


def _page_text(name: str, knowledge: Knowledge) -> str:
    """The prose of a section's page, without its title."""
    text = knowledge.sections[name].text
    first, _, rest = text.partition("\n")
    return (rest if first.startswith("# ") else text).strip()


def _decision(decision: Decision) -> list[str]:
    place = f"{_RULES}/decisions/{decision.name}"
    rows = [
        (
            f"[`{option.name}`]({place}/{option.name}.md)",
            option.title,
            option.summary + (" *The default.*" if option.name == decision.default else ""),
            str(option.burden),
        )
        for option in decision.options.values()
    ]
    asked = "A complete blueprint makes it." if decision.required else "Made where it matters."
    return [
        f"## `decision {decision.name}`",
        f"**{decision.question}** {decision.summary} {asked} [How to choose]({place}/index.md).",
        _table(("Option", "Name", "What it is", "Burden"), rows),
    ]


def _block(schema: BlockSchema, level: int) -> Iterator[str]:
    """A block and all blocks in it, each with its table of attributes."""
    yield f"{'#' * min(level, 6)} `{_path(schema)}`"
    facts = ["required" if schema.required else "optional", *(["any number of them"] if schema.many else [])]
    yield f"*{', '.join(facts)}*. {_flat(schema.doc)}"
    yield f"```blueprint\n{_opening(schema)} {{ … }}\n```"
    if schema.labels:
        yield _table(("Label", "What it means"), [(f"`{label}`", doc) for label, doc in schema.labels.items()])
    attributes = _own(schema.attributes)
    if attributes:
        yield _attributes(attributes)
    for block in _own(schema.blocks).values():
        yield from _block(block, level + 1)


def _path(schema: BlockSchema) -> str:
    return schema.path if schema.name != ANY_NAME else f"{schema.path.removesuffix('*')}RULE"


def _opening(schema: BlockSchema) -> str:
    if schema.label is None:
        return schema.name if schema.name != ANY_NAME else "missing-because"
    label = schema.example or next(iter(schema.labels), "name")
    return f"{schema.name} {schema.spelled(label)}"


def _own(members: Mapping[str, _Member]) -> dict[str, _Member]:
    return {name: found for name, found in members.items() if name not in _COMMON}


def _attributes(members: Mapping[str, AttributeSchema]) -> str:
    rows = [
        (
            f"`{name}`",
            f"`{schema.type}`",
            "required" if schema.required else "",
            _about(schema),
            f"`{schema.example}`",
        )
        for name, schema in members.items()
    ]
    return _table(("Attribute", "Type", "", "What it is", "Example"), rows)


def _about(schema: AttributeSchema) -> str:
    bounded = schema.minimum is not None or schema.maximum is not None
    facts = [f"default `{schema.default}`"] if schema.default is not None else []
    facts += [f"in {schema.unit}"] if schema.unit else []
    facts += [limits(schema)] if bounded else []
    parts = [schema.doc, *(f"`{word}`: {doc}" for word, doc in schema.values.items())]
    return "<br>".join([*parts, *([f"*{', '.join(facts)}*"] if facts else [])])


def _rules(knowledge: Knowledge) -> str:
    built_in = sorted(knowledge.rules.values(), key=lambda rule: rule.name)
    on_code = [rule for rule in built_in if rule.page.path.name == "index.md"]
    heads = ("Rule", "Severity", "Fix", "What it finds")
    return "\n\n".join(
        [
            "# Rules",
            "What a blueprint, and the code that it governs, is held against. The severity is the default; a `rules` "
            "block in the [header](header.md) changes it. A comment `blueprint-ignore RULE: why`, in the language of "
            "its file, silences one place.",
            "## On blueprints",
            _table(heads, [_rule(rule) for rule in built_in if rule not in on_code]),
            "## On code",
            _table(heads, [_rule(rule) for rule in on_code]),
        ]
    )


def _rule(rule: RulePage) -> tuple[str, str, str, str]:
    path = rule.page.path
    place = f"code/{path.parent.name}/{path.name}" if path.name == "index.md" else f"blueprint/{path.name}"
    what = rule.page.parts.get("What it does", rule.title)
    return f'<a id="{rule.name}"></a>[`{rule.name}`]({_RULES}/{place})', rule.severity, rule.fix, sentence(what)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return _flat(text).replace("|", "\\|")


def _flat(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
