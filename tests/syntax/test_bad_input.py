"""Texts that no one would call a blueprint: the parser answers all the same, and loses no byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint_ls.syntax import File, Node, Text, format_edits, item_path, parse
from blueprint_ls.syntax import format as lay_out
from syntax.telling import nodes
from syntax.writing import damaged, soup


def check_whole(data: bytes) -> File:
    """A text is in its tree to the last byte, and every node knows its place in it."""
    file = parse(Text(data))
    assert file.text() == data
    for start, node in nodes(file):
        assert node.text() == data[start : start + node.width]
        assert node.flawed or not node.issues
        assert node.flawed or not any(isinstance(child, Node) and child.flawed for child in node.children)
    for start, issue in file.walk_issues():
        assert 0 <= start + issue.offset <= start + issue.offset + issue.width <= len(data)
        assert issue.message[0].isupper() or issue.message[0] == "`"
        assert not issue.message.endswith(".")
    assert file.flawed == bool(list(file.walk_issues()))
    return file


@given(st.binary(max_size=80) | soup.map(str.encode) | damaged().map(str.encode))
def test_any_bytes_are_read_without_loss(data: bytes) -> None:
    file = check_whole(data)
    for offset in range(len(data) + 1):
        assert item_path(file, offset)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n",
        "\ufeff",
        "\ufeffa = 1\n",
        "a = 1",
        "\r",
        "\r\n\r\n",
        "\0",
        "😀",
        'a = "😀"\n😀 = 1\n',
        "a = 1 \u2028\n",
        "a = 1\x85b = 2\n",
        "}",
        "{",
        "a {",
        "a = [",
        "a = <<",
        "a = <<E",
        "a = <<E\n",
        "/*",
        '"',
        "a =",
        "a.",
        "a = b.",
        "a = b[",
        "<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n",
        '{"blueprint": {"acme": {"language": 1}}}\n',
        "overview:\n  goals:\n    - one\n",
        "Dear team, please\nread this before Monday.\n",
    ],
)
def test_odd_texts(source: str) -> None:
    data = source.encode()
    check_whole(data)
    assert lay_out(Text(lay_out(Text(data)))) == lay_out(Text(data))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a = 1 \u2028", "The character U+2028 (line separator)"),
        ("a = 1\x85", "A next-line character (U+0085)"),
        ("a = 1\r", "A carriage return without a line feed"),
        ("a = 1\0", "A NUL character"),
        ("a = 1 \ufeff", "A byte order mark that is not at the start of the file"),
        ("a = 😀", "`😀`"),
    ],
)
def test_characters_that_mean_nothing_are_named(source: str, name: str) -> None:
    messages = [issue.message for _, issue in parse(Text.from_str(source)).walk_issues()]
    assert messages == [f"{name} cannot stand outside strings and comments"]


def test_bytes_that_are_no_text() -> None:
    file = check_whole(b"a = \xff\n")
    ((_, issue),) = file.walk_issues()
    assert issue.message == "A byte that is no UTF-8 text cannot stand outside strings and comments"
    check_whole(bytes(range(256)) * 20)


DEEP = 10_000


@pytest.mark.parametrize(
    "source",
    [
        "a {\n" * DEEP + "}\n" * DEEP,
        "a {\n" * DEEP,
        "}\n" * DEEP,
        "a { " * DEEP + "}" * DEEP,
        "".join(" " * min(depth, 200) + "a {\n" for depth in range(DEEP)),
        "a = " + "[" * DEEP + "]" * DEEP,
        "a = " + "[" * DEEP,
        "a = " + "f(" * DEEP + ")" * DEEP,
        "a = " + "{ a = " * DEEP + "1" + " }" * DEEP,
        "a = " + "{\na = " * DEEP + "1" + "\n}" * DEEP,
        "a = <<E\n" * DEEP,
        "/*\n" * DEEP,
        "a = + (\n" + "\n" * DEEP,
        "a\n" + "\n" * DEEP,
        "a.b[" * DEEP,
        '"' * DEEP,
        "a " * DEEP,
        "a, " * DEEP,
        "-" * DEEP,
        "\\" * DEEP,
        'a = "' + "\\" * DEEP,
    ],
    ids=lambda source: repr(source[:12]),
)
def test_depth_and_repetition_are_read_to_the_end(source: str) -> None:
    file = parse(Text.from_str(source))
    assert file.flawed
    assert file.text().decode() == source


def test_blocks_below_the_limit_are_one_piece_of_junk() -> None:
    file = parse(Text.from_str("a {\n" * 70 + "b = 1\n" + "}\n" * 70))
    assert [issue.message for _, issue in file.walk_issues()] == ["Nested deeper than 64 levels"]
    assert not parse(Text.from_str("a {\n" * 64 + "}\n" * 64)).flawed


def test_values_below_the_limit_are_skipped() -> None:
    file = parse(Text.from_str("a = " + "[" * 70 + "1" + "]" * 70 + "\nb = 1\n"))
    assert [issue.message for _, issue in file.walk_issues()] == ["Nested deeper than 64 levels"]
    assert len(file.items) == 2
    assert not parse(Text.from_str("a = " + "[" * 64 + "]" * 64 + "\n")).flawed


def test_every_beginning_of_a_file_is_read() -> None:
    source = 'a "x" {\n  b = [1, f(x, "y")]\n  c = <<-E\n    z\n  E\n  d = { e = g["h"], }\n  /* i */\n}\n'
    for end in range(len(source)):
        check_whole(source[:end].encode())
        format_edits(Text.from_str(source[:end]))
