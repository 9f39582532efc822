"""What drivers offer to build templates with: `sql(object)`, `sql.raw`, `Prisma.join`."""

from __future__ import annotations

from blueprint_ls.codebase.typescript.tree import Call, Expression, Member, Name
from blueprint_ls.judge.flow import texts
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import Closure, Constant, Text, Unknown, Value, choice, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.sql.pieces import Helper, SqlText
from blueprint_ls.judge.tenancy.layers.sql.running import is_statement


def helper(walk: Walk, state: State, call: Invocation) -> Value | None:
    """`sql(…)`, `sql.raw(…)`, `Prisma.join(…)`."""
    node = call.node.callee
    if isinstance(node, Name) and node.name in ("sql", "tx") and call.arguments:
        return Helper(tuple(call.arguments)) if not isinstance(call.callee, Closure) else None
    if not isinstance(node, Member) or last_name(node.object).lower() not in ("sql", "prisma"):
        return None
    given = call.arguments
    first = given[0] if given else Unknown()
    if call.method == "join" and given:
        return _joined(walk, state, given)
    if call.method in ("raw", "unsafe") and not is_statement(first):
        return Text(texts.pieces(first)) if texts.is_text(first) else first
    if call.method in ("ref", "id", "table", "identifier", "column"):
        return _identifier(walk, state, first)
    if call.method in ("lit", "val", "param", "value", "json", "jsonb", "array", "literal"):
        return first if given else None
    return None


def _joined(walk: Walk, state: State, given: list[Value]) -> Value:
    content = walk.items(state, given[0])
    each = content.each if content else None
    items = content.items if content else ()
    if not any(isinstance(one, SqlText | Text) for item in (*items, each) if item for one in options(item)):
        return Helper((given[0],))
    separator = given[1] if len(given) > 1 else Constant(", ")
    if isinstance(separator, SqlText):
        separator = Text(separator.parts)
    made = texts.joined([as_text(item) for item in items], as_text(each) if each else None, separator)
    return SqlText(made.parts) if isinstance(made, Text) else made


def _identifier(walk: Walk, state: State, value: Value) -> Value:
    content = walk.items(state, value)
    names = content.items if content else (value,)
    known = [one.value for one in names if isinstance(one, Constant) and isinstance(one.value, str)]
    if len(known) < len(names) or not known:
        return value
    return Text((".".join(f'"{part}"' for name in known for part in name.split(".")),))


def as_text(value: Value) -> Value:
    return choice(Text(one.parts) if isinstance(one, SqlText) else one for one in options(value))


def last_name(node: Expression | None) -> str:
    """The last name of what is called: `sql` of `this.db.sql`, of `sql.type(…)`."""
    if isinstance(node, Call):
        inner = node.callee
        return last_name(inner.object) if isinstance(inner, Member) else last_name(inner)
    return node.name if isinstance(node, Name | Member) else ""
