"""Whether pages agree with each other: a team's own page beside the built-in ones above all.

A page that disagrees is named, and what it says is used as far as it can be: a default without a page gives way to
the first option that has one, and a choice that no page knows is brought or ruled out by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from blueprint_ls.knowledge.frontmatter import PageError
from blueprint_ls.knowledge.pages import Page
from blueprint_ls.language.suggest import did_you_mean

Options = Mapping[tuple[str, str], Page]
"""By decision and option."""


def disagreements(decisions: Mapping[str, Page], options: Options) -> Iterator[PageError]:
    """What pages of decisions and options say of each other and is not so."""
    for page in decisions.values():
        named = [name for decision, name in options if decision == page.name]
        for key, message in _of_decision(page, named):
            yield PageError(page.path, page.matter.line_of(key), message)
    for page in options.values():
        for key, message in _of_option(page, decisions, options):
            yield PageError(page.path, page.matter.line_of(key), message)


def used(page: Page, named: list[str]) -> Mapping[str, Any]:
    """The values of a decision page, its default one that has a page."""
    default = str(page.values["default"])
    return page.values if default in named or not named else {**page.values, "default": min(named)}


def _of_decision(page: Page, named: list[str]) -> Iterator[tuple[str, str]]:
    default = str(page.values["default"])
    if default not in named:
        hint = did_you_mean(default, named) or f"; it has {', '.join(sorted(named)) or 'none'}"
        yield "default", f"The default `{default}` of `decision {page.name}` has no option page{hint}"
    for entry in page.values.get("distinguish") or ():
        between = [str(name) for name in entry["between"]]
        for name in between:
            if name not in named:
                yield "distinguish", f"`between` names `{name}`, which is no option{did_you_mean(name, named)}"
        if str(entry["prefers"]) not in between:
            yield "distinguish", f"`prefers` names `{entry['prefers']}`, which is not one of {' and '.join(between)}"


def _of_option(page: Page, decisions: Mapping[str, Page], options: Options) -> Iterator[tuple[str, str]]:
    brought = {str(target) for target in page.values.get("implies") or ()}
    for key in ("implies", "excludes"):
        for target in map(str, page.values.get(key) or ()):
            decision, _, name = target.partition(".")
            if (decision, name) not in options:
                known = [f"{other}.{option}" for other, option in options] if decision in decisions else [*decisions]
                hint = did_you_mean(target if decision in decisions else decision, known)
                yield key, f"`{key}` names `{target}`, which has no page{hint}"
            elif key == "excludes" and target in brought:
                yield key, f"`option {page.name}` implies `{target}` and excludes it: take one out"
            elif key == "implies" and f"{page.values['decision']}.{page.name}" in _excluded(options[decision, name]):
                yield (
                    key,
                    f"`option {page.name}` implies `{target}`, whose own page excludes it: one of the two is wrong",
                )


def _excluded(page: Page) -> set[str]:
    return {str(target) for target in page.values.get("excludes") or ()}
