"""Who leads to an access, and what stands at hand where it is: what makes a missing tenant worse, or better."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, takewhile

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Defaulted,
    Function,
    Let,
    Member,
    Module,
    Name,
    Node,
    ObjectTarget,
    Parameter,
    Picked,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.around import functions_around
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.flow.predicate import Equals, OneOf, Predicate, Related
from blueprint_ls.judge.flow.types import property_type, reference, split
from blueprint_ls.judge.flow.values import Given, Value, options
from blueprint_ls.judge.tenancy.accesses import JudgedAccess
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Strength, flat

_INPUT = frozenset({"params", "query", "body", "input", "searchparams", "req", "request", "formdata", "payload"})
_INPUTS = frozenset({"Param", "Query", "Body", "Headers", "Args", "Payload", "MessageBody"})


# ------------------------------------------------------------------------------------------------------- requests


def is_requested(case: CodeCase, access: JudgedAccess) -> bool:
    """Whether a request leads to an access, with what it is asked for from the request's input."""
    given = [value for value in _asked(access.access.predicate) if isinstance(value, Given)]
    if not given:
        return False
    module = case.repository.module(access.path)
    functions = functions_around(module, access.start) if module else []
    if any(_is_input(value, functions) for value in given):
        return True
    return any(_is_in_handler(case, *place) for place in [(access.path, access.start), *careless_calls(case, access)])


def careless_calls(case: CodeCase, access: JudgedAccess) -> list[tuple[str, int]]:
    """Where the ways to an access begin that do not see to the tenant: files and bytes of calls."""
    contexts = case.survey.found.get(access.access.site) if case.survey else None
    chains = contexts.found.items() if contexts else ()
    return sorted(
        {chain[0] for chain, pins in chains if chain and all(pin.strength < Strength.INDIRECT for pin in pins)}
    )


def _is_in_handler(case: CodeCase, path: str, at: int) -> bool:
    return any(
        one.handler is not None and one.handler[0] == path and one.handler[1] <= at < one.handler[2]
        for one in case.endpoints
    )


def _asked(predicate: Predicate) -> Iterator[Value]:
    """The values that a predicate compares columns with."""
    for part in flat(predicate):
        if isinstance(part, Equals):
            yield from options(part.value)
        elif isinstance(part, Related):
            yield from _asked(part.part)
        elif isinstance(part, OneOf):
            for one in part.parts:
                yield from _asked(one)


def _is_input(value: Given, functions: list[Function]) -> bool:
    """Whether something from outside is named, or marked, as a request's input."""
    words = [value.root.rsplit(":", 1)[-1], *value.path[:-1]]
    if any(word.lower() in _INPUT for word in words):
        return True
    for function in functions:
        for parameter in function.parameters:
            if isinstance(parameter.target, Name) and parameter.target.name == words[0]:
                return any(_decorator(node) in _INPUTS for node in parameter.decorators)
    return False


def _decorator(node: Node) -> str:
    callee = getattr(node, "callee", node)
    return callee.name if isinstance(callee, Name | Member) else ""


# ------------------------------------------------------------------------------------------------------- entities


def entity_handed_in(owners: Owners, access: JudgedAccess, module: Module | None) -> str | None:
    """The model whose row was handed in as a parameter, where its key is what the access asks for."""
    functions = functions_around(module, access.start) if module else []
    for part in flat(access.access.predicate):
        if not isinstance(part, Equals) or not owners.lends(access.model, part.column):
            continue
        for value in options(part.value):
            if isinstance(value, Given) and len(value.path) == 1 and value.root.startswith("parameter@"):
                found = _entity(owners, functions, value.root.rsplit(":", 1)[-1])
                if found:
                    return found
    return None


def _entity(owners: Owners, functions: list[Function], name: str) -> str | None:
    for function in functions:
        for parameter in function.parameters:
            if isinstance(parameter.target, Name) and parameter.target.name == name and parameter.type:
                for part in split(parameter.type, "|"):
                    head = reference(part.strip())[0]
                    if any(owners.is_owned(entity.id) for entity in owners.models.named(head)):
                        return head
    return None


# -------------------------------------------------------------------------------------------------------- at hand


def tenant_at_hand(case: CodeCase, owners: Owners, access: JudgedAccess, module: Module | None) -> str | None:
    """How code around an access writes the tenant's key: a parameter, a name, a property of what was handed in."""
    careless = _careless_rows(case, access.path)
    keys = [key for key in owners.tenancy.keys if owners.names_tenant_of(access.model, key)]
    return key_at_hand(case, access.path, module, access.start, keys, lambda node: _is_fetched(node, careless))


