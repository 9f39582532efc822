"""Pictures in the document: the views of the diagram, and the team's own drawing where there is one."""

from __future__ import annotations

import re
from functools import lru_cache

from blueprint_ls.generate.diagram import Graph, Missing, ascii, svg, view
from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.document.tree import Block, Picture
from blueprint_ls.language.model import Block as Stated

FEWEST = 2
"""Boxes that make a picture."""
_BACK = re.compile(r'<rect class="back"[^>]*/>')
"""What fills a picture's ground: in a document that is the page."""
_CAPTIONS = {
    "context": "The system, who uses it, and what it uses of others",
    "containers": "The parts of the system",
    "modules": "The modules, and whom each one calls",
    "deployment": "What runs in production, and how a version gets there",
}


def picture(show: Presenter, name: str, stated: Stated | None = None) -> list[Block]:
    """A view of the blueprint; `stated` is the section whose own drawing takes the place of the text."""
    own = stated.get("ascii") if stated else None
    if stated:
        show.value(stated, "ascii")
    try:
        graph: Graph | None = view(show.blueprint, name)
    except LookupError:
        graph = None
    drawn = graph if graph and len(graph.nodes) >= FEWEST else None
    text = own.strip("\n") if isinstance(own, str) and own.strip() else ascii(drawn) if drawn else ""
    return [Picture(text, drawn, _CAPTIONS[name])] if text.strip() else []


@lru_cache(maxsize=16)
def as_svg(picture: Picture) -> str:
    """The picture as SVG; empty where there is no graph, or no engine to lay it out."""
    if picture.graph is None:
        return ""
    try:
        return _BACK.sub("", svg(picture.graph))
    except Missing:
        return ""


def as_light_svg(picture: Picture) -> str:
    """The same for readers that know neither variables of CSS nor dark screens, such as those of PDF."""
    drawn = as_svg(picture)
    light = dict(re.findall(r"--([\w-]+):([^;}]+)", drawn.partition("@media")[0]))
    plain = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", drawn)
    return re.sub(r"var\(--([\w-]+)\)", lambda found: light.get(found[1], "#000"), plain)
