"""Row-level security: `set_config('app.tenant', …, true)` and `SET LOCAL`, after which a policy pins every query.

A client on which the tenant was set becomes a `Scoped` for the tables whose policies read the setting. A setting for
the time of a transaction is worth something inside one alone; it ends with the transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.typescript.tree import Literal, Member, Name, Node, Object, Property, Template
from blueprint_ls.codebase.typescript.visit import children
from blueprint_ls.judge.flow import expressions
from blueprint_ls.judge.flow.calls import TRANSACTIONS
from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.texts import strings
from blueprint_ls.judge.flow.values import Closure, Constant, Given, Row, Scoped, Text, Unknown, Value, key_of, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.clients import ALL
from blueprint_ls.judge.tenancy.layers.recording import Partly, reason
from blueprint_ls.judge.tenancy.layers.stores import TRANSACTION, Client

_HOLE = "\0"
_SETTING = re.compile(
    r"set_config\s*\(\s*'(?P<name>[\w.]+)'\s*,\s*(?P<value>[^,]*(?:\([^)]*\)[^,]*)?),\s*(?P<local>true|false|\0|\$\d)"
    r"|\bset\s+(?P<scope>local\s+|session\s+)?(?P<set>\w+\.\w+)\s*(?:=|\bto\b)\s*(?P<to>[^;]+)",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"\0|\$\d|\?|:\w")
"""What stands for a value that is not the same for everyone."""
_READ = re.compile(r"current_setting\s*\(\s*'([\w.]+)'", re.IGNORECASE)
_BEGIN = re.compile(r"\s*(?:begin|start\s+transaction)\b", re.IGNORECASE)
_END = re.compile(r"\s*(?:commit|rollback(?!\s+to)|end)\b", re.IGNORECASE)
_RUNNING = TRANSACTIONS | {"begin", "execute"}
"""Methods that are handed what runs in a transaction; `execute` is Kysely's."""
_BEGINNING = frozenset({"beginTransaction", "startTransaction"})
_ENDING = frozenset({"commit", "rollback", "commitTransaction", "rollbackTransaction"})


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a statement sets."""

    name: str
    local: bool
    """Whether for the time of a transaction alone."""


class _Set(Value, frozen=True):
    """What such a statement answers: in a list of queries, those behind it are run with the setting."""

    client: Scoped


class Settings(Layer):
    """The layer; see the module."""

    name = "settings"

    def __init__(self, models: Models) -> None:
        self._tables: dict[str, set[str]] = {}
        for entity in models:
            for _, condition in entity.policies:
                for name in _READ.findall(condition):
                    self._tables.setdefault(name, set()).add(entity.id)

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """A statement that sets the tenant, and what begins and ends a transaction."""
        if not self._tables:
            return None
        if call.method in _RUNNING:
            self._within(walk, state, call.arguments)
        text = _text(call.node.arguments, call.arguments)
        callee = call.node.callee
        client = call.receiver
        if isinstance(callee, Member) and isinstance(callee.object, Template) and call.arguments:
            text, client = _written(callee.object), call.arguments[0]  # sql`…`.execute(client)
        if call.method in _BEGINNING or _BEGIN.match(text):
            _begin(state, client)
            return Unknown("a transaction begins")
        if call.method in _ENDING or _END.match(text):
            _end(state, client)
            return Unknown("a transaction ends")
        return self._set(state, client, text)

    def tagged(self, walk: Walk, state: State, node: Template, tag: Value, values: list[Value]) -> Value | None:
        """The same in a template: `` tx.$executeRaw`…` ``, `` tx`…` ``."""
        if not self._tables or not _SETTING.search(_written(node)):
            return None
        of_client = isinstance(node.tag, Member) and node.tag.name.startswith("$")
        client = expressions.evaluate(walk, state, node.tag.object) if of_client else tag  # type: ignore[union-attr]
        return self._set(state, client, _written(node))

    def _set(self, state: State, client: Value | None, text: str) -> Value | None:
        """A client from here on, where a statement says which rows it sees."""
        found = [one for one in _settings(text) if one.name in self._tables]
        if client is None or not found:
            return None
        models = frozenset(model for one in found for model in self._tables[one.name])
        why = Partly.of(f"row-level security holds it to `{found[0].name}`, which is set before", models)
        scoped = Scoped(why, ALL)
        if not found[0].local or _is_begun(state, client):
            state.bind(client, scoped)
        return _Set(scoped)

    def _within(self, walk: Walk, state: State, given: list[Value]) -> None:
        """A callback is handed the client of a transaction; a list of queries is one, in its order."""
        for one in given:
            if isinstance(one, Closure):
                target = one.function.parameters[0].target if one.function.parameters else None
                if isinstance(target, Name):
                    _begin(state, Given(f"parameter@{one.path}:{one.function.start}:{target.name}"))
            self._listed(walk, state, one)

    def _listed(self, walk: Walk, state: State, given: Value) -> None:
        content = walk.items(state, given)
        client: Scoped | None = None
        for item in content.items if content else ():
            if isinstance(item, _Set):
                client = item.client
            elif client is not None and isinstance(item, Row):
                access = walk.trace.accesses[item.access]
                walk.trace.accesses[item.access] = replace(
                    access, scoped=access.scoped or reason(client.by, access.sources)
                )
            elif client is not None:
                state.bind(item, client)


def _settings(text: str) -> Iterator[_Setting]:
    """What a statement sets to something that is not the same for everyone."""
    for match in _SETTING.finditer(text):
        if _CHANGES.search(match["value"] or match["to"] or ""):
            local = match["local"].lower() != "false" if match["name"] else bool(match["scope"])
            yield _Setting(match["name"] or match["set"], local)


def _text(written: Iterable[Node], given: list[Value]) -> str:
    """The statement that a call is given, with a mark for each value in it."""
    for node in written:
        for one in (node, *children(node)) if isinstance(node, Object) else (node,):
            inner = one.value if isinstance(one, Property) else one
            if isinstance(inner, Template):
                return _written(inner)
            if isinstance(inner, Literal) and isinstance(inner.value, str):
                return inner.value
    for value in options(given[0]) if given else ():
        if isinstance(value, Text | Constant):
            return _HOLE.join(strings(value))
    return ""


def _written(template: Template) -> str:
    return _HOLE.join(template.parts)


# --------------------------------------------------------------------------------------------------- transactions


def _begin(state: State, client: Value | None) -> None:
    if client is not None:
        state.learn(frozenset({_begun(client)}))


def _end(state: State, client: Value | None) -> None:
    """What was set for the time of a transaction is forgotten with it."""
    for value, now in state.bound.items():
        if client in (value, now):
            state.bind(value, None)
            state.facts -= {_begun(value)}


def _is_begun(state: State, client: Value) -> bool:
    """Whether a client is that of a transaction, or one on which a transaction was begun."""
    if isinstance(client, Client) and client.root.startswith(TRANSACTION):
        return True
    return _begun(client) in state.facts


def _begun(client: Value) -> Fact:
    return "begun", key_of(client) or ("client", client)
