"""Strategies that write blueprints: proper ones, careless ones, and a soup of their tokens."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ["a", "b", "module", "x-y", "_id", "größe", "true_", "for_", "nullable", "Deal", "v2", "EOT"]
PIECES = [
    *["a", "b2", "for", "true", "null", "é", '"x"', '"', '"a\\n"', '"\\d"', '"${a}"', '"$${a}"', "1", "-2.5e3"],
    *["=", "==", "{", "}", "[", "]", "(", ")", ",", ".", ":", "-", "?", "*", "!"],
    *[" ", "  ", "    ", "\t", "\n", "\n", "\n  ", "\n    ", "\r\n", "\r", "\u2028", "\x85", "\ufeff", "\0", "😀"],
    *["# c", "// c", "/* c */", "/*", "*/", "<<E\n", "<<-E\n", "\nE\n", "\n  E\n"],
    *["a = 1\n", "a {\n", "}\n", 'm "x" {\n', "a { b = 1 }\n", "a = [\n", "]\n", "a.b", 'a["x"]', "f(1)", "{ a = 1 }"],
]

gaps = st.sampled_from(["", " ", "  ", "\t", " /* c */ "])
blanks = st.sampled_from([" ", "  ", "\t", " /* c */ "])
line_ends = st.sampled_from(["\n", "\n", "\n", "\n\n", "\n\n\n", " \n", " # c\n", " // c \n", "\r\n", "\n  # c\n"])
_heredoc_ends = st.sampled_from(["\n", "\n\n", "\r\n", "\n# c\n"])
indents = st.sampled_from(["", "  ", "    ", "      ", "\t"])
names = st.sampled_from(NAMES)
soup = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
"""Any text that looks a little like a blueprint."""

_characters = st.sampled_from(
    [*"abc {}[]()=,.'", "é", "日", "😀", "\u2028", "\x85", "$ ", "%a", "$${", "%%{", "e\u0301"]
)
_escapes = st.sampled_from([r"\n", r"\r", r"\t", r"\"", r"\\", r"\u00e9", r"\U0001F600"])
strings = st.lists(_characters | _escapes, max_size=6).map(lambda parts: '"' + "".join(parts) + '"')
numbers = st.sampled_from(["0", "1", "-5", "10000", "0.001", "-0.5", "1e3", "2.5E-3", "007", "12345678901234567890"])
_words = names.filter(lambda name: name != "EOT")
_references = st.builds("{}{}.{}{}".format, _words, gaps, gaps, _words) | st.builds("{}[{}]".format, _words, strings)
_simple = st.sampled_from(["true", "false", "null"]) | numbers | strings | _words | _references
_silent_breaks = st.sampled_from(["", " ", "\n", "\r\n  "])
_breaks = st.sampled_from(["", " ", "\n", "\n    ", " # c\n", "\r\n"])


def _separated(parts: list[str], breaks: list[str]) -> str:
    """Parts with a comma and a break after each but the last."""
    pieces = [part + "," + end for part, end in zip(parts, breaks, strict=False)]
    return "".join(pieces).removesuffix("," + breaks[len(parts) - 1]) if parts else ""


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.builds(_separated, st.lists(inner, max_size=4), st.lists(_breaks, min_size=4, max_size=4))
    return st.builds("[{}{}{}]".format, _breaks, items, _breaks)


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.builds(_separated, st.lists(inner, max_size=3), st.just([" ", "\n", ""]))
    return st.builds("{}({}{}{})".format, _words, _silent_breaks, items, _silent_breaks)


def _objects(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    entry = st.builds("{}{}{}{}{}".format, _words | strings, gaps, st.sampled_from("=:"), gaps, inner)
    ends = st.sampled_from([", ", "\n", " # c\n", ",\n  ", "\r\n"])
    entries = st.lists(st.builds("{}{}".format, entry, ends), max_size=3).map("".join)
    return st.builds("{{{}{}{}}}".format, _breaks, entries, gaps)


values = st.recursive(_simple, lambda inner: _lists(inner) | _calls(inner) | _objects(inner), max_leaves=5)
"""One value, over several lines perhaps, laid out without care."""

_prose = st.lists(st.sampled_from(["x", "", "  y", "    z", '$${a} \\n "q"', "EOT x", "é"]), max_size=4)


@st.composite
def heredocs(draw: st.DrawFn) -> str:
    """A heredoc, without the line end after it."""
    opening, indent, end = draw(st.sampled_from(["<<", "<<-"])), draw(indents), draw(st.sampled_from(["\n", "\r\n"]))
    lines = [indent + line for line in draw(_prose)]
    return end.join([opening + "EOT", *lines, draw(indents) + "EOT"])


attributes = st.builds("{}{}={}{}".format, names, gaps, gaps, values | heredocs())


@st.composite
def bodies(draw: st.DrawFn, depth: int = 0) -> str:
    """Statements, line by line, no attribute or kind of block twice."""
    pieces: list[str] = []
    for name in draw(st.lists(names, max_size=4, unique=True)):
        statement = draw(_statements(name, depth))
        pieces += [draw(indents), statement, draw(_heredoc_ends if statement.endswith("EOT") else line_ends)]
    return "".join(pieces)


@st.composite
def _statements(draw: st.DrawFn, name: str, depth: int) -> str:
    shape = draw(st.integers(0, 3 if depth < 3 else 1))
    if shape < 2:
        return name + draw(gaps) + "=" + draw(gaps) + draw(values | heredocs() if shape else values)
    labels = "".join(draw(blanks) + label for label in draw(st.lists(strings | names, max_size=2)))
    if shape == 2:
        inner = draw(st.just("") | st.builds("b{}= {}".format, gaps, values))
        return f"{name}{labels}{draw(gaps)}{{{draw(gaps)}{inner}{draw(gaps)}}}"
    return f"{name}{labels}{draw(gaps)}{{{draw(line_ends)}{draw(bodies(depth=depth + 1))}{draw(indents)}}}"


documents = st.builds("{}{}".format, st.sampled_from(["", "", "\n", "# c\n", "\ufeff"]), bodies())
"""Whole documents that are right, however they look."""


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A document with a few places broken."""
    text = draw(documents)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[start + draw(st.integers(0, 3)) :]
    return text
