"""The views of a blueprint: each one a graph made of what the blueprint states, and of nothing else."""

from __future__ import annotations

from blueprint_ls.generate.diagram.context import context
from blueprint_ls.generate.diagram.deployment import deployment
from blueprint_ls.generate.diagram.flow import flow
from blueprint_ls.generate.diagram.modules import modules
from blueprint_ls.judge.diagram.containers import containers
from blueprint_ls.judge.diagram.graph import Graph
from blueprint_ls.language.model import Blueprint

VIEWS = {
    "context": "the system, who uses it, and what it uses of others",
    "containers": "the `diagram` section: clients, gateways, services, stores, outside services, monitoring",
    "modules": "the modules, whom each one calls, and who hears of its events",
    "flow": "the way of one endpoint's data",
    "deployment": "what runs in an environment, and how a version gets there",
}
"""What each view shows."""


def view(blueprint: Blueprint, name: str, endpoint: str | None = None, environment: str | None = None) -> Graph:
    """The graph of a view; `LookupError` says which endpoint, environment or view there is none of.

    `flow` needs an endpoint such as `POST /deals`; `deployment` takes an environment, else it shows production.
    """
    match name:
        case "context":
            return context(blueprint)
        case "containers":
            return containers(blueprint)
        case "modules":
            return modules(blueprint)
        case "flow" if endpoint is not None:
            return flow(blueprint, endpoint)
        case "flow":
            raise LookupError("the view `flow` needs an endpoint, such as `POST /deals`")
        case "deployment":
            return deployment(blueprint, environment)
    raise LookupError(f"there is no view `{name}`: views are {', '.join(VIEWS)}")
