"""Semantic tokens."""

from __future__ import annotations

import itertools

from blueprint_ls.editor.tokens import MODIFIERS, TYPES, Token, tokens
from blueprint_ls.syntax import Span, Text
from editor.marks import scene


def check_tokens(text: str, expected: str) -> None:
    """The tokens, one a line: text, type, and its modifiers in short."""
    at = scene(text)
    found = tokens(at.document)
    check_order(at.document.text, found)
    assert "\n".join(_line(at.text(token.span), token) for token in found) == expected.strip("\n")


def check_order(text: Text, found: list[Token]) -> None:
    """Tokens stand in order, apart from each other, each on one line, and are of known types."""
    for before, after in itertools.pairwise(found):
        assert before.span.end <= after.span.start
    for token in found:
        assert token.span.start < token.span.end
        assert text.line_at(token.span.start) == text.line_at(token.span.end)
        assert token.type in TYPES
        assert set(token.modifiers) <= set(MODIFIERS)


def _line(text: str, token: Token) -> str:
    return " ".join([text, "·", token.type, *token.modifiers])


def test_blocks_and_attributes() -> None:
    check_tokens(
        (
            "# größe\nmodules {\n  module größe {\n    lock       = true\n"
            '    depends_on = [module.x, identity, module["ü y"]]\n'
            "    ünknown = nope\n  }\n}\n"
        ),
        """
# größe · comment
modules · namespace defaultLibrary
module · type defaultLibrary
größe · class declaration readonly
lock · modifier defaultLibrary
true · keyword
depends_on · property defaultLibrary
module · type defaultLibrary
x · variable
identity · variable
module · type defaultLibrary
"ü y" · string
ünknown · property
nope · variable
""",
    )


def test_decisions() -> None:
    check_tokens(
        (
            "data {\n  decision orm {\n    choose = prisma\n    over = [drizzle]\n"
            '    status = superseded\n    because = "ä"\n  }\n'
            '  remove "entity.X" {\n  }\n}\n'
        ),
        """
data · namespace defaultLibrary
decision · keyword defaultLibrary
orm · enum declaration deprecated
choose · property defaultLibrary
prisma · enumMember defaultLibrary
over · property defaultLibrary
drizzle · enumMember defaultLibrary
status · property defaultLibrary
superseded · enumMember defaultLibrary
because · property defaultLibrary
"ä" · string
remove · keyword defaultLibrary
"entity.X" · string
""",
    )


def test_fields_numbers_and_objects() -> None:
    check_tokens(
        "data {\n  entity Deal {\n    field a {\n      type = enum(open, wön)\n"
        "      max_length = 200\n    }\n    field b {\n"
        "      type = list(ref(User))\n    }\n  }\n}\n"
        'coding {\n  eslint {\n    rules = { "no-ü" = error, x = off }\n  }\n}\n',
        """
data · namespace defaultLibrary
entity · type defaultLibrary
Deal · class declaration
field · type defaultLibrary
a · class declaration
type · property defaultLibrary
enum · function defaultLibrary
open · enumMember
wön · enumMember
max_length · property defaultLibrary
200 · number
field · type defaultLibrary
b · class declaration
type · property defaultLibrary
list · function defaultLibrary
ref · function defaultLibrary
User · variable
coding · namespace defaultLibrary
eslint · type defaultLibrary
rules · property defaultLibrary
"no-ü" · property
error · variable
x · property
off · variable
""",
    )


def test_texts_of_several_lines_are_split() -> None:
    check_tokens(
        (
            'overview {\n  goal "x" {\n    success = <<-END\r\n      Größe\n\n'
            "      zwei\n    END\n  }\n  /* ä\n     ö */\n}\n"
        ),
        """
overview · namespace defaultLibrary
goal · type defaultLibrary
"x" · string declaration
success · property defaultLibrary
<<-END · string
Größe · string
zwei · string
END · string
/* ä · comment
ö */ · comment
""",
    )


def test_flawed_text_is_still_coloured() -> None:
    check_tokens(
        'data {\n  entity {\n    module =\n    = "ü" 5 # x\n  }\n  entity Ä\n',
        """
data · namespace defaultLibrary
entity · type defaultLibrary
module · property defaultLibrary
"ü" · string
5 · number
# x · comment
entity · type defaultLibrary
Ä · class declaration
""",
    )
    check_tokens("", "")


def test_a_range_gives_the_tokens_that_it_touches() -> None:
    at = scene('modules {\n  module a {\n    path = "ä"\n  }\n  module b {\n    «path = "ü"\n  }»\n}\n')
    (wanted,) = at.marked["main.blueprint"]
    every = tokens(at.document)
    found = tokens(at.document, wanted)
    assert [at.text(token.span) for token in found] == ["path", '"ü"']
    assert set(found) <= set(every)
    assert tokens(at.document, Span(0, len(at.document.text.data))) == every
