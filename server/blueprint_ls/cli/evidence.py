"""What carries a requirement, letter by letter: looked for where it is used, never taken on trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from blueprint_ls.cli import held, told
from blueprint_ls.cli.probes import Place, Probes, resolve
from blueprint_ls.cli.renderings import Renderings
from blueprint_ls.generate.document import layout
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.requirements import Row


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one letter of a row."""

    carriers: tuple[str, ...]
    """The artefacts that carry it."""
    missing: tuple[str, ...]
    """What is not there; empty where the letter is met."""


@dataclass(slots=True)
class Evidences:
    """Looks for the evidence of rows in a body of knowledge."""

    knowledge: Knowledge
    templates: Path = field(default_factory=layout.templates)
    """Where the templates of the document lie."""
    probes: Probes = field(init=False)
    renderings: Renderings = field(init=False)

    def __post_init__(self) -> None:
        self.probes = Probes(self.knowledge)
        self.renderings = Renderings(self.knowledge, self.templates)

    def of(self, row: Row, letter: str) -> Evidence:
        """The evidence for a letter."""
        found = list(_FINDERS[letter](self, row))
        carriers = dict.fromkeys(text for met, text in found if met)
        missing = dict.fromkeys(text for met, text in found if not met)
        return Evidence(tuple(carriers), tuple(missing))

    def place(self, path: str) -> Place | None:
        """The place at a path of the vocabulary."""
        return resolve(self.knowledge.vocabulary, path)


_FINDERS: Mapping[str, Callable[[Evidences, Row], told.Found]] = {
    "S": told.expressible,
    "C": told.offered,
    "H": told.explained,
    "D": held.diagnosed,
    "G": held.generated,
    "R": held.rendered,
    "V": held.verified,
}
