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

from blueprint_ls.codebase.typescript.tree.declarations import (
    Class,
    Export,
    Field,
    Import,
    Imported,
    Method,
    Shape,
    TypeMember,
)
from blueprint_ls.codebase.typescript.tree.expressions import (
    Array,
    Assign,
    Await,
    Binary,
    Call,
    Cast,
    ClassExpression,
    Conditional,
    Function,
    Index,
    Literal,
    Logical,
    Member,
    Name,
    New,
    Object,
    Opaque,
    Parameter,
    Property,
    Spread,
    Template,
    Unary,
)
from blueprint_ls.codebase.typescript.tree.node import Node
from blueprint_ls.codebase.typescript.tree.statements import (
    Block,
    Case,
    Do,
    If,
    Jump,
    Let,
    Loop,
    Return,
    Switch,
    Throw,
    Try,
)
from blueprint_ls.codebase.typescript.tree.targets import (
    ArrayTarget,
    Defaulted,
    ObjectTarget,
    Picked,
)

__all__ = [
    "Argument",
    "Array",
    "ArrayTarget",
    "Assign",
    "Await",
    "Binary",
    "Block",
    "Call",
    "Case",
    "Cast",
    "Class",
    "ClassExpression",
    "Conditional",
    "Defaulted",
    "Do",
    "Export",
    "Expression",
    "Field",
    "Function",
    "If",
    "Import",
    "Imported",
    "Index",
    "Jump",
    "Let",
    "Literal",
    "Logical",
    "Loop",
    "Member",
    "Method",
    "Module",
    "Name",
    "New",
    "Node",
    "Object",
    "ObjectTarget",
    "Opaque",
    "Parameter",
    "Picked",
    "Property",
    "Return",
    "Shape",
    "Spread",
    "Statement",
    "Switch",
    "Target",
    "Template",
    "Throw",
    "Try",
    "TypeMember",
    "Unary",
]

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
