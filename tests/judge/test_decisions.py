"""Decisions: options of one's own, weak reasons, reviews, placeholders."""

import pytest

from support import MAIN, findings, messages, workspace_of

DECISION = "data {{\n  decision orm {{\n{}  }}\n}}\n"


def _decision(**attributes: str) -> str:
    return DECISION.format("".join(f"    {name} = {value}\n" for name, value in attributes.items()))


def test_an_option_without_a_page_is_welcome_with_its_description():
    text = _decision(choose="mikro_orm", custom="true", summary='"MikroORM: a data mapper with a unit of work"')

    assert not findings(text, "unknown-value")
    assert not findings(text, "undescribed-option")
    assert workspace_of(text).case.blueprint.choice("orm") == "mikro_orm"


def test_an_option_without_a_page_is_unknown_without_the_word():
    assert findings(_decision(choose="mikro_orm"), "unknown-value")


def test_a_team_s_page_makes_an_option_known():
    page = "---\noption: mikro_orm\ndecision: orm\ntitle: MikroORM\nsummary: A data mapper.\n---\n# MikroORM\n"
    files = {MAIN: _decision(choose="mikro_orm"), ".blueprint/rules/mikro_orm.md": page}

    assert not findings(files, "unknown-value")
    assert findings({**files, MAIN: _decision(choose="mikro_orm", custom="true")}, "needless-custom")


@pytest.mark.parametrize(
    ("choose", "because", "weak"),
    [
        ("prisma", "Typed queries", False),
        ("kysely", "Faster", True),
        ("kysely", "We like it more", True),
        ("kysely", "Half of our queries are reports that Prisma cannot express", False),
        ("prisma", "It is a best practice to have typed queries", True),
        ("prisma", "Best Practice", True),
    ],
)
def test_a_reason_must_weigh_what_the_choice_costs(choose: str, because: str, weak: bool):
    text = _decision(choose=choose, because=f'"{because}"', custom="true", summary='"A query builder"')

    assert bool(findings(text, "weak-reason")) == weak


def test_a_review_is_due_after_its_day():
    assert not findings(_decision(choose="prisma", review='"2026-11-22"'), "overdue-review")
    assert messages(_decision(choose="prisma", review='"2026-11-21"'), "overdue-review") == [
        "The review of `orm` was due on 2026-11-21: look at it again, then set the next date"
    ]


@pytest.mark.parametrize(
    "value",
    [
        '"TODO"',
        '"TBD: ask finance"',
        "TBD",
        '"To be determined"',
        '"lorem ipsum dolor"',
        '"<your region>"',
        '"..."',
        '"…"',
        '"???"',
        '"foo"',
        '""',
        "<<-X\n  First line\n  FIXME later\n  X",
    ],
)
def test_what_stands_in_for_a_value_is_found(value: str):
    text = f"modules {{\n  module sales {{\n    responsibility = {value}\n  }}\n}}\n"

    assert findings(text, "placeholder") or findings(text, "empty-value")


@pytest.mark.parametrize(
    "text",
    [
        "data {\n  entity Todo {\n    module = module.sales\n  }\n}\n",
        'modules {\n  module todos {\n    responsibility = "Todos and reminders of a deal"\n  }\n}\n',
        '# Replaces the earlier figure\noverview {\n  goal "less to do by hand" {\n  }\n}\n',
        'modules {\n  module sales {\n    responsibility = "Fox-trotting; barring nothing"\n  }\n}\n',
    ],
)
def test_words_that_only_look_like_placeholders_are_none(text: str):
    assert not findings(text, "placeholder")


def test_a_placeholder_is_marked_where_it_stands_in_a_list():
    text = 'modules {\n  module sales {\n    invariants = ["A won deal has an amount", "TBD"]\n  }\n}\n'
    sandbox = workspace_of(text)

    assert [sandbox.marked(found) for found in sandbox.findings("placeholder")] == ['"TBD"']


def test_a_comment_that_puts_off_is_found_on_its_second_line():
    sandbox = workspace_of("/* Figures of 2026.\n   TODO: those of 2027 */\noverview {\n}\n")

    assert [sandbox.marked(found) for found in sandbox.findings("placeholder")] == ["TODO"]


def test_a_label_in_quotes_may_be_a_placeholder_too():
    sandbox = workspace_of('overview {\n  goal "TBD" {\n    success = "80 % of trials create a deal"\n  }\n}\n')

    assert [sandbox.marked(found) for found in sandbox.findings("placeholder")] == ['"TBD"']
