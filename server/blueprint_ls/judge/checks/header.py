"""The header, the `rules` block in it, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.suggest import closest
from blueprint_ls.syntax import Span, Text

LANGUAGE = 1
"""The newest version of the language that this server understands."""


@blueprint_check("unsupported-language")
def unsupported_language(case: Case) -> Iterator[Finding]:
    """A blueprint written for a newer version of the language."""
    header = case.blueprint.header
    found = header.attribute("language") if header else None
    if found and isinstance(found[1].value, int) and found[1].value > LANGUAGE:
        place, attribute = found
        message = (
            f"This blueprint is written in language {attribute.value}; this server understands up to {LANGUAGE}: "
            "install a newer blueprint-ls"
        )
        yield Finding(
            "unsupported-language", place.document.path, place.value_span(attribute), message, "blueprint.language"
        )


@blueprint_check("unknown-rule", "renamed-rule")
def rule_names(case: Case) -> Iterator[Finding]:
    """Names in the `rules` block that are no rule, or are one no longer."""
    header = case.blueprint.header
    rules = header.block("rules") if header else None
    for block in rules.blocks() if rules else []:
        if block.place.layer == 0:
            yield from _rule_name(case, block)


def _rule_name(case: Case, block: Block) -> Iterator[Finding]:
    place = block.place
    span = Span(place.start, place.start + len(block.name))
    if block.name in case.knowledge.renamed:
        today = case.knowledge.renamed[block.name]
        message = f"The rule `{block.name}` is called `{today}` now"
        yield Finding("renamed-rule", place.document.path, span, message, "blueprint.rules", data={"instead": today})
    elif block.name not in case.knowledge.rules:
        near = closest(block.name, case.knowledge.rules)
        hint = f": did you mean `{near}`?" if near else "; `blueprint rules list` shows them all"
        message = f"There is no rule `{block.name}`{hint}"
        yield Finding("unknown-rule", place.document.path, span, message, "blueprint.rules", data={"instead": near})


@blueprint_check("unreadable-file")
def unreadable_files(case: Case) -> Iterator[Finding]:
    """Blueprint files of the folder that could not be read."""
    for unread in case.unread:
        yield Finding("unreadable-file", unread.path, Span(0, 0), unread.reason)


@blueprint_check("faulty-page")
def faulty_pages(case: Case) -> Iterator[Finding]:
    """Pages of the team's own that could not be used."""
    for problem in case.knowledge.problems:
        span = _line(problem.path, problem.line - 1)
        yield Finding("faulty-page", problem.path, span, problem.message, data={"line": problem.line})


def _line(path: Path, line: int) -> Span:
    """A line of a page; the page's beginning where it cannot be read."""
    try:
        text = Text(path.read_bytes())
    except OSError:
        return Span(0, 0)
    return text.line_span(line) if line < len(text.line_starts) else Span(0, 0)
