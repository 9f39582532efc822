"""References that lead nowhere, and modules that depend on themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set

from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.elements import Attribute, Mention
from blueprint_ls.language.model import Block, Place
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.suggest import closest, slip_of
from blueprint_ls.syntax import Span

_IN_CODE = frozenset({"entity"})
"""What the code declares where the blueprint declares none at all: the models of its schema."""
_OF_MODELS = "data.tenancy"
"""Where names mean models, whether a blueprint declares them as entities or not."""


@blueprint_check("unresolved-reference")
def unresolved_references(case: Case) -> Iterator[Finding]:
    """References to blocks that the blueprint does not have.

    A blueprint without entities means the code's models, and so does its tenancy always, but for a slip in the name of
    an entity; what the code has no model for is told with the code.
    """
    declared = case.blueprint.declared
    labels: dict[str, set[str]] = {}
    for kind, label in declared:
        labels.setdefault(kind, set()).add(label)
    in_code = _IN_CODE - labels.keys()
    for document in case.blueprint.documents:
        for top, element in document.elements:
            lost = frozenset(one for one in element.mentions if not _leads_somewhere(*one, declared, in_code))
            for place, attribute, ref in _making(lost, Place(document, top, element, 0)) if lost else ():
                if not _is_model(place, ref, labels):
                    yield _unresolved(labels, place, attribute, ref)


def _leads_somewhere(
    targets: tuple[str, ...], name: str, declared: Collection[tuple[str, str]], in_code: frozenset[str]
) -> bool:
    if not in_code.isdisjoint(targets):
        return True
    return any((target, name) in declared for target in targets)


def _making(lost: frozenset[Mention], place: Place) -> Iterator[tuple[Place, Attribute, Ref]]:
    """The references in a block and in those below that make some mentions."""
    for attribute in place.element.attributes.values():
        for ref in () if attribute.node.flawed else attribute.references:
            if (ref.targets, ref.name) in lost:
                yield place, attribute, ref
    for offset, child in place.element.children:
        if not lost.isdisjoint(child.mentions):
            yield from _making(lost, Place(place.document, place.start + offset, child, place.layer))


def _is_model(place: Place, ref: Ref, labels: Mapping[str, Set[str]]) -> bool:
    """Whether a name may be one of the code's own: none of the blueprint's entities is nearly called so."""
    path = place.element.schema.path if place.element.schema else ""
    if not f"{path}.".startswith(f"{_OF_MODELS}.") or not _IN_CODE.intersection(ref.targets):
        return False
    return slip_of(ref.name, labels.get("entity", ())) is None


def span_of(place: Place, attribute: Attribute, ref: Ref) -> Span:
    """Where a reference stands."""
    start = place.start + attribute.offset + ref.offset
    return Span(start, start + ref.width)


def _unresolved(labels: Mapping[str, Set[str]], place: Place, attribute: Attribute, ref: Ref) -> Finding:
    known = frozenset[str]().union(*(labels.get(target, frozenset()) for target in ref.targets))
    near = closest(ref.name, known)
    kinds = " or ".join(ref.targets)
    hint = f": did you mean `{near}`?" if near else _hint(kinds, known)
    path = place.element.schema.path if place.element.schema else place.element.name
    return Finding(
        "unresolved-reference",
        place.document.path,
        span_of(place, attribute, ref),
        f"There is no {kinds} `{ref.name}` in this blueprint{hint}",
        f"{path}.{attribute.name}",
        data={"targets": list(ref.targets), "name": ref.name, "instead": near},
    )


def _hint(kinds: str, known: frozenset[str]) -> str:
    if not known:
        return f"; it declares no {kinds} yet"
    return f"; it has {', '.join(f'`{label}`' for label in sorted(known)[:6])}{', …' if len(known) > 6 else ''}"


@blueprint_check("dependency-cycle")
def dependency_cycles(case: Case) -> Iterator[Finding]:
    """Modules that depend on each other in a circle."""
    modules = {label: block for (kind, label), block in case.blueprint.declared.items() if kind == "module"}
    edges = {name: _depends_on(block, modules) for name, block in modules.items()}
    for circle in _circles(edges):
        place, attribute = modules[circle[0]].attribute("depends_on") or (None, None)
        if place is None or attribute is None or place.layer:
            continue
        shown = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        steps = zip(circle[1:], (*circle[2:], circle[0]), strict=False)  # a module that depends on itself has none
        related = tuple(_closing(modules[name], after) for name, after in steps)
        cure = "turn one dependency round, or let it listen to an event"
        yield Finding(
            "dependency-cycle",
            place.document.path,
            place.value_span(attribute),
            f"Modules depend on each other in a circle, {shown}: {cure}",
            "modules.module.depends_on",
            related=related,
            data={"circle": list(circle)},
        )


def _depends_on(block: Block, modules: Mapping[str, Block]) -> list[str]:
    return [ref.name for ref in block.get("depends_on", ()) if isinstance(ref, Ref) and ref.name in modules]


def _circles(edges: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each elementary circle that a depth-first walk meets, once, begun at its first name in order."""
    seen: set[frozenset[str]] = set()
    done: set[str] = set()
    for origin in edges:
        path: list[str] = []
        stack = [(origin, iter(edges[origin]))] if origin not in done else []
        path += [origin] if stack else []
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif following in path:
                circle = tuple(path[path.index(following) :])
                if frozenset(circle) not in seen:
                    seen.add(frozenset(circle))
                    yield circle
            elif following not in done:
                stack.append((following, iter(edges[following])))
                path.append(following)


def _closing(block: Block, after: str) -> Related:
    found = block.attribute("depends_on")
    place = found[0] if found else block.place
    span = place.value_span(found[1]) if found else place.header
    return Related(place.document.path, span, f"`{block.label}` depends on `{after}` here")
