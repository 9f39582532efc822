"""`explain NAME`: the page of anything that has a name."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.knowledge import describe
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.schema import BlockSchema, walk
from blueprint_ls.language.suggest import closest


def explain(knowledge: Knowledge, name: str) -> str | None:
    """The page of a rule, a section, a decision, an option (`prisma`, `orm.prisma`), or a place in the
    vocabulary (`api.endpoint`, `api.endpoint.permission`); None where nothing has that name.
    """
    vocabulary = knowledge.vocabulary
    if name in knowledge.rules:
        return describe.rule(knowledge, name)
    if name in knowledge.renamed:
        return describe.rule(knowledge, knowledge.renamed[name])
    if name in vocabulary.sections:
        return describe.section(vocabulary.sections[name], knowledge.sections.get(name))
    last = name.rpartition(".")[2]
    if last in vocabulary.decisions and name in (last, vocabulary.decisions[last].path):
        return describe.decision(vocabulary.decisions[last], knowledge.decisions.get(last))
    return _option(knowledge, name) or _place(knowledge, name)


def names(knowledge: Knowledge) -> list[str]:
    """Every name that can be explained."""
    vocabulary = knowledge.vocabulary
    options = [f"{decision}.{option}" for decision, option in knowledge.options]
    blocks = [found.path for found in walk(vocabulary.root) if found.path]
    return sorted({*knowledge.rules, *vocabulary.decisions, *options, *blocks})


def nearest(knowledge: Knowledge, name: str) -> str | None:
    """The name that was probably meant."""
    known = names(knowledge)
    short = {found.rpartition(".")[2]: found for found in known}
    return closest(name, known) or short.get(closest(name, short) or "")


def _option(knowledge: Knowledge, name: str) -> str | None:
    owner, _, last = name.rpartition(".")
    for decision in knowledge.vocabulary.decisions.values():
        if last in decision.options and owner in ("", decision.name, decision.path):
            return describe.option(decision.options[last], knowledge.options.get((decision.name, last)))
    return None


def _place(knowledge: Knowledge, name: str) -> str | None:
    found = list(_matching(knowledge, name))
    return "\n\n---\n\n".join(found) if found else None


def _matching(knowledge: Knowledge, name: str) -> Iterator[str]:
    """Blocks and attributes at exactly this path; for a name without a dot, wherever it stands."""
    for schema in walk(knowledge.vocabulary.root):
        if schema.path and _means(schema, name):
            yield describe.block(schema, knowledge.blocks.get(schema.path))
        owner, _, last = name.rpartition(".")
        if owner and schema.path == owner and last in schema.attributes:
            yield describe.attribute(schema.attributes[last])


def _means(schema: BlockSchema, name: str) -> bool:
    return name == schema.path or ("." not in name and name == schema.name and name not in ("remove", "not_applicable"))
