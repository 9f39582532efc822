"""Every rule has its page, and every page keeps its word: Avoid fires, Prefer does not, the fix cures."""

import pytest

from blueprint_ls.fixes import fixable
from blueprint_ls.judge import engine
from blueprint_ls.judge.registry import checked
from blueprint_ls.knowledge.load import data_folder, load
from blueprint_ls.knowledge.pages import Example, RulePage
from blueprint_ls.syntax import Text, format
from support import MAIN, Sandbox, workspace_of

HEADINGS = ["What it does", "Why", "Avoid", "Prefer", "Fix", "Silencing"]
PAGES = {name: rule for name, rule in load().rules.items() if rule.page.path.parent.name == "blueprint"}

assert engine  # importing it registers every check


def _examples(heading: str) -> list[object]:
    return [
        pytest.param(page, example, id=f"{name}-{at}")
        for name, page in PAGES.items()
        for at, example in enumerate(page.page.examples(heading), start=1)
    ]


def _pairs() -> list[object]:
    return [
        pytest.param(page, before, after, id=f"{name}-{at}")
        for name, page in PAGES.items()
        if page.fix != "none"
        for at, (before, after) in enumerate(
            zip(page.page.examples("Avoid"), page.page.examples("Prefer"), strict=False), start=1
        )
    ]


def _sandbox(example: Example) -> Sandbox:
    return workspace_of({**example.companions, MAIN: example.source})


def _plain(text: str) -> bytes:
    """A text as the formatter lays it out."""
    return format(Text(text.encode()))


def test_every_rule_that_a_check_reports_has_a_page():
    assert checked <= set(PAGES)


def test_every_page_has_a_check_that_reports_it():
    assert set(PAGES) <= checked


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_named_after_its_rule_and_has_every_part(page: RulePage):
    assert page.page.path == data_folder("rules") / "blueprint" / f"{page.name}.md"
    assert list(page.page.parts) == HEADINGS
    assert all(page.page.parts.values())
    assert page.page.examples("Avoid")
    assert page.page.examples("Prefer")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_says_truly_whether_its_rule_has_a_fix(page: RulePage):
    assert (page.name in fixable()) == (page.fix != "none")


@pytest.mark.parametrize(("page", "example"), _examples("Avoid"))
def test_what_a_page_says_to_avoid_is_reported(page: RulePage, example: Example):
    found = _sandbox(example).findings(page.name)

    assert found
    assert {finding.severity for finding in found} == {page.severity}


@pytest.mark.parametrize(("page", "example"), _examples("Prefer"))
def test_what_a_page_prefers_is_not_reported(page: RulePage, example: Example):
    assert not _sandbox(example).findings(page.name)


@pytest.mark.parametrize(("page", "before", "after"), _pairs())
def test_the_preferred_fix_turns_what_to_avoid_into_what_to_prefer(page: RulePage, before: Example, after: Example):
    sandbox = _sandbox(before)
    fix = sandbox.fixes(page.name)[0]

    assert fix.safe == (page.fix == "safe")
    assert _plain(sandbox.fix(page.name)) == _plain(after.source)