def _careless_rows(case: CodeCase, path: str) -> set[tuple[int, int]]:
    """Where a file asks for rows of any tenant: the tenant of such a row is nobody's word."""
    begin = bisect_left(case.accesses, path, key=lambda one: one.path)
    own = takewhile(lambda one: one.path == path, islice(case.accesses, begin, None))
    return {(one.start, one.end) for one in own if one.verdict in ("unscoped", "conditional", "unknown")}


def _is_fetched(node: Let, rows: set[tuple[int, int]]) -> bool:
    return any((one.start, one.end) in rows for one in inside(node))


def key_at_hand(
    case: CodeCase,
    path: str,
    module: Module | None,
    start: int,
    among: Iterable[str] | None = None,
    is_strange: Callable[[Let], bool] = lambda node: False,
) -> str | None:
    """How code around a place writes one of the tenant's keys; what comes of a strange statement is no key."""
    if module is None or case.tenancy is None:
        return None
    keys = frozenset(plain(name) for name in (case.tenancy.keys if among is None else among) if name)
    for function in reversed(functions_around(module, start)):
        for parameter in function.parameters:
            if found := _in_parameter(case, path, parameter, keys):
                return found
        if found := _in_body(case, path, function, start, keys, is_strange):
            return found
    return None


def is_table(case: CodeCase, path: str, words: list[str]) -> bool:
    """Whether names that no function binds stand for a table: `deals`, or `schema.deals`."""
    if len(words) > 1:
        return any(entity.model.layer == "drizzle" for entity in case.models.named(words[-1], path))
    return case.models.at(path, words[0]) is not None


def _in_parameter(case: CodeCase, path: str, parameter: Parameter, keys: frozenset[str]) -> str | None:
    names = [name for key, name in _names(parameter.target) if plain(key) in keys]
    if names:
        return names[0]
    if not isinstance(parameter.target, Name) or not parameter.type:
        return None
    for key in (*sorted(keys),):
        for written in _spellings(case, key):
            if property_type(case.program, path, parameter.type, written) is not None:
                return f"{parameter.target.name}.{written}"
    return None


def _spellings(case: CodeCase, key: str) -> tuple[str, ...]:
    """How the tenancy writes a key."""
    tenancy = case.tenancy
    return tuple(name for name in tenancy.keys if plain(name) == key) if tenancy else ()


def _in_body(
    case: CodeCase,
    path: str,
    function: Function,
    start: int,
    keys: frozenset[str],
    is_strange: Callable[[Let], bool],
) -> str | None:
    """A name that is bound before a place, or a property read anywhere before it."""
    before = [node for node in inside(function) if node.end <= start]
    lets = [node for node in before if isinstance(node, Let)]
    strange = {name for node in lets if is_strange(node) for _, name in _names(node.target)}
    targets = [node.target for node in lets] + [node.target for node in function.parameters]
    inner = {name for target in targets for _, name in _names(target)}
    for node in before:
        if isinstance(node, Let):
            for key, name in _names(node.target):
                if plain(key) in keys and name not in strange and not isinstance(node.value, Function):
                    return name
        words = _written(node) if isinstance(node, Member) and plain(node.name) in keys else []
        if words and words[0] not in strange and (words[0] in inner or not is_table(case, path, words[:-1])):
            return ".".join(words)
    return None


def _names(target: Node | None) -> Iterator[tuple[str, str]]:
    """The keys that a target picks, and the names that it binds them to."""
    if isinstance(target, Name):
        yield target.name, target.name
    elif isinstance(target, Defaulted):
        yield from _names(target.target)
    elif isinstance(target, ObjectTarget):
        for entry in target.entries:
            yield from _picked(entry)
    elif isinstance(target, ArrayTarget):
        for item in target.items:
            yield from _names(item)


def _picked(entry: Picked) -> Iterator[tuple[str, str]]:
    inner = entry.target.target if isinstance(entry.target, Defaulted) else entry.target
    if isinstance(inner, Name):
        yield entry.key or inner.name, inner.name
    else:
        yield from _names(inner)


def _written(node: Member) -> list[str]:
    """The names of a property, where it hangs on plain names; none where it does not."""
    parts = [node.name]
    inner = node.object
    while isinstance(inner, Member):
        parts.append(inner.name)
        inner = inner.object
    return [inner.name, *reversed(parts)] if isinstance(inner, Name) else []
