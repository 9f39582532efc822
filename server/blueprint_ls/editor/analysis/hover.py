"""Hover in code: whose rows a model holds and how its accesses fare; what an access is worth, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.codebase.ownership import Evidence, Ownership
from blueprint_ls.editor.analysis import contexts
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import ORDER, Hovered
from blueprint_ls.editor.analysis.told import counted as told
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.tenancy.accesses import JudgedAccess, judged, judged_in
from blueprint_ls.judge.tenancy.contexts import Contexts

_MOST = 8
_KINDS = {
    "direct": "each row belongs to a tenant",
    "root": "each row is a tenant",
    "via": "its rows belong to a tenant through others",
    "global": "no tenant owns its rows",
}
_ANSWERS = {
    "yes": "Nobody gets past unknown",
    "no": "Anybody may call it",
    "conditional": "Some callers get past unknown, or prove less than who they are",
    "unknown": "It cannot be seen whether it asks who is calling",
}
_MEANINGS = {
    "scoped": "it stays inside one tenant",
    "indirect": "it is safe because of what came before",
    "conditional": "it stays inside one tenant on some ways alone",
    "unknown": "it cannot be seen whether it stays inside one tenant",
    "unscoped": "nothing holds it to one tenant",
    "global": "no tenant owns these rows",
}


def hover(analyser: Analyser, path: Path, offset: int) -> Hovered | None:
    """What is known of the thing at a place."""
    name = analyser.name(path)
    whole = analyser.whole(name) if name else None
    if name is None or whole is None:
        return None
    for telling in (_variable, _access, _endpoint, _model):
        found = telling(analyser, whole, name, offset)
        if found is not None:
            return found
    return None


def _variable(analyser: Analyser, whole: Whole, name: str, offset: int) -> Hovered | None:
    return contexts.hover(whole, name, offset)


# --------------------------------------------------------------------------------------------------------- endpoints


def _endpoint(analyser: Analyser, whole: Whole, name: str, offset: int) -> Hovered | None:
    here = [one for one in whole.endpoints if one.path == name and one.start <= offset < _head(one)]
    if not here:
        return None
    narrow = min(one.end - one.start for one in here)
    shown = [one for one in here if one.end - one.start == narrow]
    parts = []
    for one in shown[:_MOST]:
        parts.append(f"### `{one.method} {one.route}`: authenticated {one.authenticated.replace('_', ' ')}")
        parts.append(f"{_ANSWERS[one.authenticated]}: {one.by}.")
        steps = [*one.evidence, *one.validation]
        parts.append("\n".join(f"1. {step.sentence} ({link(analyser, step.path, step.start)})" for step in steps))
    return "\n\n".join(parts), shown[0].start, shown[0].end


def _head(one: Endpoint) -> int:
    """Where the words that register an endpoint end: a handler written among them has things of its own to tell."""
    path, start, _ = one.handler or (one.path, one.end, one.end)
    return start if path == one.path and one.start < start < one.end else one.end


# ---------------------------------------------------------------------------------------------------------- accesses


def _access(analyser: Analyser, whole: Whole, name: str, offset: int) -> Hovered | None:
    one = access_at(whole, name, offset)
    if one is None or whole.survey is None:
        return None
    parts = [
        f"### `{one.name or 'a table'}.{one.operation}`: {one.verdict}",
        f"{_MEANINGS[one.verdict].capitalize()}{': ' if one.why else ''}{one.why}.",
        "\n".join(f"- {line}" for line in _ways(analyser, whole.survey.found[one.access.site], one)),
        _owner(analyser, whole, one),
    ]
    return "\n\n".join(part for part in parts if part), one.start, one.end


def access_at(whole: Whole, name: str, offset: int) -> JudgedAccess | None:
    """The innermost data access at a place, the worst one where several stand there."""
    here = [one for one in judged_in(whole.survey, name) if one.start <= offset < one.end] if whole.survey else []
    return min(here, key=lambda one: (one.end - one.start, ORDER.index(one.verdict)), default=None)


def _ways(analyser: Analyser, contexts: Contexts, one: JudgedAccess) -> Iterator[str]:
    """What each way to an access shows, its callers named."""
    ways = [(chain, pin) for chain, pins in contexts.found.items() for pin in pins if chain]
    for chain, pin in sorted(ways, key=lambda way: (way[1].strength, way[0]))[:_MOST]:
        callers = " → ".join(link(analyser, path, at) for path, at in chain)
        yield f"called from {callers}: {pin.why}"
    if len(ways) > _MOST:
        yield f"and {len(ways) - _MOST} more ways"
    if one.access.note:
        yield one.access.note


def _owner(analyser: Analyser, whole: Whole, one: JudgedAccess) -> str:
    """Why its model is a tenant's, and the clause that asks for it."""
    owners = whole.case.owners
    owned = owners.ownership.get(one.model) if owners else None
    if owned is None or one.verdict == "global":
        return ""
    lines = [f"- {sentence(analyser, evidence)}" for evidence in owned.evidence]
    lines += [f"- {clause}" for clause in _clause(whole)]
    return "\n".join(["**Why it matters**", *lines])


