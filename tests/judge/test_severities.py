"""How loud a rule is: its page, the `rules` block of the blueprint, that of a base."""

from support import MAIN, findings, workspace_of

TEXT = """
blueprint "acme-crm" {{
  language = 1
{more}
}}

overview {{
  budget {{}}
}}
"""
RULES = "\n  rules {{\n    {} {{ severity = {} }}\n  }}"


def _severities(more: str = "", **base: str) -> set[str]:
    files = {MAIN: TEXT.format(more=more), **{f"../{name}/main.blueprint": text for name, text in base.items()}}
    return {found.severity for found in findings(files, "empty-block")}


def test_a_rule_is_as_loud_as_its_page_says():
    assert _severities() == {"warning"}


def test_the_blueprint_sets_it_otherwise():
    assert _severities(RULES.format("empty-block", "error")) == {"error"}
    assert _severities(RULES.format("empty-block", "information")) == {"information"}


def test_a_rule_that_is_off_reports_nothing():
    assert _severities(RULES.format("empty-block", "off")) == set()


def test_a_severity_that_is_none_changes_nothing():
    assert _severities(RULES.format("empty-block", "loud")) == {"warning"}


def test_a_base_sets_it_for_all_who_extend_it():
    base = TEXT.format(more=RULES.format("empty-block", "error"))

    assert _severities('  extends  = ["../base"]', base=base) == {"error"}


def test_the_blueprint_has_the_last_word():
    base = TEXT.format(more=RULES.format("empty-block", "error"))
    own = '  extends  = ["../base"]\n' + RULES.format("empty-block", "off")

    assert _severities(own, base=base) == set()


def test_findings_of_a_place_come_with_the_worst_first():
    text = "data {\n  decision orm {\n    choose = 5\n  }\n}\n"
    found = [finding for finding in findings(text) if finding.rule in ("missing-because", "wrong-type")]

    assert [(finding.rule, finding.severity) for finding in found] == [
        ("missing-because", "warning"),
        ("wrong-type", "error"),
    ]


def test_findings_come_in_the_order_of_files_and_places():
    files = {
        "b.blueprint": "data {\n  tenancy {\n    keey = tenantId\n  }\n}\n",
        "a.blueprint": 'api {\n  url {\n    baes = "/api"\n    csae = kebab_case\n  }\n}\n',
    }
    sandbox = workspace_of(files)
    found = sandbox.findings("unknown-attribute")

    assert [sandbox.marked(finding) for finding in found] == ["baes", "csae", "keey"]
