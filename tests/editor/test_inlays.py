"""Inlay hints: defaults left out, and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.editor.inlays import inlays
from blueprint_ls.syntax import Span
from editor.marks import scene


def check_inlays(files: Mapping[str, str] | str, expected: str) -> None:
    """The main file with its hints in double brackets where they are shown."""
    at = scene(files)
    data = at.document.text.data
    hints = inlays(at.case, at.document)
    for hint in reversed(hints):
        data = data[: hint.offset] + f"⟦{hint.text}⟧".encode() + data[hint.offset :]
    assert data.decode() == expected
    assert len({hint.offset for hint in hints}) == len(hints)
    assert all(hint.tooltip for hint in hints)


def test_defaults_that_are_left_out() -> None:
    check_inlays(
        'reliability {\n  health { # größe\n    liveness = "/live"\n  }\n}\n',
        'reliability {\n  health {⟦ · startup_deadline = "60s" · interval = "10s" · 2 more⟧ # größe\n'
        '    liveness = "/live"\n  }\n}\n',
    )


def test_what_a_base_states_is_not_left_out() -> None:
    head = 'blueprint "x" {\n  extends = ["../b"]\n}\n'
    base = 'data {\n  migration {\n    rollback = forward_only\n    lock_timeout = "9s"\n    path = "x"\n  }\n}\n'
    check_inlays(
        {"main.blueprint": f"{head}data {{\n  migration {{\n  }}\n}}\n", "../b/main.blueprint": base},
        f"{head}data {{\n  migration {{\n  }}\n}}\n",
    )


def test_assumed() -> None:
    check_inlays(
        (
            "overview {\n  team {\n    assumed = true\n  }\n}\ndata {\n"
            "  decision orm {\n    assumed = true\n    choose = prisma\n  }\n}\n"
        ),
        "overview {\n  team {⟦ · assumed · operations = 0 · on_call = 0⟧\n    assumed = true\n  }\n}\n"
        "data {\n  decision orm {⟦ · assumed⟧\n    assumed = true\n    choose = prisma\n  }\n}\n",
    )


def test_behind_a_block_on_one_line() -> None:
    check_inlays(
        "diagram {\n  external ü { critical = true }\n  store x {}\n}\n",
        "diagram {\n  external ü { critical = true }\n  store x {}⟦ · managed = true⟧\n}\n",
    )


def test_flawed_and_empty_text() -> None:
    check_inlays("", "")
    check_inlays("diagram {\n  store x\n", "diagram {\n  store x\n")


def test_a_range_gives_the_hints_in_it() -> None:
    at = scene("diagram {\n  store a {\n  }\n  «store b {»\n  }\n}\n")
    (wanted,) = at.marked["main.blueprint"]
    assert [hint.offset for hint in inlays(at.case, at.document, wanted)] == [wanted.end]
    assert inlays(at.case, at.document, Span(0, 0)) == []


BILL = """overview {
  scale {
    requests_per_second = 600
  }
  cost {
    total = "1000 USD"
    component "Database" {
      monthly = "750 USD"
      pays_for = [store.postgres]
    }
    component "Network" { monthly = "250 USD" }
  }
}
diagram {
  store postgres { kind = primary_database }
}
"""


def test_the_bill_shows_its_sum_its_shares_and_the_estimate() -> None:
    at = scene(BILL)
    hints = [hint.text for hint in inlays(at.case, at.document)]

    nbsp = "\N{NO-BREAK SPACE}"
    assert any(text.startswith(f" · 2 components = 1{nbsp}000 USD · estimate ") for text in hints)
    assert any(text.startswith(" · 75% of the total · estimate ") for text in hints)
    assert " · 25% of the total" in hints


def test_no_estimate_is_made_for_a_load_that_nobody_stated() -> None:
    at = scene(BILL.replace("requests_per_second", "# requests_per_second"))

    assert not any("estimate" in hint.text for hint in inlays(at.case, at.document))
