"""The truth set holds together: well-formed rows, one reading of every access, enough of what matters."""

import re
from collections import Counter
from pathlib import Path

import pytest

from blueprint_ls.judge.workspace import Workspace
from truth.labels import HERE, LAYERS, Labels, read

VERDICTS = {"scoped", "indirect", "conditional", "unknown", "unscoped", "global"}
ANSWERS = {"yes", "no", "conditional", "unknown"}
CHECKS = {"yes", "no", "none_needed", "unknown"}
SETS = read()

each = pytest.mark.parametrize("labels", SETS, ids=lambda labels: labels.repository)


@each
def test_rows_are_well_formed(labels: Labels):
    for row in (*labels.accesses, *labels.endpoints):
        assert (row.repository, row.commit) == (labels.repository, labels.commit)
        assert re.fullmatch(r"[0-9a-f]{40}", row.commit)
        assert 0 < len(row.why) <= 160
        assert row.line > 0
    assert {row.verdict for row in labels.accesses} <= VERDICTS
    assert {row.authenticated for row in labels.endpoints} <= ANSWERS
    assert {row.validated for row in labels.endpoints} <= CHECKS


@each
def test_nothing_is_labelled_twice(labels: Labels):
    accesses = Counter((row.path, row.line, row.model, row.operation) for row in labels.accesses)
    endpoints = Counter((row.path, row.line, row.method, row.route) for row in labels.endpoints)

    assert [place for place, count in (accesses | endpoints).items() if count > 1] == []


@each
def test_a_blueprint_states_the_tenancy(labels: Labels, tmp_path: Path):
    (tmp_path / "main.blueprint").write_bytes(labels.blueprint.read_bytes())

    blueprint = Workspace([tmp_path]).case(tmp_path).blueprint

    assert blueprint.value("data.tenancy.key")
    assert labels.repository in LAYERS


def test_there_are_enough_unscoped_ones():
    unscoped = [row for labels in SETS for row in labels.accesses if row.verdict == "unscoped"]

    assert len(unscoped) >= 100
    assert sum(not row.is_system for row in unscoped) >= 100


@each
def test_the_readme_counts_them(labels: Labels):
    counts = Counter(row.verdict for row in labels.accesses)
    cells = [len({row.path for row in labels.accesses}), len(labels.accesses)]
    cells += [counts[verdict] for verdict in ("scoped", "indirect", "conditional", "unknown", "unscoped", "global")]

    assert f"| {labels.repository} | {' | '.join(map(str, cells))} |" in (HERE / "README.md").read_text("utf-8")
