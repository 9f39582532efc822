"""Which tenant a key names where a repository knows several: an organization's key is no team's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from blueprint_ls.codebase.models.entities import Models, plain

Named = frozenset[str]
"""The roots that a key may name, by their ids; none where nothing tells."""


class Tenants:
    """What the keys of a tenancy stand for."""

    def __init__(self, models: Models, is_root: Callable[[str], bool]) -> None:
        self.models, self.is_root = models, is_root
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        for entity in models:
            if is_root(entity.id):
                self._words[plain(f"{entity.name}Id")].add(entity.id)
            for edge in entity.edges:
                if len(edge.relation.columns) == 1 and is_root(edge.target):
                    self._words[plain(edge.relation.columns[0])].add(edge.target)

    def word(self, name: str) -> Named:
        """The roots whose keys columns of this name hold, anywhere in the repository."""
        return frozenset(self._words.get(plain(name), ()))

    def column(self, model: str, column: str) -> Named:
        """The root whose key a model's column holds."""
        entity = self.models.by_id[model]
        aims = [
            edge.target for edge in entity.edges if [plain(one) for one in edge.relation.columns] == [plain(column)]
        ]
        found = frozenset(target for target in aims if self.is_root(target))
        primary = any(one.primary and column in (one.name, one.stored) for one in entity.model.columns)
        return found or (frozenset({model}) if primary and self.is_root(model) else self.word(column))


def agree(one: Named, other: Named) -> bool:
    """Whether two keys may name the same tenant."""
    return not one or not other or bool(one & other)
