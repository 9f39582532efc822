"""Sections laid out by their templates: Markdown with holes, which blocks of the blueprint fill.

A template says in which order and shape a section's blocks appear. What it does not name follows behind, so that
nothing that is stated gets lost; headings beneath which nothing is stated go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blueprint_ls.generate.document import drawn, money, parts
from blueprint_ls.generate.document.choices import Choices
from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.document.prose import Holes, read
from blueprint_ls.generate.document.tree import (
    Block,
    Inlines,
    Table,
    Text,
)
from blueprint_ls.generate.document.whole import without_empty
from blueprint_ls.generate.figures import count
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.language.model import Block as Stated
from blueprint_ls.language.schema import Section

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context

_HOLES = "holes"
"""The name by which a template's context keeps its holes."""


def template(found: Section, folder: Path | None = None) -> Path:
    """Where the template of a section of the document lies."""
    return (folder or templates()) / f"{found.number:02}-{found.name}.md.j2"


def templates() -> Path:
    """Where the templates of the document lie."""
    return data_folder("templates") / "document"


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out the sections of one blueprint."""

    case: Case
    show: Presenter
    choices: Choices
    folder: Path
    """Where the templates lie."""

    @staticmethod
    def of(case: Case, folder: Path | None = None) -> Layout:
        """The layout of a blueprint."""
        show = Presenter(case.blueprint)
        return Layout(case, show, Choices(show, case.knowledge), folder or templates())

    def section(self, found: Section, stated: Stated) -> tuple[Block, ...]:
        """The blocks of a section that the blueprint has."""
        path = template(found, self.folder)
        blocks: tuple[Block, ...] = ()
        if path.is_file():
            holes = Holes()
            names = {**self._functions(stated), _HOLES: holes}
            blocks = read(_environment(self.folder).get_template(path.name).render(names), holes)
        return without_empty((*blocks, *self.show.rest(stated)))

    def _functions(self, section: Stated) -> dict[str, Callable[..., Any]]:
        """What a template may ask for; all of it is about the section's own blocks."""
        show, blueprint = self.show, self.case.blueprint

        def facts(name: str, *attributes: str) -> list[Table]:
            return [_facts(show, block, attributes) for block in section.blocks(name)]

        def table(name: str, *columns: str, noun: str = "", more: bool = True, told: bool = False) -> Table:
            return show.table(section.blocks(name), *columns, noun=noun, more=more, told=told)

        def cards(name: str, **columns: str) -> list[Block]:
            return [*show.cards(section.blocks(name), columns=columns)]

        def value(path: str) -> Inlines:
            where, _, name = path.rpartition(".")
            block = section.block(where) if where else section
            return show.value(block, name) if block else ()

        return {
            "facts": facts,
            "table": table,
            "value": value,
            "cards": cards,
            "own": lambda *names: show.facts(section, *names),
            "body": lambda name: [node for block in section.blocks(name) for node in _body(show, block)],
            "has": lambda name: bool(section.blocks(name)),
            "count": lambda name, noun: (Text(count(len(section.blocks(name)), noun)),),
            "decisions": lambda: [*self.choices.cards(section)],
            "chosen": lambda name: self._chosen(name),
            "key_decisions": lambda: parts.key_decisions(self.choices, section),
            "tradeoffs": lambda: parts.tradeoffs(self.choices, section),
            "bill": lambda: money.bill(self.case, show),
            "estimate": lambda: money.estimate(self.case),
            "comparison": lambda: money.comparison(self.case, show),
            "alternatives": lambda: money.alternatives(self.case),
            "picture": lambda name: drawn.picture(show, name),
            "drawing": lambda: drawn.picture(show, "containers", section),
            "relations": lambda: parts.relations(blueprint, section),
            "folders": lambda: parts.folders(blueprint, section),
            "variables": lambda: parts.variables(show, section),
            "scripts": lambda: parts.scripts(show, section),
            "steps": lambda: parts.steps(show, section),
        }

    def _chosen(self, decision: str) -> Inlines:
        block = self.case.blueprint.declared.get(("decision", decision))
        return (Text(self.choices.chosen(block)),) if block else ()


def _facts(show: Presenter, block: Stated, attributes: tuple[str, ...]) -> Table:
    show.name(block)
    return show.facts(block, *attributes)


def _body(show: Presenter, block: Stated) -> list[Block]:
    show.name(block)
    return [*show.body(block)]


@lru_cache(maxsize=2)
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

    @pass_context
    def hole(context: Context, value: object) -> str:
        holes: Holes = context[_HOLES]
        return holes.put(value)

    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=hole,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # no value reaches the text: each leaves a hole
    )
