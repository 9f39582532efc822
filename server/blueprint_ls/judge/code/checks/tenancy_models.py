"""Rule `unknown-model`: what the blueprint's tenancy names, against the models that the code has."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.references import span_of
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding
from blueprint_ls.language.model import Block, Place
from blueprint_ls.language.suggest import did_you_mean
from blueprint_ls.syntax import Span

RULE = "unknown-model"


@code_check(RULE)
def unknown_model(case: CodeCase) -> Iterator[Finding]:
    """Names in `data.tenancy` that are neither entities of the blueprint nor models of the code."""
    block = case.blueprint.blueprint.at("data.tenancy") if case.blueprint else None
    if case.blueprint is None or block is None or not len(case.models):
        return
    entities = {label for kind, label in case.blueprint.blueprint.declared if kind == "entity"}
    for name, place, span in _names(block):
        if name not in entities and not case.models.named(name):
            known = {*entities, *(entity.name for entity in case.models)}
            message = (
                f"No model of the code is called `{name}`, and no entity of the blueprint{did_you_mean(name, known)}: "
                "what is said of it holds for no query"
            )
            page = case.knowledge.rules.get(RULE)
            severity = page.severity if page else "warning"
            yield Finding(RULE, place.document.path, span, message, "data.tenancy", severity)


def _names(tenancy: Block) -> Iterator[tuple[str, Place, Span]]:
    """The models that the block names, and where."""
    for block in (tenancy, *tenancy.blocks("owned")):
        for attribute in ("roots", "shared", "by"):
            found = block.attribute(attribute)
            for ref in found[1].references if found else ():
                if found:
                    yield ref.name, found[0], span_of(found[0], found[1], ref)
        if block is not tenancy and block.label:
            yield block.label, block.place, block.place.header
