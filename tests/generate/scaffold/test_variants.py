"""The variants that are built and booted leave no option out, and the generator takes each of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from blueprint_ls.judge.engine import judge
from scaffold.pairwise import covering, every_pair, pairs
from scaffold.variants import BOOTED, EXCLUDED, FACTORS, OVER_DOCUMENTS, PAIRWISE, VARIANTS, blueprint, decided
from support import workspace_of


def test_every_pair_of_options_that_go_together_stands_in_a_variant():
    there = set().union(*(pairs(row) for row in PAIRWISE.values()))

    assert [sorted(pair) for pair in every_pair(FACTORS, EXCLUDED) if pair not in there] == []


def test_no_variant_holds_a_pair_that_goes_not_together():
    assert [name for name, row in PAIRWISE.items() if pairs(row) & EXCLUDED] == []


def test_every_option_is_booted():
    tried = [*BOOTED.values(), *OVER_DOCUMENTS.values()]
    booted = {(factor, option) for row in tried for factor, option in decided(row).items()}
    wanted = {(factor, option) for factor, options in FACTORS.items() for option in options}

    assert wanted - booted == set()
    assert len(BOOTED) >= 6


@pytest.mark.parametrize("choices", VARIANTS.values(), ids=VARIANTS)
def test_the_blueprint_of_a_variant_has_no_errors_and_becomes_a_project(choices: Mapping[str, str]):
    sandbox = workspace_of(blueprint(choices))

    assert [one.message for one in judge(sandbox.case).findings if one.severity == "error"] == []
    assert planned(Project(sandbox.case.blueprint))


def test_a_pair_that_goes_not_together_is_refused():
    for pair in EXCLUDED:
        with pytest.raises(Refused):
            Project(workspace_of(blueprint(dict(pair))).case.blueprint)


def test_pairs_that_are_excluded_are_in_no_row():
    factors = {"a": ("1", "2", "3"), "b": ("1", "2", "3"), "c": ("1", "2")}
    excluded = {frozenset({("a", "2"), ("b", "2")}), frozenset({("b", "3"), ("c", "2")})}
    rows = covering(factors, excluded)
    there = set().union(*(pairs(row) for row in rows))

    assert there == set(every_pair(factors, excluded))
    assert rows == covering(factors, excluded)
    assert len(rows) < 18


def test_a_pair_that_fits_nowhere_is_told():
    alone = {frozenset({("a", "2"), ("c", option)}) for option in "12"}

    with pytest.raises(ValueError, match="no option of `c` goes with"):
        covering({"a": ("1", "2"), "b": ("1", "2"), "c": ("1", "2")}, alone)
