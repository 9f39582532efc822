"""Completion, by the kind of place the cursor is at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from blueprint_ls.editor.completion import Completion, complete, documentation
from blueprint_ls.judge.engine import judge
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.schema import ANY_NAME, BlockSchema
from editor.marks import scene
from support import workspace_of

MALFORMED = {
    "syntax-error",
    "template-interpolation",
    "unknown-block",
    "unknown-attribute",
    "unknown-value",
    "unknown-label",
    "misplaced-block",
    "misplaced-attribute",
    "wrong-type",
    "wrong-label",
    "duplicate-attribute",
}


def offers(files: Mapping[str, str] | str) -> list[Completion]:
    """What is offered at the cursor; all of it is documented and replaces text around the cursor."""
    at = scene(files)
    found = complete(at.case, at.document, at.offset)
    for offer in found:
        assert documentation(at.case.knowledge, offer.page), offer
        assert offer.replace.start <= at.offset <= offer.replace.end
        assert offer.label
    assert len({(offer.label, offer.kind) for offer in found}) == len(found)
    return found


def check_offers(files: Mapping[str, str] | str, *labels: str) -> None:
    """These labels are offered, in this order, and no others."""
    assert [offer.label for offer in offers(files)] == list(labels)


def check_offered(files: Mapping[str, str] | str, *labels: str, never: tuple[str, ...] = ()) -> None:
    """These labels are among those that are offered; those of `never` are not."""
    found = [offer.label for offer in offers(files)]
    assert [label for label in labels if label not in found] == []
    assert [label for label in never if label in found] == []


def check_insertion(text: str, label: str, expected: str) -> None:
    """The text after one offer is taken, without snippets."""
    at = scene(text)
    taken = next(offer for offer in complete(at.case, at.document, at.offset) if offer.label == label)
    data = at.document.text.data
    after = data[: taken.replace.start] + taken.text.encode() + data[taken.replace.end :]
    assert after.decode() == expected


def filled(snippet: str) -> str:
    """A snippet once each of its stops holds what it suggests."""
    filled = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", snippet)
    filled = re.sub(r"\$\{\d+:((?:\\.|[^\\}])*)\}", r"\1", filled)
    return re.sub(r"\\([\\$}])", r"\1", re.sub(r"(?<!\\)\$0", "", filled))


def test_top_level() -> None:
    every = [offer.label for offer in offers("‸")]
    assert every == ["blueprint", *load().vocabulary.sections]
    check_offered("# größe\nda‸", "data", "modules")
    check_offered("data {\n}\n\nmo‸\n", "modules", never=("data",))
    check_offered({"main.blueprint": "‸", "other.blueprint": "data {\n}\n"}, "api", never=("data",))
    check_insertion("x\nge‸\ndata {\n}\n", "getting_started", "x\n" + _section("getting_started") + "\ndata {\n}\n")


def _section(name: str) -> str:
    return next(offer.text for offer in offers("‸") if offer.label == name)


def test_in_a_section() -> None:
    check_offered("data {\n  ‸\n}\n", "decision orm", "entity", "tenancy", "not_applicable", "assumed", never=("goal",))
    check_offered(
        "data {\n  decision orm {\n  }\n  tenancy {\n  }\n  ‸\n}\n",
        "decision database",
        never=("decision orm", "tenancy"),
    )
    check_offered("data {\n  entity Größe {\n  }\n  ent‸\n}\n", "entity")
    check_offered("data {\n  entity X {\n    ‸\n", "module", "field", never=("entity",))
    check_offered("data {\n  entity X {\n    module = x\n    ‸\n  # ü\n}\n", "summary", never=("module", "entity"))
    check_offered("data {\n  entity X {\n    module = x\n  ‸\n", "tenancy", never=("summary",))


def test_attributes_come_with_a_value() -> None:
    check_insertion(
        "data {\n  entity Ä {\n    pri‸\n  }\n}\n",
        "primary_key",
        "data {\n  entity Ä {\n    primary_key = [id]\n  }\n}\n",
    )
    (offer,) = [offer for offer in offers("data {\n  entity X {\n    ‸\n  }\n}\n") if offer.label == "module"]
    assert (offer.snippet, offer.kind) == ("module = $0", "attribute")
    text = "modules {\n  module ü {\n  }\n}\ndata {\n  entity X {\n    mod‸\n  }\n}\n"
    check_insertion(text, "module", text.replace("mod‸", 'module = module["ü"]'))


def test_a_block_on_one_line_holds_attributes_only() -> None:
    check_offers("data {‸}\n", "assumed", "lock")
    check_offered("data {\n  pool ü { ‸ }\n}\n", "service", never=("remove",))


def test_labels() -> None:
    check_offered("data {\n  decision ‸\n}\n", "orm", "database", never=("queue",))
    check_offered("data {\n  decision orm {\n  }\n  decision d‸ {\n  }\n}\n", "database", never=("orm",))
    check_offered("data {\n  decision o‸rm {\n  }\n}\n", "orm", "database")
    check_offered("security {\n  mitigation a‸\n}\n", "a01")
    check_offers("data {\n  entity X ‸{\n  }\n}\n")
    check_offers("overview {\n  cost ‸\n}\n")
    check_insertion("api {\n  endpoint ‸\n}\n", "GET /users", 'api {\n  endpoint "GET /users"\n}\n')
    check_insertion(
        'api {\n  endpoint "PÖST /x{‸y}" {\n  }\n}\n', "GET /users", 'api {\n  endpoint "GET /users" {\n  }\n}\n'
    )


def test_labels_that_name_other_things() -> None:
    check_offered('api {\n  not_applicable "‸"\n}\n', "endpoint", "framework", "graphql")
    check_offered('api {\n  url {\n  }\n  not_applicable "‸" {\n  }\n}\n', "method", never=("url",))
    base = "modules {\n  module größe {\n  }\n  module b {\n  }\n}\n"
    head = 'blueprint "x" {\n  extends = ["../b"]\n}\nmodules {\n  module b {\n  }\n'
    check_offers({"main.blueprint": head + '  remove "‸"\n}\n', "../b/main.blueprint": base}, "module.größe")


def test_options_of_a_decision() -> None:
    text = "data {\n  decision orm {\n    %s\n  }\n}\n"
    check_offered(text % "choose = ‸", "prisma", "drizzle", never=("postgres",))
    assert offers(text % "choose = ‸")[0].label == "prisma"
    check_offered(text % "choose = pr‸isma", "prisma", "drizzle")
    check_offered(text % "choose = prisma\n    over = [drizzle, ‸]", "kysely", never=("drizzle", "prisma"))
    check_offered(text % "choose = prisma\n    over = [‸, drizzle]", "kysely", never=("drizzle", "prisma"))
    check_insertion(text % "over = ‸", "kysely", text % "over = [kysely]")
    check_insertion(text % "choose = pr‸isma", "kysely", text % "choose = kysely")
    check_offers(text % "choose ‸")
    check_offers(text % "choose = prisma ‸")
    check_offered(text % "status = ‸", "accepted", "superseded")


def test_reasons_are_those_of_the_chosen_option() -> None:
    option = load().vocabulary.decisions["orm"].options["drizzle"]
    text = "data {\n  decision orm {\n    choose = drizzle\n    %s\n  }\n}\n"
    assert [offer.label for offer in offers(text % "because = ‸")][: len(option.because)] == list(option.because)
    assert [offer.text for offer in offers(text % 'accepts = "ä ‸"')][: len(option.accepts)] == list(option.accepts)


def test_nothing_in_comments_and_texts() -> None:
    check_offers("data {\n  # ‸\n}\n")
    check_offers("data {\n  x = 1 // gr‸öße\n}\n")
    check_offers("data {\n  /*\n  ‸ */\n}\n")
    check_offers("data {\n  entity X {\n    summary = <<-E\n      ü ‸\n    E\n  }\n}\n")
    check_offered(
        'data {\n  entity X {\n    summary = "# ‸"\n  }\n}\n',
        "An opportunity to sell, moving through the stages of a pipeline",
    )


def test_rules_in_the_header() -> None:
    found = offers('blueprint "ü" {\n  rules {\n    wrong-type { severity = error }\n    ‸\n  }\n}\n')
    assert {offer.label for offer in found if offer.kind == "block"} >= set(load().rules) - {"wrong-type"}
    assert "wrong-type" not in {offer.label for offer in found}
    check_offers(
        'blueprint "ü" {\n  rules {\n    wrong-type { severity = ‸ }\n  }\n}\n',
        "error",
        "warning",
        "information",
        "off",
    )


def test_after_text_was_deleted() -> None:
    check_offered('data {\n  decision orm {\n    choose = ‸\n    because = "x"\n  }\n}\n', "prisma")
    check_offered("data {\n  decision orm {\n    choose = ‸\n", "prisma")
    check_offered("data {\n  decision orm\n    choose = ‸\n  }\n}\n", "prisma")
    check_offered("data {\n  decision orm {\n    over = [‸\n  }\n}\n", "prisma")
    check_offered("api {\n  endpoint {\n    operation = ‸\n  }\n}\n", "list")


def test_unknown_places_offer_nothing() -> None:
    check_offers("nonsense {\n  ‸\n}\n")
    check_offers("data {\n  nonsense = ‸\n}\n")
    check_offers("data {\n  nonsense ‸\n}\n")
    check_offers("data {\n}  ‸\n")


def test_pages_that_are_gone_have_no_documentation() -> None:
    for page in ("", "option:orm.gone", "decision:gone", "section:gone", "rule:gone", "block:gone", "word:a.b#c", "x"):
        assert documentation(load(), page) == ""


def contexts(schema: BlockSchema, head: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The headers around every body of the vocabulary, outermost first."""
    yield head
    for child in schema.blocks.values():
        name = "wrong-type" if child.name == ANY_NAME else child.name
        label = next(iter((*child.labels, child.example)))
        header = f"{name} {child.spelled(label)}" if child.label else name
        yield from contexts(child, (*head, header))


