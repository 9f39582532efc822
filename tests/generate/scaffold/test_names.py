"""Names of a blueprint in the project: every case of them, and what hostile ones come out as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint_ls.generate.scaffold.names import RESERVED, Name, Refused


def test_a_name_is_written_as_each_place_asks():
    name = Name.of("user.role_changed")

    assert (name.pascal, name.camel, name.kebab, name.snake, name.upper) == (
        "UserRoleChanged",
        "userRoleChanged",
        "user-role-changed",
        "user_role_changed",
        "USER_ROLE_CHANGED",
    )


def test_capitals_are_words_of_their_own():
    assert Name.of("HTTPRequestURL").kebab == "http-request-url"


def test_many_are_named_by_the_last_word():
    assert Name.of("DealLine").plural.kebab == "deal-lines"


def test_a_word_that_typescript_keeps_is_no_value():
    assert Name.of("Delete").camel == "delete_"
    assert Name.of("Delete").pascal == "Delete"


@given(st.text())
def test_whatever_a_label_holds_its_name_is_an_identifier_or_refused(text: str):
    try:
        name = Name.of(text)
    except Refused:
        return
    assert name.camel.isidentifier()
    assert name.camel.isascii()
    assert name.camel not in RESERVED
    assert not set(name.kebab) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("label", ["", "123", "日本", "${}", "../.."])
def test_a_label_without_a_word_says_what_to_do(label: str):
    with pytest.raises(Refused, match="begin it with a letter"):
        Name.of(label, "entity")


def test_a_name_that_postgres_would_cut_is_refused():
    with pytest.raises(Refused, match="longer than the 63 bytes"):
        Name.of("a" * 64)


def test_no_file_takes_the_place_of_the_one_that_brings_a_folder_together():
    assert (Name.of("Index").file, Name.of("PriceIndex").file) == ("index_", "price-index")
