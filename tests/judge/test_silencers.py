"""`blueprint-ignore` comments: where they speak, what they must say, and when they are in the way."""

import pytest

from support import MAIN, Sandbox, workspace_of

RULES = ("silencer-form", "silencer-unknown-rule", "silencer-without-reason", "silencer-expired", "unused-silencer")


def _decision(comment: str = "", behind: str = "", first: str = "") -> Sandbox:
    """A decision without its reason, with a comment above it, behind its first line, or at the head of the file."""
    above = f"  {comment}\n" if comment else ""
    head = f"{first}\n" if first else ""
    return workspace_of(
        f"{head}api {{\n{above}  decision versioning {{ {behind}\n    choose  = url\n"
        f'    accepts = "A new major version copies its routes"\n  }}\n}}\n'
    )


def _missing(sandbox: Sandbox) -> int:
    return len(sandbox.findings("missing-because"))


def _faults(sandbox: Sandbox) -> list[str]:
    return [found.rule for found in sandbox.findings() if found.rule in RULES]


@pytest.mark.parametrize("mark", ["#", "//", "# ", "//  ", "##"])
def test_a_silencer_on_a_line_of_its_own_speaks_for_the_next_line(mark: str):
    sandbox = _decision(f"{mark}blueprint-ignore missing-because: the group decided")

    assert _missing(sandbox) == 0
    assert _faults(sandbox) == []


def test_a_silencer_may_be_a_comment_between_marks():
    sandbox = _decision("/* blueprint-ignore missing-because: the group decided */")

    assert _missing(sandbox) == 0
    assert sandbox.verdict.silenced[0].silencer.reason == "the group decided"


def test_a_silencer_behind_something_speaks_for_its_own_line():
    assert _missing(_decision(behind="# blueprint-ignore missing-because: the group decided")) == 0


def test_a_silencer_speaks_over_blank_lines_and_other_comments():
    sandbox = _decision("# blueprint-ignore missing-because: the group decided\n\n  # Versions, since 2026\n")

    assert _missing(sandbox) == 0


def test_a_silencer_does_not_speak_for_the_rest_of_the_file():
    sandbox = _decision(first="# blueprint-ignore missing-because: the group decided")

    assert _missing(sandbox) == 1
    assert _faults(sandbox) == ["unused-silencer"]


def test_what_is_silenced_is_kept_with_its_reason_date_and_owner():
    sandbox = _decision("# blueprint-ignore missing-because until 2027-03-01 owner @data-team: see the June review")
    (silenced,) = sandbox.verdict.silenced

    assert silenced.finding.rule == "missing-because"
    assert silenced.silencer.reason == "see the June review"
    assert str(silenced.silencer.until) == "2027-03-01"
    assert silenced.silencer.owner == "@data-team"


def test_date_and_owner_may_come_in_either_order():
    sandbox = _decision("# blueprint-ignore missing-because owner @data-team until 2027-03-01: see the June review")

    assert _missing(sandbox) == 0
    assert sandbox.verdict.silenced[0].silencer.owner == "@data-team"


def test_a_silencer_without_a_reason_silences_nothing():
    sandbox = _decision("# blueprint-ignore missing-because")

    assert _missing(sandbox) == 1
    assert _faults(sandbox) == ["silencer-without-reason"]


def test_a_silencer_past_its_date_silences_nothing():
    sandbox = _decision("# blueprint-ignore missing-because until 2026-11-21: see the June review")

    assert _missing(sandbox) == 1
    assert _faults(sandbox) == ["silencer-expired"]


def test_a_silencer_holds_on_its_last_day():
    assert _missing(_decision("# blueprint-ignore missing-because until 2026-11-22: see the June review")) == 0


def test_a_date_that_is_none_is_reported_and_silences_nothing():
    sandbox = _decision("# blueprint-ignore missing-because until spring: see the June review")

    assert _missing(sandbox) == 1
    assert _faults(sandbox) == ["silencer-form"]


def test_an_unknown_rule_is_reported_with_the_nearest_one():
    sandbox = _decision("# blueprint-ignore missing-becuase: see the June review")
    (found,) = sandbox.findings("silencer-unknown-rule")

    assert found.message == "There is no rule `missing-becuase` to silence: did you mean `missing-because`?"
    assert _faults(sandbox) == ["silencer-unknown-rule"]


def test_one_silencer_may_name_several_rules():
    text = (
        "api {\n  # blueprint-ignore missing-because, missing-accepts: decided by the group\n"
        "  decision versioning {\n    choose = url\n  }\n}\n"
    )
    sandbox = workspace_of(text)

    assert not sandbox.findings("missing-because")
    assert not sandbox.findings("missing-accepts")
    assert _faults(sandbox) == []


def test_of_several_rules_the_unused_ones_are_named():
    sandbox = _decision("# blueprint-ignore missing-because, weak-reason: decided by the group")
    (found,) = sandbox.findings("unused-silencer")

    assert _missing(sandbox) == 0
    assert found.message == (
        "Nothing here is silenced by `weak-reason`: take it out, or to the line of the finding or above it"
    )


def test_taking_out_the_unused_half_leaves_the_other():
    sandbox = _decision("# blueprint-ignore missing-because, weak-reason: decided by the group")

    assert "  # blueprint-ignore missing-because: decided by the group\n" in sandbox.fix("unused-silencer")


def test_a_comment_that_mentions_silencers_is_none():
    assert _faults(_decision("# To silence a rule, write blueprint-ignore and its id")) == []


def test_a_silencer_without_a_rule_cannot_be_read():
    assert _faults(_decision("# blueprint-ignore: all of it")) == ["silencer-form"]


def test_silencers_in_strings_are_text():
    sandbox = workspace_of('overview {\n  goal "# blueprint-ignore missing-because: x" {}\n}\n')

    assert _faults(sandbox) == []


def test_a_silencer_under_a_former_name_still_holds():
    page = (
        "---\nrule: entity-module\ntitle: An entity without a module\nseverity: error\nformerly: [entity-owner]\n"
        "check:\n  each: data.entity\n  require: [table]\n  message: No table\n---\n# An entity without a module\n"
    )
    text = "data {\n  # blueprint-ignore entity-owner: a view\n  entity Deal {\n    module = module.sales\n  }\n}\n"
    sandbox = workspace_of({MAIN: text, ".blueprint/rules/entity-module.md": page})

    assert not sandbox.findings("entity-module")
    assert _faults(sandbox) == []


def test_in_a_file_with_carriage_returns_silencers_speak_too():
    text = _decision("# blueprint-ignore missing-because: the group decided").text().replace("\n", "\r\n")

    assert _missing(workspace_of(text)) == 0
