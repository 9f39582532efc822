"""A parameter more for a function: behind the others, or among what its object of options brings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import (
    Defaulted,
    Export,
    Function,
    Name,
    ObjectTarget,
    Parameter,
    Shape,
)
from blueprint_ls.fixes.fix import Edit, Edits
from blueprint_ls.fixes.tenant.objects import margin
from blueprint_ls.fixes.tenant.site import Site

_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs")


@dataclass(frozen=True, slots=True)
class Way:
    """How a function comes to know a value."""

    text: str
    """What its body writes for it."""
    edits: Edits


def parameter(site: Site, function: Function, name: str, type_: str) -> Way | None:
    """The edits that add a parameter to a function, and how its body reads it; None where that is no plain matter."""
    every, typed = function.parameters, "" if site.path.endswith(_SCRIPTS) else f": {type_}"
    if any(name == getattr(one.target, "name", None) or one.decorators for one in every):
        return None
    if not every:
        opening = site.text.find(b"()", function.start, function.end)
        return Way(name, (site.insert(opening + 1, f"{name}{typed}"),)) if opening >= 0 else None
    last = every[-1]
    if last.optional or last.rest or isinstance(last.target, Defaulted):
        return None
    if isinstance(last.target, ObjectTarget) and last.target.entries:
        return _picked(site, last, last.target, name, typed)
    shape = _shape(site, last.type)
    if isinstance(last.target, Name) and shape is not None:
        member = _member(site, shape, f"{name}{typed}")
        return Way(f"{last.target.name}.{name}", (member,)) if member else None
    if last.start == function.start and function.is_arrow:
        return Way(name, (site.insert(last.start, "("), site.insert(last.end, f", {name}{typed})")))
    return Way(name, (site.insert(last.end, f", {name}{typed}"),))


def _picked(site: Site, last: Parameter, target: ObjectTarget, name: str, typed: str) -> Way | None:
    """`{ id, teamId }: { id: string; teamId: string }`, or a member more of the type that has a name."""
    if target.rest or any(one.key == name for one in target.entries):
        return None
    final = target.entries[-1]
    behind = site.text[final.end : target.end - 1].decode(errors="replace")
    gap = f"\n{margin(site, final)}" if "\n" in behind else " "
    entry = site.insert(final.end, f",{gap}{name}")
    if not typed:
        return Way(name, (entry,))
    if last.type and last.type.startswith("{") and last.type.rstrip().endswith("}"):
        return Way(name, (entry, _inline(site, last.end, f"{name}{typed}")))
    shape = _shape(site, last.type)
    member = _member(site, shape, f"{name}{typed}") if shape else None
    return Way(name, (entry, member)) if member else None


def _inline(site: Site, end: int, written: str) -> Edit:
    """A member more before the brace that an inline type ends with."""
    inner = site.text[: end - 1].rstrip()
    gap = "" if inner.endswith((b";", b",", b"{")) else ";"
    return site.insert(len(inner), f"{gap} {written}")


def _shape(site: Site, type_: str | None) -> Shape | None:
    """The type of this file that a parameter alone has: what it takes more, no one else is asked for."""
    if not type_ or not re.fullmatch(r"[A-Za-z_$][\w$]*", type_):
        return None
    inner = [one.declaration if isinstance(one, Export) else one for one in site.module.body]
    found = next((one for one in inner if isinstance(one, Shape) and one.name == type_ and one.members), None)
    uses = re.findall(rb"\b" + re.escape(type_.encode()) + rb"\b", site.text)
    return found if len(uses) == 2 else None


def _member(site: Site, shape: Shape, written: str) -> Edit | None:
    """A member more of a type, on a line of its own where the others stand so."""
    last = shape.members[-1]
    if any(one.name == written.partition(":")[0] for one in shape.members):
        return None
    found = re.match(rb"\s*[;,]", site.text[last.end : shape.end])
    mark = found[0].strip().decode() if found else ""
    line = site.text[site.text.rfind(b"\n", 0, last.start) + 1 : last.start]
    if line.strip():
        return site.insert(last.end, f"{mark or ';'} {written}")
    return site.insert(last.end, f"{mark}\n{line.decode(errors='replace')}{written}")
