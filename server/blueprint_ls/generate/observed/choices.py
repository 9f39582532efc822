"""The decisions that manifests and files show, each with what shows it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from blueprint_ls.generate.observed.customs import CUSTOM, Custom
from blueprint_ls.generate.observed.parts import Part, Row, counted, enumerated, quoted
from blueprint_ls.generate.observed.signs import FILES, IMAGES, PROVIDERS
from blueprint_ls.generate.observed.view import View, is_product
from blueprint_ls.judge.code.inventory import unread_routes
from blueprint_ls.language.schema import Decision

_SUPPORTING = frozenset({("queue", "ioredis"), ("migrations", "prisma"), ("migrations", "typeorm")})
"""Packages that a decision's option uses and that other things use too."""


@dataclass(slots=True)
class Shown:
    """One option, and what shows it."""

    decision: str
    option: str
    packages: Counter[str] = field(default_factory=Counter)
    """The packages that show it, by how many manifests ask for each."""
    places: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    """What else shows it, in words."""
    weight: float = 0.0
    custom: Custom | None = None


class Choices:
    """Every decision that the repository shows."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.vocabulary = view.case.knowledge.vocabulary
        self._shown: dict[tuple[str, str], Shown] = {}
        self._packages()
        self._files()
        self._usage()

    def chosen(self, decision: str) -> Shown | None:
        """The option that most shows."""
        found = [shown for shown in self._shown.values() if shown.decision == decision and shown.weight > 0]
        return max(found, key=lambda shown: (shown.weight, shown.option), default=None)

    def of(self, section: str) -> list[Part]:
        """The decisions of one section, in the vocabulary's order."""
        known = [decision for decision in self.vocabulary.decisions.values() if decision.section == section]
        return [part for decision in known if (part := self._part(decision))]

    def _part(self, decision: Decision) -> Part | None:
        shown = self.chosen(decision.name)
        if shown is None:
            return None
        others = [
            one
            for one in self._shown.values()
            if one.decision == decision.name and one is not shown and one.weight > 0 and one.places
        ]
        rows: list[Row] = [("choose", shown.option), ("because", quoted(_because(shown)))]
        rows += self._judged(decision, shown)
        same = [one.option for one in others if one.places == shown.places and not one.facts]
        notes = [f"It may be {' or '.join(same)} as well: the same place shows both"] if same else []
        rest = [one for one in others if one.option not in same]
        notes += [f"Seen as well: {one.option} ({one.places[0]})" for one in rest[:3]]
        if decision.name == "framework":
            notes += _unread(self.view)
        return Part(f"decision {decision.name}", rows, evidence=shown.places, notes=notes)

    def _judged(self, decision: Decision, shown: Shown) -> Iterator[Row]:
        """What the option costs, as its page says it: a judgement that nobody here has made yet."""
        if shown.custom:
            yield "accepts", quoted(shown.custom.accepts)
            yield "custom", "true"
            yield "summary", quoted(shown.custom.summary)
            yield "burden", str(shown.custom.burden)
            yield "assumed", "true"
            return
        known = decision.options.get(shown.option)
        if known and known.accepts:
            yield "accepts", quoted(known.accepts[0])
            yield "assumed", "true"

    # ------------------------------------------------------------------------------------------------ what shows it

    def _show(self, decision: str, option: str, place: str = "", weight: float = 1.0, fact: str = "") -> None:
        known = self.vocabulary.decisions.get(decision)
        if known is None or (option not in known.options and not self._custom(decision, option)):
            return
        shown = self._shown.setdefault((decision, option), Shown(decision, option))
        shown.custom = self._custom(decision, option)
        shown.weight += weight
        if place and place not in shown.places:
            shown.places.append(place)
        if fact and fact not in shown.facts:
            shown.facts.append(fact)

    def _custom(self, decision: str, option: str) -> Custom | None:
        return next((one for one in CUSTOM if (one.decision, one.option) == (decision, option)), None)

    @cached_property
    def _by_package(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for decision in self.vocabulary.decisions.values():
            for option in decision.options.values():
                for package in option.packages:
                    if (decision.name, package) not in _SUPPORTING:
                        found.setdefault(package, []).append((decision.name, option.name))
        for custom in CUSTOM:
            for package in custom.packages:
                found.setdefault(package, []).append((custom.decision, custom.option))
        return found

    def _packages(self) -> None:
        for manifest in self.view.packages:
            for package, said in manifest.dependencies.items():
                for decision, option in self._by_package.get(package, ()):
                    weight = {"prod": 1.0, "optional": 0.4, "peer": 0.2}.get(str(said["kind"]), 0.4)
                    place = self.view.where(manifest.path, int(said["start"]))
                    self._show(decision, option, place, weight)
                    shown = self._shown.get((decision, option))
                    if shown:
                        shown.packages[package] += 1

    def _files(self) -> None:
        """Lockfiles, workflows, compose files and the like."""
        for path in self.view.repository.files:
            folder, name = posixpath.split(path)
            if folder == "" or folder.startswith((".github", ".circleci")):
                for decision, option, shape in FILES:
                    if re.fullmatch(shape, path):
                        self._show(decision, option, f"{path}:1", 10, f"`{name}`")
        self._migrations()
        self._orchestrators()
        self._workspace()

    def _migrations(self) -> None:
        """Prisma's own, which it keeps a folder each beside a file that names the database."""
        folders: Counter[str] = Counter()
        for path in filter(is_product, self.view.repository.files):
            folder, name = posixpath.split(path)
            if name == "migration.sql":
                folders[posixpath.dirname(folder)] += 1
            elif name == "migration_lock.toml":
                folders[folder] += 0
        for folder, number in folders.most_common(1):
            lock = f"{folder}/migration_lock.toml"
            place = f"{lock}:1" if lock in self.view.repository.files else folder
            fact = f"{counted(number, 'migration')} in `{folder}`" if number else f"`{lock}`"
            self._show("migrations", "prisma_migrate", place, 0.2 * number + 2, fact)

    def _orchestrators(self) -> None:
        """What runs the product itself: files that only start a database for development show nothing."""
        kubernetes = [path for path, _ in self.view.manifests("kubernetes")]
        if kubernetes:
            fact = counted(len(kubernetes), "Kubernetes file")
            self._show("orchestrator", "kubernetes", f"{kubernetes[0]}:1", 10, fact)
        for path, data in self.view.manifests("compose"):
            own = [name for name, one in data.get("services", {}).items() if self._is_own(one)]
            if own:
                fact = f"`{posixpath.basename(path)}` starts {enumerated([f'`{name}`' for name in own])}"
                self._show("orchestrator", "compose", f"{path}:1", 3, fact)

    def _is_own(self, service: Mapping[str, Any]) -> bool:
        """Whether a compose file's service is part of the product: built here, or of an image that bears its name."""
        names = {
            self.view.case.root.name,
            *(one.name.rpartition("/")[2] for one in self.view.packages if not one.folder),
        }
        image = re.split(r"[/:@]", str(service.get("image") or ""))
        return "build" in service or any(name in image for name in names)

    def _workspace(self) -> None:
        """A workspace without a tool of its own is npm's, whichever package manager reads it."""
        root = next((one for one in self.view.packages if not one.folder), None)
        patterns = root.data.get("workspaces") if root else None
        if root and patterns and not self.chosen("monorepo_tool"):
            self._show("monorepo_tool", "npm_workspaces", f"{root.path}:1", 1, "workspaces in package.json")

    def _usage(self) -> None:
        """What the code itself does with it."""
        layers = Counter(access.layer for access in self.view.accesses)
        models = Counter(entity.model.layer for entity in self.view.entities)
        for layer in {*layers, *models} - {"sql", "objection"}:
            seen = [counted(models[layer], "model")] if models[layer] else []
            seen += [counted(layers[layer], "data access", "data accesses")] if layers[layer] else []
            self._strengthen("orm", layer, layers[layer] + models[layer], " and ".join(seen))
        frameworks = Counter(one.framework for one in self.view.endpoints)
        for framework, number in frameworks.items():
            option = {"nest": "nestjs", "next": "nextjs"}.get(framework, framework)
            self._strengthen("framework", option, number, counted(number, "endpoint"))
        self._reached()
        for system, number in Counter(job.system for job in self.view.jobs).items():
            option = {"trigger": "trigger_dev"}.get(system, system)
            self._strengthen("queue", option, number, f"{counted(number, 'place')} in the code")
        self._databases()
        self._isolation()

    def _reached(self) -> None:
        """Of several frameworks, the one counts most whose application stands before most of the data."""
        packages = (self.view.package_of(access.path) for access in self.view.accesses)
        accesses = Counter(package.folder for package in packages if package)
        for application in self.view.packages:
            reached = sum(accesses[folder] for folder in self.view.needed(application))
            for package, said in application.dependencies.items() if reached else ():
                for decision, option in self._by_package.get(package, ()):
                    if decision == "framework" and said["kind"] == "prod":
                        self._show(decision, option, "", reached)

    def _isolation(self) -> None:
        """Tenants share tables where most models carry their key, or lead to one that does."""
        proposal, entities = self.view.case.proposal, self.view.entities
        owners = [self.view.owner(entity) for entity in entities]
        owned = sum(owner.owned and not owner.weak for owner in owners)
        if proposal and owned * 2 >= len(entities):
            place = proposal.evidence[0]
            fact = f"`{proposal.tenancy.key}` leads to the tenant from {owned} of {len(entities)} models"
            self._show("tenant_isolation", "shared_schema", self.view.where(place.path, place.start), 1, fact)

    def _strengthen(self, decision: str, option: str, number: int, fact: str) -> None:
        if (decision, option) in self._shown and number:
            self._show(decision, option, "", number, fact)

    def _databases(self) -> None:
        for path in self.view.repository.of_kind("prisma"):
            found = re.search(r"datasource\s+\w+\s*\{[^}]*?provider\s*=\s*\"(\w+)\"", self.view.text(path))
            option = PROVIDERS.get(found[1]) if found else None
            if option and found:
                line = self.view.places.line(path, found.end())
                self._show("database", option, f"{path}:{line}", 20, f"Prisma's provider `{found[1]}`")
        for path, data in self.view.manifests("compose"):
            for name, service in data.get("services", {}).items():
                image = posixpath.basename(str(service.get("image") or "")).split(":")[0]
                for shape, decision, option in IMAGES:
                    if re.search(shape, image):
                        self._show(decision, option, f"{path}:{service['line']}", 1.5, f"the service `{name}`")


def _unread(view: View) -> list[str]:
    """A word on endpoints that are there and not listed."""
    found = [(name, place) for name, place in unread_routes(view.repository, view.places) if is_product(place)]
    names = sorted({name for name, _ in found})
    return [f"Not read, and so not listed: the endpoints of {enumerated(names)} ({found[0][1]})"] if found else []


def _because(shown: Shown) -> str:
    packages = [f"`{name}`" for name, _ in shown.packages.most_common(2)]
    parts = [*([f"{' and '.join(packages)} in the manifests"] if packages else []), *shown.facts[:2]]
    return f"The repository shows it: {'; '.join(parts) or shown.option}"
