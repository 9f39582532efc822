"""Did you mean."""

import pytest

from blueprint_ls.language.suggest import closest, did_you_mean, slip_of

KNOWN = ["prisma", "typeorm", "drizzle", "kysely", "mikro_orm"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("prsima", "prisma"),
        ("Prisma", "prisma"),
        ("prismaa", "prisma"),
        ("type_orm", "typeorm"),
        ("drizle", "drizzle"),
        ("sequelize", None),
        ("x", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_found_or_none(word: str, near: str | None):
    assert closest(word, KNOWN) == near


def test_two_words_that_are_equally_near_give_the_same_answer_each_time():
    assert closest("cap", ["cat", "car"]) == closest("cap", ["car", "cat"]) == "car"


def test_nothing_is_said_where_nothing_is_near():
    assert did_you_mean("sequelize", KNOWN) == ""


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("identty", "identity", "identity"),
        ("organisations", "organizations", "organizations"),
        ("user", "users", "users"),
        ("deal:write", "deals:write", "deals:write"),
        ("KeyReused", "TokenReused", None),
        ("sev1", "sev2", None),
        ("files:read", "roles:read", None),
        ("POST /imports", "POST /reports", None),
        ("users", "users", None),
        ("HTTPEror", "HTTPError", "HTTPError"),
    ],
)
def test_a_slip_is_told_from_a_name_of_its_own(word: str, known: str, meant: str | None):
    assert slip_of(word, [known]) == meant
