"""The places that versions pass through: those of the blueprint, else the usual three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from blueprint_ls.generate.scaffold.keeping import Keeping
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.model import Block, Blueprint


@dataclass(frozen=True)
class Environment:
    """One place that versions pass through."""

    name: Name
    namespace: str
    url: str
    host: str
    purpose: str
    promoted_from: str | None
    """The environment that a version must have passed."""
    approved: bool
    """Whether a person lets versions in."""
    region: str
    small: bool
    """Whether nobody minds a short outage, so that one replica of each is enough."""
    values: tuple[tuple[str, str], ...]
    """What variables that are no secrets say here otherwise than elsewhere."""


class Environments:
    """Those of one blueprint."""

    def __init__(self, blueprint: Blueprint, product: Name, kept: Keeping) -> None:
        self.blueprint = blueprint
        self.product = product
        self.keeping = kept

    def in_order(self) -> tuple[Environment, ...]:
        """In the order in which versions pass them."""
        blocks = [block for (kind, _), block in self.blueprint.declared.items() if kind == "environment"]
        found = [self._environment(block) for block in blocks] or [*self._usual()]
        first = [one for one in found if one.promoted_from is None]
        rest = [one for one in found if one.promoted_from is not None]
        return (*first, *rest)

    def _environment(self, block: Block) -> Environment:
        name = Name.of(block.label or "", "environment")
        url = str(block.get("url") or f"https://{name.kebab}.{self.product.kebab}.example")
        return Environment(
            name=name,
            namespace=Name.of(str(block.get("namespace") or name.kebab), "namespace").kebab,
            url=url,
            host=urlsplit(url).hostname or "localhost",
            purpose=str(block.get("purpose") or name.text),
            promoted_from=next((Name.of(label).kebab for label in references(block, "promoted_from")), None),
            approved=block.get("promotion") == "manual_approval",
            region=(region := str(block.get("region") or "eu-central-1")),
            small=block.get("data") == "seed",
            values=(*self._values(name.snake), *self.keeping.values(name.kebab, region)),
        )

    def _usual(self) -> Iterator[Environment]:
        before: str | None = None
        for label, approved in (("dev", False), ("qa", False), ("prod", True)):
            host = f"api.{label}.{self.product.kebab}.example"
            name = Name.of(label)
            values = (*self._values(label), *self.keeping.values(label, "eu-central-1"))
            yield Environment(
                name, label, f"https://{host}", host, label, before, approved, "eu-central-1", label == "dev", values
            )
            before = label

    def _values(self, environment: str) -> Iterator[tuple[str, str]]:
        for (kind, label), block in self.blueprint.declared.items():
            given = block.get("per_environment") if kind == "variable" and block.get("secret") is not True else None
            if given and environment in given:
                yield label, str(given[environment])
