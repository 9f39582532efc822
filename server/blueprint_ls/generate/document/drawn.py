"""The picture of the system: the team's own drawing."""

from __future__ import annotations

from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.document.tree import (
    Block,
    Picture,
)
from blueprint_ls.language.model import Block as Stated


def picture(show: Presenter, diagram: Stated) -> list[Block]:
    """The drawing that the section states; nothing where it has none."""
    show.value(diagram, "ascii")
    drawing = diagram.get("ascii")
    return [Picture(drawing.strip("\n"))] if isinstance(drawing, str) and drawing.strip() else []
