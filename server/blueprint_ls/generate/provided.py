"""What the rest of a blueprint already provides for: the bounds of what may be assumed.

Where nobody states the load, it is not assumed above what queues, replicas, limits and load tests carry; where nobody
states a promise, it is not made beyond what parts, backups and repairs give. Each bound counts only where it is whole:
half of the queues say nothing about all jobs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf, prod

from blueprint_ls.generate.stated import Stated, amount
from blueprint_ls.judge.checks.availability import parts
from blueprint_ls.judge.checks.burden import GIVEN, upkeep
from blueprint_ls.judge.checks.facts import Facts, capacity, facts_of
from blueprint_ls.judge.checks.figures import figure, stated
from blueprint_ls.language.model import Block

P99 = 0.99
"""Objectives that fewer answers than this must keep leave a p99 alone."""


@dataclass(frozen=True)
class Provided:
    """The bounds that one blueprint sets."""

    stated: Stated

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.stated.blueprint)

    def requests(self, largest: float) -> float:
        """The most requests a second that replicas, load tests and the limit of a tenant admit."""
        found = [
            self._carried("service", self._facts.fronts),
            max(self._rates("load_test", "target_rate"), default=inf),
        ]
        for limit in self._facts.all("rate_limit"):
            if tuple(limit.get("per") or ()) == ("tenant",) and not limit.get("applies_to"):
                plans = [plan.per_second for plan in (limit.get("plans") or {}).values() if plan]
                found.append(max([amount(limit.get("limit")) or inf, *plans]) / largest)
        return min(found)

    def jobs(self) -> float:
        """The most jobs a minute that all queues together expect and all workers finish."""
        peaks = self._rates("queue", "peak_rate")
        expected = sum(peaks) if peaks and len(peaks) == len(self._facts.all("queue")) else inf
        return min(expected, self._carried("service", self._facts.workers)) * 60

    def engineers(self) -> int:
        """The fewest engineers that the rotations name and the upkeep of what is chosen asks for."""
        people = max(self._amounts(self._facts.all("on_call"), "people"), default=0.0)
        return max(ceil(people), ceil(upkeep(self._facts) / GIVEN - 1e-9))

    def availability(self) -> float:
        """The most that the parts give together, and that no objective lies below."""
        aims = [slo for slo in self._facts.all("slo") if slo.get("indicator") == "availability"]
        return min([self.parts(), *self._amounts(aims, "target")])

    def parts(self) -> float:
        """What the parts on the way of a request give together."""
        return prod(part.gives for part in parts(self._facts))

    def recovery_time(self) -> float:
        """The longest that a repair, a rollback or a restore of the primary database may take."""
        severities = sorted(self._facts.all("severity"), key=lambda block: amount(block.get("respond_within")) or inf)
        rollback = self._facts.one("deployment", "rollback")
        found = [*self._amounts(severities[:1], "resolve_within"), *self._amounts(self._backups(), "rto")]
        return max([*found, *self._amounts([rollback] if rollback else [], "max_duration")], default=0.0)

    def recovery_point(self) -> float:
        """The most that the backup of the primary database may lack."""
        return max(self._amounts(self._backups(), "rpo"), default=0.0)

    def p99(self) -> float:
        """The strictest time within which an objective wants answers."""
        slos = [slo for slo in self._facts.all("slo") if slo.get("indicator") == "latency"]
        return min(
            self._amounts([slo for slo in slos if (amount(slo.get("target")) or 0) >= P99], "threshold"), default=inf
        )

    def request(self) -> float:
        """The longest that an endpoint may take."""
        return max(self._amounts(self._facts.all("endpoint"), "timeout"), default=0.0)

    def drain(self) -> float:
        """How long a process may finish its work."""
        shutdown = self._facts.one("reliability", "shutdown")
        return min(self._amounts([shutdown] if shutdown else [], "drain_timeout"), default=inf)

    def headroom(self, usual: float) -> float:
        """The share of the connections that is to stay free."""
        return max([usual, *self._amounts(self._facts.all("pool_sizing"), "headroom")])

    def _backups(self) -> list[Block]:
        held = ((backup, self._facts.target(backup, "store")) for backup in self._facts.all("backup"))
        return [backup for backup, store in held if store and store.get("kind") == "primary_database"]

    def _carried(self, kind: str, services: list[Block]) -> float:
        """A second; no bound where a service is referred to that nobody declared."""
        found = capacity(self._facts, services)
        written = all(stated(self._facts.scaling(service), "max") for service in services)
        return found[0] if found and written and not self._undeclared(kind) else inf

    def _rates(self, kind: str, name: str) -> list[float]:
        blocks = self._facts.all(kind)
        found = [figure(block, name) for block in blocks]
        return [rate.value.per_second for rate in found if rate] if not self._undeclared(kind) else []

    def _undeclared(self, kind: str) -> bool:
        declared = {block.label for block in self._facts.all(kind)}
        return not declared.issuperset(self.stated.wanted.get(kind, []))

    def _amounts(self, blocks: Iterable[Block], name: str) -> Iterator[float]:
        """What some blocks state, as far as it can be meant."""
        values = (amount(found.value) for block in blocks if (found := stated(block, name)))
        return (value for value in values if value)
