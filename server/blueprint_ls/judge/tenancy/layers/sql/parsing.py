"""SQL text made ready for the parser, and parsed: parameters become names, keywords remember their places."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.flow.values import Unknown, Value
from blueprint_ls.judge.tenancy.layers.sql.pieces import Hole, Laid, place_of

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

HOLE = re.compile(r"__h(\d+)__")
BEGINS = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/|;|\()*"
    r"(select|insert|update|delete|merge|replace|truncate|with)\b(?!\s*\.)",
    re.IGNORECASE | re.DOTALL,
)
"""What a statement that touches rows begins with."""
_TOKEN = re.compile(
    r"""(?P<skip>--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|::\s*(?:"[^"]+"|[\w.]+)|@>|<@|\?[|&])
      | (?P<alone>'__h\d+__')
      | (?P<text>[eE]?'(?:[^'\\]|''|\\.)*'|"[^"]*"|`[^`]*`)
      | (?P<word>\b(?:select|insert|update|delete|merge|replace|truncate)\b)
      | (?P<made>\$__h\d+__)
      | (?P<braced>\{\w+:\s*[\w()]+\}|\$[{(<\[/]\w+[})>\]/])
      | (?P<number>\$\d+)
      | (?P<named>(?<![\w:]):[A-Za-z_]\w*|(?<![\w@])@[A-Za-z_]\w*|\$[A-Za-z_]\w*)
      | (?P<name>\?\?)
      | (?P<mark>\?)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NO_VALUE = frozenset(
    {"where", "and", "or", "on", "in", "from", "join", "into", "update", "set", "values", "select", "by", "limit"}
    | {"offset", "like", "ilike", "between", "not", "having", "using", "returning", "as", "is", "then", "else", "when"}
    | {"case", "distinct", "any", "all", "interval", "exists", "with", "table", "only", "lateral"}
)
"""Words behind which something has to stand."""
_LEFT_OVER = (
    (re.compile(r"\b(where|on|having)\s+(?:and|or)\b", re.IGNORECASE), r"\1 "),
    (re.compile(r"\bwhere\s*(?=$|;|\)|order\s+by|group\s+by|limit\b|returning\b|for\s+update)", re.IGNORECASE), " "),
    (re.compile(r"\bvalues\s+(__h\d+__)(?=\s|$)", re.IGNORECASE), r"values (\1)"),
    (re.compile(r"\b(insert\s+(?:/\*k\d+\*/\s*)?into\s+\S+)\s+(__h\d+__)", re.IGNORECASE), r"\1 values (\2)"),
    (re.compile(r"\breplace(\s+(?:/\*k\d+\*/\s*)?into)\b", re.IGNORECASE), r"insert\1"),
)
"""What texts put together by halves leave behind, and what drivers write that no parser knows."""
_DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "clickhouse")

Bound = Callable[[str], Value]
"""What a placeholder stands for: `1`, `name`; `?` for the next one."""


@dataclass(slots=True)
class Script:
    """One way that a text came out, ready to be read."""

    text: str = ""
    values: list[Value] = field(default_factory=list)
    places: list[tuple[str, int] | None] = field(default_factory=list)
    """Where the keywords stand, by the number in the comment behind each."""
    dropped: list[Value] = field(default_factory=list)
    """What stood where no parser could take it."""


def script(laid: Laid, bound: Bound | None) -> Script:
    """A text with its holes and placeholders as names."""
    made = Script()
    text, starts = _assembled(laid, made)
    numbered = re.search(r"\$\d", text) is not None
    pieces: list[str] = []
    at = 0
    for found in _TOKEN.finditer(text):
        pieces.append(text[at : found.start()])
        pieces.append(_rewritten(found, made, starts, bound, numbered))
        at = found.end()
    made.text = "".join([*pieces, text[at:]]).strip().rstrip(";")
    for pattern, better in _LEFT_OVER:
        made.text = pattern.sub(better, made.text)
    return made


def _assembled(laid: Laid, made: Script) -> tuple[str, list[tuple[int, str]]]:
    text, starts = "", []
    for piece in laid:
        if isinstance(piece, Hole):
            text += _hole(made, piece.value)
        else:
            starts.append((len(text), piece))
            text += str(piece)
    return text, starts


def _hole(made: Script, value: Value) -> str:
    made.values.append(value)
    return f"__h{len(made.values) - 1}__"


def _rewritten(
    found: re.Match[str], made: Script, starts: Sequence[tuple[int, str]], bound: Bound | None, numbered: bool
) -> str:
    kind, text = found.lastgroup, found[0]
    if kind == "word":
        made.places.append(_place(found.start(), starts))
        return f"{text} /*k{len(made.places) - 1}*/ "
    if kind == "alone":
        return text.strip("'")
    if kind == "made":
        return _hole(made, Unknown("a parameter whose place is not known"))
    if kind in ("skip", "text", "tag") or kind is None:
        return text
    if bound is None:
        return text
    if kind == "mark":
        return text if numbered else _hole(made, bound("?"))
    if kind == "name":
        return _hole(made, bound("?"))
    name = re.search(r"\w+", text)
    return _hole(made, bound(name[0] if name else ""))


def _place(at: int, starts: Sequence[tuple[int, str]]) -> tuple[str, int] | None:
    for begin, piece in reversed(starts):
        if begin <= at:
            return place_of(piece, at - begin)
    return None


# ---------------------------------------------------------------------------------------------------------- parsing


class RefusedError(Exception):
    """No dialect reads it."""


def parse(made: Script) -> list[Expr]:
    """The statements of a text; what stands where nothing can stand is left out, and remembered."""
    found = _parsed(made.text)
    if found is None:
        found = _parsed(_without_dangling(made.text, made))
    if found is None:
        raise RefusedError
    return list(found)


@lru_cache(maxsize=2000)
def _parsed(text: str) -> tuple[Expr, ...] | None:
    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    order = _DIALECTS if "`" not in text else ("mysql", "postgres", "sqlite", "clickhouse")
    for dialect in order:
        try:
            found = [one for one in sqlglot.parse(text, read=dialect) if one is not None]
        except (SqlglotError, RecursionError, ValueError, AttributeError, KeyError):
            continue
        if found and not any(isinstance(one, sqlglot.exp.Command) for one in found):
            return tuple(found)
    return None


def _without_dangling(text: str, made: Script) -> str:
    """The text without the holes that stand behind a complete expression."""

    def kept(found: re.Match[str]) -> str:
        before = text[: found.start()].rstrip()
        word = re.search(r"([\w.]+|.)$", before, re.DOTALL)
        token = word[1].lower() if word else ""
        if not token or token in _NO_VALUE or not re.fullmatch(r"[\w.]+|[)'\"`\]]", token):
            return found[0]
        made.dropped.append(made.values[int(found[1])])
        return " "

    return HOLE.sub(kept, text)


def hole_of(node: Any) -> int | None:
    """The number of the hole that a node is."""
    found = HOLE.fullmatch(node.name) if node is not None else None
    return int(found[1]) if found else None


def tables_in(text: str) -> list[str]:
    """The tables that a text which no parser reads seems to name."""
    found = re.findall(r"\b(?:from|join|into|update)\s+(?:only\s+)?([\w.\"`]+)", text, re.IGNORECASE)
    return [name.strip('"`') for name in found]
