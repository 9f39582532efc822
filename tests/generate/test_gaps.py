"""Gaps of every size are filled: sections, blocks and attributes taken out of a complete blueprint, in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from blueprint_ls.fixes import Fix, fixes
from blueprint_ls.generate.stated import Stated
from blueprint_ls.judge.engine import judge
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span, Text, format
from generate.given import HEADER, faults, filled, full
from support import MAIN, Sandbox, workspace_of

SECTIONS = list(load().vocabulary.sections)
SLOW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Without shrinking: each example judges a blueprint of 4 000 lines many times."""


def _without(text: str, spans: list[Span]) -> str:
    data = text.encode()
    for span in sorted(spans, reverse=True):
        data = data[: span.start] + data[span.end :]
    return format(Text(data)).decode()


def _places(sandbox: Sandbox) -> list[Span]:
    """All that a complete blueprint has to have: what the vocabulary asks for, and what is referred to.

    A permission or an error more or less, to which nothing refers, is nobody's gap but its author's.
    """
    blueprint = sandbox.case.blueprint
    wanted = {(kind, name) for kind, names in Stated(blueprint).wanted.items() for name in names}
    blocks = [block for section in blueprint.sections.values() for block in section.walk()]
    gaps = [block for block in blocks if block.parent and (_asked(block) or (block.name, block.label) in wanted)]
    found = [block.place.span for block in gaps]
    for block in blocks:
        attributes = block.place.element.attributes.values()
        found += [block.place.attribute_span(one) for one in attributes if one.schema and one.schema.required]
    return found


def _asked(block: Block) -> bool:
    schema = block.schema
    if schema is None or block.name == "decision":
        return schema is not None
    return (schema.required and not schema.many) or block.label in schema.each


def _apart(spans: list[Span]) -> list[Span]:
    """Those that do not lie inside one another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _content(sandbox: Sandbox) -> object:
    """What a blueprint says, whatever the order in which it says it."""

    def of(block: Block) -> object:
        place = block.place
        attributes = {name: one.node.value.text() for name, one in place.element.attributes.items()}
        inside = sorted((of(child) for child in block.blocks()), key=str)
        return block.name, block.label, sorted(attributes.items()), inside

    return sorted((of(block) for block in sandbox.case.blueprint.top), key=str)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_that_is_taken_out_comes_back(section: str):
    whole = workspace_of(full())
    text = _without(full(), [whole.case.blueprint.sections[section].place.span])
    sandbox = filled(text)

    assert faults(sandbox) == []
    assert _content(sandbox) == _content(whole)


@SLOW
@given(st.randoms(use_true_random=False), st.sampled_from([1, 3, 12, 60, 300]))
def test_whatever_is_taken_out_is_filled_in(chance: random.Random, number: int):
    places = _places(workspace_of(full()))
    text = _without(full(), _apart(chance.sample(places, number)))

    assert [(found.rule, found.message) for found in faults(filled(text))] == []


def _apply_one_by_one(text: str, chance: random.Random) -> Sandbox:
    """Each time one fix, whichever chance names."""
    sandbox = workspace_of(text)
    for _ in range(400):
        fix = _some_fix(sandbox, chance)
        if fix is None:
            return sandbox
        sandbox.make({edit.path: [e for e in fix.edits if e.path == edit.path] for edit in fix.edits})
        sandbox.workspace.refresh()
    raise AssertionError("the fixes never come to an end")


def _some_fix(sandbox: Sandbox, chance: random.Random) -> Fix | None:
    case = sandbox.case
    findings = list(judge(case).findings)
    chance.shuffle(findings)
    for finding in findings:
        for fix in fixes(finding, case):
            if fix.safe and fix.preferred:
                return fix
    return None


@SLOW
@given(st.randoms(use_true_random=False))
def test_from_one_line_the_order_of_fixes_does_not_matter(chance: random.Random):
    assert _content(_apply_one_by_one(HEADER, chance)) == _content(workspace_of(full()))


@SLOW
@given(st.randoms(use_true_random=False), st.sampled_from([3, 12, 30]))
def test_with_gaps_the_order_of_fixes_does_not_matter(chance: random.Random, number: int):
    places = _places(workspace_of(full()))
    text = _without(full(), _apart(chance.sample(places, number)))

    assert _content(_apply_one_by_one(text, chance)) == _content(filled(text))


def test_files_of_one_blueprint_are_filled_together():
    files = {MAIN: HEADER, "data.blueprint": "data {\n}\n", "ops.blueprint": "deployment {\n}\n"}
    sandbox = workspace_of(files)
    sandbox.fix_all(assume=True)

    assert faults(sandbox) == []
