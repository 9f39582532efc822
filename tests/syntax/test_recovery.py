"""One mistake costs one statement: everything else stays in the tree, and in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from blueprint_ls.syntax import Attribute, Block, File, Item, Junk, Text, Token, TokenKind, parse
from syntax.telling import check_issues, tell, tokens

SAMPLE = (Path(__file__).parent / "samples/crm.blueprint").read_bytes()


@dataclass(frozen=True)
class Placed:
    """An item, where it begins, and where the blocks that hold it begin, outermost first."""

    start: int
    item: Item
    holders: tuple[int, ...]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.item.width

    def says(self) -> object:
        """What makes it the statement it is: name and labels, or name and value."""
        if isinstance(self.item, Block):
            return self.item.name, [label.value for label in self.item.labels]
        assert isinstance(self.item, Attribute | Junk)
        return (self.item.name, self.item.value.text()) if isinstance(self.item, Attribute) else self.item.text()


def placed_items(body: File | Block, start: int = 0, holders: tuple[int, ...] = ()) -> Iterator[Placed]:
    """All items of a body, those in its blocks included."""
    for offset, item in body.items:
        yield Placed(start + offset, item, holders)
        if isinstance(item, Block):
            yield from placed_items(item, start + offset, (*holders, start + offset))


ITEMS = list(placed_items(parse(Text(SAMPLE))))
TOKENS = list(tokens(parse(Text(SAMPLE))))


def touched_by(at: int, token: Token) -> set[int]:
    """Where the statements begin that may change with a token: the one that it belongs to and, for a line end,
    those that end on its line or begin on the next."""
    innermost = max((placed.start for placed in ITEMS if placed.start <= at < placed.end), default=-1)
    if token.kind is not TokenKind.NEWLINE:
        return {innermost}
    line, next_line = SAMPLE.rfind(b"\n", 0, at) + 1, SAMPLE.find(b"\n", at + 1)
    beside = [placed for placed in ITEMS if line < placed.end <= at or at < placed.start < next_line]
    return {innermost, *(placed.start for placed in beside)}


@cache
def parsed_without(at: int, token: Token) -> File:
    """The sample with one token taken out."""
    return parse(Text(SAMPLE[:at] + SAMPLE[at + token.width :]))


@pytest.mark.parametrize("kind", list(TokenKind))
def test_taking_out_one_token_leaves_all_other_statements_in_place(kind: TokenKind) -> None:
    for at, token in TOKENS:
        if token.kind is kind and not ends_comment_before_header(at, token):
            check_taking_out(at, token)


def ends_comment_before_header(at: int, token: Token) -> bool:
    """Whether taking out a line end would make a block's header part of a comment, so that its body is homeless."""
    line = SAMPLE[SAMPLE.rfind(b"\n", 0, at) + 1 : at]
    next_line = SAMPLE[at + 1 : SAMPLE.find(b"\n", at + 1)]
    return token.kind is TokenKind.NEWLINE and b"# " in line and next_line.endswith(b"{")


def check_taking_out(at: int, token: Token) -> None:
    def moved(offset: int) -> int:
        return offset if offset <= at else offset - token.width

    touched, line = touched_by(at, token), SAMPLE[:at].count(b"\n") + 1
    found = {placed.start: placed for placed in placed_items(parsed_without(at, token))}
    for placed in ITEMS:
        if placed.start in touched:
            continue
        where = f"{placed.says()} after taking out {token.text!r} on line {line}"
        again = found.get(moved(placed.start))
        assert again is not None, f"lost: {where}"
        assert again.says() == placed.says(), f"changed: {where}"
        assert len(again.holders) == len(placed.holders), f"elsewhere: {where}"
        for before, after in zip(placed.holders, again.holders, strict=True):
            assert before in touched or after == moved(before), f"elsewhere: {where}"


def test_most_tokens_cost_one_issue() -> None:
    counts = [len(list(parsed_without(at, token).walk_issues())) for at, token in TOKENS]
    assert max(counts) <= 2
    assert sum(count > 1 for count in counts) <= len(counts) / 100


def test_a_value_that_is_missing_swallows_no_line() -> None:
    assert tell("a {\n  choose =\n  because = 1\n}\n") == "a { choose = … because = 1 }"
    assert tell("a {\n  choose =\n  b {\n  }\n}\n") == "a { choose = … b { } }"


