"""The views of a blueprint: each one a graph made of what the blueprint states, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from blueprint_ls.generate.diagram.context import context
from blueprint_ls.judge.diagram.containers import containers
from blueprint_ls.judge.diagram.graph import Graph
from blueprint_ls.language.model import Blueprint

VIEWS: Mapping[str, Callable[[Blueprint], Graph]] = {
    "context": context,
    "containers": containers,
}
"""Each view that a blueprint has once, by its name."""
