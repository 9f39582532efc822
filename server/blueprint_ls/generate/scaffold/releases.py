"""How a new version takes over: what moves the traffic."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.language.model import Blueprint

_BY_HAND = ("service_switch", "ingress")
"""The controllers of a cluster that are no programs: the pipeline itself moves the traffic."""


def release_options(blueprint: Blueprint, options: frozenset[str]) -> frozenset[str]:
    """The options, and with them what moves the traffic of a cluster.

    `argo` where Argo Rollouts does, `colors` where two Deployments stand beside each other and the pipeline moves it.
    A rolling release needs neither. Refused for a controller that there are no templates for.
    """
    controller = blueprint.value("deployment.release.controller")
    if "kubernetes" not in options or "rolling" in options:
        return options
    if controller == "argo_rollouts":
        return options | {"argo"}
    if controller is not None and controller not in _BY_HAND:
        raise Refused(
            f"`deployment.release` names the controller `{controller}`, and projects are generated for "
            "`argo_rollouts`, `service_switch` or `ingress` so far"
        )
    return options | {"colors"}
