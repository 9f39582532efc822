"""What people write out of habit is answered with how it is written here, and mended."""

import pytest

from support import apply_fix, messages

FIELD = """\
data {{
  entity Order {{
    field status {{
      type    = enum(open, paid)
      default = {}
    }}
  }}
}}
"""


@pytest.mark.parametrize(
    ("text", "rule", "message", "after"),
    [
        (
            'api {\n  endpoint "GET /orders/:id/items/:item" {\n  }\n}\n',
            "wrong-label",
            "Parameters of a path stand in braces: write `GET /orders/{id}/items/{item}`",
            'endpoint "GET /orders/{id}/items/{item}" {',
        ),
        (
            'api {\n  endpoint "POST /orders" {\n    idempotent = yes\n  }\n}\n',
            "wrong-type",
            "Expected `true` or `false`, found `yes`: write `true`",
            "idempotent = true\n",
        ),
        (
            "overview {\n  availability {\n    target = 99.95\n  }\n}\n",
            "wrong-type",
            'found `99.95`: write `"99.95%"`',
            'target = "99.95%"\n',
        ),
        (
            FIELD.format("piad"),
            "unknown-value",
            "`piad` is none of this field's words: did you mean `paid`?",
            "= paid\n",
        ),
    ],
)
def test_a_habit_is_answered_and_mended(text: str, rule: str, message: str, after: str):
    (found,) = messages(text, rule)

    assert message in found
    assert after in apply_fix(text, rule)


def test_a_default_that_is_far_from_every_word_is_told_the_words():
    assert messages(FIELD.format("fresh"), "unknown-value") == [
        "`fresh` is none of this field's words: `type` lists `open`, `paid`"
    ]
    assert not messages(FIELD.format("open"), "unknown-value")


def test_an_unknown_option_is_told_how_an_own_one_is_written():
    (found,) = messages("data {\n  decision database {\n    choose = cockroachdb\n  }\n}\n", "unknown-value")

    assert found.endswith("`scylladb`; an option of your own goes with `custom = true` and a `summary`")


def test_a_path_with_a_colon_that_is_no_parameter_is_left_alone():
    assert not messages('api {\n  endpoint "POST /orders/{id}:close" {\n  }\n}\n', "wrong-label")
