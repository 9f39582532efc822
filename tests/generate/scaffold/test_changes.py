"""Scaffolding again: what is the person's stays, what is the blueprint's moves, both together are merged."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.scaffold import Kind, Planned, Refused, changes
from blueprint_ls.generate.scaffold import lock as locks

OLD = "import a\n\nconst one = 1;\nconst two = 2;\n\nexport { one, two };\n"


def becomes(now: str | None, generated: str, ancestor: str | None = OLD) -> tuple[Kind, str | None]:
    known = {} if ancestor is None else {"a.ts": ancestor}
    (change,) = changes([Planned("a.ts", generated)], {"a.ts": now}, known)
    return change.kind, change.after


def test_a_new_file_is_created():
    assert becomes(None, OLD, ancestor=None) == (Kind.CREATE, OLD)


def test_a_file_that_nobody_touched_moves_with_the_blueprint():
    new = OLD.replace("= 1", "= 10")

    assert becomes(OLD, new) == (Kind.UPDATE, new)


def test_a_file_that_only_a_person_changed_is_kept():
    assert becomes(OLD.replace("= 1", "= 7"), OLD) == (Kind.KEEP, None)


def test_a_file_that_a_person_took_away_does_not_come_back():
    assert becomes(None, OLD.replace("= 1", "= 10")) == (Kind.KEEP, None)


def test_changes_in_different_places_are_both_kept():
    kind, text = becomes(OLD.replace("import a", "import b"), OLD.replace("{ one, two }", "{ one }"))

    assert kind is Kind.MERGE
    assert text == OLD.replace("import a", "import b").replace("{ one, two }", "{ one }")


def test_changes_in_one_place_leave_the_file_alone():
    assert becomes(OLD.replace("= 1", "= 7"), OLD.replace("= 1", "= 10")) == (Kind.CONFLICT, None)


def test_a_file_that_was_there_before_is_never_overwritten():
    assert becomes("mine\n", OLD, ancestor=None) == (Kind.CONFLICT, None)


def test_the_lock_gives_back_every_byte():
    text = "Grüße \u2028 \r\n 🎉\n"

    assert locks.read(locks.written([Planned("a", text)], {"b": OLD})) == {"a": text, "b": OLD}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1, "files": {"a": "!"}}', "\x00"])
def test_a_broken_lock_is_named_with_its_cure(text: str):
    with pytest.raises(Refused, match=r"scaffold\.lock` cannot be read: restore it"):
        locks.read(text)


def test_a_lock_of_a_later_tool_is_not_guessed_at():
    with pytest.raises(Refused, match="use a newer tool"):
        locks.read('{"version": 2, "files": {}}')