@pytest.mark.parametrize("heads", list(contexts(load().vocabulary.root)), ids=" ".join)
def test_every_snippet_is_a_valid_blueprint(heads: tuple[str, ...]) -> None:
    """Everything that is offered in a body, taken together with its stops filled, is in order."""
    opening = "".join(f"{'  ' * depth}{head} {{\n" for depth, head in enumerate(heads))
    closing = "".join(f"{'  ' * depth}}}\n" for depth in reversed(range(len(heads))))
    found = offers(f"{opening}‸\n{closing}")
    assert found
    for bodies in ([filled(offer.snippet or offer.text) for offer in found], [offer.text for offer in found]):
        valid = [body for body in bodies if not body.endswith(" = ") and not body.endswith(" =")]
        sandbox = workspace_of(opening + "\n\n".join(valid) + "\n" + closing)
        wrong = [finding for finding in judge(sandbox.case).findings if finding.rule in MALFORMED]
        assert [(finding.rule, finding.message) for finding in wrong] == []


def test_a_decision_begins_with_values_of_its_own():
    texts = {offer.label: offer.text for offer in offers("api {\n  decision pagination {\n    ‸\n  }\n}\n")}

    assert texts["accepts"] == 'accepts = "No jump to page 40"'
    assert texts["over"] == "over = [offset]"
    assert texts["replaces"] == "replaces = offset"


def test_a_reason_begins_with_that_of_the_chosen_option():
    text = "api {\n  decision pagination {\n    choose = offset\n    ‸\n  }\n}\n"
    texts = {offer.label: offer.text for offer in offers(text)}

    assert texts["accepts"] == 'accepts = "Deep pages read and discard every row before them"'
