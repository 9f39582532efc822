"""Templates to blueprint source: each section whole, in the canonical layout, its blocks marked `assumed`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.generate import figures
from blueprint_ls.generate.cast import plural, words
from blueprint_ls.generate.choices import Choice, wanted
from blueprint_ls.generate.design import Design
from blueprint_ls.generate.templating import environment
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.language.schema import Section, Vocabulary
from blueprint_ls.syntax import Text
from blueprint_ls.syntax import format as canonical

if TYPE_CHECKING:
    from jinja2 import Environment


def section(design: Design, found: Section, vocabulary: Vocabulary) -> str | None:
    """A whole section for a design; None where there is no template for it."""
    path = template(found)
    if not path.is_file():
        return None
    asked = wanted(vocabulary.decisions, found.name)
    decisions = [design.choices.choice(decision) for decision in asked if _made(design, decision.name)]
    made = "\n\n".join(decision(choice) for choice in decisions)
    template_of_section = _environment().get_template(f"sections/{path.name}")
    return marked(template_of_section.render(d=design, c=design.choices, decisions=made))


def template(found: Section) -> Path:
    """Where a section's template lies."""
    return data_folder("templates") / "sections" / f"{found.number:02}-{found.name}.j2"


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
    """The source in the canonical layout, with `assumed = true` in each block of its sections."""
    return canonical(Text(_tidy(_with_marks(source)).encode())).decode()


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
    return re.sub(r"\n(?:[ \t]*\n)+(?=[ \t]*\}\n)", "\n", source)


def _with_marks(source: str) -> str:
    """The mark goes in front of the first block inside a block, else to its end; lines are read, no tree is made."""
    lines: list[str] = []
    nesting, heredoc, done = "", "", False
    for line in source.split("\n"):
        text = line.strip()
        if heredoc:
            heredoc = "" if text == heredoc else heredoc
        else:
            begins = text.endswith("{") and "=" not in text
            if nesting == "bb" and not done and (begins or text == "}"):
                while not lines[-1].strip():
                    lines.pop()
                lines += ["assumed = true", ""]
                done = True
            done = done and nesting != "b"
            nesting = nesting[:-1] if text.startswith(("}", "]")) else nesting
            nesting += "b" if begins else "v" if text.endswith(("{", "[")) else ""
            heredoc = _opened_heredoc(text)
        lines.append(line)
    return "\n".join(lines)


def _opened_heredoc(text: str) -> str:
    found = re.search(r"<<-?(\w+)$", text)
    return found[1] if found else ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(
        {
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
            "at": lambda label, kind: f"{kind}.{label}",
        }
    )


def _listed(parts: Sequence[str]) -> str:
    """A list of the language."""
    return f"[{', '.join(dict.fromkeys(parts))}]"
