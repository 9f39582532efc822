"""A whole blueprint drafted from a repository: its sections in order, in one file or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.generate.diagram.written import illustrated
from blueprint_ls.generate.observed.api import Api
from blueprint_ls.generate.observed.background import background
from blueprint_ls.generate.observed.choices import Choices
from blueprint_ls.generate.observed.contexts import Contexts
from blueprint_ls.generate.observed.data import data
from blueprint_ls.generate.observed.dependencies import Context
from blueprint_ls.generate.observed.deployment import deployment
from blueprint_ls.generate.observed.parts import Part, Row, counted, enumerated, listed, quoted
from blueprint_ls.generate.observed.services import Services
from blueprint_ls.generate.observed.structure import coding, getting_started, prerequisites, repository
from blueprint_ls.generate.observed.view import View
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge.load import load
from blueprint_ls.syntax import Text
from blueprint_ls.syntax import format as formatted

MAIN = "main.blueprint"
LONGEST = 1500
"""Lines of one file; what is longer is spread over several."""
_FILES = {
    "modules": "architecture.blueprint",
    "diagram": "architecture.blueprint",
    "repository": "code.blueprint",
    "coding": "code.blueprint",
    "api": "api.blueprint",
    "data": "data.blueprint",
    "async": "async.blueprint",
    "deployment": "operations.blueprint",
}
_EASED = (
    "missing-block",
    "missing-decision",
    "missing-attribute",
    "endpoint-without-permission",
    "unhappy-endpoint",
    "external-without-integration",
    "idle-queue",
)
"""What code cannot show, so that a draft may lack it: told, but not as a warning."""
_IMPORTS = "module-import"
"""Eased where modules need each other: which of them may is for people to say, who may cut the modules otherwise."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft."""

    files: Mapping[str, str]
    """Text by file name, the main file first."""
    found: Mapping[str, int]
    """How many of what it states, in the words of a report."""


def is_draftable(repository: Repository) -> bool:
    """Whether a repository has code to draft from."""
    kinds = {entry.kind for entry in repository.files.values()}
    return not kinds.isdisjoint(("typescript", "tsx", "javascript", "package"))


def draft(case: CodeCase, name: str, summary: str = "", told: Told = lambda step: None) -> Drafted:
    """The first blueprint of a repository."""
    return _Drafter(case, told).draft(name, summary)


