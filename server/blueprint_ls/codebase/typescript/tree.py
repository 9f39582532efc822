"""What a TypeScript or JavaScript file says: a compact tree, plain and serializable.

The tree keeps what the judgement reads (names, calls, objects, control flow, declarations) and drops the rest
(layout, comments, type parameters). Nothing is lost in silence: what has no node of its own is an `Opaque` around
the expressions inside it. Types are kept as their source text, in one line.

    expression   Name Member Index Call New Object Array Literal Template Function Conditional Logical Binary Unary
                 Await Assign Cast ClassExpression Opaque
    target       Name ObjectTarget ArrayTarget Defaulted Member Index     what `const … =` and parameters bind
    statement    Let Do Return Throw If Loop Try Switch Jump Block Class Import Export Shape
"""

from __future__ import annotations

import msgspec


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Anything that stands in a file."""

    start: int
    """The first byte."""
    end: int
    """The byte behind the last."""


# --------------------------------------------------------------------------------------------------- expressions


class Name(Node, frozen=True):
    """An identifier, `this`, `super` or `undefined`."""

    name: str


class Member(Node, frozen=True):
    """`object.name`, `object?.name`, `object["name"]`, `object.#name`."""

    object: Expression
    name: str
    optional: bool = False


class Index(Node, frozen=True):
    """`object[key]` where the key is computed."""

    object: Expression
    key: Expression
    optional: bool = False


class Call(Node, frozen=True):
    """`callee<types>(arguments)`."""

    callee: Expression
    arguments: tuple[Argument, ...] = ()
    types: tuple[str, ...] = ()
    optional: bool = False


class New(Node, frozen=True):
    """`new Callee<types>(arguments)`."""

    callee: Expression
    arguments: tuple[Argument, ...] = ()
    types: tuple[str, ...] = ()


class Spread(Node, frozen=True):
    """`...value` in a call, an array or an object."""

    value: Expression


class Property(Node, frozen=True):
    """`key: value`, `key` alone (its value is then the name), `[computed]: value`, or a method."""

    key: str | None
    """None where it is computed."""
    value: Expression
    computed: Expression | None = None


class Object(Node, frozen=True):
    """`{ … }`."""

    entries: tuple[Property | Spread, ...] = ()

    def get(self, key: str) -> Expression | None:
        """The value that stands under a key last; spreads are not looked into."""
        for entry in reversed(self.entries):
            if isinstance(entry, Property) and entry.key == key:
                return entry.value
        return None


class Array(Node, frozen=True):
    """`[ … ]`; a hole is left out."""

    items: tuple[Argument, ...] = ()


class Literal(Node, frozen=True):
    """A string, number, boolean, `null` or regular expression."""

    value: str | float | bool | None
    """A string without its quotes, escapes resolved; a regular expression as written, slashes included."""
    kind: str = "string"
    """`string`, `number`, `boolean`, `null`, `regex`, `bigint`."""


class Template(Node, frozen=True):
    """A template string, tagged or not: `parts[0] values[0] parts[1] …`; one part more than values."""

    parts: tuple[str, ...]
    values: tuple[Expression, ...] = ()
    tag: Expression | None = None
    types: tuple[str, ...] = ()


class Parameter(Node, frozen=True):
    """One parameter of a function."""

    target: Target
    type: str | None = None
    optional: bool = False
    """Written `name?:`; a default makes it `Defaulted` instead."""
    rest: bool = False
    decorators: tuple[Expression, ...] = ()
    access: str | None = None
    """`private`, `public`, `protected` or `readonly` where a constructor's parameter is a field too."""


class Function(Node, frozen=True):
    """A function, arrow function or method's body."""

    name: str | None
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    """An arrow function with an expression for a body has one `Return`."""
    returns: str | None = None
    """The declared type of what it returns."""
    is_async: bool = False
    is_generator: bool = False
    is_arrow: bool = False


class Conditional(Node, frozen=True):
    """`test ? yes : no`."""

    test: Expression
    yes: Expression
    no: Expression


class Logical(Node, frozen=True):
    """`left && right`, `||`, `??`."""

    operator: str
    left: Expression
    right: Expression


class Binary(Node, frozen=True):
    """`left === right` and every other operator of two operands, `in` and `instanceof` among them."""

    operator: str
    left: Expression
    right: Expression


class Unary(Node, frozen=True):
    """`!value`, `-value`, `typeof value`, `void value`, `delete value`, `yield value`, `value++`."""

    operator: str
    value: Expression | None


class Await(Node, frozen=True):
    """`await value`."""

    value: Expression


class Assign(Node, frozen=True):
    """`target = value`, `+=`, `??=` and the like."""

    operator: str
    target: Target
    value: Expression


class Cast(Node, frozen=True):
    """`value as type`, `value satisfies type`, `<type>value`; `value!` has the type `!`."""

    value: Expression
    type: str


class ClassExpression(Node, frozen=True):
    """A class where a value stands."""

    declaration: Class


class Opaque(Node, frozen=True):
    """Anything else (JSX, sequences, `import()`): its kind in the grammar, and the expressions inside it."""

    kind: str
    inside: tuple[Expression, ...] = ()


# ------------------------------------------------------------------------------------------------------- targets


