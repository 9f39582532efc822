"""What right texts are read as, and what is said about wrong ones."""

from __future__ import annotations

import pytest

from blueprint_ls.syntax import Attribute, Block, Call, Label, List, Object, Reference, Span, Step, Text, parse
from syntax.telling import check_issues, tell


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("choose = cursor\n", "choose = cursor"),
        ("choose=cursor", "choose = cursor"),
        ("a = 1\nb = -2.5\r\nc = 1e3\n", "a = 1 b = -2.5 c = 1000"),
        ("module identity {\n  public = true\n}\n", "module identity { public = True }"),
        ('endpoint "POST /users" {\n}\n', 'endpoint "POST /users" { }'),
        ('a b "c" d {}\n', 'a b "c" d { }'),
        ("tenant-scope { severity = error }\n", "tenant-scope { severity = error }"),
        ("a { b = [\n1,\n2 ] }\n", "a { b = [1, 2] }"),
        ("a {\n  b {\n    c = 1\n  }\n  d = 2\n}\n", "a { b { c = 1 } d = 2 }"),
        ("# one\na = 1 // two\n/* three\n*/ b = 2 /* four */\n", "a = 1 b = 2"),
        ("a = module.identity\n", "a = module.identity"),
        ('a = endpoint["POST /users"].timeout\n', 'a = endpoint."POST /users".timeout'),
        ("a = [\n  x\n  .\n  y\n]\n", "a = [x.y]"),
        ("a = enum(open, won,)\n", "a = enum(open, won)"),
        ("a = f()\nb = []\nc = {}\n", "a = f() b = [] c = {}"),
        ('a = { b = 1, "c d" : [2]\n  e = { f = g }\n}\n', "a = {b: 1, c d: [2], e: {f: g}}"),
        ("a = [1, # one\n 2,\n]\n", "a = [1, 2]"),
        ("a = {\n\n  # none\n}\n", "a = {}"),
        ("true = false\nfor = null\n", "true = False for = null"),
        ("größe = naïve\n_x = y-\n", "größe = naïve _x = y-"),
    ],
)
def test_right_texts(source: str, told: str) -> None:
    assert not parse(Text.from_str(source)).flawed
    assert tell(source) == told


def test_a_block_knows_where_its_parts_stand() -> None:
    ((start, block),) = parse(Text.from_str('# é\ndata  "é" x { a = 1 }\n')).items
    assert isinstance(block, Block)
    assert start == len("# é\n".encode())
    assert (block.name, block.name_span) == ("data", Span(0, 4))
    assert block.labels == (Label("é", Span(6, 10), quoted=True), Label("x", Span(11, 12), quoted=False))
    assert (block.open_offset, block.close_offset, block.width) == (13, 21, 22)
    assert block.one_line
    assert block.height == 1
    assert [offset for offset, _ in block.items] == [15]


def test_an_attribute_knows_where_its_parts_stand() -> None:
    ((_, item),) = parse(Text(b'a  =  { "b" = f(x, y["z"]) } # c\n')).items
    assert isinstance(item, Attribute)
    assert (item.name_span, item.equals_offset, item.value_offset, item.width) == (Span(0, 1), 3, 6, 28)
    assert isinstance(item.value, Object)
    (entry,) = item.value.entries
    assert (entry.key, entry.key_span, entry.value_offset) == ("b", Span(2, 5), 8)
    assert isinstance(entry.value, Call)
    assert (entry.value.name, entry.value.name_span) == ("f", Span(0, 1))
    assert [offset for offset, _ in entry.value.arguments] == [2, 5]
    _, reference = entry.value.arguments[1]
    assert isinstance(reference, Reference)
    assert reference.steps == (Step("y", Span(0, 1), quoted=False), Step("z", Span(2, 5), quoted=True))


def test_a_list_knows_where_its_elements_stand() -> None:
    ((_, item),) = parse(Text(b"a = [ b,\n  c ]\n")).items
    assert isinstance(item, Attribute)
    assert isinstance(item.value, List)
    assert [offset for offset, _ in item.value.elements] == [2, 7]


def test_blanks_and_comments_between_items_belong_to_the_block_that_holds_them() -> None:
    ((_, block),) = parse(Text(b"a {\n  # one\n  b = 1 # two\n}\n")).items
    assert isinstance(block, Block)
    ((offset, inner),) = block.items
    assert inner.text() == b"b = 1"
    assert block.text()[offset:].startswith(b"b = 1 # two")


def test_equal_tokens_are_one_object() -> None:
    file = parse(Text(b"a = 1\na = 1\n"))
    (_, one), (_, other) = file.items
    assert all(left is right for left, right in zip(one.children[:-1], other.children[:-1], strict=True))


def test_statements_that_are_not_finished() -> None:
    check_issues("""
choose =
        | Expected a value after `choose =`
because
       | Expected `=` and a value, or `{`, after `because`
module identity
               | Expected `{` after `module identity`
accepts "Slow"
              | Expected `{` after `accepts "Slow"`
depends_on module.sales
          | Expected `=` after `depends_on`
type enum(open)
    | Expected `=` after `type`
replicas 3
        | Expected `=` after `replicas`
owner = module.
               | Expected a name after `.`
""")


