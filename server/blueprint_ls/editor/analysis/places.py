"""From blueprint to code and back: models, handlers, variables, modules, and what the code shows of each block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.editor.analysis import contexts, hover
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
    shown = _Shown(analyser, whole)
    found: dict[tuple[str, str], Told] = {}
    for block, told in (*_entities(shown), *_endpoints(shown), *_tenancy(shown), *contexts.told(analyser, whole)):
        found[block.name, block.label or ""] = told
    return found


def definition(analyser: Analyser, path: Path, offset: int) -> list[Place]:
    """The block of the blueprint that a model, a handler, a variable or an import in code speaks of."""
    return [place for _, place in subjects(analyser, path, offset)]


def subjects(analyser: Analyser, path: Path, offset: int) -> list[tuple[tuple[str, str], Place]]:
    """The same blocks by their types and labels."""
    blocks = _blocks_at(analyser, path, offset)
    places = [(block.place.document.path, block.place.header, block.place.header) for block in blocks]
    return [((block.name, block.label or ""), place) for block, place in zip(blocks, places, strict=True)]


def _blocks_at(analyser: Analyser, path: Path, offset: int) -> list[Block]:
    name = analyser.name(path)
    whole = analyser.whole(name) if name else None
    if name is None or whole is None:
        return []
    entity = hover.entity_at(analyser, whole, name, offset)
    blocks = [block for block in _blocks(whole, "entity") if entity and _same(block.label or "", entity.name)]
    blocks += [block for block in _blocks(whole, "endpoint") if _is_answered(whole, block, name, offset)]
    return [*blocks, *contexts.blocks_at(whole, name, offset)]


# ------------------------------------------------------------------------------------------------------------ blocks


class _Shown:
    """What is asked for every block, found once."""

    def __init__(self, analyser: Analyser, whole: Whole) -> None:
        self.analyser, self.whole = analyser, whole
        self.accesses: dict[str, Counter[str]] = {}
        """By model."""
        self.uses: dict[str, list[Place]] = {}
        """Where each model is accessed."""
        self.findings: dict[tuple[str, str], list[Place]] = {}
        """By what they are about: a model or an operation, and its name."""
        for one in judged(whole.survey) if whole.survey else ():
            self.accesses.setdefault(one.model, Counter())[one.verdict] += 1
            span = Span(one.start, one.end)
            self.uses.setdefault(one.model, []).append((analyser.root / one.path, span, span))
        for finding in (finding for findings in analyser.found.values() for finding in findings):
            place = finding.path, finding.span, finding.span
            self.findings.setdefault(("operation", str(finding.data.get("operation", ""))), []).append(place)
            if finding.data.get("model"):
                self.findings.setdefault(("model", _plain(str(finding.data["model"]))), []).append(place)


def _entities(shown: _Shown) -> Iterator[tuple[Block, Told]]:
    for block in _blocks(shown.whole, "entity"):
        told = Told(findings=shown.findings.get(("model", _plain(block.label or "")), []))
        counts: Counter[str] = Counter()
        for entity in shown.whole.case.models:
            if _same(block.label or "", entity.name):
                span = Span(*hover.name_span(shown.analyser, entity))
                body = Span(entity.model.start, entity.model.end)
                told.places.append((shown.analyser.root / entity.path, span, body))
                told.uses += shown.uses.get(entity.id, [])
                counts += shown.accesses.get(entity.id, Counter())
        told.accesses = dict(counts)
        yield block, told


def _endpoints(shown: _Shown) -> Iterator[tuple[Block, Told]]:
    for block in _blocks(shown.whole, "endpoint") if shown.whole.endpoints else ():
        told = Told()
        for one in _answering(shown.whole, block):
            path, start, end = one.handler or (one.path, one.start, one.end)
            told.places.append((shown.analyser.root / path, Span(start, start), Span(start, end)))
            told.findings += shown.findings.get(("operation", f"{one.method} {one.route}"), [])
        told.places = list(dict.fromkeys(told.places))
        yield block, told


def _tenancy(shown: _Shown) -> Iterator[tuple[Block, Told]]:
    blueprint = shown.whole.case.blueprint
    block = blueprint.blueprint.at("data.tenancy") if blueprint else None
    if block is not None:
        found = [place for key, places in shown.findings.items() if key[0] == "model" for place in places]
        yield block, Told(accesses=dict(sum(shown.accesses.values(), Counter())), findings=sorted(found))


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


def _same(label: str, name: str) -> bool:
    return _plain(label) in (_plain(name), _plain(name).removesuffix("s"), _plain(name).removesuffix("entity"))


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _folder(whole: Whole) -> Path | None:
    return whole.case.blueprint.blueprint.folder if whole.case.blueprint else None
