"""Rules that a team declares itself: what they ask, where they point, how they are silenced."""

from support import MAIN, Sandbox, messages, workspace_of

PAGE = """---
rule: entity-conventions
title: Entities of Acme
severity: error
check:
  each: data.entity
{check}
  message: "Entity `{{label}}` breaks the conventions of Acme"
---
# Entities of Acme
"""
TEXT = """
data {
  entity Deal {
    module = module.sales
    table  = "Deals"

    field title {
      type = string
    }
  }

  entity Note {
    soft_delete = true
  }
}

modules {
  module sales {
    path = "apps/api/src/modules/sales"
  }
}
"""


def _sandbox(check: str, text: str = TEXT, **more: str) -> Sandbox:
    page = PAGE.format(check=check)
    return workspace_of({MAIN: text, ".blueprint/rules/entities.md": page, **more})


def _found(check: str, text: str = TEXT, **more: str) -> list[tuple[int, str]]:
    sandbox = _sandbox(check, text, **more)
    return [(sandbox.line(found), sandbox.marked(found)) for found in sandbox.findings("entity-conventions")]


def test_what_must_be_there_is_asked_for_at_the_block():
    assert _found("  require: [module, field]") == [(12, "entity Note")]


def test_what_must_not_be_there_is_marked_itself():
    assert _found("  forbid: [soft_delete, field]") == [(7, "field title"), (13, "soft_delete = true")]


def test_a_value_must_match_as_a_whole():
    assert _found('  match: {table: "[a-z_]+"}') == [(5, '"Deals"')]
    assert _found('  match: {table: "Deal"}') == [(5, '"Deals"')]
    assert _found('  match: {table: "Deals"}') == []


def test_a_value_that_is_no_string_is_matched_as_it_is_written():
    assert _found('  match: {soft_delete: "false", module: "module\\\\..*"}') == [(13, "true")]


def test_the_message_names_the_label_and_the_severity_is_the_page_s():
    (found,) = _sandbox("  require: [table]").findings("entity-conventions")

    assert found.message == "Entity `Note` breaks the conventions of Acme"
    assert found.severity == "error"
    assert found.subject == "data.entity.table"


def test_the_blueprint_may_turn_it_down_and_silence_it():
    header = '\nblueprint "acme-crm" {\n  rules {\n    entity-conventions { severity = off }\n  }\n}\n'
    silenced = TEXT.replace("  entity Note", "  # blueprint-ignore entity-conventions: a view\n  entity Note")

    assert _found("  require: [table]", TEXT + header) == []
    assert _found("  require: [table]", silenced) == []
    assert not _sandbox("  require: [table]", silenced).findings("unused-silencer")


def test_what_a_base_states_counts_and_is_not_reported_here():
    header = '\nblueprint "acme-crm" {\n  language = 1\n  extends  = ["../base"]\n}\n'
    base = 'data {\n  entity Note {\n    table = "notes"\n  }\n\n  entity Task {\n    soft_delete = true\n  }\n}\n'
    more = {"../base/main.blueprint": base}

    assert _found("  require: [table]", TEXT + header, **more) == []
    assert _found("  forbid: [soft_delete]", TEXT + header, **more) == [(13, "soft_delete = true")]


def test_a_check_may_look_at_one_decision_or_at_all():
    decision = "data {\n  decision orm {\n    choose = prisma\n  }\n}\napi {\n  decision versioning {\n  }\n}\n"
    page = PAGE.replace("data.entity", "data.decision.orm")
    files = {MAIN: decision, ".blueprint/rules/entities.md": page.format(check="  require: [review]")}

    assert messages(files, "entity-conventions") == ["Entity `orm` breaks the conventions of Acme"]
    files[".blueprint/rules/entities.md"] = files[".blueprint/rules/entities.md"].replace(".orm", "")
    assert messages(files, "entity-conventions") == ["Entity `orm` breaks the conventions of Acme"]


def test_a_faulty_check_is_a_finding_on_its_line_and_all_else_is_judged():
    sandbox = _sandbox("  require: [modul]")
    (found,) = sandbox.findings("faulty-page")

    assert found.path.name == "entities.md"
    assert sandbox.line(found) == 7
    assert found.message == "`require` names `modul`, which `data.entity` does not have: did you mean `module`?"
    assert sandbox.findings("missing-attribute")


def test_the_pages_of_the_nearest_folder_above_are_used():
    page = PAGE.format(check="  require: [table]")
    sandbox = workspace_of({MAIN: TEXT, "../.blueprint/rules/entities.md": page})

    assert len(sandbox.findings("entity-conventions")) == 1


def test_a_page_written_with_carriage_returns_points_at_the_right_line():
    page = PAGE.format(check="  require: [modul]").replace("\n", "\r\n")
    sandbox = workspace_of({MAIN: TEXT, ".blueprint/rules/entities.md": page})

    assert sandbox.line(sandbox.findings("faulty-page")[0]) == 7