def test_statements_on_one_line() -> None:
    check_issues("""
a = 1 b = 2
      ^ Expected a new line before `b`
c {} d {}
     ^ Expected a new line before `d`
e { f = 1 g = 2 }
          ^ Expected a new line before `g`
h { i { j = 1 } }
    ^ A block on one line holds one attribute: put the inner block on a line of its own
k { l = 1
  ^ Expected a new line after `{`, for the block does not end on its line
}
m {
  n = 1 }
        ^ Expected a new line before `}`
o = 1, 2
     ^ Expected a new line after the value of `o`
p = q r
      ^ Expected a new line after the value of `p`
""")


def test_a_blueprint_computes_nothing() -> None:
    check_issues("""
a = 1 + 2
      ^ A blueprint computes nothing: write the value itself instead of `+`
b = 5-3
     ^^ A blueprint computes nothing: write the value itself instead of `-3`
c = d == e
      ^^ A blueprint computes nothing: write the value itself instead of `==`
f = g ? h : i
      ^ A blueprint computes nothing: write the value itself instead of `?`
j = !k
    ^ A blueprint computes nothing: write the value itself instead of `!`
l = (1)
    ^ A blueprint computes nothing: write the value itself instead of `(`
m = [for n in o : n]
     ^^^ A blueprint computes nothing: write the value itself instead of `for`
p = { for q in r : q => 1 }
      ^^^ A blueprint computes nothing: write the value itself instead of `for`
s = t.*.u
      ^ A blueprint computes nothing: write the value itself instead of `.*`
v = w(x...)
       ^^^ A blueprint computes nothing: write the value itself instead of `...`
y = -z
    ^ A blueprint computes nothing: write the value itself instead of `-`
""")


def test_brackets() -> None:
    check_issues("""
a = [1 2]
       ^ Expected `,` before `2`
b = [,]
     ^ Expected a value before `,`
c = { d 1 }
       | Expected `=` after `d`
q = { r, s }
       ^ Expected `=` and a value after `r`
           ^ Expected `=` and a value after `s`
e = { f = 1 g = 2 }
            ^ Expected `,` or a new line before `g`
h = { 1 = 2 }
      ^ Expected a key instead of `1`
i = j[0]
      ^ Expected one quoted name between `[` and `]`
k = l["m", "n"]
         ^ Expected one quoted name between `[` and `]`
o = { p =
         | Expected a value after `p =`
}
""")


def test_junk() -> None:
    check_issues("""
= 1
^ Expected a name before `=`
module a/b {
        ^ Expected `{` after `module a`: a label that is no plain name stands in quotes
}
"a" {
^^^^^ Expected a name before `"a" {`
}
"b"
   | Expected a name before `"b"`
5, 6
^ Expected a block or an attribute instead of `5`
a /* b
  ^^^^ This comment is never closed: expected `*/`
""")


def test_habits_from_other_languages() -> None:
    check_issues("""
a: 1
 ^ Expected `=` after `a`, not `:`
b == 1
  ^^ Expected `=` after `b`, not `==`
c = 5s
    ^^ A number with a unit stands in quotes: write `"5s"`
d = 99.9%
    ^^^^^ A number with a unit stands in quotes: write `"99.9%"`
e = 10_000 # comment
    ^^^^^^ Digits stand without `_`: write `10000`
f = 'g'
    ^ Text stands in double quotes, `"…"`: there are no others
h = “i”
    ^^^ Text stands in double quotes, `"…"`: there are no others
j = 1;
     ^ A new line ends an attribute: leave the `;` out
- k
^ Expected a block or an attribute instead of `-`
status 404 {
       ^^^ Expected `{` after `status`: a label that is no plain name stands in quotes
}
l = 1 m
      ^ Expected a new line after the value of `l`
n = 0x1F
     ^^^ Expected a new line after the value of `n`
""")


def test_a_block_without_a_name_and_an_end_is_called_by_its_brace() -> None:
    *_, (_, issue) = parse(Text(b"{\n  a = 1\n")).walk_issues()
    assert issue.message == "Expected `}` to close `{`"


def test_what_is_open_says_where_it_began() -> None:
    source = b'modules {\n  module "a" {\n    owns = [\n      B,\n  }\n}\n'
    ((start, issue),) = parse(Text(source)).walk_issues()
    assert issue.message == "Expected `]` to close `[`"
    ((offset, width, message),) = issue.related
    assert source[start + offset :][:width] == b"["
    assert message == "`[` opened here"


def test_a_block_left_open_says_where_it_began() -> None:
    source = b'modules {\n  module "a" {\n    b = 1\n\n  # c\n  module d {\n  }\n}\n'
    ((start, issue),) = parse(Text(source)).walk_issues()
    assert issue.message == 'Expected `}` to close `module "a"`'
    assert source[: start + issue.offset].endswith(b"b = 1")
    ((offset, width, message),) = issue.related
    assert source[start + offset :][:width] == b'module "a" {'
    assert message == "Opened here"
