"""Assumptions: which blocks are marked, where they stand, what they say."""

from __future__ import annotations

from blueprint_ls.language.assumptions import Assumption, assumptions
from support import workspace_of

TEXT = """\
data {
  connections {
    size    = 10
    timeout = "5s"
    assumed = true
  }

  entity Deal {
    assumed = true

    field stage {
      type    = string(80)
      assumed = true
    }
  }

  tenancy {
    key     = tenantId
    assumed = false
  }
}
"""


def found() -> list[Assumption]:
    return list(assumptions(workspace_of(TEXT).case.blueprint.documents))


def test_marked_blocks_are_found_at_every_depth():
    assert [one.path for one in found()] == ["data.connections", "data.entity Deal", "data.entity Deal.field stage"]
    assert {one.section for one in found()} == {0}


def test_what_was_assumed_is_told_without_the_mark():
    connections, deal, stage = found()

    assert connections.values == {"size": "10", "timeout": '"5s"'}
    assert connections.summary == 'size = 10, timeout = "5s"'
    assert deal.summary == "1 block inside"
    assert stage.summary == "type = string(80)"


def test_a_long_value_is_cut():
    sandbox = workspace_of(f'data {{\n  tenancy {{\n    note = "{"x" * 200}"\n    assumed = true\n  }}\n}}\n')
    (one,) = assumptions(sandbox.case.blueprint.documents)

    assert len(one.summary) == len("note = ") + 60
    assert one.summary.endswith("…")
