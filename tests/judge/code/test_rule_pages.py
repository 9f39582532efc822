"""Every rule on code has its page, and every page keeps its word: Avoid fires, Prefer does not."""

import pytest

from blueprint_ls.judge.code.example import examples, judge_example
from blueprint_ls.judge.code.registry import checked
from blueprint_ls.knowledge.load import data_folder, load
from blueprint_ls.knowledge.pages import Example, RulePage
from support import TODAY

HEADINGS = ["What it does", "Why", "Avoid", "Prefer", "Fix", "Silencing"]
FOLDER = data_folder("rules") / "code"
PAGES = {name: rule for name, rule in load().rules.items() if rule.page.path.is_relative_to(FOLDER)}


def _examples(heading: str) -> list[object]:
    return [
        pytest.param(page, example, id=f"{name}-{at}")
        for name, page in PAGES.items()
        for at, example in enumerate(examples(page, heading), start=1)
    ]


def _fires(page: RulePage, example: Example) -> bool:
    verdict = judge_example(example, load(), TODAY)
    return any(finding.rule == page.name for finding in verdict.findings)


def test_every_rule_that_a_check_reports_has_a_page():
    assert checked <= set(PAGES)


def test_every_page_has_a_check_that_reports_it():
    assert set(PAGES) <= checked


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_named_after_its_rule_and_has_every_part(page: RulePage):
    assert page.page.path == FOLDER / page.name / "index.md"
    assert list(page.page.parts) == HEADINGS
    assert all(page.page.parts.values())
    assert examples(page, "Avoid")
    assert examples(page, "Prefer")


@pytest.mark.parametrize(("page", "example"), _examples("Avoid"))
def test_what_a_page_says_to_avoid_is_reported(page: RulePage, example: Example):
    assert _fires(page, example)


@pytest.mark.parametrize(("page", "example"), _examples("Prefer"))
def test_what_a_page_prefers_is_not_reported(page: RulePage, example: Example):
    assert not _fires(page, example)
