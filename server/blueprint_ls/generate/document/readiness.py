"""Production readiness, as far as the blueprint alone shows it: each item with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.requirements import Requirements, Row, read_requirements
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import BlockSchema

MET, PARTLY, UNMET, WAIVED = "met", "partly met", "unmet", "not applicable"
_SHOWN = 4
"""How many blocks are named as evidence before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a system needs before it serves people."""

    id: str
    what: str
    status: str
    """`met`, `partly met`, `unmet`, or `not applicable` where the blueprint says why."""
    evidence: tuple[Block, ...]
    """The blocks that state it."""
    lacks: tuple[str, ...]
    """Places of the vocabulary that should state it and do not."""
    against: tuple[str, ...]
    """Messages of the findings that speak against it."""


def readiness(case: Case, verdict: Verdict) -> list[Item]:
    """Every item of the table of readiness."""
    requirements = requirements_of_program()
    rows = {row.id: row for row in requirements.rows}
    return [_item(row, rows, requirements, case, verdict) for row in requirements.rows if row.evidence]


@lru_cache(maxsize=1)
def requirements_of_program() -> Requirements:
    """The rows that this program's pages carry."""
    return read_requirements(data_folder("rules"))


def _item(row: Row, rows: dict[str, Row], requirements: Requirements, case: Case, verdict: Verdict) -> Item:
    places = [place for name in row.evidence for place in (rows[name].at if name in rows else (name,))]
    wanted = [place for place in places if _is_wanted(place, case) or place in row.evidence]
    open_places = [place for place in wanted if not _states(case, place)]
    lacks = tuple(place for place in open_places if not _is_waived(case, place))
    against = tuple(
        found.message
        for found in verdict.findings
        if found.severity != "information" and _speaks_of(found.rule, found.subject, row, requirements, case, lacks)
    )
    evidence = tuple(dict.fromkeys(block for place in places for block in _blocks(case, place)))
    status = PARTLY if lacks or against else MET
    if not evidence:
        status = UNMET if lacks or not open_places else WAIVED
    return Item(row.id, row.what, status, evidence, lacks, against)


def _speaks_of(rule: str, subject: str, row: Row, requirements: Requirements, case: Case, lacks: Sequence[str]) -> bool:
    """Whether a finding is about a row of the evidence, and says more than that something is not stated."""
    if rule.startswith("missing-"):
        return False
    page = case.knowledge.rules.get(rule)
    about = requirements.row_of(subject) or (page.requirements[0] if page and page.requirements else None)
    return about in row.evidence and subject not in lacks


def _is_wanted(path: str, case: Case) -> bool:
    """Whether a complete blueprint states what is at a path: an attribute only where its block is stated."""
    schema: BlockSchema | None = case.blueprint.vocabulary.root
    *around, last = path.split(".")
    for name in around:
        schema = schema.child(name) if schema else None
    if schema is None:
        return False
    attribute, block = schema.attributes.get(last), schema.blocks.get(last)
    stated = any(True for _ in _at(case, ".".join(around)))
    return bool((attribute and attribute.required and stated) or (block and block.required))


def _states(case: Case, path: str) -> bool:
    """Whether some block of the blueprint states what is at a path: the block itself, or an attribute of it."""
    where, _, name = path.rpartition(".")
    if ".decision" in where:
        return case.blueprint.choice(name) is not None
    return any(True for _ in _at(case, path)) or any(block.attribute(name) for block in _at(case, where))


def _is_waived(case: Case, path: str) -> bool:
    """Whether the blueprint says, with its reason, that what is at a path does not apply."""
    parts = path.split(".")[1:]
    sections = case.blueprint.sections.values()
    return any(block.label in parts for section in sections for block in section.blocks("not_applicable"))


def _blocks(case: Case, path: str) -> Iterator[Block]:
    where, _, name = path.rpartition(".")
    if where.endswith(".decision"):
        block = case.blueprint.declared.get(("decision", name))
        yield from [block] if block else []
        return
    yield from _at(case, path)
    yield from (block for block in _at(case, where) if block.parent and block.attribute(name))


def _at(case: Case, path: str) -> Iterator[Block]:
    """Every block at a path of types, whatever its labels."""
    head, *rest = path.split(".")
    found = [case.blueprint.sections[head]] if head in case.blueprint.sections else []
    for name in rest:
        found = [child for block in found for child in block.blocks(name)]
    yield from found
