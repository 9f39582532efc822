"""The formats that a graph can be drawn in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from blueprint_ls.generate.diagram.ascii import ascii
from blueprint_ls.generate.diagram.dot import dot
from blueprint_ls.generate.diagram.mermaid import mermaid
from blueprint_ls.generate.diagram.svg import svg
from blueprint_ls.judge.diagram.graph import Graph

FORMATS: Mapping[str, Callable[[Graph], str]] = {"ascii": ascii, "mermaid": mermaid, "dot": dot, "svg": svg}
"""Each format with what draws it; `svg` raises `Missing` where its layout engine is not installed."""
