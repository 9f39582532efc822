"""What literals say."""

from __future__ import annotations

import pytest

from blueprint_ls.syntax import Attribute, Bool, Heredoc, Null, Number, String, Text, parse
from syntax.telling import check_issues


def value_of(written: str) -> object:
    """The value of `a = …`, which must be right."""
    file = parse(Text.from_str(f"a = {written}\n"))
    assert not file.flawed, [issue.message for _, issue in file.walk_issues()]
    ((_, item),) = file.items
    assert isinstance(item, Attribute)
    if isinstance(item.value, Null):
        return None
    assert isinstance(item.value, Number | String | Heredoc | Bool)
    return item.value.value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10000", 10000),
        ("007", 7),
        ("-5", -5),
        ("0.001", 0.001),
        ("1e3", 1000),
        ("2.5E-3", 0.0025),
        ("12345678901234567890123", 12345678901234567890123),
        ("1e400", float("inf")),
        ("true", True),
        ("false", False),
        ("null", None),
    ],
)
def test_numbers_and_words_with_a_meaning(written: str, value: object) -> None:
    assert value_of(written) == value
    assert type(value_of(written)) is type(value)


def test_a_number_keeps_how_it_is_written() -> None:
    ((_, item),) = parse(Text(b"a = 1.50\n")).items
    assert isinstance(item, Attribute)
    assert isinstance(item.value, Number)
    assert (item.value.value, item.value.raw) == (1.5, "1.50")


def test_a_number_of_ten_thousand_digits_is_infinite_not_an_error() -> None:
    assert value_of("9" * 10_000) == float("inf")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('""', ""),
        ('"tenant:{tenantId}:deals"', "tenant:{tenantId}:deals"),
        (r'"a\n\r\t\"\\"', 'a\n\r\t"\\'),
        (r'"\u00e9 \U0001F600"', "é 😀"),
        ('"$${a} %%{b} $$ %d $ {"', "${a} %{b} $$ %d $ {"),
        ('"e\u0301"', "é"),
        ('"a\u2028b\x85c\td"', "a\u2028b\x85c\td"),
    ],
)
def test_strings(written: str, value: str) -> None:
    assert value_of(written) == value


@pytest.mark.parametrize("written", ['"größe"', '"größe', '""', '"'])
def test_a_string_knows_where_its_text_stands(written: str) -> None:
    ((_, item),) = parse(Text.from_str(f"a = {written}\n")).items
    assert isinstance(item, Attribute)
    assert isinstance(item.value, String)
    start, end = item.value.inner
    assert item.value.text()[start:end].decode() == written.strip('"')


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<<E\nE", ""),
        ("<<E\n  a\n\n b\nE", "  a\n\n b\n"),
        ("<<E\n  a\n    E", "  a\n"),
        ("<<E\n  E a\nEE\n\u00a0E ", "  E a\nEE\n"),
        ("<<E\na\r\nb\r\nE", "a\r\nb\r\n"),
        ("<<größe\na\ngröße", "a\n"),
        ('<<E\n"\\n" $${a} %%{b}\nE', '"\\n" ${a} %{b}\n'),
        ("<<-E\n    a\n      b\n    E", "a\n  b\n"),
        ("<<-E\n    a\n\n   \n      b\nE", "a\n\n   \n  b\n"),
        ("<<-E\n\t\ta\n\tb\nE", "\ta\nb\n"),
        ("<<-E\n  \n  E", "  \n"),
    ],
)
def test_heredocs(written: str, value: str) -> None:
    assert value_of(written) == value


def test_what_is_wrong_inside_a_string() -> None:
    check_issues(r"""
a = "\d"
     ^^ `\d` is no escape: use `\n`, `\r`, `\t`, `\"`, `\\`, `\uNNNN` or `\UNNNNNNNN`
b = "\u12"
     ^^ `\u` must be followed by 4 hexadecimal digits
c = "x\ud800"
      ^^^^^^ `\ud800` is no Unicode character
d = "tenant:${tenantId}"
            ^^ A blueprint has no templates: write `{` instead of `${`
e = "%{ if a }"
     ^^ A blueprint has no templates: write `{` instead of `%{`
f = "never ended
    ^^^^^^^^^^^^ Expected `"` at the end of this string
g "\d" {}
   ^^ `\d` is no escape: use `\n`, `\r`, `\t`, `\"`, `\\`, `\uNNNN` or `\UNNNNNNNN`
""")


def test_what_is_wrong_inside_a_heredoc() -> None:
    check_issues("""
a = <<E
  x ${y}
    ^^ A blueprint has no templates: write `{` instead of `${`
E
""")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b'"\xff"', "These bytes are no UTF-8 text"),
        (b'"a\0b"', "A NUL character cannot stand in a text"),
        (b"<<E\na\rb\nE", "A carriage return without a line feed cannot stand in a text"),
    ],
)
def test_what_no_text_may_hold(written: bytes, message: str) -> None:
    file = parse(Text(b"a = " + written + b"\n"))
    assert [issue.message for _, issue in file.walk_issues()] == [message]


@pytest.mark.parametrize(
    ("written", "cured"),
    [
        (r'a = "\d"', r'a = "\\d"'),
        ('a = "${b}"', 'a = "{b}"'),
        ('a = "%{b}"', 'a = "{b}"'),
        ("a = <<E\n${b}\nE", "a = <<E\n{b}\nE"),
        ('a = "b', 'a = "b"'),
        ("a 5", "a = 5"),
        ("a f(x)", "a = f(x)"),
        ("a b\n  c = 1\n}", "a b {\n  c = 1\n}"),
        ("a b = 1 }", "a { b = 1 }"),
        ("a = 1 b = 2", "a = 1 \nb = 2"),
        ("a = [1 2]", "a = [1, 2]"),
        ("a = { b 1 }", "a = { b = 1 }"),
        ("a = { b = 1 c = 2 }", "a = { b = 1, c = 2 }"),
    ],
)
def test_fixes_cure_what_they_belong_to(written: str, cured: str) -> None:
    text = Text.from_str(written + "\n")
    ((start, issue),) = parse(text).walk_issues()
    assert issue.fix is not None
    ((offset, width, new),) = issue.fix
    at = start + offset
    assert (text.data[:at] + new + text.data[at + width :]).decode() == cured + "\n"
    assert not parse(Text.from_str(cured + "\n")).flawed
