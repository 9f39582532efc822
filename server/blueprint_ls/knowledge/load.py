"""Loads the pages of `rules/`, and of a team's `.blueprint/rules/`, into one body of knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from blueprint_ls.knowledge import agreement, build, prices, shape
from blueprint_ls.knowledge.cache import read_pages
from blueprint_ls.knowledge.declared import check_faults, misfits
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.frontmatter import FrontMatter, PageError
from blueprint_ls.knowledge.pages import Page, RulePage
from blueprint_ls.language.schema import Decision, Vocabulary, walk
from blueprint_ls.language.suggest import did_you_mean

SEVERITIES = ("error", "warning", "information", "off")
FIXES = ("safe", "suggested", "none")


@dataclass(frozen=True)
class Knowledge:
    """The vocabulary, the rules and every page, with the faults found while loading."""

    vocabulary: Vocabulary
    rules: Mapping[str, RulePage]
    """By id."""
    sections: Mapping[str, Page]
    decisions: Mapping[str, Page]
    options: Mapping[tuple[str, str], Page]
    """By decision and option."""
    blocks: Mapping[str, Page] = field(default_factory=dict)
    """By the block's place in the vocabulary: `api.endpoint`."""
    problems: Sequence[PageError] = field(default=())
    """Pages that could not be used; all others are."""

    @property
    def renamed(self) -> dict[str, str]:
        """Former rule ids with the ids of today."""
        return {former: rule.name for rule in self.rules.values() for former in rule.formerly}


def examples_folder() -> Path:
    """The example blueprints: in the installed package, else among the tests of the checkout."""
    installed = data_folder("examples")
    return installed if installed.is_dir() else installed.parent / "tests" / "examples"


@lru_cache(maxsize=16)
def load(team: Path | None = None) -> Knowledge:
    """All knowledge: the built-in pages, and those in the folder `team`, which win by name."""
    folders = [data_folder("rules"), *([team] if team else [])]
    return load_from(folders)


def load_from(folders: Sequence[Path]) -> Knowledge:
    """The knowledge in some folders; where two pages have one name, the later folder's wins."""
    pages: dict[tuple[str, ...], Page] = {}
    problems: list[PageError] = []
    for folder in folders:
        matters, unreadable = read_pages(folder)
        problems += [*unreadable, *(prices.faults(folder) if folder != data_folder("rules") else [])]
        for path, matter in matters.items():
            page = _page(path, matter)
            found = [*_faults(page), *_clashes(page, pages, folder)] if page else [PageError(path, 2, _UNKNOWN)]
            problems += found
            if page and not found:
                pages[_key(page)] = page
    return _join(pages, problems)


_RULE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_UNKNOWN = "Expected the front matter to begin with `section:`, `block:`, `decision:`, `option:` or `rule:`"


def _page(path: Path, matter: FrontMatter) -> Page | None:
    kind = next(iter(matter.values), "")
    name = matter.values.get(kind)
    return Page(kind, str(name), path, matter) if kind in shape.PAGES else None


def _clashes(page: Page, pages: Mapping[tuple[str, ...], Page], folder: Path) -> Iterator[PageError]:
    """A name that another page of the folder has."""
    if page.kind not in page.values or (page.kind == "option" and "decision" not in page.values):
        return
    other = pages.get(_key(page))
    if other and other.path.is_relative_to(folder):
        message = f"`{page.kind} {page.name}` has a page already, `{other.path.relative_to(folder)}`: keep one"
        yield PageError(page.path, page.matter.line_of(page.kind), message)


def _key(page: Page) -> tuple[str, ...]:
    owner = str(page.values["decision"]) if page.kind == "option" else ""
    return page.kind, owner, page.name


def _faults(page: Page) -> Iterator[PageError]:
    matter = page.matter
    found = list(shape.faults(page.values, shape.PAGES[page.kind], f"{page.kind} {page.name}"))
    if page.kind == "section":
        found += shape.contents_faults(page.values)
    if page.kind == "decision":
        found += shape.distinction_faults(page.values.get("distinguish"))
    if page.kind == "rule":
        found += _rule_faults(page)
    for key, message in found:
        yield PageError(page.path, matter.line_of(key), message)


def _rule_faults(page: Page) -> Iterator[tuple[str, str]]:
    if not _RULE_ID.fullmatch(page.name):
        yield "rule", f"`{page.name}` is no id of a rule: write lower-case words with hyphens, as in `weak-reason`"
    for key, known in (("severity", SEVERITIES), ("fix", FIXES)):
        value = page.values.get(key, known[-1])
        if value not in known:
            yield key, f"`{key}` of `rule {page.name}` must be one of {', '.join(known)}"
    if isinstance(page.values.get("check"), dict):
        yield from check_faults(page.values["check"])


def _join(pages: Mapping[tuple[str, ...], Page], problems: list[PageError]) -> Knowledge:
    by_kind: dict[str, list[Page]] = {kind: [] for kind in shape.PAGES}
    for page in pages.values():
        strays = list(_strays(page, pages))
        problems += strays
        if not strays:
            by_kind[page.kind].append(page)
    options = {(str(page.values["decision"]), page.name): page for page in by_kind["option"]}
    decisions = {page.name: page for page in by_kind["decision"]}
    sections = {page.name: page for page in by_kind["section"]}
    problems += agreement.disagreements(decisions, options)
    known = {name: _decision(page, options) for name, page in decisions.items()}
    vocabulary = build.vocabulary({name: page.values for name, page in sections.items()}, known)
    rules = dict(_rules(by_kind["rule"], vocabulary, problems))
    blocks = dict(_blocks(by_kind["block"], vocabulary, problems))
    return Knowledge(vocabulary, rules, sections, decisions, options, blocks, tuple(problems))


def _decision(page: Page, options: Mapping[tuple[str, str], Page]) -> Decision:
    own = {name: found for (owner, name), found in options.items() if owner == page.name}
    return build.decision(agreement.used(page, [*own]), [build.option(found.values) for found in own.values()])


def _blocks(pages: Iterable[Page], vocabulary: Vocabulary, problems: list[PageError]) -> Iterator[tuple[str, Page]]:
    """The pages of blocks by place, without those of blocks that the vocabulary does not have."""
    places = {schema.path for schema in walk(vocabulary.root)}
    for page in pages:
        if page.name in places:
            yield page.name, page
        else:
            message = f"There is no block `{page.name}`{did_you_mean(page.name, places)}"
            problems.append(PageError(page.path, page.matter.line_of("block"), message))


def _strays(page: Page, pages: Mapping[tuple[str, ...], Page]) -> Iterator[PageError]:
    """A decision in a section that does not exist, an option of a decision that does not."""
    for kind, owner in (("decision", "section"), ("option", "decision")):
        name = str(page.values.get(owner))
        if page.kind == kind and (owner, "", name) not in pages:
            known = [found.name for found in pages.values() if found.kind == owner]
            message = f"`{kind} {page.name}` names the {owner} `{name}`, which has no page{did_you_mean(name, known)}"
            yield PageError(page.path, page.matter.line_of(owner), message)


def _rules(pages: Iterable[Page], vocabulary: Vocabulary, problems: list[PageError]) -> Iterator[tuple[str, RulePage]]:
    """The rules by name, without those whose check speaks of what the vocabulary does not have."""
    for page in pages:
        rule = RulePage.of(page)
        found = list(misfits(rule.check, vocabulary)) if rule.check else []
        problems += [PageError(page.path, page.matter.line_of(key), message) for key, message in found]
        if not found:
            yield rule.name, rule
