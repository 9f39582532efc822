"""What a blueprint has beyond what every system has: further outside services, and queues that nothing feeds yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint_ls.generate.capacity import FRONT
from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.stated import Stated
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref

USUAL = ("mail", "idp")
"""The outside services of the reference itself: what refers to them alone says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Outside:
    """An outside service that the blueprint declares or refers to."""

    label: str
    personal: bool
    """Whether it receives data of people."""
    awaited: bool
    """Whether a service that answers requests calls it, so that somebody waits."""
    callers: tuple[str, ...]
    """The services that call it."""


def outside(stated: Stated, choices: Choices) -> tuple[Outside, ...]:
    """The outside services but those for mail and signing in, which every reference has of its own."""
    declared = {block.label or "": block for block in stated.all("external")}
    usual = {_stand_in(declared, "mail", "email")}
    usual |= {_stand_in(declared, "idp", "identity")} if choices["authentication"] == "oauth2" else set()
    wanted = (label for label in stated.wanted.get("external", []) if label not in USUAL)
    labels = dict.fromkeys([*declared, *wanted])
    return tuple(_outside(stated, label, declared.get(label)) for label in labels if label not in usual)


def breakers(stated: Stated, found: Sequence[Outside]) -> tuple[tuple[str, str], ...]:
    """Each breaker beyond the usual ones with the service it stands around: as integrations name it, else as itself."""
    named: dict[str, str] = {}
    for integration in stated.all("integration"):
        breaker, external = integration.get("breaker"), integration.get("external")
        if isinstance(breaker, Ref) and isinstance(external, Ref):
            named.setdefault(external.name, breaker.name)
    pairs = {named.get(one.label, one.label): one.label for one in found}
    pairs |= {breaker: external for external, breaker in named.items() if breaker not in USUAL}
    return tuple(pairs.items())


def processors(stated: Stated) -> tuple[str, ...]:
    """The declared outside services that receive data of people."""
    return tuple(block.label or "" for block in stated.all("external") if block.get("personal_data") is True)


def idle_queues(stated: Stated, fed: frozenset[str]) -> tuple[str, ...]:
    """The queues that the blueprint has or refers to, and that no job and no event goes through."""
    for kind in ("job", "event"):
        fed |= {ref.name for block in stated.all(kind) if isinstance(ref := block.get("queue"), Ref)}
    labels = [*(block.label or "" for block in stated.all("queue")), *stated.wanted.get("queue", [])]
    return tuple(label for label in dict.fromkeys(labels) if label not in fed)


def job_for(queue: str) -> str:
    """The name of the job that works off a queue which has none: `work-off-imports`."""
    return f"work-off-{queue.replace('_', '-')}"


def _stand_in(declared: dict[str, Block], label: str, kind: str) -> str:
    """The declared service that plays the part of a usual one; the usual one where none does."""
    if label in declared:
        return label
    return next((name for name, block in declared.items() if block.get("kind") == kind), label)


def _outside(stated: Stated, label: str, block: Block | None) -> Outside:
    callers = [service for service in stated.all("service") if _calls(service, label)]
    return Outside(
        label=label,
        personal=block is not None and block.get("personal_data") is True,
        awaited=any(service.get("kind", "api") in FRONT for service in callers),
        callers=tuple(service.label or "" for service in callers),
    )


def _calls(service: Block, label: str) -> bool:
    return any(
        isinstance(ref, Ref) and ref.name == label and "external" in ref.targets for ref in service.get("uses", ())
    )
