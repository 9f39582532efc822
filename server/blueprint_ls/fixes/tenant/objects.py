"""Object literals that take one more entry, in the layout they have."""

from __future__ import annotations

import re

from blueprint_ls.codebase.typescript.tree import Array, Call, Function, Node, Object, Property, Return, Spread
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.site import Site, bare, is_identifier, is_plain

_TAIL = re.compile(r"(?P<comma>\s*,)?(?P<comment>[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/))?")


def entry(key: str, value: str) -> str:
    """`key: value`, or `key` alone where both are one."""
    if key == value:
        return key
    return f"{key if is_identifier(key) else chr(34) + key + chr(34)}: {value}"


def predicate(site: Site, value: str) -> str | None:
    """The entry of a condition that pins the access: the column, or the relations that lead to it."""
    if site.owner.kind == "direct":
        return entry(site.column, value)
    if site.owner.kind == "root":
        return entry(site.column, value)
    names, target = relations(site)
    if not names or target is None:
        return None
    found = entry(target, value)
    for name in reversed(names):
        found = f"{name}: {{ {found} }}"
    return found


def relations(site: Site) -> tuple[list[str], str | None]:
    """The relations that lead to the owner, and the owner's column; none where one has no name or leads back."""
    chain = site.owner.chain
    if not chain or any(not step.relation or step.backward for step in chain):
        return [], None
    return [step.relation for step in chain], site.owners.ownership[chain[-1].target].column


def head(written: str) -> str:
    """The key of an entry."""
    return written.partition(":")[0].strip().strip('"')


def added(site: Site, node: Object, written: str) -> Edits | None:
    """The edits that add an entry to an object; None where its key is there already."""
    if node.get(head(written)) is not None:
        return None
    if not node.entries:
        return (site.replace(node.start, node.end, f"{{ {written} }}"),)
    last = node.entries[-1]
    tail = site.text[last.end : node.end - 1].decode(errors="replace")
    if "\n" not in tail:
        return (site.insert(last.end, f", {written}"),)
    return _on_a_line(site, last, tail, written)


def _on_a_line(site: Site, last: Node, tail: str, written: str) -> Edits:
    """An entry on a line of its own, behind the comment that belongs to the one before it."""
    found = _TAIL.match(tail)
    comma, comment = (found["comma"] or "", found["comment"] or "") if found else ("", "")
    line = f"\n{margin(site, last)}{written}"
    if not comment:
        return (site.insert(last.end, f",{line}"),)
    behind = last.end + len((comma + comment).encode())
    if comma:
        return (site.insert(behind, f"{line},"),)
    return (site.insert(last.end, ","), site.insert(behind, line))


def margin(site: Site, node: Node) -> str:
    """The white space that a node's line begins with."""
    line = site.text[site.text.rfind(b"\n", 0, node.start) + 1 : node.start].decode(errors="replace")
    return line[: len(line) - len(line.lstrip())]


def property_of(node: Object, key: str) -> Property | None:
    """The entry under a key."""
    return next((one for one in node.entries if isinstance(one, Property) and one.key == key), None)


def under(site: Site, node: Object, key: str, written: str, *, first: bool = False) -> Edits | None:
    """Add an entry to the object under a key, which is made where it is missing; what stands there is spread."""
    found = property_of(node, key)
    if found is None:
        whole = f"{key}: {{ {written} }}"
        if first and node.entries:
            return (site.insert(node.entries[0].start, f"{whole},{_gap(site, node)}"),)
        return added(site, node, whole)
    inner = bare(found.value)
    if isinstance(inner, Object):
        return added(site, inner, written)
    return (site.replace(found.start, found.end, f"{key}: {spread(site, found.value, written)}"),)


def _gap(site: Site, node: Object) -> str:
    between = site.text[node.start + 1 : node.entries[0].start].decode(errors="replace")
    return f"\n{margin(site, node.entries[0])}" if "\n" in between else " "


def spread(site: Site, node: Node, written: str) -> str:
    """`{ ...node, entry }`."""
    text = site.read(node)
    return f"{{ ...{text if is_plain(node) else f'({text})'}, {written} }}"


def in_rows(site: Site, node: Node | None, written: str, *, spreads: bool = True) -> Edits | None:
    """Add an entry to each row that is written: an object, an array of them, or what a `map` makes."""
    node = bare(node)
    if isinstance(node, Object):
        return added(site, node, written)
    if isinstance(node, Array):
        found = [in_rows(site, item, written, spreads=False) for item in node.items]
        return None if not found or None in found else tuple(edit for edits in found if edits for edit in edits)
    if isinstance(node, Call) and node.arguments and isinstance(node.arguments[0], Function):
        return _in_result(site, node.arguments[0], written)
    if node is None or isinstance(node, Spread) or not spreads:
        return None
    return (site.replace(node.start, node.end, spread(site, node, written)),)


def _in_result(site: Site, function: Function, written: str) -> Edits | None:
    """Add an entry to the object that a function answers with."""
    answer = function.body[-1] if len(function.body) == 1 else None
    value = bare(answer.value) if isinstance(answer, Return) else None
    return added(site, value, written) if isinstance(value, Object) else None
