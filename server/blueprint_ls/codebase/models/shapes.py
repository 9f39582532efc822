"""What readers of TypeScript models ask of a tree: chains of calls, constants, names of things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from blueprint_ls.codebase.typescript.tree import (
    Array,
    Assign,
    Await,
    Call,
    Cast,
    Class,
    Export,
    Expression,
    Function,
    Import,
    Let,
    Literal,
    Member,
    Module,
    Name,
    Node,
    Object,
    Property,
    Return,
    Shape,
    Spread,
    Statement,
    Template,
)


@dataclass(frozen=True, slots=True)
class Link:
    """One call of a chain: `uuid("id")` or `.notNull()`."""

    name: str
    """The function's or method's name."""
    call: Call
    origin: Expression | None
    """What the method hangs on where it is no call: `auth` of `auth.table(…)`."""

    @property
    def arguments(self) -> tuple[Expression, ...]:
        """The arguments, spreads left out."""
        return tuple(argument for argument in self.call.arguments if not isinstance(argument, Spread))

    def argument(self, index: int) -> Expression | None:
        """An argument by its position."""
        found = self.arguments
        return found[index] if index < len(found) else None


def bare(value: Expression | None) -> Expression | None:
    """A value without the casts and the `await` around it."""
    while isinstance(value, Cast | Await):
        value = value.value
    return value


def chain(value: Expression | None) -> list[Link]:
    """The calls of a chain in the order they are made; empty for what is no call."""
    links: list[Link] = []
    value = bare(value)
    while isinstance(value, Call):
        callee = bare(value.callee)
        below = bare(callee.object) if isinstance(callee, Member) else None
        name = last_name(callee)
        links.append(Link(name, value, None if isinstance(below, Call) else below))
        value = below
    return links[::-1]


def last_name(value: Expression | None) -> str:
    """`c` of `a.b.c`, `x` of `x`; empty for everything else."""
    value = bare(value)
    return value.name if isinstance(value, Name | Member) else ""


def dotted(value: Expression | None) -> str:
    """`a.b.c` as written; empty where anything but names stands in it."""
    value = bare(value)
    if isinstance(value, Member):
        above = dotted(value.object)
        return f"{above}.{value.name}" if above else ""
    return value.name if isinstance(value, Name) else ""


def text(value: Expression | None) -> str | None:
    """A string that stands there in full."""
    value = bare(value)
    if isinstance(value, Literal) and isinstance(value.value, str) and value.kind == "string":
        return value.value
    if isinstance(value, Template) and not value.values and value.tag is None:
        return value.parts[0]
    return None


def is_true(value: Expression | None) -> bool:
    """Whether `true` stands there."""
    value = bare(value)
    return isinstance(value, Literal) and value.value is True


def is_false(value: Expression | None) -> bool:
    """Whether `false` stands there."""
    value = bare(value)
    return isinstance(value, Literal) and value.value is False


def entry(value: Expression | None, key: str) -> Expression | None:
    """What an object holds under a key."""
    value = bare(value)
    return bare(value.get(key)) if isinstance(value, Object) else None


def properties(value: Expression | None) -> list[Property]:
    """The entries of an object that have a name."""
    value = bare(value)
    found = value.entries if isinstance(value, Object) else ()
    return [item for item in found if isinstance(item, Property) and item.key is not None]


def spreads(value: Expression | None) -> tuple[str, ...]:
    """The names of what an object spreads: `...timestamps`, `...timestamps()`, `...common.fields`."""
    value = bare(value)
    found = (
        [bare(item.value) for item in value.entries if isinstance(item, Spread)] if isinstance(value, Object) else []
    )
    names = [dotted(item.callee if isinstance(item, Call) else item) for item in found]
    return tuple(name for name in names if name)


def items(value: Expression | None) -> list[Expression]:
    """The items of an array; a lone value counts as an array of one."""
    value = bare(value)
    if isinstance(value, Array):
        return [item for item in value.items if not isinstance(item, Spread)]
    return [] if value is None else [value]


def returned(value: Expression | None) -> Expression | None:
    """What a function gives back where it has one `return` at its end; other values give themselves."""
    value = bare(value)
    if not isinstance(value, Function):
        return value
    last = value.body[-1] if value.body else None
    return bare(last.value) if isinstance(last, Return) else None


def decorators(found: tuple[Expression, ...]) -> dict[str, tuple[Expression, ...]]:
    """The arguments of each decorator by its name."""
    known: dict[str, tuple[Expression, ...]] = {}
    for decorator in found:
        links = chain(decorator)
        known[links[0].name if links else last_name(decorator)] = links[0].arguments if links else ()
    return known


def imported(module: Module) -> dict[str, str]:
    """The module that each imported name comes from, by the local name."""
    return {
        name.local: statement.module
        for statement in module.body
        if isinstance(statement, Import)
        for name in statement.names
    }


def sources(module: Module) -> set[str]:
    """The modules that a file imports."""
    return {statement.module for statement in module.body if isinstance(statement, Import)}


def statements(module: Module) -> Iterator[Statement]:
    """The statements at the top level, exported ones without their `export`."""
    for statement in module.body:
        if isinstance(statement, Export) and statement.declaration is not None:
            yield statement.declaration
        else:
            yield statement


def constants(module: Module) -> dict[str, Expression]:
    """What each name of the top level is given: constants, functions, `exports.x = …`."""
    found: dict[str, Expression] = {}
    for statement in statements(module):
        if isinstance(statement, Let) and isinstance(statement.target, Name) and statement.value is not None:
            found[statement.target.name] = statement.value
        elif isinstance(statement, Export) and isinstance(statement.default, Function | Call | Object):
            found["default"] = statement.default
    return found


def classes(module: Module) -> list[Class]:
    """The classes of the top level."""
    return [statement for statement in statements(module) if isinstance(statement, Class)]


def shapes(module: Module) -> dict[str, Shape]:
    """The interfaces and types of the top level."""
    return {statement.name: statement for statement in statements(module) if isinstance(statement, Shape)}


def within(node: object) -> Iterator[Node]:
    """A node and all nodes inside it, in the order of the text."""
    stack: list[object] = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, tuple):
            stack.extend(found[::-1])
        elif isinstance(found, Node):
            yield found
            stack.extend([getattr(found, name) for name in _inside(type(found))])
        elif isinstance(found, Module):
            stack.append(found.body)


@cache
def _inside(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes, the last first: not its place, and no text."""
    plain = {"str", "str | None", "bool", "int", "tuple[str, ...]"}
    fields = [name for name in kind.__struct_fields__[2:] if str(kind.__annotations__.get(name, "")) not in plain]
    return tuple(reversed(fields))


def bound(node: Let | Assign) -> str:
    """The name that a declaration or an assignment gives to its value: `X` of `models.X = …` too."""
    return last_name(node.target) if isinstance(node.target, Name | Member) else ""


def snake(name: str) -> str:
    """`organizationId` as `organization_id`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def camel(name: str) -> str:
    """`organization_id` as `organizationId`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)
