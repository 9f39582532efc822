"""SQL scripts: what their statements do to tables, keys and row-level security."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from blueprint_ls.codebase.facts import FileFacts, Model
from blueprint_ls.codebase.models.changes import Change, Table, apply
from blueprint_ls.codebase.models.sql_elements import RefusedError, column_of, element
from blueprint_ls.codebase.models.sql_syntax import Cursor, split, statements

_DOWN = re.compile(rb"^--\s*(\+goose\s+down|migrate:down|\+migrate\s+down|@down|//@undo)", re.IGNORECASE | re.MULTILINE)
"""Where tools that keep both directions in one file begin the way back."""
_SECURITY = {"ENABLE": "enable", "DISABLE": "disable", "FORCE": "force", "NO": "unforce"}


def read(data: bytes) -> FileFacts:
    """The facts of one `.sql` file; `data` holds `{"changes": […]}`, for `changes_in`, when it defines anything."""
    changes, refused = script(data)
    kept: dict[str, object] = {"changes": msgspec.to_builtins(changes)} if changes else {}
    return FileFacts("sql", models=tables_of(changes), data=kept, problem=said(refused))


def changes_in(facts: FileFacts) -> list[Change]:
    """The changes that `read` kept."""
    return msgspec.convert(facts.data.get("changes", []), list[Change])


def script(data: bytes, offset: int = 0) -> tuple[list[Change], list[str]]:
    """What a script does in order, and the beginnings of the statements that were refused."""
    changes: list[Change] = []
    refused: list[str] = []
    down = _DOWN.search(data)
    for tokens in statements(data[: down.start()] if down else data):
        try:
            changes += _statement(Cursor(tokens), offset)
        except RefusedError:
            line = data.count(b"\n", 0, tokens[0].start) + 1
            refused.append(f"line {line}: {' '.join(token.text for token in tokens[:6])} …")
    return changes, refused


def tables_of(changes: list[Change]) -> tuple[Model, ...]:
    """The tables that a script leaves behind, as far as it alone can tell."""
    tables: dict[str, Table] = {}
    apply(tables, changes)
    return tuple(table.model() for table in tables.values())


def said(refused: list[str]) -> str | None:
    """How many statements could not be read, and the first of them."""
    if len(refused) > 1:
        return f"{len(refused)} statements could not be read, first {refused[0]}"
    return f"one statement could not be read: {refused[0]}" if refused else None


def _statement(at: Cursor, offset: int) -> list[Change]:
    span = (at.tokens[0].start + offset, at.tokens[-1].end + offset)
    if at.peek() in ("DO", "BEGIN"):
        return _block(at, offset)
    if at.take("CREATE"):
        return list(_create(at, span, offset))
    if at.take("ALTER", "TABLE") or at.take("ALTER", "FOREIGN", "TABLE"):
        return list(_alter(at, span, offset))
    if at.take("DROP", "TABLE"):
        at.take("IF", "EXISTS")
        rest = [token for token in at.tokens[at.at :] if token.keyword not in ("CASCADE", "RESTRICT")]
        return [Change("drop", Cursor(piece).name(), *span) for piece in split(rest)]
    if at.take("RENAME", "TABLE"):
        old = at.name()
        return [Change("rename", old, *span, name=at.name())] if at.take("TO") else []
    return []


def _block(at: Cursor, offset: int) -> list[Change]:
    """What `DO $$ BEGIN … END $$` does: its statements stand in a string, each as if it stood alone."""
    if at.take("BEGIN"):
        return [] if at.over else _statement(Cursor(at.tokens[at.at :]), offset)
    body = next((token for token in at.tokens if token.kind == "string" and token.text.startswith("$")), None)
    if body is None:
        return []
    mark = body.text.index("$", 1) + 1
    inside = body.text[mark:-mark].encode()
    return [
        change for tokens in statements(inside) for change in _statement(Cursor(tokens), offset + body.start + mark)
    ]


def _create(at: Cursor, span: tuple[int, int], offset: int) -> Iterator[Change]:
    at.take("OR", "REPLACE")
    if at.take("UNIQUE"):
        at.take("CLUSTERED")
        yield from _unique_index(at, span)
    elif at.take("POLICY"):
        yield from _policy(at, span)
    elif at.take("TABLE") or at.take("UNLOGGED", "TABLE") or at.take("FOREIGN", "TABLE"):
        yield from _table(at, span, offset)


def _unique_index(at: Cursor, span: tuple[int, int]) -> Iterator[Change]:
    """A unique index; one with a condition is no key, since rows outside the condition may share the value."""
    if not at.take("INDEX"):
        return
    at.take("CONCURRENTLY")
    at.take("IF", "NOT", "EXISTS")
    name = "" if at.peek() == "ON" else at.name()
    if not at.take("ON"):
        raise RefusedError
    at.take("ONLY")
    table = at.name()
    if at.take("USING"):
        at.name()
    columns = at.names()
    if columns and not at.seek("WHERE"):
        yield Change("unique", table, *span, name=name, columns=columns)


def _policy(at: Cursor, span: tuple[int, int]) -> Iterator[Change]:
    name = at.name()
    if not at.take("ON"):
        raise RefusedError
    table = at.name()
    using = at.group() if at.seek("USING") else None
    text = " ".join(token.text for token in using or [])
    yield Change("policy", table, *span, name=name, text=text)


def _table(at: Cursor, span: tuple[int, int], offset: int) -> Iterator[Change]:
    at.take("IF", "NOT", "EXISTS")
    table = at.name()
    if not table:
        raise RefusedError
    if at.take("PARTITION", "OF") or at.take("AS") or at.peek() in ("SELECT", "LIKE"):
        return  # a partition is its parent's rows, and a copy declares nothing of its own
    body = at.group()
    if body is None:
        if not at.over and at.peek() not in ("ON", "ENGINE"):
            raise RefusedError
        return
    yield Change("create", table, *span)
    for piece in split(body):
        yield from element(table, Cursor(piece), offset)


def _alter(at: Cursor, span: tuple[int, int], offset: int) -> Iterator[Change]:
    at.take("IF", "EXISTS")
    at.take("ONLY")
    table = at.name()
    if not table:
        raise RefusedError
    for piece in split(at.tokens[at.at :]):
        yield from _action(table, Cursor(piece), span, offset)


def _action(table: str, at: Cursor, span: tuple[int, int], offset: int) -> Iterator[Change]:
    if at.take("ADD"):
        yield from _add(table, at, offset)
    elif at.take("DROP"):
        yield from _drop(table, at, span)
    elif at.take("RENAME"):
        yield from _rename(table, at, span)
    elif at.peek() in ("ALTER", "MODIFY", "CHANGE"):
        yield from _alter_column(table, at, span, offset)
    elif at.peek() in _SECURITY:
        action = _SECURITY[at.peek()]
        if at.seek("ROW", "LEVEL", "SECURITY"):
            yield Change(action, table, *span)


def _add(table: str, at: Cursor, offset: int) -> Iterator[Change]:
    at.take("COLUMN")
    at.take("IF", "NOT", "EXISTS")
    if at.peek() in ("PARTITION", "VALUE", "STATISTICS"):
        return
    group = at.group()
    pieces = split(group) if group else [at.tokens[at.at :]]
    for piece in filter(None, pieces):
        yield from element(table, Cursor(piece), offset)


def _drop(table: str, at: Cursor, span: tuple[int, int]) -> Iterator[Change]:
    constraint = at.take("CONSTRAINT") or at.take("FOREIGN", "KEY") or at.take("INDEX") or at.take("KEY")
    if at.take("PRIMARY", "KEY") or at.take("PARTITION"):
        return
    at.take("COLUMN")
    at.take("IF", "EXISTS")
    name = at.name()
    if name:
        yield Change("drop relation" if constraint else "drop column", table, *span, name=name)


def _rename(table: str, at: Cursor, span: tuple[int, int]) -> Iterator[Change]:
    if at.take("TO") or at.take("AS"):
        yield Change("rename", table, *span, name=at.name())
        return
    if at.take("CONSTRAINT") or at.take("INDEX"):
        return
    at.take("COLUMN")
    old = at.name()
    if old and at.take("TO"):
        yield Change("rename column", table, *span, name=old, text=at.name())


def _alter_column(table: str, at: Cursor, span: tuple[int, int], offset: int) -> Iterator[Change]:
    """`ALTER COLUMN x SET NOT NULL`, and MySQL's way of writing the whole column anew."""
    if at.take("MODIFY") or at.take("CHANGE"):
        changed = at.tokens[at.at - 1].keyword == "CHANGE"
        at.take("COLUMN")
        old = at.name() if changed else ""
        rest = at.tokens[at.at :]
        if old and rest and rest[0].text != old:
            yield Change("rename column", table, *span, name=old, text=rest[0].text)
        if rest:
            yield from column_of(table, Cursor(rest), offset)
        return
    at.take("ALTER")
    at.take("COLUMN")
    name = at.name()
    if at.take("SET", "NOT", "NULL"):
        yield Change("nullable", table, *span, name=name, nullable=False)
    elif at.take("DROP", "NOT", "NULL"):
        yield Change("nullable", table, *span, name=name, nullable=True)