class _Drafter:
    """One draft."""

    def __init__(self, case: CodeCase, told: Told) -> None:
        self.told = told
        self.view = view = View(case)
        told("models and data accesses")
        self.accesses = view.accesses
        told("endpoints")
        self.endpoints = view.endpoints
        told("modules and their imports")
        self.contexts = Contexts(view)
        told("decisions")
        self.choices = Choices(view)
        self.services = Services(view, self.choices)
        self.api = Api(view, self.contexts)

    def draft(self, name: str, summary: str) -> Drafted:
        """The files."""
        sections = {name: _section(name, rows, parts) for name, rows, parts in self._sections() if rows or parts}
        if "diagram" in sections:
            sections["diagram"] = illustrated(sections["diagram"], load().vocabulary)
        plain = _files("\n".join(self._header(name, summary)), sections)
        lacking = self._lacking(plain)
        eased = [rule for rule in _EASED if rule in lacking]
        eased += [_IMPORTS] if any(context.circular for context in self.contexts) else []
        header = "\n".join(self._header(name, summary, eased))
        return Drafted(_files(header, sections) if eased else plain, self._found())

    def _lacking(self, files: Mapping[str, str]) -> frozenset[str]:
        """The rules that find something in a draft."""
        folder = self.view.repository.root / "draft"
        workspace = Workspace()
        for file, text in files.items():
            workspace.open(folder / file, Text(text.encode()))
        return frozenset(finding.rule for finding in workspace.verdict(folder).findings)

    def _header(self, name: str, summary: str, eased: Sequence[str] = ()) -> Iterator[str]:
        yield f"# Drafted by `blueprint init --from-repo` from the code of {name}."
        yield "# Comments name the places that show what is said."
        yield "# `assumed = true` marks a judgement that the code cannot show: confirm it, or change it."
        rows: list[Row] = [("language", "1"), ("summary", quoted(summary or self._summary(name)))]
        rules = Part("rules", notes=["What code cannot show is still open. Take a line out once its part is written"])
        rules.parts = [Part(rule, [("severity", "information")]) for rule in eased]
        rules.tight = True
        yield from Part(f"blueprint {quoted(name)}", rows, [rules] if eased else []).lines()

    def _summary(self, name: str) -> str:
        root = next((package for package in self.view.packages if not package.folder), None)
        said = self.view.description(root) if root else ""
        return said if 12 < len(said) < 200 else f"The backend of {name}"

    def _sections(self) -> Iterator[tuple[str, list[Row], list[Part]]]:
        choices = self.choices
        routes = self.api.routes  # endpoints give modules that folders do not
        yield "diagram", [], list(self.services.parts())
        yield "modules", [], [*choices.of("modules"), *(self._module(one) for one in self.contexts)]
        yield "repository", [], list(repository(self.view, self.services, choices.of("repository")))
        yield "coding", [], list(coding(self.view, [*self._errors()]))
        yield "api", [], list(self.api.parts(choices.of("api"))) if routes or choices.of("api") else []
        yield "security", [], [*choices.of("security"), *self._permissions()]
        yield "data", [], list(data(self.view, self.contexts, choices.of("data")))
        yield "async", [], list(background(self.view, self.contexts, self.services, choices.of("async")))
        for name in ("observability", "testing"):
            yield name, [], choices.of(name)
        yield "deployment", [], list(deployment(self.view, self.services, choices.of("deployment")))
        yield "reliability", [], choices.of("reliability")
        steps = list(getting_started(self.view, choices))
        yield "getting_started", prerequisites(self.view, choices) if steps else [], steps

    def _module(self, context: Context) -> Part:
        names = [entity.name for entity in context.entities]
        rows: list[Row] = [("responsibility", quoted(_responsibility(context)))]
        rows.append(("aggregates", listed(_aggregates(context))))
        rows.append(("owns", listed(names)))
        rows.append(("depends_on", listed(f"module.{name}" for name in sorted(context.depends_on))))
        folder = self.contexts.folder(context)
        rows += [*([("path", quoted(folder))] if folder else []), ("assumed", "true")]
        notes = [] if folder else ["What is left beside the other modules there: it states no folder of its own"]
        notes += [
            f"Imports from {other} too ({places[0]}{_more(places)}): left out, for it closes a circle"
            for other, places in sorted(context.circular.items())
        ]
        evidence = [self.contexts.place(place) for place, _ in context.folders.most_common(3)]
        return Part(f"module {context.name}", rows, evidence=evidence, notes=notes)

    def _errors(self) -> Iterator[Part]:
        for failure, places in self.api.errors:
            rows: list[Row] = [("code", quoted(failure.code)), ("status", str(failure.status))]
            rows += [("message", quoted(failure.message)), ("assumed", "true")]
            yield Part(f"error {failure.name}", rows, evidence=places)

    def _permissions(self) -> Iterator[Part]:
        for permission, places in self.api.permissions.items():
            noun, _, verb = permission.partition(":")
            rows: list[Row] = [("summary", quoted(f"{verb.capitalize()} {noun}")), ("assumed", "true")]
            yield Part(f"permission {quoted(permission)}", rows, evidence=places)

    def _found(self) -> dict[str, int]:
        return {
            "module": len(list(self.contexts)),
            "entity": len(self.view.entities),
            "endpoint": len(self.api.routes),
            "service": len(self.services.all),
        }


def _responsibility(context: Context) -> str:
    names = [entity.name for entity in context.entities]
    seen = [counted(context.endpoints, "endpoint")] if context.endpoints else []
    seen += [counted(context.accesses, "data access", "data accesses")] if context.accesses else []
    seen += [counted(context.jobs, "queue or job", "queues and jobs")] if context.jobs else []
    name = " ".join(context.name.split("_"))
    subject = enumerated(names) if names else f"The rest of {name}" if context.is_rest else name.capitalize()
    return f"{subject}: {', '.join(seen)}" if seen else subject


def _aggregates(context: Context) -> list[str]:
    """The entities of a module that hang on no other of it."""
    ids = {entity.id for entity in context.entities}
    tops = [
        entity.name
        for entity in context.entities
        if not any(
            edge.relation.columns and edge.relation.required and edge.target in ids and edge.target != entity.id
            for edge in entity.edges
        )
    ]
    return tops or [entity.name for entity in context.entities][:1]


def _more(places: list[str]) -> str:
    return f" and {counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""


def _section(name: str, rows: list[Row], parts: list[Part]) -> str:
    lines = list(Part(name, rows, parts).lines())
    return "\n".join(lines)


def _files(header: str, sections: Mapping[str, str]) -> dict[str, str]:
    """One file where it is short enough; else a main file and one for each field of work."""
    whole = _canonical("\n\n".join([header, *sections.values()]))
    if whole.count("\n") <= LONGEST:
        return {MAIN: whole}
    spread: dict[str, list[str]] = {MAIN: [header]}
    for name, text in sections.items():
        spread.setdefault(_FILES.get(name, MAIN), []).append(text)
    return {file: _canonical("\n\n".join(texts)) for file, texts in spread.items()}


def _canonical(text: str) -> str:
    return formatted(Text((text + "\n").encode())).decode()
