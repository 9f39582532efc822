"""Where the tenant predicate of an access stands in the text, so that it can be taken out.

What takes its place is as long as it was: everything else stands where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import Call, Function, Literal, Member, Module, Name, Node, Property
from blueprint_ls.codebase.typescript.visit import children
from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.tenancy.owners import Owners


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A span of bytes, and what is left in its place."""

    start: int
    end: int
    left: str = ""
    """`undefined` where code needs some value there."""


_SHOWN = frozenset({"select", "include", "columns", "with", "orderBy", "by", "distinct", "omit", "_count"})
"""Keys whose content says what is shown, and in which order."""
_SET = frozenset({"data", "update"})
"""Those that say what is written to rows that are there already."""
_OTHER = frozenset({"select", "orderBy", "groupBy", "returning"})
"""Methods that say nothing about which rows are meant."""
_COMPARING = frozenset({"eq", "inArray", "equals"})
_DEMANDING = frozenset({"where", "andWhere"})


def cuts(module: Module, access: Access, owners: Owners) -> list[Cut]:
    """What holds an access to its tenant, in the order of the text; empty where it names none itself.

    A membership is held by its person as well, so that both have to go.
    """
    finder = _Finder(access, owners)
    return [cut for node in module.body for cut in finder.under(node)]


def without(text: bytes, taken: Iterable[Cut]) -> bytes:
    """A text without what is taken out, nor the commas behind it."""
    for cut in sorted(set(taken), reverse=True):
        comma = None if cut.left else re.match(rb"\s*,", text[cut.end :])
        end = cut.end + (comma.end() if comma else 0)
        blank = re.sub(rb"[^\n]", b" ", text[cut.start + len(cut.left) : end])
        text = text[: cut.start] + cut.left.encode() + blank + text[end:]
    return text


class _Finder:
    """Looks through the text of one access."""

    def __init__(self, access: Access, owners: Owners) -> None:
        self.access = access
        self.owners = owners
        self.names = {_word(name) for name in (owners.tenancy.key, *owners.tenancy.aliases)}
        makes = access.kind == "create"
        self.keys = _SHOWN if makes else _SHOWN | _SET
        self.methods = _OTHER if makes else _OTHER | {"set"}

    def under(self, node: Node) -> Iterator[Cut]:
        """The cuts at and beneath a node; the outermost of each."""
        if node.end <= self.access.start or node.start >= self.access.end:
            return
        inside = node.start >= self.access.start and node.end <= self.access.end
        cut = self._cut(node) if inside else None
        if cut is not None:
            yield cut
            return
        for child in children(node):
            if not (inside and self._is_passed_by(node, child)):
                yield from self.under(child)

    def _is_passed_by(self, node: Node, child: Node) -> bool:
        if isinstance(node, Property):
            return node.key in self.keys
        method = node.callee.name if isinstance(node, Call) and isinstance(node.callee, Member) else None
        return method in self.methods and isinstance(node, Call) and child is not node.callee

    def _cut(self, node: Node) -> Cut | None:
        if isinstance(node, Property) and node.key is not None and not isinstance(node.value, Function):
            return Cut(node.start, node.end) if self._is_key(node.key) else None
        if not isinstance(node, Call):
            return None
        name = node.callee.name if isinstance(node.callee, Name | Member) else ""
        if name in _COMPARING and any(isinstance(one, Member) and self._is_key(one.name) for one in node.arguments):
            return Cut(node.start, node.end, "undefined")
        first = node.arguments[0] if node.arguments else None
        written = first.value if isinstance(first, Literal) and isinstance(first.value, str) else ""
        if name in _DEMANDING and isinstance(node.callee, Member):
            column = re.match(r"[\w.\"]*?(\w+)\"?(?:\s*=.*)?$", written)
            if column and self._is_key(column[1]):
                return Cut(node.callee.object.end, node.end)
        return None

    def _is_key(self, name: str) -> bool:
        """Whether a column holds the tenant's key or a membership's person, or a relation leads to the tenant."""
        model = self.access.model
        related = self.owners.related(model, name)
        leads = related is not None and self.owners.is_root(related)
        names_tenant = _word(name) in self.names or self.owners.is_tenant_column(model, name)
        return leads or names_tenant or self.owners.is_person_column(model, name)


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
