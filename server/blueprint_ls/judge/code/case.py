"""What a check on code looks at: a repository, and the blueprint that governs it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from pathspec import GitIgnoreSpec

from blueprint_ls.codebase.facts import Capture
from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.proposal import Proposal, propose
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Settings
from blueprint_ls.judge.endpoints.find import endpoints
from blueprint_ls.judge.endpoints.routes import METHODS, template
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.tenancy.accesses import JudgedAccess, judged
from blueprint_ls.judge.tenancy.hands import Hands
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.stated import tenancy_of
from blueprint_ls.judge.tenancy.survey import Survey
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span

UNTOUCHED = frozenset({"test", "generated"})
"""The roles of files whose code nobody runs in production."""


@dataclass
class CodeCase:
    """One repository in the light of one blueprint, or of none."""

    repository: Repository
    knowledge: Knowledge
    today: date
    blueprint: Case | None = None
    """The blueprint that governs it."""
    others: tuple[Path, ...] = ()
    """Folders that other blueprints of the repository govern."""
    _lines: dict[str, list[int]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The workspace's folder: paths of facts are relative to it."""
        return self.repository.root

    @cached_property
    def program(self) -> Program:
        """Names and what they stand for."""
        return Program(self.repository)

    @cached_property
    def models(self) -> Models:
        """The models of the repository."""
        return join(self.repository, self.program)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The tenancy that the schema suggests, where no blueprint states one."""
        return None if self.stated else propose(self.models)

    @cached_property
    def stated(self) -> Tenancy | None:
        """The tenancy that the blueprint states."""
        return tenancy_of(self.blueprint.blueprint) if self.blueprint else None

    @property
    def tenancy(self) -> Tenancy | None:
        """The tenancy to judge by; None where nothing says that tenants share tables."""
        return self.stated or (self.proposal.tenancy if self.proposal else None)

    @cached_property
    def owners(self) -> Owners | None:
        """Whose the rows of each model are."""
        if self.tenancy is None:
            return None
        return Owners(self.models, ownership(self.models, self.tenancy), self.tenancy)

    @cached_property
    def survey(self) -> Survey | None:
        """The walk over all data accesses."""
        if self.owners is None or self.tenancy is None:
            return None
        makes = partial(layers, self.models, self.tenancy)
        survey = Survey(self.repository, self.program, self.owners, makes, Hands(self.repository))
        survey.run(self.governed)
        return survey

    @cached_property
    def accesses(self) -> tuple[JudgedAccess, ...]:
        """Every data access with its verdict, in the order of files and places."""
        return judged(self.survey) if self.survey else ()

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Every endpoint of the files that are governed."""
        found = endpoints(self.repository, self.program, self.settings)
        return tuple(one for one in found if one.path in self.repository.files and self.governs(one.path))

    @cached_property
    def settings(self) -> Settings:
        """What the blueprint says that bears on endpoints."""
        return Settings(frozenset(pattern for block in self.public for pattern in self.patterns(block)))

    @cached_property
    def public(self) -> tuple[Block, ...]:
        """The blueprint's allow-list of endpoints without a signed-in caller."""
        api = self.blueprint.blueprint.at("api") if self.blueprint else None
        return tuple(api.blocks("public")) if api else ()

    def patterns(self, public: Block) -> tuple[str, ...]:
        """The routes that an entry of the allow-list may mean: as it stands, and beneath the API's base."""
        method, _, path = (public.label or "").rpartition(" ")
        base = self._base
        beneath = () if not base or path.startswith(f"{base}/") else (f"{method} {base}{path}".strip(),)
        return (public.label or "", *beneath)

    def label(self, endpoint: Endpoint) -> str:
        """An endpoint as the blueprint would name it: beneath the API's base, where it stands there."""
        method = endpoint.method if endpoint.method in METHODS else "GET"
        path = template(endpoint.route)
        return f"{method} {path.removeprefix(self._base) if path.startswith(f'{self._base}/') else path}"

    @cached_property
    def _base(self) -> str:
        """What stands before every path of the API; empty where nothing does."""
        url = self.blueprint.blueprint.at("api.url") if self.blueprint else None
        return str(url.get("base") or "").rstrip("/") if url else ""

    @cached_property
    def governed(self) -> list[str]:
        """The files whose code is judged: what the blueprint covers, tests and generated code left out."""
        return [path for path in self.repository.selected if self.governs(path)]

    @cached_property
    def captures(self) -> dict[str, list[tuple[str, Capture]]]:
        """What the queries chose in the files that are judged: by the rule's folder, in the order of files."""
        found: defaultdict[str, list[tuple[str, Capture]]] = defaultdict(list)
        for path in self.governed:
            facts = self.repository.facts(path)
            for one in facts.captures if facts else ():
                found[one.query.partition("/")[0]].append((path, one))
        return found

    @property
    def within(self) -> Iterable[str]:
        """The files that it may govern, in the order of paths."""
        return self.repository.files

    def governs(self, path: str) -> bool:
        """Whether findings in a file are this case's to tell."""
        if self.repository.files[path].role in UNTOUCHED or not self._covers.match_file(path):
            return False
        return not any(Path(self.root, path).is_relative_to(folder) for folder in self.others)

    def is_system(self, path: str) -> bool:
        """Whether a path is one of the `system` blocks', which count from the blueprint's folder."""
        folder = self.blueprint.blueprint.folder if self.blueprint else self.root
        full = self.root / path
        return full.is_relative_to(folder) and self._systems.match_file(full.relative_to(folder).as_posix())

    @cached_property
    def _systems(self) -> GitIgnoreSpec:
        return GitIgnoreSpec.from_lines([f"/{one.glob}" for one in (self.tenancy.systems if self.tenancy else ())])

    @cached_property
    def _covers(self) -> GitIgnoreSpec:
        """The files that the blueprint governs: beneath its folder, or what `covers` names from there."""
        if self.blueprint is None:
            return GitIgnoreSpec.from_lines(["*"])
        folder = self.blueprint.blueprint.folder
        base = folder.relative_to(self.root).as_posix() if folder.is_relative_to(self.root) else "."
        prefix = "" if base == "." else f"{base}/"
        header = self.blueprint.blueprint.header
        patterns = header.get("covers") if header else None
        return GitIgnoreSpec.from_lines([f"/{prefix}{pattern}" for pattern in patterns or ["**"]])

    # --------------------------------------------------------------------------------------------------- findings

    def finding(
        self, rule: str, path: str, start: int, end: int, message: str, severity: str | None = None, **more: object
    ) -> Finding:
        """A finding in a file of the repository; without a severity it has that of its rule."""
        page = self.knowledge.rules.get(rule)
        graded = severity or (page.severity if page else "warning")
        return Finding(rule, self.root / path, Span(start, end), message, severity=graded, **more)  # type: ignore[arg-type]

    def clause(self, place: str, message: str) -> tuple[Related, ...]:
        """The place of the blueprint that asks for something, as related information; empty where it is silent."""
        block: Block | None = self.blueprint.blueprint.at(place) if self.blueprint else None
        return (Related(block.place.document.path, block.place.header, message),) if block else ()

    def line(self, path: str, at: int) -> int:
        """The line of a byte, from 1."""
        if path not in self._lines:
            text = self.repository.text(path)
            self._lines[path] = [0, *(i + 1 for i, byte in enumerate(text) if byte == 10)]
        starts = self._lines[path]
        low, high = 0, len(starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if starts[middle] <= at else (low, middle)
        return low

    def counts(self) -> dict[str, int]:
        """How many accesses have each verdict."""
        return dict(Counter(access.verdict for access in self.accesses))
