"""Hover: what a thing is, and what this blueprint says about it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from blueprint_ls.editor.hover import hover
from editor.marks import scene

ORM = "data {\n  decision %s {\n    %s\n  }\n}\n"


def check_hover(files: Mapping[str, str] | str, *words: str) -> None:
    """The hover at the cursor is on the marked text and has these words in it."""
    at = scene(files)
    found = hover(at.case, at.document, at.offset)
    assert found is not None
    assert [found.span] == next(spans for spans in at.marked.values() if spans)
    for word in words:
        assert word in found.markdown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«da‸ta» {\n}\n", ["# 7. Data", "What belongs here"]),
        (ORM % ("«o‸rm»", "choose = prisma"), ["Data access layer", "`drizzle`", "How to choose"]),
        (ORM % ("orm", "choose = «pri‸sma»"), ["# Prisma", "Choose it when", "What it costs"]),
        (ORM % ("orm", "over = [«driz‸zle»]"), ["# Drizzle"]),
        (ORM % ("orm", "status = «super‸seded»"), ["**superseded** · status", "No longer holds"]),
        (ORM % ("orm", "choose = «ünknown‸»"), ["**choose**"]),
        (ORM % ("orm", "«bec‸ause» = 1"), ["**because**", "required"]),
        ("data {\n  «ent‸ity» Größe {\n  }\n}\n", ["**entity**", "any number of them"]),
        ('blueprint "ü" {\n  rules {\n    «wrong-‸type» { severity = off }\n  }\n}\n', ["`wrong-type`", "Silencing"]),
        ('blueprint "ü" {\n  rules {\n    wrong-type { severity = «of‸f» }\n  }\n}\n', ["Not looked for at all"]),
        ("security {\n  mitigation «a0‸1» {\n  }\n}\n", ["**a01**"]),
        ("modules {\n  module a {\n    depends_on = [«module.nob‸ody»]\n  }\n}\n", ["**depends_on**"]),
        ('data {\n  pool x {\n    idle_timeout = «"1‸0s"»\n  }\n}\n', ["`duration`", 'default `"30s"`']),
    ],
)
def test_pages(text: str, words: list[str]) -> None:
    check_hover(text, *words)


def test_a_reference_shows_what_it_leads_to() -> None:
    text = 'modules {\n  module ü {\n    responsibility = "Größen"\n  }\n  module b {\n    depends_on = [%s]\n  }\n}\n'
    for written in ("«module.ü‸»", "«mod‸ule.ü»", '«module["‸ü"]»', "«ü‸»"):
        check_hover(text % written, "**module ü** · in `main.blueprint`", '`"Größen"`', "by 1: `modules.module.b`")


def test_a_block_tells_who_refers_to_it() -> None:
    check_hover(
        {
            "main.blueprint": "modules {\n  module «ü‸» {\n  }\n}\n",
            "api.blueprint": 'api {\n  endpoint "GET /x" {\n    module = module.ü\n  }\n}\n',
        },
        "Referred to by 1: `api.endpoint.GET /x`",
    )


def test_two_fields_of_one_name_are_not_mixed_up() -> None:
    check_hover(
        "data {\n  entity A {\n    field id {\n    }\n  }\n  entity B {\n    field «i‸d» {\n    }\n  }\n}\n",
        "**field**",
    )


@pytest.mark.parametrize("text", ["‸", "data {\n‸\n}\n", "nonsense‸ {\n}\n", "data {\n  ünknown = ‸1\n}\n", "# ü‸\n"])
def test_nothing_to_tell(text: str) -> None:
    at = scene(text)
    assert hover(at.case, at.document, at.offset) is None


BILL = """overview {
  scale { requests_per_second = 600 }
  %s {
    total = "1000 USD"
    %s "Database" {
      monthly = "750 USD"
      basis = "3 nodes at 250 USD"
      pays_for = [store.postgres]
    }
    component "Network" { monthly = "250 USD" }
  }
}
diagram {
  store postgres { kind = primary_database }
}
"""


def test_a_component_of_the_bill_tells_how_it_was_reckoned() -> None:
    check_hover(
        BILL % ("cost", "«comp‸onent»"),
        "75% of the total of 1\N{NO-BREAK SPACE}000 USD",
        "stated: 3 nodes at 250 USD",
        "price table, Primary database: ",
    )


def test_the_bill_tells_its_sum_and_what_other_choices_would_add() -> None:
    check_hover(
        BILL % ("«co‸st»", "component"),
        "2 components = 1\N{NO-BREAK SPACE}000 USD",
        "A second region, ready to take over: +",
    )
