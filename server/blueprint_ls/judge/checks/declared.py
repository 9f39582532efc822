"""The rules that a team writes itself, as data in the pages under `.blueprint/rules`."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.knowledge.declared import DeclaredCheck
from blueprint_ls.language.model import Block, Place
from blueprint_ls.syntax import Expression, Heredoc, Span, String


@blueprint_check()
def declared_rules(case: Case) -> Iterator[Finding]:
    """What the blocks of this blueprint lack, or have in spite of a team's rule."""
    checks = [(rule.name, rule.check) for rule in case.knowledge.rules.values() if rule.check]
    for block in case.blueprint.walk() if checks else ():
        for rule, check in checks:
            if check.each in (_path(block), block.schema.path if block.schema else ""):
                yield from _faults(rule, check, block)


def _path(block: Block) -> str:
    """Where a block stands, labels left out: `data.entity`."""
    return f"{_path(block.parent)}.{block.name}" if block.parent else block.name


def _faults(rule: str, check: DeclaredCheck, block: Block) -> Iterator[Finding]:
    own = next((place for place in block.places if place.layer == 0), None)
    missing = [name for name in check.require if not _has(block, name)]
    if own and missing:
        yield _finding(rule, check, block, own, own.header, missing[0])
    for name in check.forbid:
        for place, span in _said(block, name):
            yield _finding(rule, check, block, place, span, name)
    for name, form in check.match.items():
        found = block.attribute(name)
        if found and found[0].layer == 0 and not form.fullmatch(_text(found[1].node.value)):
            yield _finding(rule, check, block, found[0], found[0].value_span(found[1]), name)


def _has(block: Block, name: str) -> bool:
    return block.attribute(name) is not None or block.block(name) is not None


def _said(block: Block, name: str) -> Iterator[tuple[Place, Span]]:
    """Where the blueprint itself states an attribute or a block of that name."""
    for place in block.places:
        if place.layer == 0 and name in place.element.attributes:
            yield place, place.attribute_span(place.element.attributes[name])
    for child in block.blocks(name):
        yield from ((place, place.header) for place in child.places if place.layer == 0)


def _text(value: Expression) -> str:
    """A value as text: what a string says, else the source."""
    return value.value if isinstance(value, String | Heredoc) else value.text().decode(errors="replace")


def _finding(rule: str, check: DeclaredCheck, block: Block, place: Place, span: Span, name: str) -> Finding:
    message = check.message.replace("{label}", block.label or block.name)
    data = {"path": block.path, "name": name}
    return Finding(rule, place.document.path, span, message, f"{check.each}.{name}", data=data)
