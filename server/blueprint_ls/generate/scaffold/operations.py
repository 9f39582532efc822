"""How the project runs once it is built: where, watched by what, and who mends it, as the templates see it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from blueprint_ls.generate.scaffold.alerts import Alert, alerts
from blueprint_ls.generate.scaffold.beginning import Variable
from blueprint_ls.generate.scaffold.configuration import MIGRATION, Setting, settings
from blueprint_ls.generate.scaffold.dashboards import Dashboard, dashboards
from blueprint_ls.generate.scaffold.deployment import Deployment, Workload
from blueprint_ls.generate.scaffold.incidents import Incidents
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.language.model import Blueprint


class Operations:
    """Sections 9, 11 and 12 of one blueprint, as far as they are about running what was built."""

    def __init__(
        self,
        blueprint: Blueprint,
        product: Name,
        services: tuple[str, ...],
        watched: Observability,
        variables: Sequence[Variable],
    ) -> None:
        self.blueprint = blueprint
        self.services = services
        self.watched = watched
        self.settings = settings(variables, blueprint, product, services)
        self.deployment = Deployment(blueprint, product, services, watched)

    def each(self, kind: str) -> Sequence[Any]:
        """What a path is repeated for: `[environment]`, `[runbook]`."""
        repeated: dict[str, Sequence[Any]] = {
            "dashboard": self.dashboards,
            "environment": self.deployment.environments,
            "runbook": self.incidents.runbooks,
            "workload": self.workloads,
        }
        return repeated[kind]

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """What somebody is called for."""
        return alerts(self.watched)

    @cached_property
    def dashboards(self) -> tuple[Dashboard, ...]:
        """Where one looks."""
        return dashboards(self.watched)

    @cached_property
    def incidents(self) -> Incidents:
        """What people do when something breaks."""
        return Incidents(self.blueprint, self.alerts)

    @property
    def migration(self) -> Setting:
        """The connection of the role that owns the tables."""
        return next(one for one in self.settings if one.name == MIGRATION)

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """The services as they run in a cluster."""
        return tuple(
            self.deployment.workload(service, tuple(one for one in self.settings if service in one.services))
            for service in self.services
        )
