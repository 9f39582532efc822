"""Bounded contexts as the folders show them: which module each file, endpoint and entity belongs to.

What has the same name in several containers (`containers.py`) is one module.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.generate.observed.containers import containers, stem_of
from blueprint_ls.generate.observed.dependencies import Context, connect
from blueprint_ls.generate.observed.parts import name_of, singular, words
from blueprint_ls.generate.observed.view import View

_LEAST = 0.06
"""The least share of all evidence that a further container holds."""
_MOST = 48
_MANY = 16
"""Modules above which families are joined, and small ones without entities belong to their application."""
_CONTAINERS = 7


class Contexts:
    """The modules of a repository."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.weights = _weights(view)
        self._by_place: dict[str, Context] = {}
        self._known: dict[str, Context | None] = {}
        self._found: dict[str, Context] = {}
        self._discover()
        self._give_entities()
        self._drop_the_small()
        self._count()
        connect(self)

    def __iter__(self) -> Iterator[Context]:
        return iter(sorted(self._found.values(), key=lambda one: one.name))

    def of(self, path: str) -> Context | None:
        """The module that a file belongs to."""
        if path not in self._known:
            self._known[path] = self._of(path)
        return self._known[path]

    def of_entity(self, entity: Entity) -> Context | None:
        """The module that owns a model."""
        return next((one for one in self._found.values() if any(e.id == entity.id for e in one.entities)), None)

    def place(self, place: str) -> str:
        """A module's place as it is on disk: a folder, or the file that the stem is of."""
        files = self.view.repository.files
        first = next((path for path in files if path.startswith(f"{place}/")), None)
        return place if first or place == "." else next((p for p in files if p.startswith(f"{place}.")), place)

    def folder(self, context: Context) -> str | None:
        """The folder or file that a module states as its own; None where other modules lie in it too."""
        place = self.place(context.path)
        inner = (other for one in self._found.values() if one is not context for other in one.folders)
        return None if any(other.startswith(f"{place}/") for other in inner) else place

    def home(self, path: str) -> Context:
        """The module of a file; the one of its package where no folder says more."""
        found = self.of(path)
        if found is None:
            name, place = self._package(path)
            found = self._found.setdefault(name, Context(name, is_rest=True))
            found.folders[place] += 1
            self._known[path] = found
        return found

    def rest(self, path: str) -> Context | None:
        """The module that is what a file's package holds beside others; None where there is none."""
        found = self._found.get(self._package(path)[0])
        return found if found and found.is_rest else None

    def _package(self, path: str) -> tuple[str, str]:
        """The name of the module that a file's package is, and its folder."""
        package = self.view.package_of(path)
        folder = package.folder if package else ""
        own = package.name.rpartition("/")[2] if package else self.view.case.root.name
        place = folder or ("src" if self._has_src else path.split("/")[0])
        return name_of(posixpath.basename(folder) or own), place

    @cached_property
    def _has_src(self) -> bool:
        return any(path.startswith("src/") for path in self.view.repository.files)

    # --------------------------------------------------------------------------------------------------- discovery

    def _discover(self) -> None:
        total = sum(self.weights.values()) or 1.0
        left = dict(self.weights)
        models = {_key("_".join(words(entity.name))) for entity in self.view.entities}
        for _ in range(_CONTAINERS):
            best = max(containers(left, models).items(), key=lambda one: (one[1].score, one[0]), default=None)
            if best is None or best[1].covered < _LEAST * total:
                break
            for name, places in best[1].children.items():
                context = self._found.setdefault(self._canonical(name), Context(self._canonical(name)))
                for place, weight in places.items():
                    context.folders[place] += int(weight * 10) or 1
                    self._by_place[place] = context
            left = {path: weight for path, weight in left.items() if self._of(path) is None}
        self._join_families()
        self._known.clear()

    def _join_families(self) -> None:
        """Where there are many modules, `deal_line` is part of `deal`."""
        if len(self._found) <= _MANY:
            return
        for name in sorted(self._found, key=lambda name: name.count("_")):
            parts = _key(name).split("_")
            heads = {_key(one): one for one in self._found if one != name}
            head = next((heads[h] for at in range(1, len(parts)) if (h := "_".join(parts[:at])) in heads), None)
            if head:
                gone = self._found.pop(name)
                self._found[head].folders += gone.folders
                for place, context in self._by_place.items():
                    if context is gone:
                        self._by_place[place] = self._found[head]

    def _canonical(self, name: str) -> str:
        """The module of a like name that is known already: `monitor` for `monitors`."""
        return next((known for known in self._found if _key(known) == _key(name)), name)

    def _of(self, path: str) -> Context | None:
        stem, place = stem_of(path), path
        if stem in self._by_place:
            return self._by_place[stem]
        while place:
            place = posixpath.dirname(place)
            if place in self._by_place:
                return self._by_place[place]
        return None

    def _give_entities(self) -> None:
        votes: dict[str, Counter[str]] = {}
        for access in self.view.accesses:
            context = self.of(access.path)
            if context and access.model:
                weight = 1 if access.kind == "read" else 3
                votes.setdefault(access.model, Counter())[context.name] += weight
        later = []
        for entity in self.view.entities:
            context = self._named_like(entity) or self._voted(votes.get(entity.id)) or self.of(entity.path)
            if context:
                context.entities.append(entity)
            else:
                later.append(entity)
        for entity in later:
            self._beside(entity).entities.append(entity)

    def _named_like(self, entity: Entity) -> Context | None:
        """The module that bears the entity's name."""
        wanted = _key("_".join(words(entity.name)))
        return next((one for one in self._found.values() if _key(one.name) == wanted), None)

    def _voted(self, votes: Counter[str] | None) -> Context | None:
        return self._found[min(votes, key=lambda name: (-votes[name], name))] if votes else None

    def _beside(self, entity: Entity) -> Context:
        """Where nobody touches it: the module of what it points at, of a like name, else of its package."""
        for edge in entity.edges:
            target = self.view.case.models.by_id.get(edge.target)
            found = self.of_entity(target) if target and edge.relation.columns else None
            if found:
                return found
        first = words(entity.name)[:1]
        alike = [one for one in self._found.values() if words(one.name)[:1] == first]
        return alike[0] if alike else self.home(entity.path)

    def _drop_the_small(self) -> None:
        """Folders that own nothing and answer nothing are no modules of their own."""
        answered = Counter(context.name for one in self.view.endpoints if (context := self.of(one.path)))
        worked = Counter(context.name for job in self.view.jobs if (context := self.of(job.path)))
        size = {one.name: len(one.entities) * 3 + answered[one.name] + worked[one.name] for one in self._found.values()}
        least = max(2, 0.04 * len(self.view.endpoints)) if len(self._found) > _MANY else 1
        many = len(self._found) > _MANY
        large = [
            name
            for name, one in self._found.items()
            if size[name] >= least or (one.entities and not (many and self._is_aside(one)))
        ]
        kept = sorted(large, key=lambda name: (-size[name], name))[:_MOST]
        gone = [context for name, context in self._found.items() if name not in kept]
        self._found = {name: self._found[name] for name in kept}
        self._by_place = {place: one for place, one in self._by_place.items() if one.name in self._found}
        self._known.clear()
        for context in gone:
            for entity in context.entities:
                self._beside(entity).entities.append(entity)

    def _is_aside(self, context: Context) -> bool:
        """Whether it is but one file that alone writes some model of another name."""
        return (
            len(context.folders) == 1
            and self.place(context.path) != context.path
            and not any(_key("_".join(words(entity.name))) == _key(context.name) for entity in context.entities)
        )

    def _count(self) -> None:
        for endpoint in self.view.endpoints:
            self.home(endpoint.path).endpoints += 1
        for access in self.view.accesses:
            context = self.of(access.path)
            if context:
                context.accesses += 1
        for job in self.view.jobs:
            self.home(job.path).jobs += 1


def _weights(view: View) -> dict[str, float]:
    """How much each file shows of what the product does."""
    found: Counter[str] = Counter()
    for endpoint in view.endpoints:
        found[endpoint.path] += 2
    for access in view.accesses:
        found[access.path] += 1
    for job in view.jobs:
        found[job.path] += 1
    return {path: min(weight, 12) for path, weight in found.items()}


def _key(name: str) -> str:
    return "_".join(singular(word) for word in name.split("_"))
