"""Every fix at once: from nothing to a complete blueprint, and nothing but safe fixes unasked."""

import pytest

from blueprint_ls.fixes import fix_everything
from support import MAIN, rules_of, workspace_of

GAPS = {"missing-section", "missing-block", "missing-attribute", "missing-decision", "missing-header", "empty-block"}
STARTS = {
    "nothing": "",
    "blank lines": "\n\n",
    "a comment": "# Acme CRM\n",
    "a header": 'blueprint "acme-crm" {\n  language = 1\n}\n',
    "carriage returns": 'blueprint "acme-crm" {\r\n  language = 1\r\n}\r\n',
    "empty sections": "overview {}\n\napi {\n}\n\ndata {}\n",
    "out of order": "data {\n}\n\noverview {\n}\n",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_accepting_everything_leads_to_a_complete_blueprint(start: str):
    sandbox = workspace_of(start)
    sandbox.fix_all(assume=True)

    assert sandbox.findings() == []


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_when_everything_is_fixed_fixing_changes_nothing(start: str):
    sandbox = workspace_of(start)
    after = sandbox.fix_all(assume=True)

    assert sandbox.fix_all(assume=True) == after


def test_what_is_filled_in_is_marked_as_assumed_and_holds_no_placeholder():
    sandbox = workspace_of("")
    after = sandbox.fix_all(assume=True)

    assert "assumed = true" in after
    assert not sandbox.findings("placeholder")
    assert not sandbox.findings("duplicate-attribute")


def test_nothing_is_assumed_unasked():
    text = 'blueprint "acme-crm" {\n  language = 1\n}\n\noverview {\n}\n'

    assert workspace_of(text).fix_all() == text


def test_suggestions_are_never_made_with_the_safe_fixes():
    text = "data {\n  decision orm {\n    choose = prsima\n    choose = kysely\n  }\n}\n\nsecurty {\n}\n"
    after = workspace_of(text).fix_all(assume=True)

    assert "prsima" in after
    assert "securty" in after


def test_safe_fixes_of_several_rules_are_made_together():
    text = (
        'data {\n  tenancy {\n    key = "tenantId"\n  }\n\n  # blueprint-ignore weak-reason: settled\n'
        '  entity Deal {\n    module = module.sales\n  }\n}\n\nmodules {\n  module "sales" {\n'
        "    depends_on = module.users\n  }\n\n  module users {\n  }\n}\n"
    )
    after = workspace_of(text).fix_all()

    assert after.startswith('blueprint "acme-crm" {\n  language = 1\n}\n\nmodules {\n  module sales {\n')
    assert "depends_on = [module.users]" in after
    assert "key = tenantId" in after
    assert "blueprint-ignore" not in after


def test_some_rules_alone():
    sandbox = workspace_of("data {\n}\n\napi {\n}\n")
    outcome = fix_everything(sandbox.case, False, frozenset({"section-order"}))

    assert {finding.rule for finding, _ in outcome.applied} == {"section-order"}
    assert list(outcome.texts.values()) == [b"api {\n}\n\ndata {\n}\n"]


def test_a_broken_file_keeps_what_it_has():
    text = "data {\n  tenancy {\n    key = \n    enforce = [query_filter\n  }\n\n  entity Deal {\n"
    after = workspace_of(text).fix_all()

    assert text.splitlines()[0] in after
    assert "entity Deal {" in after


def test_files_of_one_blueprint_are_fixed_each_in_its_place():
    files = {MAIN: 'blueprint "acme-crm" {\n  language = 1\n}\n', "data.blueprint": "data {\n}\n\napi {\n}\n"}
    sandbox = workspace_of(files)
    sandbox.fix_all(assume=True)

    assert not GAPS & {found.rule for found in sandbox.findings()}
    assert sandbox.text("data.blueprint").index("api {") < sandbox.text("data.blueprint").index("data {")


def test_a_complete_blueprint_reads_the_same_after_fixing():
    sandbox = workspace_of("")
    after = sandbox.fix_all(assume=True)

    assert rules_of(after) == []
