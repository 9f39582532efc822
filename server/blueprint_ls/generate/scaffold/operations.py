"""How the project runs once it is built: where, watched by what, and who mends it, as the templates see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from blueprint_ls.generate.scaffold.alerts import Alert, alerts
from blueprint_ls.generate.scaffold.configuration import Setting, settings
from blueprint_ls.generate.scaffold.dashboards import Dashboard, dashboards
from blueprint_ls.generate.scaffold.deployment import Deployment
from blueprint_ls.generate.scaffold.environments import Environment
from blueprint_ls.generate.scaffold.incidents import Incidents
from blueprint_ls.generate.scaffold.keeping import Keeping
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.stores import Store, stores
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.generate.scaffold.workloads import Workload
from blueprint_ls.generate.scaffold.yaml import scalar
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
        options: frozenset[str],
        kept: Keeping,
    ) -> None:
        self.blueprint = blueprint
        self.services = services
        self.watched = watched
        self.options = options
        self.settings = settings(variables, blueprint, product, services, kept)
        self.keeping = kept
        self.product = product
        self.deployment = Deployment(blueprint, product, services, watched, kept)

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
    def accounts(self) -> list[str]:
        """The names of the service accounts."""
        return [*(one.name.kebab for one in self.workloads), "migrate"]

    @property
    def kept(self) -> list[tuple[str, list[Setting]]]:
        """Each set of secrets that the cluster holds, with its values' references."""
        own = [] if self.keeping.option == "fetched_secrets" else self.workloads
        return [*((one.name.kebab, one.secrets) for one in own), ("migrate", self.migration)]

    def secrets_of(self, service: str) -> list[Setting]:
        """The secrets that a service reads."""
        return next(one.secrets for one in self.workloads if one.service == service)

    @cached_property
    def local_stores(self) -> tuple[Store, ...]:
        """What a developer's machine runs, the primary database first."""
        return stores(self.options, self.product)

    def store(self, name: str) -> Store:
        """One of the local stores; StopIteration where it is not among them."""
        return next(store for store in self.local_stores if store.name == name)

    @property
    def pipeline_stores(self) -> list[Store]:
        """Those that the pipeline's tests speak to; a container that needs a command of its own is no service there."""
        return [store for store in self.local_stores if not store.command]

    @property
    def local_volumes(self) -> list[str]:
        """The volumes of the local stack."""
        kept = (volume.split(":")[0] for store in self.local_stores for volume in store.volumes)
        return [*(name for name in kept if not name.startswith(".")), *(["traces"] if "tempo" in self.options else [])]

    def inside(self, name: str) -> str:
        """What a variable says within the local stack, where each store is reached by its name."""
        value = next(one.example for one in self.settings if one.name == name)
        tracing = "tempo" if "tempo" in self.options else "jaeger"
        known = {store.port: store.name for store in self.local_stores} | {4318: tracing}
        return re.sub(r"localhost:(\d+)", lambda found: f"{known.get(int(found[1]), 'localhost')}:{found[1]}", value)

    def local_values(self, workload: Workload) -> list[tuple[str, str]]:
        """The variables of a service that say another thing within the local stack than outside of it."""
        inside = ((one.name, one.example, self.inside(one.name)) for one in workload.settings)
        return [(name, value) for name, example, value in inside if value != example]

    @property
    def store_ports(self) -> list[str]:
        """The ports of the stores that services speak to, as a policy lists them."""
        ports = sorted({store.port for store in self.local_stores} | ({5671} if "rabbitmq" in self.options else set()))
        return [f"{{ protocol: TCP, port: {port} }}" for port in ports]

    def patches(self, environment: Environment) -> list[str]:
        """What one environment says otherwise than the base, as strategic merges."""
        made = [_values(one, environment) for one in self.workloads]
        colored = "colors" in self.options
        return [*filter(None, made), *self.sizes(environment, colored=False, skip_served=colored)]

    def sizes(self, environment: Environment, *, colored: bool, skip_served: bool = False) -> list[str]:
        """One replica of each where that is enough; `colored` for what stands in two colors alone."""
        chosen = [one for one in self.workloads if (one.serves or not colored) and not (skip_served and one.serves)]
        return [patch for one in chosen for patch in _size(one)] if environment.small else []

    @property
    def migration(self) -> list[Setting]:
        """The connections of the migrations: that of the role which owns the tables, and those of other stores."""
        return [one for one in self.settings if one.migrates]

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """The services as they run in a cluster."""
        return tuple(
            self.deployment.workload(service, tuple(one for one in self.settings if service in one.services))
            for service in self.services
        )


def _values(workload: Workload, environment: Environment) -> str:
    names = [name for name, _ in workload.config]
    rows = "".join(f"\n  {name}: {scalar(value)}" for name, value in environment.values if name in names)
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {workload.name.kebab} }}\ndata:{rows}" if rows else ""


def _size(workload: Workload) -> Iterator[str]:
    metadata = f"metadata: {{ name: {workload.name.kebab} }}"
    if workload.scales:
        spec = "spec: { minReplicas: 1, maxReplicas: 2 }"
        yield f"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n{metadata}\n{spec}"
    yield f"apiVersion: policy/v1\nkind: PodDisruptionBudget\n{metadata}\nspec: {{ minAvailable: 0 }}"
