"""How wide the columns of a table on paper are: none narrower than its longest word, beyond that by what they say."""

from __future__ import annotations

import re

from blueprint_ls.generate.document.tree import Code, Inlines, Link, Mark, Row, Table, plain

LINE, SMALL_LINE = 116.0, 135.0
"""Characters of a line of the paper, and of one that is set smaller."""
_FULL = 0.6
"""The share of a line that words may take which cannot be broken, before it is set smaller."""
MAY_END = "\u200b"
"""Where a line may end."""
_LONG_WORD = re.compile(r"[^\s\u200b]{19,}")
_JOINT = re.compile(r"[:/}.,=_](?=[^\s])")
_GAP = 1.7
"""Characters between two columns."""
_CODE = 1.2
"""How much wider a character of code is than one of prose."""
_STRONG = 1.12
"""How much wider strong letters are."""
_PROSE, _ENOUGH = 40.0, 140.0
"""Characters beyond which a cell asks for half as much room as it could fill, and for no more."""
_LONGEST = 34.0
"""Characters of a word for which room is kept."""


def breakable(text: str) -> str:
    """Prose whose long words, addresses and keys, may be broken where their parts meet."""
    return _LONG_WORD.sub(lambda found: _JOINT.sub(lambda at: at[0] + MAY_END, found[0]), text)


def widths(table: Table) -> tuple[list[float], bool]:
    """The share of each column in characters, and whether the table must be set smaller than others."""
    columns = range(max(len(row.cells) for row in table.rows))
    least = [_least(table, at) + _GAP for at in columns]
    wished = [max(0.0, _wished(table, at) - least[at]) for at in columns]
    small = sum(least) > _FULL * LINE
    rest = max(0.0, (SMALL_LINE if small else LINE) - sum(least))
    whole = sum(wished) or 1.0
    return [round(one + rest * wish / whole, 2) for one, wish in zip(least, wished, strict=True)], small


def _least(table: Table, at: int) -> float:
    """The longest that is not broken: a word, a part of a name of code, an amount."""
    head = max((len(word) for word in _head(table, at).split()), default=0)
    cells = [row.cells[at] for row in table.rows if at < len(row.cells)]
    if at in table.numbers:
        return max([len(_head(table, at)), *(len(plain(cell)) for cell in cells)]) * _STRONG + _GAP
    return min(_LONGEST, max([head * _STRONG, 3.0, *(_word(cell, strong=at == 0) for cell in cells)]))


def _word(cell: Inlines, strong: bool) -> float:
    wide = _STRONG if strong else 1.0
    return max((_longest(one) * wide for one in cell), default=0.0)


def _longest(one: object) -> float:
    text = str(getattr(one, "text", ""))
    if isinstance(one, Mark):
        return len(text) + 2.0
    if isinstance(one, Code) or (isinstance(one, Link) and one.code):
        return max(map(len, re.split(r"(?<=[_/.:=,-])|\s", text)), default=0) * _CODE
    return max(map(len, re.split(rf"(?<=-)(?=[^\W\d])|[ \n]|{MAY_END}", breakable(text))), default=0)


def _wished(table: Table, at: int) -> float:
    """What a column would need for most of its cells to stand on one line."""
    lengths = sorted(_room(len(plain(cell))) for cell in _column(table.rows, at))
    return max(float(len(_head(table, at))), lengths[len(lengths) * 3 // 4] if lengths else 0.0)


def _room(length: float) -> float:
    return min(_ENOUGH, length if length <= _PROSE else _PROSE + (length - _PROSE) / 2)


def _column(rows: tuple[Row, ...], at: int) -> list[Inlines]:
    return [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]]


def _head(table: Table, at: int) -> str:
    return table.head[at] if at < len(table.head) else ""
