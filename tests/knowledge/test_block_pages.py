"""Every block has its page: its Good reads as the formatter writes it, and says nothing that a rule objects to."""

import pytest

from blueprint_ls.judge import engine
from blueprint_ls.knowledge.load import data_folder, load
from blueprint_ls.knowledge.pages import Example, Page
from blueprint_ls.language.schema import Section, walk
from blueprint_ls.syntax import Text, format
from support import MAIN, findings

HEADINGS = ["What belongs here", "What a reviewer looks for", "Good", "Poor"]
COMMON = {"decision", "not_applicable", "remove"}
"""Blocks that stand in every section, described once on the page of common words."""
OBJECTIONS = ("syntax-", "unknown-", "wrong-", "duplicate-", "misplaced-", "empty-", "placeholder", "out-of-range")
"""Beginnings of the rules about what a text says, other than what it leaves to blocks beside it."""

assert engine  # importing it registers every check

KNOWN = load()
SECTIONS: dict[str, Section] = {name: found for name, found in KNOWN.vocabulary.sections.items() if found.number >= 0}
PAGES = KNOWN.blocks


def _places() -> list[str]:
    """Every block beneath a section, by its place in the vocabulary."""
    paths = (schema.path.split(".") for schema in walk(KNOWN.vocabulary.root) if schema.path)
    return [".".join(path) for path in paths if path[0] in SECTIONS and path[1:] and COMMON.isdisjoint(path)]


def _examples(heading: str) -> list[object]:
    return [
        pytest.param(page, example, id=f"{name}-{at}")
        for name, page in PAGES.items()
        for at, example in enumerate(page.examples(heading), start=1)
    ]


def test_every_block_has_a_page():
    assert set(_places()) - set(PAGES) == set()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_lies_where_its_block_stands(page: Page):
    section, _, block = page.name.partition(".")
    folder = f"{SECTIONS[section].number:02}-{section}"

    assert page.path == data_folder("rules") / "sections" / folder / f"{block}.md"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_has_every_part(page: Page):
    assert list(page.parts) == HEADINGS
    assert all(page.parts.values())
    assert page.examples("Good")
    assert page.examples("Poor")


@pytest.mark.parametrize(("page", "example"), _examples("Good"))
def test_a_good_example_stands_as_the_formatter_writes_it(page: Page, example: Example):
    assert format(Text(example.source.encode())).decode() == example.source


@pytest.mark.parametrize(("page", "example"), _examples("Good"))
def test_a_good_example_says_nothing_wrong(page: Page, example: Example):
    found = findings({**example.companions, MAIN: example.source})

    assert [finding.message for finding in found if finding.rule.startswith(OBJECTIONS)] == []


@pytest.mark.parametrize(("page", "example"), _examples("Good"))
def test_a_good_example_is_complete_for_its_block(page: Page, example: Example):
    found = findings({**example.companions, MAIN: example.source})
    missing = [finding for finding in found if finding.rule in ("missing-attribute", "missing-block")]
    wanted = [finding for finding in missing if "label" not in finding.data]  # one of a fixed set may stand for all

    assert [finding.message for finding in wanted if finding.subject.startswith(f"{page.name}.")] == []


@pytest.mark.parametrize(("page", "example"), _examples("Poor"))
def test_a_poor_example_can_be_read(page: Page, example: Example):
    assert not findings({**example.companions, MAIN: example.source}, "syntax-error")
