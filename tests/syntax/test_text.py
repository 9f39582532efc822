"""Texts, their lines and their spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint_ls.syntax import Span, Text

line_soup = st.lists(st.sampled_from(["a", "é", "\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x0c"])).map("".join)


@pytest.mark.parametrize(
    ("source", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\nb\r\nc\rd", [0, 2, 5, 7]),
        ("\r\r\n\n", [0, 1, 3, 4]),
        ("a\u2028b\x85c\x0bd\x0ce", [0]),
    ],
)
def test_lines_begin_after_the_line_ends_of_the_protocol(source: str, starts: list[int]) -> None:
    assert Text.from_str(source).line_starts == starts


def test_an_offset_lies_on_the_line_that_begins_before_it() -> None:
    text = Text(b"ab\r\nc\n")
    assert [text.line_at(offset) for offset in range(7)] == [0, 0, 0, 0, 1, 1, 2]
    assert [text.line_span(line) for line in range(3)] == [Span(0, 2), Span(4, 5), Span(6, 6)]


def test_a_span_is_read_as_characters() -> None:
    text = Text(b"a\xc3\xa9\xff")
    assert text.slice(Span(1, 3)) == "é"
    assert text.slice(Span(1, 4)) == "é\N{REPLACEMENT CHARACTER}"


def test_lone_surrogates_become_replacement_characters() -> None:
    assert Text.from_str("a\ud800b😀").data.decode() == "a\N{REPLACEMENT CHARACTER}b😀"
    assert Text.from_str("\ud83d\ude00").data.decode() == "😀"


def test_replacing_leaves_the_old_text_as_it_was() -> None:
    old = Text(b"a = 1\n")
    new = old.replace(Span(4, 5), b"2")
    assert (old.data, new.data) == (b"a = 1\n", b"a = 2\n")


@given(line_soup, line_soup, st.data())
def test_any_replacement_finds_the_lines_of_the_new_text(before: str, new: str, data: st.DataObject) -> None:
    text = Text.from_str(before)
    assert text.line_starts
    start = data.draw(st.integers(0, len(text.data)))
    end = data.draw(st.integers(start, len(text.data)))
    replaced = text.replace(Span(start, end), new.encode())
    assert replaced.line_starts == Text(replaced.data).line_starts
