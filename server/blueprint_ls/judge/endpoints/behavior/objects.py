"""Objects and lists as they are written, with what is spread into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.judge.endpoints.behavior import expressions, members
from blueprint_ls.judge.endpoints.behavior.values import External, Items, Known, Record, Test, Value, options

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def made(walk: Walk, node: tree.Object) -> Value:
    """`{ key: value }`."""
    record = Record()
    for entry in node.entries:
        value = expressions.evaluate(walk, entry.value)
        if isinstance(entry, tree.Property):
            key = entry.key
            if key is None and entry.computed is not None:
                computed = expressions.evaluate(walk, entry.computed)
                key = _key(computed)
            if key is None:
                record.unseen.append(value)
            else:
                record.entries[key] = value
        else:
            members.use(walk, value, node)
            spread_into(record, value)
    return record


def _key(computed: Value) -> str | None:
    """The name that `[computed]:` gives to a property; a member of a library's enumeration is its own name."""
    if isinstance(computed, Known) and isinstance(computed.value, str):
        return computed.value
    return computed.names[-1] if isinstance(computed, External) and len(computed.names) > 1 else None


def spread_into(record: Record, value: Value) -> None:
    """`{...value}`."""
    for one in options(value):
        if isinstance(one.value, Record):
            record.entries.update(one.value.entries)
            record.unseen += one.value.unseen
        elif not isinstance(one.value, Known | Test):
            record.unseen.append(one.value)


def array(walk: Walk, node: tree.Array) -> Value:
    """`[value]`."""
    return Items(*spread(walk, node.items))


def spread(walk: Walk, nodes: tuple[tree.Argument, ...]) -> tuple[list[Value], bool]:
    """The values of a list, and whether these are all."""
    found: list[Value] = []
    complete = True
    for item in nodes:
        if isinstance(item, tree.Spread):
            value = expressions.evaluate(walk, item.value)
            lists = [one.value for one in options(value) if isinstance(one.value, Items)]
            if lists and len(lists) == len(list(options(value))):
                found += [inner for one in lists for inner in one.items]
                complete = complete and all(one.complete for one in lists)
            else:
                found.append(value)
                complete = False
        else:
            found.append(expressions.evaluate(walk, item))
    return found, complete
