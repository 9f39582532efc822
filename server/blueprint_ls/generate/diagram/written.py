"""A picture as it stands in a blueprint: a heredoc of the `diagram` section."""

from __future__ import annotations

from pathlib import Path

from blueprint_ls.generate.diagram.ascii import ascii
from blueprint_ls.judge.diagram.containers import containers
from blueprint_ls.language.layers import Layers
from blueprint_ls.language.model import Blueprint, Document, Place
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Text, parse

ATTRIBUTE = "ascii"


def picture(blueprint: Blueprint, margin: str = "  ") -> str:
    """The value of the attribute that holds the picture, as source whose attribute stands at a margin."""
    rows = ascii(containers(blueprint)).replace("${", "$${").replace("%{", "%%{").split("\n")
    return "\n".join(["<<-DIAGRAM", *(f"{margin}  {row}".rstrip() for row in rows), f"{margin}DIAGRAM"])


def illustrated(source: str, vocabulary: Vocabulary) -> str:
    """The source of a `diagram` section that has no picture yet, with one in front of its blocks."""
    text = Text(source.encode())
    folder = Path("diagram")
    document = Document.of(folder / "main.blueprint", text, parse(text), vocabulary)
    blueprint = Blueprint(folder, Layers([[document]], [folder]), vocabulary)
    opening, brace, rest = source.partition("{\n")
    return f"{opening}{brace}  {ATTRIBUTE} = {picture(blueprint)}\n\n{rest}" if blueprint.sections else source


def redrawn(document: Document, vocabulary: Vocabulary) -> Document:
    """A document whose one section is `diagram`, with the picture that its blocks make."""
    start, section = document.elements[0]
    attribute = section.attributes.get(ATTRIBUTE)
    if attribute is None:
        return document
    folder = document.path.parent
    drawn = picture(Blueprint(folder, Layers([[document]], [folder]), vocabulary))
    text = document.text.replace(Place(document, start, section, 0).value_span(attribute), drawn.encode())
    return Document.of(document.path, text, parse(Text(text.data)), vocabulary)
