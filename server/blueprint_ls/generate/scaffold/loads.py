"""Load tests: which rate is held for how long, and what has to be true meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.objectives import prometheus
from blueprint_ls.language.model import Block, Blueprint


@dataclass(frozen=True)
class Load:
    """One load test."""

    name: Name
    approach: str
    rate: int
    """Requests a second."""
    ramp: str
    hold: str
    p99_ms: int
    errors: float
    """The share of requests that may fail."""
    paths: tuple[str, ...]
    """What is asked for, one as often as another."""

    @property
    def users(self) -> int:
        """Virtual users that carry the rate, by Little's law, where each answer takes as long as it may."""
        return max(round(self.rate * self.p99_ms / 1000), 10)


def loads(blueprint: Blueprint, lists: Sequence[str]) -> tuple[Load, ...]:
    """Those of the blueprint; else one at the stated scale. `lists` are the paths that answer to who is signed in."""
    blocks = [block for (kind, _), block in blueprint.declared.items() if kind == "load_test"]
    scale = int(blueprint.value("overview.scale.requests_per_second") or 100)
    found = tuple(_load(block, scale, lists) for block in blocks)
    steady = Name.of("steady peak")
    return found or (Load(steady, "The stated peak, held", scale, "5m", "15m", 500, 0.001, tuple(lists)),)


def _load(block: Block, scale: int, lists: Sequence[str]) -> Load:
    rate, hold = block.get("target_rate"), block.get("hold")
    p99, errors = block.get("max_p99"), block.get("max_error_rate")
    asked = tuple(dict.fromkeys(path for path in _asked(block) if path in lists))
    name = Name.of(block.label or "", "load test")
    return Load(
        name=name,
        approach=str(block.get("approach") or name.text),
        rate=round(rate.per_second) if rate else scale,
        ramp="5m",
        hold=prometheus(hold.seconds) if hold else "15m",
        p99_ms=round(p99.seconds * 1000) if p99 else 500,
        errors=errors.fraction if errors else 0.001,
        paths=asked or tuple(lists),
    )


def _asked(block: Block) -> Iterator[str]:
    for label in references(block, "endpoints"):
        method, _, path = label.partition(" ")
        if method == "GET":
            yield path