def test_lines_that_only_a_value_explains_go_with_their_statement() -> None:
    check_issues("""
a {
  covers =
          | Expected a value after `covers =`
    "apps/**",
    "packages/**",
  ]
  b = 1
}
""")


@pytest.mark.parametrize("opened", ["[", "f(", "[f(", "[{ a = 1 }, [", 'f(g["x"', "[x, "])
def test_brackets_left_open_end_before_the_next_statement(opened: str) -> None:
    for following in ("b = 2", "c {\n  }", 'c "d" {\n  }', "c { b = 2 }"):
        source = f"m {{\n  a = {opened}1\n  {following}\n}}\n"
        assert tell(source).endswith(tell(following) + " }"), source
        assert "⟨" not in tell(source)


def test_an_object_left_open_ends_where_indentation_says() -> None:
    source = "m {\n  a = {\n    x = 1\n    y = 2\n\n  b = 3\n}\nn {\n}\n"
    assert tell(source) == "m { a = {x: 1, y: 2} b = 3 } n { }"


def test_a_block_left_open_ends_where_indentation_says() -> None:
    source = "m {\n  a {\n    x = 1\n  b {\n    y = 1\n  }\n}\nn {\n}\n"
    assert tell(source) == "m { a { x = 1 } b { y = 1 } } n { }"
    assert tell("m {\n  a {\n    x = 1\n}\nn {\n}\n") == "m { a { x = 1 } } n { }"
    assert tell("m {\n  a {\n    x = 1\n") == "m { a { x = 1 } }"


def test_a_brace_too_many_closes_nothing() -> None:
    check_issues("""
m {
  a = 1
}
}
^ This `}` closes nothing
n {
  b = 1
  }
  ^ This `}` closes nothing
  c = 1
}
""")


def test_files_whose_braces_match_are_never_judged_by_indentation() -> None:
    assert tell("m {\n    a {\nx = 1\n}\n  b = [\n1,\n]\n        }\nn {\n}\n") == "m { a { x = 1 } b = [1] } n { }"


def test_a_header_without_its_brace_holds_the_deeper_lines_below_it() -> None:
    check_issues("""
modules
       | Expected `{` after `modules`
  module identity
                 | Expected `{` after `module identity`
    public = true
  }
}
api {
}
""")
    assert tell("a\n  b = 1\nc = 2\n") == "a { b = 1 } c = 2"


def test_a_heredoc_left_open_ends_before_the_next_statement() -> None:
    check_issues("""
m {
  a = <<-TEXT
      ^^^^^^^ Expected a line with nothing but `TEXT` to end this heredoc
    some prose
  b = 1
}
""")
    assert tell("m {\n  a = <<T\n    x\n}\nn {\n}\n") == "m { a = '' } n { }"


def test_a_label_left_open_does_not_swallow_the_brace() -> None:
    check_issues("""
modules {
  module "identity {
         ^^^^^^^^^ Expected `"` at the end of this string
    public = true
  }
  endpoint "GET
           ^^^^ Expected `"` at the end of this string
}
""")
    assert tell('a "b {\n  c = 1\n}\n') == "a b { c = 1 }"


def test_a_comment_left_open_costs_the_rest_of_its_line() -> None:
    assert tell("a = 1\n/* b = 2\nc = 3\n") == "a = 1 ⟨/* b = 2⟩ c = 3"
    assert tell("a = 1 /* b\nc = 3\n") == "a = 1 c = 3"


def test_conflict_marks_cost_their_lines() -> None:
    source = "a {\n<<<<<<< ours\n  b = 1\n=======\n  b = 2\n>>>>>>> theirs\n}\nc {\n}\n"
    assert tell(source) == "a { ⟨<<<<<<< ours⟩ b = 1 ⟨=======⟩ b = 2 ⟨>>>>>>> theirs⟩ } c { }"


@pytest.mark.parametrize(
    "line",
    ["]", ")", "= 1", "a b c d", "5", '"x"', "a.b = 1", "a[0] = 1", "+", "a = (", "a = {", "a = ${b}", "a = b = c"],
)
def test_a_wrong_line_costs_nothing_around_it(line: str) -> None:
    source = f"m {{\n  before = 1\n  {line}\n  after = 2\n}}\nn {{\n}}\n"
    told = tell(source)
    assert told.startswith("m { before = 1 ")
    assert told.endswith("after = 2 } n { }")
