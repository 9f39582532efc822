"""Expressions read by type: values, problems, what to write instead, references, field types."""

from typing import Any

import pytest

from blueprint_ls.language.reading import Problem, Ref, read_value
from blueprint_ls.language.types import parse_type
from blueprint_ls.syntax import Attribute, Text, parse

WORDS = {"open": "Not decided", "won": "Signed", "lost": "Gone"}


def _read(source: str, kind: str) -> tuple[Any, list[Problem], list[Ref]]:
    tree = parse(Text(f"x = {source}\n".encode()))
    node = tree.items[0][1]
    assert isinstance(node, Attribute)
    return read_value(node.value, 0, parse_type(kind), WORDS)


@pytest.mark.parametrize(
    ("kind", "source", "value"),
    [
        ("string", '"Acme"', "Acme"),
        ("text", "<<-WHY\n  Two lines\n  of prose\n  WHY", "Two lines\nof prose\n"),
        ("word", "tenantId", "tenantId"),
        ("number", "0.5", 0.5),
        ("number", "-1", -1),
        ("integer", "10000", 10000),
        ("integer", "1e3", 1000),
        ("boolean", "true", True),
        ("enum", "won", "won"),
        ("list(string)", '["a", "b"]', ("a", "b")),
        ("list(enum)", "[open, won]", ("open", "won")),
        ("list(string)", "[]", ()),
        ("map(word)", "{ a = b, c = d }", {"a": "b", "c": "d"}),
        ("any", "open", "open"),
        ("any", "[1, true]", (1, True)),
    ],
)
def test_a_value_of_its_type_is_read_without_a_word(kind: str, source: str, value: object):
    assert _read(source, kind)[:2] == (value, [])


@pytest.mark.parametrize(
    ("kind", "source", "instead"),
    [
        ("string", "Acme", '"Acme"'),
        ("word", '"tenantId"', "tenantId"),
        ("word", '"two words"', None),
        ("integer", '"10"', "10"),
        ("integer", "0.5", None),
        ("boolean", '"true"', "true"),
        ("boolean", "1", None),
        ("enum", '"won"', "won"),
        ("enum", '"sold"', None),
        ("list(string)", '"a"', '["a"]'),
        ("list(ref(module))", "module.sales", "[module.sales]"),
        ("list(string)", "5", None),
        ("ref(module)", '"sales"', "module.sales"),
        ("ref(endpoint)", '"POST /users"', 'endpoint["POST /users"]'),
        ("ref(module)", "entity.Deal", None),
        ("duration", "30", None),
        ("duration", '"30"', None),
        ("map(word)", "[]", None),
        ("integer", "9" * 400, None),
        ("number", "1e999", None),
    ],
)
def test_a_value_of_another_type_is_reported_with_the_right_form_where_it_is_plain(
    kind: str, source: str, instead: str | None
):
    value, problems, _ = _read(source, kind)

    assert value is None
    assert [(problem.rule, problem.replacement) for problem in problems] == [("wrong-type", instead)]


def test_an_unknown_word_is_reported_with_those_that_are_known():
    _, (problem,), _ = _read("wonn", "enum")

    assert problem.rule == "unknown-value"
    assert problem.message == "`wonn` is none of the known words here: `open`, `won`, `lost`"


def test_each_element_of_a_list_is_judged_where_it_stands():
    _, problems, _ = _read("[open, wonn, lots]", "list(enum)")

    assert [(problem.offset, problem.width) for problem in problems] == [(7, 4), (13, 4)]


@pytest.mark.parametrize("source", ["null", ""])
def test_null_and_a_missing_value_say_nothing(source: str):
    assert _read(source, "integer") == (None, [], [])


@pytest.mark.parametrize(
    ("source", "targets", "name", "offset", "width"),
    [
        ("sales", ("module", "service"), "sales", 0, 5),
        ("module.sales", ("module",), "sales", 7, 5),
        ('service["api"]', ("service",), "api", 9, 3),
    ],
)
def test_a_reference_names_its_target_and_where_the_label_stands(
    source: str, targets: tuple[str, ...], name: str, offset: int, width: int
):
    value, problems, references = _read(source, "ref(module|service)")

    assert (value.targets, value.name, value.offset, value.width) == (targets, name, offset, width)
    assert references == [value]
    assert not problems


@pytest.mark.parametrize(
    "source",
    [
        "uuid",
        "timestamp",
        "enum(open, won)",
        "decimal(12, 2)",
        "decimal(12)",
        "string(120)",
        "list(string)",
        "list(enum(a, b))",
        "ref(User)",
    ],
)
def test_field_types(source: str):
    value, problems, _ = _read(source, "field_type")

    assert value is not None
    assert not problems


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("uid", "`uid` is no field type: did you mean `uuid`?"),
        ('"string"', "Expected a field type: `string`"),
        ("enum()", "`enum(…)` takes other arguments"),
        ("enum(1, 2)", "`enum(…)` takes other arguments"),
        ("ref(User, Team)", "`ref(…)` takes other arguments"),
        ("decimal(1, 2, 3)", "`decimal(…)` takes other arguments"),
        ("string(1.5)", "`string(…)` takes other arguments"),
        ("string(-1)", "`string(…)` takes other arguments"),
        ("decimal(1e999)", "`decimal(…)` takes other arguments"),
        ("list(uid)", "`uid` is no field type"),
        ("varchar(20)", "`varchar` is no field type: expected `string`"),
    ],
)
def test_what_is_no_field_type_is_told_how_it_is_written(source: str, part: str):
    value, (problem,), _ = _read(source, "field_type")

    assert value is None
    assert part in problem.message


def test_a_field_type_refers_to_the_entity_it_names():
    _, _, (reference,) = _read("list(ref(User))", "field_type")

    assert (reference.targets, reference.name, reference.offset, reference.width) == (("entity",), "User", 9, 4)
