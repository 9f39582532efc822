"""What is missing, filled in: where it goes, how it looks, what is marked as assumed."""

import re

import pytest

from blueprint_ls.fixes import fixes
from blueprint_ls.knowledge.load import load
from support import MAIN, apply_fix, rules_of, workspace_of

TENANCY = "data {{\n  tenancy {{\n{}  }}\n}}\n"


def _tenancy(inside: str) -> str:
    return apply_fix(TENANCY.format(inside), "missing-attribute")


def test_an_attribute_goes_behind_the_last_one():
    after = _tenancy('    key = tenantId\n\n    scoped_client "forTenant" {}\n')

    assert after == TENANCY.format(
        "    key = tenantId\n    enforce = [scoped_client, row_level_security]\n    assumed = true\n\n"
        '    scoped_client "forTenant" {}\n'
    )


def test_an_attribute_goes_before_the_blocks_where_there_is_no_other():
    after = _tenancy('    scoped_client "forTenant" {}\n')

    assert after == TENANCY.format('    key = tenantId\n    assumed = true\n\n    scoped_client "forTenant" {}\n')


def test_an_attribute_goes_behind_a_comment_at_the_end_of_the_line():
    assert "key = tenantId # a uuid\n    enforce = [" in _tenancy("    key = tenantId # a uuid\n")


def test_a_block_that_is_marked_already_is_not_marked_again():
    assert _tenancy("    key     = tenantId\n    assumed = true\n").count("assumed") == 1


def test_a_block_on_one_line_is_opened_up():
    after = apply_fix("data {\n  tenancy { key = tenantId }\n}\n", "missing-attribute")

    assert after == TENANCY.format(
        "    key = tenantId\n    enforce = [scoped_client, row_level_security]\n    assumed = true\n"
    )


@pytest.mark.parametrize("empty", ["tenancy {}", "tenancy { }", "tenancy {\n  }", "tenancy {\n\n  }"])
def test_an_empty_block_is_filled(empty: str):
    after = apply_fix(f"data {{\n  {empty}\n}}\n", "empty-block")

    assert rules_of(after).count("empty-block") == 0
    assert re.search(r"  tenancy \{\n    key +=", after)
    assert "enforce " in after
    assert after.count("assumed ") == 1


def test_a_file_with_carriage_returns_keeps_them():
    text = TENANCY.format("    key = tenantId\n").replace("\n", "\r\n")
    sandbox = workspace_of(text)
    after = sandbox.fix_all(assume=True)

    assert "\n" not in after.replace("\r\n", "")
    assert "\r\r" not in after


def test_a_byte_order_mark_stays_at_the_beginning():
    after = workspace_of("\ufeff" + TENANCY.format("    key = tenantId\n")).fix_all(assume=True)

    assert after.startswith('\ufeffblueprint "acme-crm" {')
    assert after.count("\ufeff") == 1


def test_a_block_that_is_not_closed_is_left_alone():
    sandbox = workspace_of("data {\n  tenancy {\n    key = tenantId\n")

    assert [fix.edits for found in sandbox.findings("missing-attribute") for fix in sandbox.fixes(found.rule)] == []


def test_a_section_goes_to_its_place_in_the_order():
    text = 'blueprint "acme-crm" {\n  language = 1\n}\n\noverview {\n}\n\ndata {\n}\n'
    sandbox = workspace_of(text)
    (section,) = (found for found in sandbox.findings("missing-section") if found.data["section"] == "api")
    (fix,) = fixes(section, sandbox.case)
    sandbox.make({section.path: list(fix.edits)})

    assert [name for name in sandbox.text().split("\n") if name.endswith("{") and name[0].isalpha()] == [
        'blueprint "acme-crm" {',
        "overview {",
        "api {",
        "data {",
    ]
    assert "\n\n\n" not in sandbox.text()


def test_a_section_goes_to_the_file_that_has_its_neighbor():
    files = {MAIN: 'blueprint "acme-crm" {\n  language = 1\n}\n', "security.blueprint": "security {\n}\n"}
    sandbox = workspace_of(files)
    sandbox.fix_all(assume=True)

    assert sandbox.text("security.blueprint").index("security {") < sandbox.text("security.blueprint").index("data {")
    assert "overview {" in sandbox.text()


def test_a_decision_is_offered_for_its_default_first_and_then_for_every_option():
    orm = load().vocabulary.decisions["orm"]
    sandbox = workspace_of(TENANCY.format("    key = tenantId\n"))
    (found,) = (found for found in sandbox.findings("missing-decision") if found.data["decision"] == "orm")
    offered = fixes(found, sandbox.case)

    assert offered[0].title == f"Decide `orm`: {orm.options[orm.default].title}"
    assert [fix.preferred for fix in offered] == [True] + [False] * (len(orm.options) - 1)
    assert all(fix.assumes for fix in offered)


def test_a_picture_stands_at_the_margin_of_its_section():
    sandbox = workspace_of("diagram {\n  client web {\n    kind = browser\n  }\n}\n")
    found = [fix for finding in sandbox.findings("missing-attribute") for fix in fixes(finding, sandbox.case)]
    text = next(fix.edits[0].text for fix in found if "`ascii = " in fix.title)

    assert text.startswith("\n  ascii = <<-DIAGRAM\n    ")
    assert text.rstrip().endswith("\n  DIAGRAM")
