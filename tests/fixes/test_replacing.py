"""Words replaced and things taken out: what exactly changes, and whether it is safe or a suggestion."""

import pytest

from support import MAIN, apply_fix, workspace_of


@pytest.mark.parametrize(
    ("rule", "safe", "text", "word", "instead"),
    [
        ("unknown-block", False, "securty {\n}\n", "securty", "security"),
        ("unknown-attribute", False, "data {\n  tenancy {\n    kye = a\n  }\n}\n", "kye", "key"),
        ("unknown-label", False, "data {\n  decision ormm {\n  }\n}\n", "ormm", "orm"),
        ("unknown-rule", False, 'blueprint "a" {\n  rules {\n    place-holder {}\n  }\n}\n', "place-h", "placeh"),
        ("wrong-label", True, 'data {\n  entity "Deal" {\n  }\n}\n', '"Deal"', "Deal"),
        ("wrong-label", False, "data {\n  tenancy x {\n  }\n}\n", " x", ""),
        ("wrong-type", True, 'data {\n  pool api {\n    size = "10"\n  }\n}\n', '"10"', "10"),
        ("syntax-error", True, 'blueprint "a" {\n  summary = "CRM\n}\n', '"CRM', '"CRM"'),
    ],
)
def test_the_word_is_replaced_and_nothing_else(rule: str, safe: bool, text: str, word: str, instead: str):
    sandbox = workspace_of(text)

    assert sandbox.fixes(rule)[0].safe is safe
    assert sandbox.fix(rule) == text.replace(word, instead)


@pytest.mark.parametrize(
    "text",
    [
        "data {\n  tenancy {\n    key = 5\n  }\n}\n",
        "data {\n  pool api {\n    acquire_timeout = 30\n  }\n}\n",
        'modules {\n  module "two words" {\n  }\n}\n',
        "cassandra {\n}\n",
        "data {\n  entity A {\n    module = module.warehouse\n  }\n}\n",
    ],
)
def test_where_no_cure_is_plain_none_is_offered(text: str):
    sandbox = workspace_of(text)
    rules = {"wrong-type", "wrong-label", "unknown-block", "unresolved-reference"}
    (found,) = (finding for finding in sandbox.findings() if finding.rule in rules)

    assert sandbox.fixes(found.rule) == []


def test_a_word_in_a_list_is_replaced_in_its_place():
    text = "data {\n  tenancy {\n    enforce = [query_filter, row_level_securty] # both\n  }\n}\n"

    assert "[query_filter, row_level_security] # both" in apply_fix(text, "unknown-value")


def test_a_label_in_a_quoted_reference_is_replaced_between_its_quotes():
    text = (
        'api {\n  endpoint "POST /deals" {\n  }\n}\n\nsecurity {\n  rate_limit writes {\n'
        '    applies_to = [endpoint["POST /deal"]]\n  }\n}\n'
    )

    assert 'applies_to = [endpoint["POST /deals"]]' in apply_fix(text, "unresolved-reference")


def test_a_line_of_its_own_goes_with_its_line_end():
    text = "data {\n  # blueprint-ignore weak-reason: settled\n  tenancy {\n  }\n}\n"

    assert apply_fix(text, "unused-silencer") == "data {\n  tenancy {\n  }\n}\n"


def test_a_comment_behind_something_goes_with_the_blanks_before_it():
    text = "data {\n  tenancy {  # blueprint-ignore weak-reason: settled\n    key = a\n  }\n}\n"

    assert apply_fix(text, "unused-silencer") == "data {\n  tenancy {\n    key = a\n  }\n}\n"


def test_a_line_with_carriage_return_goes_as_a_whole():
    text = "data {\r\n  # blueprint-ignore weak-reason: settled\r\n  tenancy {\r\n  }\r\n}\r\n"

    assert apply_fix(text, "unused-silencer") == "data {\r\n  tenancy {\r\n  }\r\n}\r\n"


def test_of_two_attributes_the_second_can_be_taken_out():
    text = "data {\n  tenancy {\n    key = a\n    key = b # the old one\n  }\n}\n"
    after = apply_fix(text, "duplicate-attribute")

    assert "key = a\n" in after
    assert "key = b" not in after


def test_what_a_base_forbids_can_be_taken_out_with_the_blank_line_above_it():
    base = "security {\n  encryption {\n    at_rest = customer_key\n    lock    = true\n  }\n}\n"
    own = (
        'blueprint "acme-crm" {\n  extends = ["../base"]\n}\n\nsecurity {\n  password {\n  }\n\n'
        "  encryption {\n    at_rest = none\n  }\n}\n"
    )

    after = apply_fix({MAIN: own, "../base/main.blueprint": base}, "locked-block")

    assert after == 'blueprint "acme-crm" {\n  extends = ["../base"]\n}\n\nsecurity {\n  password {\n  }\n}\n'


def test_every_finding_s_fixes_can_be_asked_for_while_the_file_is_broken():
    sandbox = workspace_of('data {\n  decision orm {\n    choose = \n    because = "x\n  tenancy { key = [ }\n')

    for found in sandbox.findings():
        sandbox.fixes(found.rule)