def _clause(whole: Whole) -> Iterator[str]:
    case = whole.case
    for related in case.clause("data.tenancy", ""):
        line = related.path.read_bytes().count(b"\n", 0, related.span.start) + 1 if related.path.is_file() else 1
        yield f"the blueprint asks for it: [{related.path.name}]({related.path.as_uri()}#L{line})"
    if case.stated is None and case.tenancy is not None:
        yield f"no blueprint says so: `{case.tenancy.key}` is taken for the tenant's key by what the schema shows"


# ------------------------------------------------------------------------------------------------------------ models


def _model(analyser: Analyser, whole: Whole, name: str, offset: int) -> Hovered | None:
    owners = whole.case.owners
    entity = entity_at(analyser, whole, name, offset)
    if entity is None or owners is None:
        return None
    owned = owners.ownership.get(entity.id, Ownership("global"))
    counts = counted(whole, entity.id)
    parts = [
        f"### `{entity.name}`: {owned.kind}",
        f"{_KINDS[owned.kind].capitalize()}{', unless it has none' if owned.nullable or owned.weak else ''}.",
        "\n".join(f"- {sentence(analyser, evidence)}" for evidence in owned.evidence),
        f"**Accesses**: {told(counts)}",
    ]
    start, end = name_span(analyser, entity)
    return "\n\n".join(part for part in parts if part), start, end


def entity_at(analyser: Analyser, whole: Whole, name: str, offset: int) -> Entity | None:
    """The model whose declaration begins on the line of a place, or whose access does: before its first argument."""
    text = analyser.repository.text(name)
    access = access_at(whole, name, offset)
    if access is not None and b"(" not in text[access.start : offset]:
        return next((entity for entity in whole.case.models if entity.id == access.model), None)
    for entity in whole.case.models:
        if entity.path == name and entity.model.start <= offset < entity.model.end:
            head = text.find(entity.name.encode(), entity.model.start)
            line = text.find(b"\n", max(head, entity.model.start))
            if offset <= (line if line != -1 else len(text)):
                return entity
    return None


def name_span(analyser: Analyser, entity: Entity) -> tuple[int, int]:
    """Where a model's name stands."""
    try:
        text = analyser.repository.text(entity.path)
    except OSError:
        text = b""
    start = text.find(entity.name.encode(), entity.model.start, entity.model.end)
    return (start, start + len(entity.name.encode())) if start != -1 else (entity.model.start, entity.model.start)


def counted(whole: Whole, model: str) -> Counter[str]:
    """The accesses to a model by verdict."""
    return Counter(one.verdict for one in (judged(whole.survey) if whole.survey else ()) if one.model == model)


def sentence(analyser: Analyser, evidence: Evidence) -> str:
    """One piece of evidence with a link to its place."""
    return f"{evidence.sentence} ({link(analyser, evidence.path, evidence.start)})"


def link(analyser: Analyser, path: str, at: int) -> str:
    """A place that a click opens."""
    try:
        line = analyser.repository.text(path).count(b"\n", 0, at) + 1
    except OSError:
        line = 1
    return f"[{path.rpartition('/')[2]}:{line}]({(analyser.root / path).as_uri()}#L{line})"
