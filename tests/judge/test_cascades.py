"""One mistake makes one finding: what follows from a slip alone is not held against its writer."""

import pytest

from support import apply_fix, findings, messages, workspace_of

DECISION = """\
api {{
  decision pagination {{
    {}
    because = "Orders are appended while people page through them, and a cursor skips none"
    accepts = "No jump to page 40"
  }}
}}
"""
ENDPOINT = """\
api {{
  endpoint {} {{
    {}
    summary   = "Create an order"
    operation = create
    module    = module.orders
    errors    = [error.Invalid]
  }}
}}
modules {{
  module orders {{
    responsibility = "Takes orders"
    aggregates     = [Order]
    owns           = [Order]
    depends_on     = []
  }}
}}
coding {{
  error Invalid {{
    code    = "invalid"
    status  = 400
    message = "A field is wrong"
  }}
}}
data {{
  entity Order {{
    module = module.orders
  }}
}}
"""
ABOUT_SLIPS = {
    "syntax-error",
    "unknown-attribute",
    "unknown-block",
    "unknown-label",
    "unknown-value",
    "unresolved-reference",
    "misplaced-block",
    "wrong-type",
    "wrong-label",
    "placeholder",
    "missing-because",
    "missing-accepts",
    "missing-attribute",
    "empty-block",
    "duplicate-attribute",
}


def slips(text: str) -> list[str]:
    """What is found about the words of a text, its sections' completeness left aside."""
    return [found.message for found in findings(text) if found.rule in ABOUT_SLIPS]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("choose = cursr", "did you mean `cursor`?"),
        ("choose cursor", "Expected `=` after `choose`"),
        ('choose = "cursor"', 'found `"cursor"`: write `cursor`'),
        ("chose = cursor", "`decision` has no attribute `chose`: did you mean `choose`?"),
        ("= cursor", "Expected a name before `=`"),
        ("choose =", "Expected a value after `choose =`"),
        ("choose = [cursor", "Expected `]` to close `[`"),
        ("choose = cursor]", "Expected a new line after the value of `choose`"),
        ("choose = TODO", "`TODO` is a placeholder"),
        ("choose = cursor\n    over offset", "Expected `=` after `over`"),
        ('choose = cursor\n    review "2027-01-01"', "Expected `=` after `review`"),
        ("choose = cursor\n    over = offset]", "Expected a new line after the value of `over`"),
        ("choose = cursor\n    over = [offset offset]", "Expected `,` before `offset`"),
    ],
)
def test_a_slip_in_a_decision_is_found_once(line: str, message: str):
    (found,) = [said for said in slips(DECISION.format(line)) if "stands twice" not in said]

    assert message in found


@pytest.mark.parametrize(
    ("label", "line", "message"),
    [
        ('"POST /orders"', "sucess = 201", "did you mean `success`?"),
        ('"POST /orders"', "success = 201.5", "Expected a whole number"),
        ('"POST /orders"', 'success "201"', "Expected `=` after `success`"),
        ('"POST /orders"', "publishes = [event.]", "Expected a name after `.`"),
        ('"POST /orders"', 'publishes = event["a"], event["b"]]', "Expected a new line after the value of `publishes`"),
        ('"POST orders"', "", "`POST orders` is no route: write a method and a path, as in `endpoint "),
        ("POST /orders", "", "Expected `{` after `endpoint POST`: a label that is no plain name stands in quotes"),
        ("", "", "`endpoint` needs a label"),
    ],
)
def test_a_slip_in_an_endpoint_is_found_once(label: str, line: str, message: str):
    (found,) = slips(ENDPOINT.format(label, line))

    assert message in found


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("overveiw {\n}\n", "Section 0, `overview`"),
        ("{\n}\n", "Section 0, `overview`"),
        ("security {\n  mitigaton a01 {\n  }\n}\n", "lacks `mitigation a01`"),
        ("security {\n  a01 {\n  }\n}\n", "lacks `mitigation a01`"),
        ("security {\n  mitigation {\n  }\n}\n", "lacks `mitigation a01`"),
        ("api {\n  decison pagination {\n  }\n}\n", "the decision `pagination`"),
        ("api {\n  decision pagnation {\n  }\n}\n", "the decision `pagination`"),
        ("api {\n  decision {\n  }\n}\n", "the decision `pagination`"),
        ("api {\n  pagintion {\n  }\n}\n", "the block `pagination`"),
        ('data {\n  decision orm {\n    becuase = "x"\n  }\n}\n', "lacks `because`"),
        ("api {\n  decision pagnation {\n  }\n}\n", "lacks `because`"),
    ],
)
def test_what_a_slip_was_meant_as_is_not_missing(text: str, missing: str):
    assert not [found.message for found in findings(text) if missing in found.message]
    assert [found.message for found in findings("api {\n  decision orm_ {\n  }\n}\nsecurity {\n}\n")]


