"""Names: unknown, misplaced, misspelt; labels; what is suggested instead."""

import pytest

from support import apply_fix, findings, messages, workspace_of


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("databse {\n}\n", "unknown-block", "There is no section `databse`; the sections are `overview`, "),
        ("securty {\n}\n", "unknown-block", "There is no section `securty`: did you mean `security`?"),
        ("tenancy {\n}\n", "misplaced-block", "`tenancy` has no place in a blueprint: it belongs in `data`"),
        ("data {\n  overview {\n  }\n}\n", "misplaced-block", "it stands at the top of the file"),
        ('api {\n  endpont "GET /deals" {\n  }\n}\n', "unknown-block", "did you mean `endpoint`?"),
        (
            "data {\n  tenancy {\n    roots {\n    }\n  }\n}\n",
            "unknown-block",
            "`roots` is an attribute of `data.tenancy`",
        ),
        ("data {\n  tenancy = 1\n}\n", "unknown-attribute", "it is a block, written `tenancy { … }`"),
        ("data {\n  tenancy {\n    keys = a\n  }\n}\n", "unknown-attribute", "did you mean `key`?"),
        ("data {\n  decision ormm {\n  }\n}\n", "unknown-label", "no decision `ormm` in `data`: did you mean `orm`?"),
        ("api {\n  decision orm {\n  }\n}\n", "unknown-label", "no decision `orm` in `api`: it belongs in `data`"),
        ("data {\n  tenancy x {\n  }\n}\n", "wrong-label", "`tenancy` takes no label: write `tenancy {`"),
        ("data {\n  entity {\n  }\n}\n", "wrong-label", "`entity` needs a label, as in `entity Deal {`"),
        ("data {\n  entity A B {\n  }\n}\n", "wrong-label", "`entity` takes one label, not 2"),
        ('data {\n  entity "my deal" {\n  }\n}\n', "wrong-label", "is a name without blanks or signs"),
        ("x = 1\n", "misplaced-attribute", "`x` stands outside every block"),
    ],
)
def test_a_name_that_is_wrong_is_answered_with_the_right_one(text: str, rule: str, message: str):
    (found,) = messages(text, rule)

    assert message in found


def test_labels_that_are_no_names_keep_their_quotes():
    text = 'api {\n  status "404" {\n    when = "The resource belongs to another tenant"\n  }\n}\n'

    assert not findings(text, "wrong-label")


def test_a_suggested_label_that_is_no_name_comes_with_quotes():
    text = 'api {\n  status "4044" {\n    when = "The resource belongs to another tenant"\n  }\n}\n'

    assert 'status "404" {' in apply_fix(text, "unknown-label")


def test_an_attribute_that_stands_twice_is_marked_where_it_stands_again():
    text = "data {\n  tenancy {\n    key = tenantId\n    key = orgId\n  }\n}\n"
    sandbox = workspace_of(text)
    (found,) = sandbox.findings("duplicate-attribute")

    assert sandbox.marked(found) == "key = orgId"
    assert sandbox.line(found) == 4
    assert text[found.related[0].span.start : found.related[0].span.end] == "key = tenantId"
    assert sandbox.case.blueprint.value("data.tenancy.key") == "tenantId"


def test_what_stands_inside_an_unknown_block_is_not_judged():
    text = "data {\n  cahce {\n    key = 1\n    inner {\n    }\n  }\n}\n"

    assert len(findings(text, "unknown-block")) == 1
    assert not findings(text, "unknown-attribute")


def test_references_are_resolved_over_all_files():
    files = {
        "a.blueprint": 'api {\n  endpoint "GET /deals" {\n    module = module.sales\n  }\n}\n',
        "b.blueprint": 'modules {\n  module sales {\n    path = "apps/api/src/modules/sales"\n  }\n}\n',
    }

    assert not findings(files, "unresolved-reference")


def test_a_reference_without_a_near_label_says_what_there_is():
    text = "modules {\n  module sales {\n    depends_on = [module.warehouse]\n  }\n}\n"

    assert messages(text, "unresolved-reference") == [
        "There is no module `warehouse` in this blueprint; it has `sales`"
    ]


def test_a_reference_to_what_nobody_declares_says_so():
    text = "data {\n  connections {\n    store = store.postgres\n  }\n}\n"

    assert messages(text, "unresolved-reference") == [
        "There is no store `postgres` in this blueprint; it declares no store yet"
    ]


def test_a_bare_word_is_a_reference_where_one_is_expected():
    text = "data {\n  tenancy {\n    roots = [Organisation]\n  }\n\n  entity Organization {\n  }\n}\n"

    assert "roots = [Organization]" in apply_fix(text, "unresolved-reference")


def test_circles_of_modules_are_reported_once_each():
    text = """
modules {
  module a {
    depends_on = [module.b, module.a]
  }

  module b {
    depends_on = [module.c]
  }

  module c {
    depends_on = [module.a]
  }
}
"""
    found = [message.partition(": ")[0] for message in messages(text, "dependency-cycle")]

    assert found == [
        "Modules depend on each other in a circle, `a` → `b` → `c` → `a`",
        "Modules depend on each other in a circle, `a` → `a`",
    ]


def test_a_thousand_modules_in_a_chain_are_no_circle():
    chain = "\n".join(f"  module m{n} {{\n    depends_on = [module.m{n + 1}]\n  }}" for n in range(1500))
    text = f"modules {{\n{chain}\n  module m1500 {{\n    depends_on = []\n  }}\n}}\n"

    assert not findings(text, "dependency-cycle")
