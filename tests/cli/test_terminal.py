"""Columns, colours and what may be printed."""

from __future__ import annotations

import io

import pytest

from blueprint_ls.cli.terminal import Style, count, untabbed, visible
from blueprint_ls.judge.diagram.cells import width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("deal", 4),
        ("日本語", 6),
        ("e\u0301", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("🇩🇪", 2),
        ("ｶﾅ", 2),
    ],
)
def test_a_text_takes_the_columns_that_a_terminal_gives_it(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "start", "shown"), [("\ta", 0, "    a"), ("ab\tc", 0, "ab  c"), ("\t", 3, " "), ("日\tx", 0, "日  x")]
)
def test_a_tab_reaches_to_the_next_stop(text, start, shown):
    assert untabbed(text, start) == shown


def test_what_is_printed_stays_on_its_line():
    assert visible("a\nb\r\x1b[0m\u2028\u202e\x00") == "a␊b␍␛[0m��␀"


def test_what_people_write_is_shown_as_it_is():
    assert visible("naïve 日本語 👩‍👩‍👧 ❤️\t→") == "naïve 日本語 👩‍👩‍👧 ❤️\t→"


def test_prose_is_broken_between_words_on_a_terminal_alone():
    assert Style(False, 20, terminal=True).prose(10, "one two three four") == "one two\n    three four"
    assert Style(False, 20).prose(10, "one two three four") == "one two three four"


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
    ],
)
def test_colour_is_used_where_it_is_welcome(monkeypatch, environment, terminal, coloured):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)

    assert Style.of(stream).coloured is coloured


def test_counts_read_as_words():
    assert [count(number, "error") for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
