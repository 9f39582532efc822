"""What is missing, and what answers it: the thing itself, or `not_applicable` with a reason."""

from blueprint_ls.knowledge.load import load
from support import findings, messages, workspace_of

DATA = "data {{\n  tenancy {{\n    key     = tenantId\n    enforce = [query_filter]\n  }}\n{more}}}\n"


def _asked(more: str, rule: str) -> set[str]:
    found = findings(DATA.format(more=more), rule)
    return {str(finding.data.get("block") or finding.data.get("decision")) for finding in found}


def test_every_required_decision_of_a_section_is_asked_for():
    required = {
        decision.name
        for decision in load().vocabulary.decisions.values()
        if decision.section == "data" and decision.required
    }

    assert _asked("", "missing-decision") == required


def test_a_decision_is_asked_for_with_its_question():
    orm = load().vocabulary.decisions["orm"]

    assert f"`data` lacks the decision `orm`: {orm.question}" in messages(DATA.format(more=""), "missing-decision")


def test_what_does_not_apply_is_not_asked_for():
    because = '{\n    because = "Reports read from the warehouse"\n  }\n'
    absent = f'  not_applicable "read_replicas" {because}  not_applicable "idempotency" {because}'

    assert "read_replicas" in _asked("", "missing-decision")
    assert "read_replicas" not in _asked(absent, "missing-decision")
    assert "idempotency" in _asked("", "missing-block")
    assert "idempotency" not in _asked(absent, "missing-block")


def test_what_does_not_apply_needs_its_reason():
    (found,) = findings(DATA.format(more='  not_applicable "idempotency" {\n  }\n'), "empty-block")

    assert "`not_applicable idempotency` is empty" in found.message


def test_a_missing_attribute_is_marked_on_its_block_and_says_what_it_is():
    sandbox = workspace_of("data {\n  tenancy {\n    key = tenantId\n  }\n}\n")
    found = next(finding for finding in sandbox.findings("missing-attribute"))

    assert sandbox.marked(found) == "tenancy"
    assert found.message.startswith("`tenancy` lacks `enforce`: ")
    assert found.subject == "data.tenancy.enforce"


def test_a_null_value_is_still_missing_its_meaning():
    sandbox = workspace_of("data {\n  tenancy {\n    key     = null\n    enforce = [query_filter]\n  }\n}\n")

    assert sandbox.case.blueprint.value("data.tenancy.key") is None


def test_an_empty_block_is_one_finding_not_one_per_attribute():
    found = findings("data {\n  tenancy {\n  }\n}\n")

    assert [finding.message for finding in found if finding.subject.startswith("data.tenancy")] == [
        "`tenancy` is empty: " + messages("data {\n  tenancy {\n  }\n}\n", "empty-block")[0].partition(": ")[2]
    ]


def test_a_block_that_may_be_empty_is_left_alone():
    assert not findings('data {\n  tenancy {\n    scoped_client "forTenant" {}\n  }\n}\n', "empty-block")


def test_a_header_is_asked_for_once_for_all_files():
    files = {"a.blueprint": "data {\n}\n", "b.blueprint": "api {\n}\n"}
    (found,) = findings(files, "missing-header")

    assert found.path.name == "a.blueprint"
    assert found.message == 'The header is missing: begin with `blueprint "acme-crm" { language = 1 }`'


def test_missing_sections_are_marked_on_the_header():
    sandbox = workspace_of('# Acme\nblueprint "acme-crm" {\n  language = 1\n}\n')

    assert {sandbox.marked(found) for found in sandbox.findings("missing-section")} == {'blueprint "acme-crm"'}


def test_data_of_people_in_the_eu_bring_what_is_promised_about_them():
    gdpr = 'overview {\n  compliance gdpr {\n    because     = "Customers in Austria"\n    answered_by = []\n  }\n}\n'
    sandbox = workspace_of(f'blueprint "parcels" {{\n  language = 1\n}}\n\n{gdpr}')

    (finding,) = [found for found in sandbox.findings("missing-block") if found.data["block"] == "data_protection"]

    assert "`compliance gdpr` asks for residency, retention, erasure and export" in finding.message
    assert finding.related[0].message == "It is stated here"
