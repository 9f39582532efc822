"""The canonical layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blueprint_ls.syntax import Node, Span, Text, Token, TokenKind, comments, format_edits, parse
from blueprint_ls.syntax import format as lay_out
from syntax.telling import tell
from syntax.writing import damaged, documents, soup

SAMPLES = Path(__file__).parent / "samples"


def check_layout(before: str, after: str) -> None:
    """A text becomes another, in files with either line end, and nothing changes a second time."""
    for source, wanted in ((before, after), (before.replace("\n", "\r\n"), after.replace("\n", "\r\n"))):
        assert lay_out(Text.from_str(source)).decode() == wanted
        assert format_edits(Text.from_str(wanted)) == []


def meaning(node: Node) -> list[bytes]:
    """The tokens of a text in order, without what layout consists of."""
    found: list[bytes] = []
    for child in node.children:
        if isinstance(child, Node):
            found += meaning(child)
        elif child.kind not in (TokenKind.BLANK, TokenKind.NEWLINE, TokenKind.COMMA):
            found.append(child.text)
    return found


def leaves(node: Node) -> list[Token]:
    """All tokens of a tree."""
    return [leaf for child in node.children for leaf in (leaves(child) if isinstance(child, Node) else [child])]


@given(documents | damaged() | soup)
@example("a {\n      b {\n  x = 1\n")
def test_any_text_is_stable_once_formatted_and_keeps_its_meaning(source: str) -> None:
    text = Text.from_str(source)
    formatted = Text(lay_out(text))
    assert lay_out(formatted) == formatted.data
    assert tell(formatted.data) == tell(text.data) or "⟨" in tell(text.data)
    assert meaning(parse(formatted)) == meaning(parse(text))
    assert [token.text for _, token in comments(parse(formatted))] == [token.text for _, token in comments(parse(text))]


@given(documents, st.data())
def test_any_range_is_formatted_by_edits_within_its_lines(source: str, data: st.DataObject) -> None:
    text = Text.from_str(source)
    start = data.draw(st.integers(0, len(text.data)))
    span = Span(start, data.draw(st.integers(start, len(text.data))))
    edits = format_edits(text, span)
    assert set(edits) <= set(format_edits(text))
    first, last = text.line_at(span.start), text.line_at(span.end)
    assert all(first <= text.line_at(place.start) <= last for place, _ in edits)


def test_attributes_in_a_row_have_their_signs_in_one_column() -> None:
    check_layout(
        "a=1\nbbb   =  2\n\ncc = [1,2 ,  3]\n# one\ndddd = {x=1,yy : 2}\neee=f ( a,b )\n",
        "a   = 1\nbbb = 2\n\ncc = [1, 2, 3]\n# one\ndddd = { x = 1, yy : 2 }\neee  = f(a, b)\n",
    )


def test_values_over_several_lines_part_the_rows() -> None:
    check_layout(
        "a = 1\nbbb = [\n1,\n    2\n]\ncc = 1\ndddd = {\n  e = 1\nfff = 2\n}\ng = <<E\n  x\nE\nhh = 1\n",
        "a = 1\nbbb = [\n  1,\n  2,\n]\ncc = 1\ndddd = {\n  e   = 1\n  fff = 2\n}\ng  = <<E\n  x\nE\nhh = 1\n",
    )


def test_blocks_are_indented_and_parted() -> None:
    check_layout(
        '\n\na   x   "y"{\nb=1\nc {\n\n\n\nd=1\n}\n}\n# about e\ne{}\nf{ g=1 }',
        'a x "y" {\n  b = 1\n  c {\n\n    d = 1\n  }\n}\n\n# about e\ne {}\n\nf { g = 1 }\n',
    )


def test_blank_lines_between_blocks_stay_where_they_are() -> None:
    check_layout("a {\n}\n# end of a\n\n\nb {\n}\n\n\n", "a {\n}\n# end of a\n\nb {\n}\n")


def test_comments_at_the_ends_of_lines_stand_in_one_column() -> None:
    check_layout(
        "a {  # one\nb=1#two\nccc = 22 /* x */ // three\nd = 1 /* four */\ne = 1 # five\n}\n",
        "a {                # one\n  b   = 1          #two\n  ccc = 22 /* x */ // three\n"
        "  d   = 1 /* four */\n  e   = 1 # five\n}\n",
    )


def test_columns_are_counted_in_characters_a_reader_sees() -> None:
    check_layout(
        'größe = "日本" # a\nx = "e\u0301" # b\nyy = "👩\u200d💻" # c\n',
        'größe = "日本" # a\nx     = "e\u0301"  # b\nyy    = "👩\u200d💻"  # c\n',
    )


def test_lists_keep_their_lines_and_end_with_a_comma() -> None:
    check_layout(
        "a = [ 1,2 ]\nb = [\n1, 2,\n  3 # c\n]\nc = [\n  [\n1\n  ],\n{\nd = 1\n}\n]\nd = [\n]\n",
        "a = [1, 2]\nb = [\n  1, 2,\n  3, # c\n]\nc = [\n  [\n    1,\n  ],\n  {\n    d = 1\n  },\n]\nd = [\n]\n",
    )


def test_brackets_that_open_together_indent_once() -> None:
    check_layout(
        "a = f(g([{\nb = 1\n}]))\nc = f(\n1,\n2\n)\n",
        "a = f(g([{\n  b = 1\n}]))\nc = f(\n  1,\n  2\n)\n",
    )


def test_signs_inside_values() -> None:
    check_layout(
        'a = x . y [ "z" ] . w\nb = f ()\nc = { }\nd = {a=1}\ne = [ { a=1 } ]\n',
        'a = x.y["z"].w\nb = f()\nc = {}\nd = { a = 1 }\ne = [{ a = 1 }]\n',
    )


def test_comments_and_heredocs_are_left_as_they_are() -> None:
    before = "a {\n      /* one\n  two   */\n  #three  \n b = <<-E\n   x  \n\n\n\n      y\n E\n}\n"
    after = "a {\n  /* one\n  two   */\n  #three  \n  b = <<-E\n   x  \n\n\n\n      y\n E\n}\n"
    check_layout(before, after)


def test_the_byte_order_mark_stays() -> None:
    check_layout("\ufeff\n\n  a=1", "\ufeffa = 1\n")


def test_a_file_of_nothing_becomes_empty() -> None:
    check_layout(" \n\n\t\n", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = 1\r\nb = 2\r\nc = 3\n", "a = 1\r\nb = 2\r\nc = 3\r\n"),
        ("a = 1\r\nb = 2\nc = 3\n", "a = 1\nb = 2\nc = 3\n"),
    ],
)
def test_line_ends_become_what_most_of_them_are(before: str, after: str) -> None:
    assert lay_out(Text.from_str(before)).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a=1\nb   =\nccc=1\n", "a = 1\nb   =\nccc = 1\n"),
        ("m {\na=1\n    b ==   2\nccc=1\n}\n", "m {\n  a = 1\n    b ==   2\n  ccc = 1\n}\n"),
        ("m {   a=1\n}\nb=1\n", "m {   a=1\n}\nb = 1\n"),
        ("m {\n  n {\n      x=1\n\nb=1\n", "m {\n  n {\n      x=1\n\nb = 1\n"),
        ("a=1\nb = [1,2   3]\n", "a = 1\nb = [1,2   3]\n"),
        ("a=1   b=2\nc=1\n", "a=1   b=2\nc = 1\n"),
    ],
)
def test_what_is_flawed_stays_as_it_is_and_its_neighbors_do_not(before: str, after: str) -> None:
    assert lay_out(Text.from_str(before)).decode() == after


def test_the_edits_cover_no_more_than_what_changes() -> None:
    text = Text(b"a=1\nbbb   = 2\n\n\nc = 3")
    assert format_edits(text) == [
        (Span(1, 2), b"   = "),
        (Span(8, 10), b""),
        (Span(15, 16), b""),
        (Span(21, 21), b"\n"),
    ]
    assert format_edits(text, Span(5, 5)) == [(Span(8, 10), b"")]
    assert format_edits(text, Span(0, 0)) == [(Span(1, 2), b"   = ")]


@pytest.mark.parametrize("name", ["crm.blueprint", "job.hcl", "image.hcl"])
def test_the_samples_are_laid_out_already(name: str) -> None:
    sample = Text((SAMPLES / name).read_bytes())
    assert not parse(sample).flawed
    assert format_edits(sample) == []