class Picked(Node, frozen=True):
    """`key`, `key: target` or `[computed]: target` in an object target."""

    key: str | None
    target: Target


class ObjectTarget(Node, frozen=True):
    """`{ a, b: c, ...rest }` where something is bound."""

    entries: tuple[Picked, ...]
    rest: Target | None = None


class ArrayTarget(Node, frozen=True):
    """`[a, , b, ...rest]` where something is bound; a hole is None."""

    items: tuple[Target | None, ...]
    rest: Target | None = None


class Defaulted(Node, frozen=True):
    """`target = default` where something is bound."""

    target: Target
    default: Expression


# ---------------------------------------------------------------------------------------------------- statements


class Let(Node, frozen=True):
    """`const target: type = value`; also `let`, `var`, `function` and `enum` declarations."""

    kind: str
    target: Target
    value: Expression | None = None
    type: str | None = None


class Do(Node, frozen=True):
    """An expression that stands as a statement."""

    value: Expression


class Return(Node, frozen=True):
    """`return value`."""

    value: Expression | None = None


class Throw(Node, frozen=True):
    """`throw value`."""

    value: Expression


class If(Node, frozen=True):
    """`if (test) yes else no`."""

    test: Expression
    yes: tuple[Statement, ...]
    no: tuple[Statement, ...] = ()


class Loop(Node, frozen=True):
    """`for`, `for … of`, `for … in`, `while`, `do … while`."""

    kind: str
    """`for`, `of`, `in`, `while`, `do`."""
    before: tuple[Statement, ...]
    """What a `for` begins with."""
    target: Target | None
    """What `of` and `in` bind."""
    subject: Expression | None
    """What is walked, or the test."""
    update: Expression | None
    body: tuple[Statement, ...]


class Try(Node, frozen=True):
    """`try … catch (error) … finally …`."""

    body: tuple[Statement, ...]
    error: Target | None = None
    handler: tuple[Statement, ...] | None = None
    finally_: tuple[Statement, ...] = ()


class Case(Node, frozen=True):
    """One `case` of a switch; the default has no test."""

    test: Expression | None
    body: tuple[Statement, ...]


class Switch(Node, frozen=True):
    """`switch (subject) { … }`."""

    subject: Expression
    cases: tuple[Case, ...]


class Jump(Node, frozen=True):
    """`break` or `continue`."""

    kind: str


class Block(Node, frozen=True):
    """Statements in braces of their own, or behind a label."""

    body: tuple[Statement, ...]


class Field(Node, frozen=True):
    """A field of a class."""

    name: str
    type: str | None = None
    value: Expression | None = None
    decorators: tuple[Expression, ...] = ()
    is_static: bool = False
    optional: bool = False


class Method(Node, frozen=True):
    """A method, accessor or constructor of a class; abstract ones have an empty body."""

    name: str
    function: Function
    kind: str = "method"
    """`method`, `get`, `set`, `constructor`; `static` for a static block, which has no name."""
    decorators: tuple[Expression, ...] = ()
    is_static: bool = False


class Class(Node, frozen=True):
    """A class declaration."""

    name: str | None
    extends: Expression | None = None
    extends_types: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    decorators: tuple[Expression, ...] = ()
    members: tuple[Field | Method, ...] = ()
    is_abstract: bool = False


class Imported(Node, frozen=True):
    """One name of an import or of an export list."""

    name: str
    """The name in the other module; `default` and `*` as such. In an export list, the name in this one."""
    local: str
    """The name in this module; in an export list, the name others see."""
    type_only: bool = False


class Import(Node, frozen=True):
    """`import … from "module"`, and `const … = require("module")`."""

    module: str
    names: tuple[Imported, ...] = ()
    type_only: bool = False


class Export(Node, frozen=True):
    """`export …`: of a declaration, of a list, of another module's names, or the default."""

    declaration: Statement | None = None
    names: tuple[Imported, ...] = ()
    module: str | None = None
    """Where the names come from; `*` alone re-exports everything."""
    default: Expression | None = None
    """`export default value`, and CommonJS `module.exports = value`; the name of a declaration that is the default."""


class TypeMember(Node, frozen=True):
    """One member of an interface or of a type that is an object."""

    name: str
    type: str
    optional: bool = False


class Shape(Node, frozen=True):
    """An interface or a type alias."""

    kind: str
    """`interface` or `type`."""
    name: str
    members: tuple[TypeMember, ...] = ()
    extends: tuple[str, ...] = ()
    type: str | None = None
    """The text of a type alias, where it is more than an object with members."""


Expression = (
    Name
    | Member
    | Index
    | Call
    | New
    | Object
    | Array
    | Literal
    | Template
    | Function
    | Conditional
    | Logical
    | Binary
    | Unary
    | Await
    | Assign
    | Cast
    | ClassExpression
    | Opaque
)
Argument = Expression | Spread
Target = Name | ObjectTarget | ArrayTarget | Defaulted | Member | Index | Opaque
Statement = Let | Do | Return | Throw | If | Loop | Try | Switch | Jump | Block | Class | Import | Export | Shape


class Module(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file."""

    body: tuple[Statement, ...]
    comments: tuple[tuple[int, int, str], ...] = ()
    """The comments that speak to this tool: start, end, text."""
    broken: tuple[tuple[int, int], ...] = ()
    """The spans that do not parse."""
