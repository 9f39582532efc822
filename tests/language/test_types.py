"""Type expressions of the vocabulary."""

import pytest

from blueprint_ls.language.types import SCALARS, describe, parse_type


@pytest.mark.parametrize("text", [*sorted(SCALARS), "list(ref(module|service))", "map(rate)", "list(list(integer))"])
def test_a_type_is_written_as_it_is_read(text: str):
    assert str(parse_type(text)) == text


@pytest.mark.parametrize("text", ["", "strng", "list()", "list", "ref()", "ref(a b)", "set(string)", "map(strng)"])
def test_what_is_no_type_is_named(text: str):
    with pytest.raises(ValueError, match="is no type"):
        parse_type(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("duration", 'a duration such as `"250ms"`'),
        ("list(ref(module))", "a list, each element a reference to a `module` block, such as `module.name`"),
        ("map(rate)", "an object, each value a rate"),
        ("ref(module|service)", "a reference to a `module` or `service` block"),
    ],
)
def test_a_type_is_described_in_words(text: str, words: str):
    assert describe(parse_type(text)).startswith(words)


def test_every_scalar_has_words_of_its_own():
    assert all(describe(parse_type(name)) != f"a {name}" for name in SCALARS - {"number"})
