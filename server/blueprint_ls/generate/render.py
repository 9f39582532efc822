"""Templates to blueprint source: each section whole, in the canonical layout, its blocks marked `assumed`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from blueprint_ls.generate import figures
from blueprint_ls.generate.cast import plural, words
from blueprint_ls.generate.choices import Choice, wanted
from blueprint_ls.generate.design import Design
from blueprint_ls.generate.picture import picture
from blueprint_ls.knowledge.load import data_folder
from blueprint_ls.language.schema import Section, Vocabulary
from blueprint_ls.syntax import Attribute, Block, Text, parse
from blueprint_ls.syntax import format as canonical

if TYPE_CHECKING:
    from jinja2 import Environment


def section(design: Design, found: Section, vocabulary: Vocabulary) -> str | None:
    """A whole section for a design; None where there is no template for it."""
    name = f"sections/{found.number:02}-{found.name}.j2"
    if not (data_folder("templates") / name).is_file():
        return None
    asked = wanted(vocabulary.decisions, found.name)
    decisions = [design.choices.choice(decision) for decision in asked if _made(design, decision.name)]
    made = "\n\n".join(decision(choice) for choice in decisions)
    drawn = picture(design.capacity, design.choices, design.topology) if found.name == "diagram" else ""
    rendered = _environment().get_template(name).render(d=design, c=design.choices, decisions=made, picture=drawn)
    return marked(_tidy(rendered))


def _made(design: Design, decision: str) -> bool:
    """Whether there is something to decide: no cache is chosen where the database keeps what others cache."""
    return decision != "cache" or "cache" in design.topology.stores


def decision(choice: Choice) -> str:
    """A decision with its reasons."""
    rows = [f"choose = {choice.option}"]
    rows += [f"over = [{', '.join(choice.over)}]"] if choice.over else []
    rows += [f"because = {quoted(choice.because)}"] if choice.because else []
    rows += [f"accepts = {quoted(choice.accepts)}"] if choice.accepts else []
    rows += ["custom = true", f"summary = {quoted(choice.summary)}"] if choice.summary else []
    return "\n".join([f"decision {choice.decision} {{", *rows, "}"])


def marked(source: str) -> str:
    """The source with `assumed = true` in each block of its sections."""
    data = source.encode()
    places: list[tuple[int, str]] = []
    for top, item in parse(Text(data)).items:
        for offset, child in item.items if isinstance(item, Block) else ():
            if isinstance(child, Block):
                places.append(_mark(child, top + offset))
    for at, text in reversed(places):
        data = data[:at] + text.encode() + data[at:]
    return canonical(Text(_tidy(data.decode()).encode())).decode()


def aligned(source: str, inside: bool = False) -> str:
    """The source in the canonical layout; with `inside`, only what stands in its one block, at the left margin."""
    lines = canonical(Text(source.encode())).decode().strip("\n").split("\n")
    return (
        "\n".join(line[2:] if line.startswith("  ") else line for line in lines[1:-1]) if inside else "\n".join(lines)
    )


def quoted(text: str) -> str:
    """A string of the language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'


def _tidy(source: str) -> str:
    """Without what loops leave behind: commas behind the last element, blank lines at the end of blocks."""
    source = re.sub(r",[ \t]*\]", "]", source)
    return re.sub(r"\n(?:[ \t]*\n)+([ \t]*\}\n)", r"\n\1", source)


def _mark(block: Block, start: int) -> tuple[int, str]:
    """Where the mark goes: behind the last attribute, else at the block's beginning."""
    ends = [offset + item.width for offset, item in block.items if isinstance(item, Attribute)]
    return start + (max(ends) if ends else block.open_offset + 1), "\nassumed = true"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, since only generation needs it

    found = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    found.filters |= {
        "q": quoted,
        "span": figures.span,
        "share": figures.share,
        "size": figures.size,
        "a_minute": figures.a_minute,
        "plain": figures.plain,
        "n": figures.grouped,
        "count": figures.count,
        "words": words,
        "plural": plural,
        "listed": _listed,
    }
    return found


def _listed(parts: Sequence[str]) -> str:
    """A list of the language."""
    return f"[{', '.join(dict.fromkeys(parts))}]"