def test_a_label_that_lacks_its_type_is_given_it():
    text = "data {\n  orm {\n    choose = prisma\n  }\n}\n"

    assert "There is no block `orm` in `data`: did you mean `decision orm`?" in messages(text, "unknown-block")
    assert "  decision orm {" in apply_fix(text, "unknown-block")


def test_an_attribute_without_its_equals_sign_is_given_it():
    text = 'data {\n  decision orm {\n    choose  = prisma\n    because "Typed queries"\n  }\n}\n'

    assert '    because = "Typed queries"\n' in apply_fix(text, "syntax-error")


def test_an_object_without_its_equals_sign_is_no_unknown_block():
    text = 'async {\n  event "order.placed" {\n    payload { tenantId = uuid }\n  }\n}\n'
    (found,) = messages(text, "unknown-block")

    assert found.startswith("`payload` is an attribute of `async.event`: write `payload = ")
    assert not [said for said in messages(text, "missing-attribute") if "payload" in said]


def test_the_suggested_attribute_is_one_that_is_still_missing():
    text = 'modules {\n  module orders {\n    ownes = [Order]\n    owner = "team"\n  }\n}\n'

    assert "did you mean `owns`?" in messages(text, "unknown-attribute")[0]


def test_a_reference_to_a_misspelt_type_is_mended():
    text = "data {\n  entity Order {\n    module = modules.orders\n  }\n}\n"

    assert "    module = module.orders\n" in apply_fix(text, "wrong-type")


def test_what_stands_out_of_place_does_not_hide_what_stands_in_it():
    text = (
        'api {\n  module orders {\n  }\n}\nmodules {\n  module orders {\n    responsibility = "Takes orders"\n  }\n}\n'
    )
    block = workspace_of(text).case.blueprint.declared["module", "orders"]

    assert block.get("responsibility") == "Takes orders"


def test_the_mark_of_an_unknown_block_covers_its_whole_name():
    sandbox = workspace_of("größe {\n}\n")

    assert sandbox.marked(sandbox.findings("unknown-block")[0]) == "größe"


@pytest.mark.parametrize("word", ["chose", "becau", "never"])
def test_a_word_that_is_being_typed_is_no_unknown_attribute_yet(word: str):
    (found,) = slips(DECISION.format(f"choose = cursor\n    {word}"))

    assert found == f"Expected `=` and a value, or `{{`, after `{word}`"


def test_a_heredoc_without_its_end_is_not_empty_as_well():
    text = "data {\n  decision orm {\n    because = <<END\n  Typed\n"

    assert not findings(text, "empty-value")


@pytest.mark.parametrize("label", ["order.placed", "order.placed.v1", "order/placed", "order:placed"])
def test_a_label_with_signs_but_without_quotes_is_told_about_quotes(label: str):
    text = f'async {{\n  event {label} {{\n    when = "An order was paid"\n  }}\n  event b {{\n  }}\n}}\n'
    found = [finding.message for finding in findings(text) if finding.rule in ("syntax-error", "unknown-attribute")]

    assert found[0].startswith("Expected `{` after `event order`")
    assert len(found) == 1


def test_a_removal_without_a_label_is_told_that_it_needs_one():
    text = 'data {\n  remove {\n    because = "Nobody sends these"\n  }\n}\n'

    assert messages(text, "wrong-label")
    assert not messages(text, "removes-nothing")


@pytest.mark.parametrize("text", ["overv\n", 'data {\n  decision orm {\n    because = "x y z"\n    because\n  }\n}\n'])
def test_a_word_that_is_being_typed_is_found_once(text: str):
    (found,) = slips(text)[-1:]

    assert "and a value, or `{`, after" in found
    assert not [said for said in slips(text) if "stands outside" in said or "stands twice" in said]
