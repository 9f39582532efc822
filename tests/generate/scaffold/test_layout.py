"""Code that is laid out as Prettier does it, so that no formatter changes a generated file."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.scaffold.layout import laid, typed, with_imports_laid

LONG = "extracurricularParticipationAuthorization"


def test_a_chain_that_fits_stays_on_its_line():
    assert laid("z.string().trim().min(1).max(80)", 2) == "z.string().trim().min(1).max(80)"


def test_a_chain_that_is_too_long_has_a_row_for_each_call():
    assert laid(f"z.string().regex(/^{'a' * 80}$/)", 2) == f"z\n    .string()\n    .regex(/^{'a' * 80}$/)"


def test_a_head_with_a_capital_keeps_its_first_call():
    assert laid(f"Joi.string().pattern(/^{'a' * 80}$/).required()", 2) == (
        f"Joi.string()\n    .pattern(/^{'a' * 80}$/)\n    .required()"
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            "z.string().max(8).regex(/^[A-Z]{2}-[0-9]+$/)",
            "z\n    .string()\n    .max(8)\n    .regex(/^[A-Z]{2}-[0-9]+$/)",
        ),
        ("z.string().max(8).regex(/^a$/)", "z.string().max(8).regex(/^a$/)"),
        ("z.string().regex(/^[A-Z]{2}-[0-9]+$/)", "z.string().regex(/^[A-Z]{2}-[0-9]+$/)"),
    ],
)
def test_three_calls_break_where_an_argument_is_no_simple_one(expression: str, expected: str):
    assert laid(expression, 2) == expected


def test_a_list_alone_in_brackets_keeps_beside_them():
    words = [f"'{LONG}{at}'" for at in range(3)]

    assert (
        laid(f"z.enum([{', '.join(words)}])", 2) == "z.enum([\n" + "".join(f"    {word},\n" for word in words) + "  ])"
    )


@pytest.mark.parametrize("text", ["'(one, " + "x" * 40 + "'", "/[(,]" + "x" * 40 + "/"])
def test_brackets_and_commas_within_quotes_and_patterns_are_none(text: str):
    assert laid(f"Matches({text}, other)", 60) == f"Matches(\n{' ' * 62}{text},\n{' ' * 62}other,\n{' ' * 60})"


def test_a_union_that_is_too_long_has_a_row_for_each_member():
    kinds = [f"'{LONG}{at}'" for at in range(3)]
    union = " | ".join(kinds)
    rows = "".join(f"\n    | {kind}" for kind in kinds)

    assert typed("readonly kind:", union, 2) == f"readonly kind:{rows}"
    assert typed("readonly kinds:", f"({union})[]", 2) == f"readonly kinds: ({rows}\n  )[]"
    assert typed("readonly kind:", "'a' | 'b'", 2) == "readonly kind: 'a' | 'b'"


def test_imports_that_are_too_long_have_a_row_for_each_name_and_a_single_name_none():
    several = f"import type {{ {LONG}, {LONG}Too }} from '../{LONG}.js';"
    single = f"import {{ {LONG} }} from '../../{LONG}/{LONG}.js';"

    assert with_imports_laid(several) == f"import type {{\n  {LONG},\n  {LONG}Too,\n}} from '../{LONG}.js';"
    assert with_imports_laid(single) == single
