"""Which values may stand in the text of a statement: constants, numbers, checked and escaped ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint_ls.codebase.constants import text_of, value_of
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import (
    Array,
    Binary,
    Call,
    Conditional,
    Defaulted,
    Function,
    Index,
    Let,
    Literal,
    Logical,
    Member,
    Name,
    Node,
    Object,
    Opaque,
    Property,
    Return,
    Shape,
    Template,
    Unary,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.origins import bare, bound, callee_name, last_name, parameter, set_to, written

_DEEPEST = 6
_CHECKED = re.compile(
    r"escape|quote|ident|format|sanitiz|assert|valid|allow|safe|literal|hash|number|parse(int|float)|uuid|nanoid"
    r"|toISOString|getTime|floor|ceil|round|^(min|max|abs|now|ref|id|sql|raw)$",
    re.IGNORECASE,
)
"""What is called gives back what is safe to write down."""
_TEXTUAL = frozenset({"trim", "toString", "toUpperCase", "toLowerCase", "join", "concat", "filter", "flat", "slice"})
"""Methods that give back what they were given, more or less."""
_CHECKS = ("includes", "has", "test", "isIn", "isUUID")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")
_COUNTED = re.compile(
    r"(count|limit|offset|length|size|page|days|hours|minutes|seconds|ms|dimensions?|ttl)$", re.IGNORECASE
)
"""Names of numbers."""
_DEVELOPED = re.compile(r"(table|schema|column|alias|index|constraint|sequence)(name|path|s)?$", re.IGNORECASE)
"""Names of parts of the schema, where no request names them."""
_FREE_NAMES = re.compile(r"^(req|request|body|query|params|input|args|ctx)\b|\.(body|query|params|searchParams)\b")
_NUMERIC = frozenset({"number", "boolean", "bigint", "Date", "number|undefined", "number|null"})


@dataclass(slots=True)
class Values:
    """Judges the values around one place."""

    case: CodeCase
    path: str
    functions: Sequence[Function]
    """Around the place, the innermost first."""

    def words(self, node: Node | None, depth: int = _DEEPEST) -> str:
        """The text of a statement as far as it is written down, with a gap for each value."""
        node = bare(node)
        if isinstance(node, Literal):
            return str(node.value)
        if isinstance(node, Template):
            return "?".join(node.parts)
        if isinstance(node, Binary) and node.operator == "+":
            return self.words(node.left, depth) + self.words(node.right, depth)
        if isinstance(node, Call) and isinstance(node.callee, Member):
            return self.words(node.callee.object, depth)
        if isinstance(node, Array):
            return " ".join(self.words(item, depth) for item in node.items)
        if isinstance(node, Name) and depth:
            known = set_to(self.functions, node.name)
            return self.words(known[0], depth - 1) if known else "?"
        return "?"

    def free(self, node: Node | None, depth: int = _DEEPEST, seen: frozenset[str] = frozenset()) -> Iterator[Node]:
        """The values in an expression that nothing holds to what was meant."""
        node = bare(node)
        if node is None or isinstance(node, Literal | Function | Unary) or depth == 0:
            return
        if isinstance(node, Template):
            for value in node.values if node.tag is None else ():
                yield from self.free(value, depth, seen)
        elif isinstance(node, Binary):
            if node.operator == "+":
                yield from self.free(node.left, depth, seen)
                yield from self.free(node.right, depth, seen)
        elif isinstance(node, Conditional):
            yield from self.free(node.yes, depth, seen)
            yield from self.free(node.no, depth, seen)
        elif isinstance(node, Logical):
            yield from self.free(node.right, depth, seen)
            if node.operator != "&&":
                yield from self.free(node.left, depth, seen)
        elif isinstance(node, Array):
            for item in node.items:
                yield from self.free(item, depth, seen)
        elif isinstance(node, Object):
            for entry in node.entries:
                yield from self.free(entry.value, depth, seen)
        elif isinstance(node, Call):
            yield from self._called(node, depth, seen)
        elif isinstance(node, Index | Name | Member) and not self._is_held(node, depth, seen):
            yield from self._set(node, depth, seen)
        elif isinstance(node, Opaque):
            for value in node.inside:
                yield from self.free(value, depth, seen)

    def is_input(self, node: Node) -> bool:
        """Whether a value is a request's."""
        if _FREE_NAMES.search(written(node)):
            return True
        if not isinstance(node, Name):
            return False
        return any(_FREE_NAMES.search(written(one)) for one in set_to(self.functions, node.name))

    def _called(self, node: Call, depth: int, seen: frozenset[str]) -> Iterator[Node]:
        """The values that a call lets through."""
        name = callee_name(node)
        if _CHECKED.search(name):
            return
        if name in ("map", "flatMap") and node.arguments and isinstance(node.arguments[0], Function):
            yield from self._mapped(node, node.arguments[0], depth, seen)
        elif isinstance(node.callee, Member) and name in (*_TEXTUAL, "replace", "replaceAll", "keys", "values", "fill"):
            yield from self.free(node.callee.object, depth, seen)
            if name in ("keys", "values", "fill"):
                yield from (free for one in node.arguments for free in self.free(one, depth, seen))
        else:
            yield from self._returned(node, depth, seen)

    def _mapped(self, node: Call, function: Function, depth: int, seen: frozenset[str]) -> Iterator[Node]:
        """What a list's texts are made of: its items, where the function writes them down."""
        assert isinstance(node.callee, Member)
        first = set(bound(function.parameters[0].target)) if function.parameters else set()
        numbers = {name for one in function.parameters[1:] for name in bound(one.target)}
        inner = Values(self.case, self.path, [function, *self.functions])
        for value in _returns(function):
            for free in inner.free(value, depth - 1, seen | numbers):
                root = written(free).partition(".")[0]
                if root in first and not any(self.free(node.callee.object, depth - 1, seen)):
                    continue
                yield free

    def _returned(self, node: Call, depth: int, seen: frozenset[str]) -> Iterator[Node]:
        """What a function of the repository gives back; what cannot be seen is believed."""
        meaning = self.case.program.meaning(self.path, node.callee.name) if isinstance(node.callee, Name) else None
        function = meaning.value if isinstance(meaning, Definition) else None
        if isinstance(meaning, Definition) and isinstance(function, Function):
            there = Values(self.case, meaning.path, [function])
            for value in _returns(function):
                for free in there.free(value, depth - 1):
                    root = written(free).partition(".")[0]
                    at = next((i for i, p in enumerate(function.parameters) if root in bound(p.target)), None)
                    if at is not None and at < len(node.arguments):
                        yield from self.free(node.arguments[at], depth - 1, seen)

    def _is_held(self, node: Node, depth: int, seen: frozenset[str]) -> bool:
        """Whether a name stands for a constant, a number, or was compared with a list."""
        name = last_name(node.object if isinstance(node, Index) else node)
        if name in seen or _CONSTANT.fullmatch(name) or _COUNTED.search(name) or "env" in written(node).split("."):
            return True
        if _DEVELOPED.search(name) and not self.is_input(node):
            return True
        if text_of(self.case.program, self.path, node) is not None or self._is_looked_up(node):
            return True
        return self._is_typed(node) or self._is_listed(written(node)) or self._is_given_constants(node, depth)

    def _is_looked_up(self, node: Node) -> bool:
        """Whether a value is taken from a table of constants."""
        holder = node.object if isinstance(node, Index) else node
        found = value_of(self.case.program, self.path, holder) if isinstance(holder, Name | Member) else None
        if found is None and isinstance(holder, Name):
            local = [bare(one) for one in set_to(self.functions, holder.name)]
            found = (self.path, local[0]) if len(local) == 1 and isinstance(local[0], Object) else None
        if found is None:
            return False
        if isinstance(found[1], Object):
            values = [entry.value for entry in found[1].entries if isinstance(entry, Property)]
            return bool(values) and all(isinstance(bare(one), Literal) for one in values)
        return isinstance(found[1], Array | Literal | Template) and not any(self.free(found[1], 2))

    def _is_typed(self, node: Node) -> bool:
        """Whether a parameter's type leaves only numbers or written-down texts."""
        found = parameter(self.functions, node.name) if isinstance(node, Name) else None
        if found is None or (isinstance(found.target, Defaulted) and isinstance(found.target.default, Literal)):
            return found is not None and not isinstance(found.target, Name) and _is_plain(found.target)
        written_type = (found.type or "").replace(" ", "") if isinstance(found.target, Name) else ""
        return bool(written_type) and self._is_closed(written_type)

    def _is_closed(self, type_: str) -> bool:
        parts = [part for part in type_.split("|") if part]
        if all(part in _NUMERIC or part[0] in "\"'" or part in ("undefined", "null") for part in parts):
            return True
        found = self.case.program.type(self.path, type_) if re.fullmatch(r"\w+", type_) else None
        if found and isinstance(found[1], Shape) and found[1].type:
            return found[1].type.replace(" ", "") != type_ and self._is_closed(found[1].type.replace(" ", ""))
        meaning = self.case.program.meaning(self.path, type_) if re.fullmatch(r"[A-Z]\w*", type_) else None
        return isinstance(meaning, Definition) and getattr(meaning.node, "kind", "") == "enum"

    def _is_listed(self, name: str) -> bool:
        """Whether the function compares a value with a list, a set or a pattern."""
        for function in self.functions[:2] if name else ():
            for node in inside(function):
                is_check = isinstance(node, Call) and callee_name(node) in _CHECKS
                if is_check and any(written(one) == name for one in getattr(node, "arguments", ())):
                    return True
        return False

    def _is_given_constants(self, node: Node, depth: int) -> bool:
        """Whether a parameter of a helper inside a function is given nothing but constants there."""
        if not isinstance(node, Name) or len(self.functions) < 2 or depth < 2:
            return False
        own, outer = self.functions[0], self.functions[1]
        at = next((i for i, one in enumerate(own.parameters) if node.name in bound(one.target)), None)
        names = [let.target for let in inside(outer) if isinstance(let, Let) and let.value == own]
        if at is None or not names or not isinstance(names[0], Name):
            return False
        calls = [one for one in inside(outer) if isinstance(one, Call) and written(one.callee) == names[0].name]
        given = [one.arguments[at] for one in calls if at < len(one.arguments)]
        around = Values(self.case, self.path, self.functions[1:])
        return bool(given) and not any(next(around.free(one, depth - 2), None) is not None for one in given)

    def _set(self, node: Node, depth: int, seen: frozenset[str]) -> Iterator[Node]:
        """What a name was set to inside the function; itself, where it comes from outside."""
        root = written(node).partition(".")[0]
        values = set_to(self.functions, root) if isinstance(node, Name) else []
        inner = seen | {root}
        if isinstance(node, Name) and values:
            for value in values:
                if next(self.free(value, depth - 1, inner), None) is not None:
                    yield (
                        node
                        if isinstance(bare(value), Name | Member | Index | Call)
                        else next(self.free(value, depth - 1, inner))
                    )
                    return
            return
        yield node


def _is_plain(target: Node) -> bool:
    return isinstance(target, Defaulted) and isinstance(target.default, Literal) and target.default.kind == "number"


def _returns(function: Function) -> Iterator[Node]:
    """What a function gives back, without those inside it."""
    inner = [node for node in inside(function) if isinstance(node, Function) and node is not function]
    for node in inside(function):
        if isinstance(node, Return) and node.value is not None and not any(_holds(one, node) for one in inner):
            yield node.value


def _holds(outer: Node, node: Node) -> bool:
    return outer.start <= node.start < outer.end
