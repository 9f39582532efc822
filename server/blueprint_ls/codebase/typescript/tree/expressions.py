"""What stands for a value."""

from __future__ import annotations

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.codebase.typescript.tree.node import Node


class Name(Node, frozen=True):
    """An identifier, `this`, `super` or `undefined`."""

    name: str


class Member(Node, frozen=True):
    """`object.name`, `object?.name`, `object["name"]`, `object.#name`."""

    object: tree.Expression
    name: str
    optional: bool = False


class Index(Node, frozen=True):
    """`object[key]` where the key is computed."""

    object: tree.Expression
    key: tree.Expression
    optional: bool = False


class Call(Node, frozen=True):
    """`callee<types>(arguments)`."""

    callee: tree.Expression
    arguments: tuple[tree.Argument, ...] = ()
    types: tuple[str, ...] = ()
    optional: bool = False


class New(Node, frozen=True):
    """`new Callee<types>(arguments)`."""

    callee: tree.Expression
    arguments: tuple[tree.Argument, ...] = ()
    types: tuple[str, ...] = ()


class Spread(Node, frozen=True):
    """`...value` in a call, an array or an object."""

    value: tree.Expression


class Property(Node, frozen=True):
    """`key: value`, `key` alone (its value is then the name), `[computed]: value`, or a method."""

    key: str | None
    """None where it is computed."""
    value: tree.Expression
    computed: tree.Expression | None = None


class Object(Node, frozen=True):
    """`{ … }`."""

    entries: tuple[Property | Spread, ...] = ()

    def get(self, key: str) -> tree.Expression | None:
        """The value that stands under a key last; spreads are not looked into."""
        for entry in reversed(self.entries):
            if isinstance(entry, Property) and entry.key == key:
                return entry.value
        return None


class Array(Node, frozen=True):
    """`[ … ]`; a hole is left out."""

    items: tuple[tree.Argument, ...] = ()


class Literal(Node, frozen=True):
    """A string, number, boolean, `null` or regular expression."""

    value: str | float | bool | None
    """A string without its quotes, escapes resolved; a regular expression as written, slashes included."""
    kind: str = "string"
    """`string`, `number`, `boolean`, `null`, `regex`, `bigint`."""


class Template(Node, frozen=True):
    """A template string, tagged or not: `parts[0] values[0] parts[1] …`; one part more than values."""

    parts: tuple[str, ...]
    values: tuple[tree.Expression, ...] = ()
    tag: tree.Expression | None = None
    types: tuple[str, ...] = ()


class Parameter(Node, frozen=True):
    """One parameter of a function."""

    target: tree.Target
    type: str | None = None
    optional: bool = False
    """Written `name?:`; a default makes it `Defaulted` instead."""
    rest: bool = False
    decorators: tuple[tree.Expression, ...] = ()
    access: str | None = None
    """`private`, `public`, `protected` or `readonly` where a constructor's parameter is a field too."""


class Function(Node, frozen=True):
    """A function, arrow function or method's body."""

    name: str | None
    parameters: tuple[Parameter, ...]
    body: tuple[tree.Statement, ...]
    """An arrow function with an expression for a body has one `Return`."""
    returns: str | None = None
    """The declared type of what it returns."""
    is_async: bool = False
    is_generator: bool = False
    is_arrow: bool = False


class Conditional(Node, frozen=True):
    """`test ? yes : no`."""

    test: tree.Expression
    yes: tree.Expression
    no: tree.Expression


class Logical(Node, frozen=True):
    """`left && right`, `||`, `??`."""

    operator: str
    left: tree.Expression
    right: tree.Expression


class Binary(Node, frozen=True):
    """`left === right` and every other operator of two operands, `in` and `instanceof` among them."""

    operator: str
    left: tree.Expression
    right: tree.Expression


class Unary(Node, frozen=True):
    """`!value`, `-value`, `typeof value`, `void value`, `delete value`, `yield value`, `value++`."""

    operator: str
    value: tree.Expression | None


class Await(Node, frozen=True):
    """`await value`."""

    value: tree.Expression


class Assign(Node, frozen=True):
    """`target = value`, `+=`, `??=` and the like."""

    operator: str
    target: tree.Target
    value: tree.Expression


class Cast(Node, frozen=True):
    """`value as type`, `value satisfies type`, `<type>value`; `value!` has the type `!`."""

    value: tree.Expression
    type: str


class ClassExpression(Node, frozen=True):
    """A class where a value stands."""

    declaration: tree.Class


class Opaque(Node, frozen=True):
    """Anything else (JSX, sequences, `import()`): its kind in the grammar, and the expressions inside it."""

    kind: str
    inside: tuple[tree.Expression, ...] = ()
