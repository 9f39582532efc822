"""From blueprint to code and back: entity and model, endpoint and handler, and what the code shows of each block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.editor.analysis import hover
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import Place, Told
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.routes import covers
from blueprint_ls.judge.tenancy.accesses import judged
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span


def facts(analyser: Analyser, folder: Path) -> dict[tuple[str, str], Told]:
    """What the code shows of the blocks of a folder's blueprint, by their types and labels."""
    whole = next((whole for whole in analyser.wholes if _folder(whole) == folder), None)
    if whole is None:
        return {}
    found: dict[tuple[str, str], Told] = {}
    for block, told in (*_entities(analyser, whole), *_endpoints(analyser, whole), *_tenancy(analyser, whole)):
        found[block.name, block.label or ""] = told
    return found


def definition(analyser: Analyser, path: Path, offset: int) -> list[Place]:
    """The block of the blueprint that a model or a handler in code carries out."""
    name = analyser.name(path)
    whole = analyser.whole(name) if name else None
    if name is None or whole is None:
        return []
    entity = hover.entity_at(analyser, whole, name, offset)
    blocks = [block for block in _blocks(whole, "entity") if entity and _same(block.label or "", entity.name)]
    blocks += [block for block in _blocks(whole, "endpoint") if _is_answered(whole, block, name, offset)]
    return [(block.place.document.path, block.place.header, block.place.header) for block in blocks]


# ------------------------------------------------------------------------------------------------------------ blocks


def _entities(analyser: Analyser, whole: Whole) -> Iterator[tuple[Block, Told]]:
    owners = whole.case.owners
    counts: dict[str, Counter[str]] = {}
    for one in judged(whole.survey) if whole.survey else ():
        counts.setdefault(one.model, Counter())[one.verdict] += 1
    findings = _findings_by_model(analyser)
    for block in _blocks(whole, "entity"):
        told = Told()
        for entity in whole.case.models:
            if _same(block.label or "", entity.name):
                span = Span(*hover.name_span(analyser, entity))
                body = Span(entity.model.start, entity.model.end)
                told.places.append((analyser.root / entity.path, span, body))
                if owners is not None:
                    told.accesses = dict(Counter(told.accesses) + counts.get(entity.id, Counter()))
        told.findings = findings.get(_plain(block.label or ""), [])
        yield block, told


def _endpoints(analyser: Analyser, whole: Whole) -> Iterator[tuple[Block, Told]]:
    for block in _blocks(whole, "endpoint"):
        places: list[Place] = []
        for one in _answering(whole, block):
            path, start, end = one.handler or (one.path, one.start, one.end)
            places.append((analyser.root / path, Span(start, start), Span(start, end)))
        findings = [
            place
            for place, data in _findings(analyser)
            if any(data.get("operation") == f"{one.method} {one.route}" for one in _answering(whole, block))
        ]
        yield block, Told(list(dict.fromkeys(places)), {}, findings)


def _tenancy(analyser: Analyser, whole: Whole) -> Iterator[tuple[Block, Told]]:
    block = whole.case.blueprint.blueprint.at("data.tenancy") if whole.case.blueprint else None
    if block is not None:
        counts = Counter(one.verdict for one in (judged(whole.survey) if whole.survey else ()))
        found = [place for place, data in _findings(analyser) if data.get("model")]
        yield block, Told([], dict(counts), found)


def _answering(whole: Whole, block: Block) -> list[Endpoint]:
    """The endpoints of the code that a block declares, with or without what stands before every path."""
    method, _, path = (block.label or "").rpartition(" ")
    blueprint = whole.case.blueprint
    url = blueprint.blueprint.at("api.url") if blueprint else None
    base = str(url.get("base") or "").rstrip("/") if url else ""
    patterns = [f"{method} {path}", f"{method} {base}{path}"]
    return [one for one in whole.endpoints if any(covers(each, one.method, one.route) for each in patterns)]


def _is_answered(whole: Whole, block: Block, name: str, offset: int) -> bool:
    return any(one.path == name and one.start <= offset < one.end for one in _answering(whole, block))


def _blocks(whole: Whole, kind: str) -> Iterator[Block]:
    blueprint = whole.case.blueprint
    return (block for block in blueprint.blueprint.walk() if block.name == kind) if blueprint else iter(())


def _findings(analyser: Analyser) -> Iterator[tuple[Place, dict[str, object]]]:
    for findings in analyser.found.values():
        for one in findings:
            yield (one.path, one.span, one.span), dict(one.data)


def _findings_by_model(analyser: Analyser) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place, data in _findings(analyser):
        if data.get("model"):
            found.setdefault(_plain(str(data["model"])), []).append(place)
    return found


def _same(label: str, name: str) -> bool:
    return _plain(label) in (_plain(name), _plain(name).removesuffix("s"), _plain(name).removesuffix("entity"))


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _folder(whole: Whole) -> Path | None:
    return whole.case.blueprint.blueprint.folder if whole.case.blueprint else None
