"""From one line to a complete blueprint that a person would keep."""

import re

import pytest

from blueprint_ls.generate.cast import READY
from blueprint_ls.knowledge.load import load
from blueprint_ls.syntax import Text, format
from generate.given import HEADER, faults, filled, full
from support import Sandbox, workspace_of

STARTS = {
    "a name": 'blueprint "tickets" {\n  language = 1\n}\n',
    "nothing": "",
    "a name and a sentence": HEADER,
    "carriage returns": HEADER.replace("\n", "\r\n"),
    "people in Europe": HEADER.replace("small companies", "clinics in Germany"),
}


@pytest.fixture(scope="module")
def complete() -> Sandbox:
    return workspace_of(full())


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_a_line_becomes_a_blueprint_without_findings(start: str):
    assert faults(filled(start)) == []


def test_the_layout_is_canonical():
    assert format(Text(full().encode())).decode() == full()


def test_nothing_is_silenced_and_no_severity_is_lowered():
    assert "blueprint-ignore" not in full()
    assert "rules {" not in full()


def test_all_sections_stand_in_their_order(complete: Sandbox):
    assert list(complete.case.blueprint.sections) == list(load().vocabulary.sections)


def test_every_block_of_a_section_is_marked_as_assumed(complete: Sandbox):
    blocks = [block for section in complete.case.blueprint.sections.values() for block in section.blocks()]

    assert len(blocks) > 300
    assert [block.path for block in blocks if block.get("assumed") is not True] == []


def test_no_other_system_shines_through():
    assert not re.search(r"acme|crm|\bdeals?\b|pipeline stage", full(), re.IGNORECASE)
    assert "tickets" in full()


def test_the_ready_made_modules_are_there_with_all_that_belongs_to_them(complete: Sandbox):
    declared = complete.case.blueprint.declared
    entities = {entity for names in READY.values() for entity in names}

    assert {label for kind, label in declared if kind == "module"} == set(READY)
    assert {label for kind, label in declared if kind == "entity"} == entities
    assert all(("endpoint", route) in declared for route in ("POST /users", "GET /files/{id}", "GET /audit-events"))
    assert ("job", "scan-file") in declared
    assert ("runbook", "tenant_isolation") in declared


def test_filling_again_changes_nothing(complete: Sandbox):
    assert complete.fix_all(assume=True) == full()


def test_people_in_europe_bring_what_the_law_asks():
    text = filled(STARTS["people in Europe"]).text()

    assert "compliance gdpr {" in text
    assert "data_protection {" in text
    assert 'endpoint "POST /users/{id}/exports"' in text
    assert 'residency      = ["eu-central-1", "eu-west-1"]' in text


def test_nobody_in_europe_brings_no_such_promise():
    assert "data_protection {" not in full()


def test_own_modules_and_entities_are_kept_and_never_doubled():
    text = (
        HEADER + "\nmodules {\n  module desks {\n    owns = [Desk, Ticket]\n  }\n}\n\n"
        "data {\n  entity Desk {\n    module = module.desks\n\n    field title { type = string(80) }\n  }\n}\n"
    )
    sandbox = filled(text)
    declared = sandbox.case.blueprint.declared

    assert faults(sandbox) == []
    assert [label for kind, label in declared if kind == "module"] == ["desks"]
    assert {label for kind, label in declared if kind == "entity"} >= {"Desk", "Ticket"}
    assert ("endpoint", "GET /tickets") in declared
    assert ("entity", "User") not in declared


def test_own_services_and_stores_are_led_to():
    text = (
        HEADER + '\ndiagram {\n  service gate {\n    kind = api\n    path = "apps/gate"\n  }\n\n'
        "  service mill {\n    kind = worker\n  }\n\n  store main {\n    kind    = primary_database\n"
        '    product = "PostgreSQL 17"\n    holds   = "All rows"\n  }\n}\n'
    )
    sandbox = filled(text)
    blueprint = sandbox.case.blueprint

    assert [label for kind, label in blueprint.declared if kind == "service"] == ["gate", "mill"]
    assert str(blueprint.at("data.connections").get("store")) == "main"
    assert str(blueprint.at("async.outbox").get("relay")) == "mill"
    assert {str(block.get("service")) for block in blueprint.sections["deployment"].blocks("scaling")} == {
        "gate",
        "mill",
    }
