"""Sorting the sections of a file: what travels, what stays."""

from support import MAIN, apply_fix, rules_of, workspace_of

SHUFFLED = """# Acme CRM. Ask @platform before changing this file.

# Tenancy came out of the audit of 2026.
data {
  tenancy {
    key = tenantId # the column is tenant_id
  }
}

overview {
  budget {
    monthly = "3000 USD"
  }
}
// The header moved here by accident.
blueprint "acme-crm" {
  language = 1
}
"""
SORTED = """# Acme CRM. Ask @platform before changing this file.

// The header moved here by accident.
blueprint "acme-crm" {
  language = 1
}

overview {
  budget {
    monthly = "3000 USD"
  }
}

# Tenancy came out of the audit of 2026.
data {
  tenancy {
    key = tenantId # the column is tenant_id
  }
}
"""


def test_sections_are_sorted_with_the_comments_above_them():
    assert apply_fix(SHUFFLED, "section-order") == SORTED


def test_a_sorted_file_has_no_finding():
    assert "section-order" not in rules_of(SORTED)


def test_sorting_keeps_carriage_returns():
    assert apply_fix(SHUFFLED.replace("\n", "\r\n"), "section-order") == SORTED.replace("\n", "\r\n")


def test_sorting_keeps_the_byte_order_mark_at_the_beginning():
    assert apply_fix("\ufeff" + SHUFFLED, "section-order") == "\ufeff" + SORTED
    assert apply_fix("\ufeffdata {\n}\napi {\n}\n", "section-order") == "\ufeffapi {\n}\n\ndata {\n}\n"


def test_the_comment_right_above_the_first_section_travels_with_it():
    assert apply_fix("# Of data\ndata {\n}\n\napi {\n}\n", "section-order") == "api {\n}\n\n# Of data\ndata {\n}\n"


def test_a_comment_behind_a_block_travels_with_it():
    text = "data {\n} # of data\n\napi {\n} # of the API\n"

    assert apply_fix(text, "section-order") == "api {\n} # of the API\n\ndata {\n} # of data\n"


def test_what_stands_at_the_end_stays_at_the_end():
    text = "data {\n}\n\napi {\n}\n\n# vim: set ft=hcl:\n"

    assert apply_fix(text, "section-order") == "api {\n}\n\ndata {\n}\n\n# vim: set ft=hcl:\n"


def test_a_file_without_a_last_line_end_stays_so():
    assert apply_fix("data {\n}\napi {\n}", "section-order") == "api {\n}\n\ndata {\n}"


def test_a_block_that_is_no_section_stays_behind_the_one_it_follows():
    text = "data {\n}\n\nnotes {\n}\n\napi {\n}\n"

    assert apply_fix(text, "section-order") == "api {\n}\n\ndata {\n}\n\nnotes {\n}\n"


def test_one_fix_cures_all_findings_of_the_file():
    sandbox = workspace_of("data {\n}\n\napi {\n}\n\nmodules {\n}\n\noverview {\n}\n")

    assert len(sandbox.findings("section-order")) == 3
    sandbox.fix("section-order")
    assert not sandbox.findings("section-order")


def test_only_the_file_that_is_out_of_order_changes():
    sandbox = workspace_of({"a.blueprint": "data {\n}\n", MAIN: "security {\n}\n\napi {\n}\n"})

    assert sandbox.fix("section-order") == "api {\n}\n\nsecurity {\n}\n"
    assert sandbox.text("a.blueprint") == "data {\n}\n"


def test_nothing_but_the_order_changes():
    after = apply_fix(SHUFFLED, "section-order")

    assert sorted(filter(None, after.splitlines())) == sorted(filter(None, SHUFFLED.splitlines()))
