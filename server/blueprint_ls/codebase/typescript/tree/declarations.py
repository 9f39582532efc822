"""Classes, types, imports and exports."""

from __future__ import annotations

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.codebase.typescript.tree.node import Node


class Field(Node, frozen=True):
    """A field of a class."""

    name: str
    type: str | None = None
    value: tree.Expression | None = None
    decorators: tuple[tree.Expression, ...] = ()
    is_static: bool = False
    optional: bool = False


class Method(Node, frozen=True):
    """A method, accessor or constructor of a class; abstract ones have an empty body."""

    name: str
    function: tree.Function
    kind: str = "method"
    """`method`, `get`, `set`, `constructor`; `static` for a static block, which has no name."""
    decorators: tuple[tree.Expression, ...] = ()
    is_static: bool = False


class Class(Node, frozen=True):
    """A class declaration."""

    name: str | None
    extends: tree.Expression | None = None
    extends_types: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    decorators: tuple[tree.Expression, ...] = ()
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

    declaration: tree.Statement | None = None
    names: tuple[Imported, ...] = ()
    module: str | None = None
    """Where the names come from; `*` alone re-exports everything."""
    default: tree.Expression | None = None
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
