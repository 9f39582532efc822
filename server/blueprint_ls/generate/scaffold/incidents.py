"""What people do when something breaks: severities, who is called, and a runbook for each alert."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, relpath

from blueprint_ls.generate.scaffold.alerts import INCIDENTS, Alert, runbook_path
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.model import Block, Blueprint


@dataclass(frozen=True)
class Runbook:
    """What to do when certain alerts fire."""

    name: Name
    file: str
    """Where it is written down."""
    symptom: str
    steps: tuple[str, ...]
    commands: tuple[str, ...]
    dashboard: Name | None
    escalation: str | None
    """Who helps when the steps do not."""
    alerts: tuple[Alert, ...]

    @property
    def back(self) -> str:
        """The way from it to what holds for every incident."""
        return relpath(INCIDENTS, dirname(self.file))

    @property
    def link(self) -> str:
        """The way to it from a page in `docs`."""
        return relpath(self.file, "docs")


class Incidents:
    """The part of section 11 that begins when something broke."""

    def __init__(self, blueprint: Blueprint, alerts: tuple[Alert, ...]) -> None:
        self.blueprint = blueprint
        self.alerts = alerts

    def _all(self, kind: str) -> list[Block]:
        return [block for (found, _), block in self.blueprint.declared.items() if found == kind]

    @cached_property
    def runbooks(self) -> tuple[Runbook, ...]:
        """Those of the blueprint, in its order."""
        return tuple(self._runbook(block) for block in self._all("runbook"))

    @property
    def severities(self) -> list[Block]:
        """The classes of incidents, the worst first."""
        return self._all("severity")

    @property
    def people(self) -> list[Block]:
        """Who is called, in the blueprint's order."""
        return self._all("on_call")

    @property
    def backups(self) -> list[Block]:
        """What is kept of each store."""
        return self._all("backup")

    def called(self, severity: Block) -> str:
        """Who is called for a severity, in order."""
        return ", then ".join(references(severity, "calls")) or "whoever sees it"

    def _runbook(self, block: Block) -> Runbook:
        label = block.label or ""
        dashboard = next(iter(references(block, "dashboard")), None)
        return Runbook(
            name=Name.of(label, "runbook"),
            file=runbook_path(self.blueprint, label),
            symptom=str(block.get("symptom") or label),
            steps=tuple(str(step) for step in block.get("steps") or ()),
            commands=tuple(str(command) for command in block.get("commands") or ()),
            dashboard=Name.of(dashboard) if dashboard else None,
            escalation=next(iter(references(block, "escalate_to")), None),
            alerts=tuple(one for one in self.alerts if one.runbook == runbook_path(self.blueprint, label)),
        )
