"""Calls of other services: each integration that a blueprint states, with its patience, its breaker and its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.queues import Retry, read_retry
from blueprint_ls.generate.scaffold.typescript import WIDTH, listed
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Block, Blueprint

_COUNTED = ("timeout", "network_error", "server_error")
_ADDRESSES = ("BASE_URL", "API_URL", "URL", "ENDPOINT")
"""How variables that hold a service's address end."""
_KNOWN = frozenset({"MIGRATION_DATABASE_URL", "DATABASE_URL", "REDIS_URL", "WEB_ORIGIN"})


@dataclass(frozen=True)
class Breaker:
    """When calls of a service are left alone for a while; durations in milliseconds."""

    threshold: float
    """The share of failed calls at which it opens, from 0 to 1."""
    minimum: int
    window: int
    reset: int
    trials: int
    """Calls that are let through to see whether the service is well again."""
    counts: tuple[str, ...]
    slow: int | None
    """How slow an answer is a failure; None where none is too slow."""
    of_tenant: bool
    """Whether each tenant has one of its own."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a service allows us, over all processes."""

    burst: int
    per_second: float


@dataclass(frozen=True)
class Integration:
    """One service that is called; durations in milliseconds."""

    name: Name
    label: str
    provider: str
    purpose: str
    fallback: str
    timeout: int
    connect: int
    retry: Retry
    breaker: Breaker
    most: int | None
    """Calls under way at once in one process."""
    rate: Quota | None
    services: tuple[str, ...]
    """Who calls it."""
    address: Variable | None
    """The variable with its address; None where customers say the addresses."""
    credentials: tuple[Variable, ...]
    """What it knows us by."""

    @property
    def kind(self) -> str:
        """Its class: `ExternalService<'stripeSecretKey'>`."""
        names = " | ".join(f"'{key(one)}'" for one in self.credentials)
        return f"{self.class_name}<{names}>" if names else self.class_name

    @property
    def class_name(self) -> str:
        """The class alone."""
        return "CustomerEndpoints" if self.of_customers else "ExternalService"

    @property
    def place(self) -> str:
        """The type of its configuration: `Place<'stripeSecretKey'>`."""
        names = " | ".join(f"'{key(one)}'" for one in self.credentials)
        line = f"Place<{names}>" if names else "Place"
        fits = len(line) + len(self.name.camel_plain) + 16 <= WIDTH
        return line if fits else f"Place<\n      {names}\n    >"

    @property
    def read(self) -> str:
        """The same with its values, laid out as Prettier does three levels in."""
        kept = [f"{key(one)}: data.{one.name}" for one in self.credentials]
        told = [f"url: data.{self.address.name}"] if self.address else []
        told += [f"credentials: {listed(kept, 8, '{}', before=13, after=2)}"] if kept else []
        return listed(told, 6, "{}", before=len(self.name.camel_plain) + 2)

    @property
    def of_customers(self) -> bool:
        """Whether its addresses come from customers, so that they may lead anywhere."""
        return self.address is None

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What is read from the environment for it."""
        return (*([self.address] if self.address else ()), *self.credentials)


class Calling:
    """The integrations of one blueprint."""

    def __init__(self, blueprint: Blueprint, services: tuple[str, ...], taken: Iterable[str]) -> None:
        self.blueprint = blueprint
        self.services = services
        self.taken = frozenset(taken) | _KNOWN
        """The variables that something else of the project reads."""

    @staticmethod
    def stated(blueprint: Blueprint) -> bool:
        """Whether any other service is called."""
        return any(kind == "integration" for kind, _ in blueprint.declared)

    @cached_property
    def integrations(self) -> tuple[Integration, ...]:
        """All of them, in the blueprint's order."""
        return tuple(map(self._integration, self._all("integration")))

    def of(self, service: str) -> tuple[Integration, ...]:
        """Those that a process calls, each with the credentials that this process may read."""
        called = (one for one in self.integrations if service in one.services)
        return tuple(
            replace(one, credentials=tuple(variable for variable in one.credentials if service in variable.readers))
            for one in called
        )

    def addresses(self, service: str) -> list[Variable]:
        """The addresses that a process reads from its environment."""
        return [one.address for one in self.of(service) if one.address]

    def credentials(self, service: str) -> list[Variable]:
        """What it reads from there to prove itself."""
        return [variable for one in self.of(service) for variable in one.credentials]

    @property
    def variables(self) -> list[Variable]:
        """All that is read from the environment."""
        found = (variable for one in self.integrations for variable in one.variables)
        return list({variable.name: variable for variable in found}.values())

    def _integration(self, block: Block) -> Integration:
        label = block.label or ""
        name = Name.of(label, "integration")
        external = self._of("external", next(iter(references(block, "external")), label))
        rate, connect = block.get("rate_limit"), block.get("connect_timeout")
        of_customers = str(block.get("pattern")) == "webhook_out"
        services = tuple(one for one in references(block, "called_by") if one in self.services) or self.services[-1:]
        return Integration(
            name=name,
            label=label,
            provider=str((external and external.get("provider")) or name.text),
            purpose=str((external and external.get("purpose")) or name.text),
            fallback=str(block.get("fallback") or ""),
            timeout=int(block.get("timeout").seconds * 1000) if block.get("timeout") else 5_000,
            connect=int(connect.seconds * 1000) if connect else 2_000,
            retry=read_retry(self._of("retry", next(iter(references(block, "retry")), ""))),
            breaker=_breaker(self._of("breaker", next(iter(references(block, "breaker")), label))),
            most=int(block.get("max_concurrent")) if block.get("max_concurrent") else None,
            rate=Quota(max(1, round(rate.per_second)), round(rate.per_second, 4)) if rate else None,
            services=services,
            address=None if of_customers else self._address(name, services),
            credentials=tuple(self._credentials(block, services)),
        )

    def _address(self, name: Name, readers: tuple[str, ...]) -> Variable:
        """The variable with a service's address, as the blueprint calls it."""
        stated = (f"{name.upper}_{end}" for end in _ADDRESSES)
        label = next((one for one in stated if self._of("variable", one)), f"{name.upper}_BASE_URL")
        block = self._of("variable", label)
        told = str((block and block.get("description")) or f"Where {name.text} is reached; https, or on this machine")
        return Variable(
            label,
            told,
            str((block and block.get("example")) or f"https://{name.kebab}.example"),
            plain=block is None,
            readers=readers,
        )

    def _credentials(self, block: Block, readers: tuple[str, ...]) -> Iterator[Variable]:
        for label in references(block, "credentials"):
            stated = self._of("variable", label)
            if stated and label not in self.taken:
                told = str(stated.get("description") or label)
                own = references(stated, "services") or readers
                yield Variable(label, told, str(stated.get("example") or "local"), readers=own)

    def _of(self, kind: str, label: str) -> Block | None:
        return self.blueprint.declared.get((kind, label))

    def _all(self, kind: str) -> Iterator[Block]:
        return (block for (found, _), block in self.blueprint.declared.items() if found == kind and block.schema)


def key(variable: Variable) -> str:
    """How code calls a variable: `stripeSecretKey`."""
    return Name.of(variable.name.lower(), "variable").camel_plain


def _breaker(block: Block | None) -> Breaker:
    share, slow = (block.get("failure_threshold"), block.get("slow_call")) if block else (None, None)
    counts = tuple(map(str, (block.get("counts") if block else None) or _COUNTED))
    return Breaker(
        threshold=float(share.fraction) if share else 0.5,
        minimum=int((block and block.get("minimum_calls")) or 10),
        window=_ms(block, "window", 10_000),
        reset=_ms(block, "reset_timeout", 30_000),
        trials=int((block and block.get("half_open_calls")) or 1),
        counts=tuple(kind for kind in counts if kind != "slow_call"),
        slow=int(slow.seconds * 1000) if slow and "slow_call" in counts else None,
        of_tenant=bool(block) and str(block.get("scope")) == "tenant" if block else False,
    )


def _ms(block: Block | None, attribute: str, default: int) -> int:
    found = block.get(attribute) if block else None
    return int(found.seconds * 1000) if found is not None else default
