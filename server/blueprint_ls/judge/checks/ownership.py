"""Entities and the modules that own them; environments and the way to production."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, report, stated, whole
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref
from blueprint_ls.syntax import List


@blueprint_check("shared-entity", "aggregate-not-owned", "ownership-disagrees")
def owners(case: Case) -> Iterator[Finding]:
    """Each entity has one owner, aggregates are among what a module owns, and entity and module agree."""
    known = facts(case)
    owned: dict[str, Figure] = {}
    for module in known.all("module"):
        owns = stated(module, "owns")
        for name in _names(owns):
            other = owned.setdefault(name, owns) if owns else None
            if owns and other and other is not owns:
                message = (
                    f"`{name}` is owned by `{other.block.label}` and by `{module.label}`: one of them owns it, and "
                    "the other calls "
                    "the owner's contract"
                )
                yield from report("shared-entity", message, owns, other)
        yield from _aggregates(module, owns)
    yield from _entities(known, owned)


def _aggregates(module: Block, owns: Figure | None) -> Iterator[Finding]:
    aggregates = stated(module, "aggregates")
    missing = [name for name in _names(aggregates) if name not in _names(owns)]
    if owns and aggregates and missing:
        shown = ", ".join(f"`{name}`" for name in missing)
        message = (
            f"{shown} {'is an aggregate' if len(missing) == 1 else 'are aggregates'} of `{module.label}` and not "
            "among what it `owns`: add it there"
        )
        yield from report("aggregate-not-owned", message, owns, aggregates, instead=_extended(owns, missing))


def _extended(owns: Figure, missing: list[str]) -> str | None:
    """The list with more names at its end, in its own layout."""
    node = owns.attribute.node.value if owns.attribute else None
    if not isinstance(node, List) or not node.elements:
        return f"[{', '.join(missing)}]"
    offset, last = node.elements[-1]
    source = node.text().decode()
    end = len(node.text()[: offset + last.width].decode())
    return f"{source[:end]}, {', '.join(missing)}{source[end:]}"


def _entities(known: Facts, owned: dict[str, Figure]) -> Iterator[Finding]:
    for entity in known.all("entity"):
        module, owner = stated(entity, "module"), owned.get(entity.label or "")
        named = known.target(entity, "module")
        if module and owner and named and owner.block is not named:
            message = (
                f"`{entity.label}` says that it belongs to `{named.label}`, and `{owner.block.label}` owns it: let "
                "both say one"
            )
            yield from report("ownership-disagrees", message, module, owner)
        elif module and named and named.attribute("owns") and not owner:
            message = f"No module owns `{entity.label}`: add it to `owns` of `{named.label}`"
            yield from report("ownership-disagrees", message, module, whole(named))


def _names(found: Figure | None) -> list[str]:
    return [item.name for item in found.value if isinstance(item, Ref)] if found else []


@blueprint_check("promotion-chain")
def promotion(case: Case) -> Iterator[Finding]:
    """Versions move through the environments in a line that ends in production."""
    known = facts(case)
    environments = known.all("environment")
    before = {found.label: stated(found, "promoted_from") for found in environments}
    for environment in environments:
        source = before[environment.label]
        if source is None:
            if environment.get("data") == "production" and len(environments) > 1:
                others = ", ".join(f"`{found.label}`" for found in environments if found is not environment)
                message = (
                    f"`{environment.label}` holds customers' data and takes versions that no other environment has "
                    f"seen: promote from {others}"
                )
                yield from report("promotion-chain", message, whole(environment))
            continue
        circle = _circle(environment.label, before)
        origin = known.target(environment, "promoted_from")
        if circle and environment.label == min(circle):
            shown = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
            message = (
                f"Versions go in a circle, {shown}, and never arrive: one of them takes its version from the build"
            )
            yield from report(
                "promotion-chain", message, source, *(end for name in circle[1:] if (end := before[name]))
            )
        elif not circle and origin and origin.get("data") == "production":
            message = (
                f"`{environment.label}` takes its versions from `{origin.label}`, where customers have met them "
                "already: turn it round"
            )
            yield from report("promotion-chain", message, source, whole(origin))


def _circle(start: str | None, before: dict[str | None, Figure | None]) -> list[str]:
    """The environments on the way from one back to itself; none where the way ends."""
    way: list[str] = []
    at = start
    while at is not None and at not in way:
        way.append(at)
        source = before.get(at)
        at = source.value.name if source else None
    return way if at == start else []
