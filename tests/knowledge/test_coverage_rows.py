"""The requirements as rows: all of them are there, and between them they name the whole vocabulary."""

from __future__ import annotations

from collections import Counter

import pytest

from blueprint_ls.knowledge.load import data_folder, load
from blueprint_ls.knowledge.requirements import FOLDER, LETTERS, OTHER_ROWS, SECTION_ROWS, read_requirements
from blueprint_ls.language.schema import walk

REQUIREMENTS = read_requirements(data_folder("rules"))
KNOWLEDGE = load()
COMMON = ("assumed", "lock")
_HEADER = "blueprint"


def test_the_rows_can_be_read():
    assert REQUIREMENTS.problems == ()


@pytest.mark.parametrize(("section", "count"), list(enumerate(SECTION_ROWS)))
def test_every_row_of_a_section_is_there(section, count):
    ids = [row.id for row in REQUIREMENTS.rows if row.id.startswith(f"{section:02d}.")]

    assert ids == [f"{section:02d}.{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(("letter", "count"), OTHER_ROWS.items())
def test_every_other_row_is_there(letter, count):
    ids = [row.id for row in REQUIREMENTS.rows if row.id[0] == letter]

    assert ids == [f"{letter}{number}" for number in range(1, count + 1)]


def test_no_row_stands_twice():
    assert [name for name, times in Counter(row.id for row in REQUIREMENTS.rows).items() if times > 1] == []


def test_rows_of_sections_have_every_letter():
    rows = [row for row in REQUIREMENTS.rows if row.id[0].isdecimal() or row.id[0] == "T"]

    assert {row.letters for row in rows} == {LETTERS}


def test_every_block_and_attribute_belongs_to_a_row():
    named = {path for row in REQUIREMENTS.rows for path in row.at}
    known = set()
    for schema in walk(KNOWLEDGE.vocabulary.root):
        if "." not in schema.path or schema.name in ("remove", "not_applicable", "decision"):
            continue
        known |= {schema.path, *(f"{schema.path}.{name}" for name in schema.attributes if name not in COMMON)}

    assert {path for path in known - named if path.split(".")[0] != _HEADER} == set()


def test_every_decision_belongs_to_a_row():
    named = {path for row in REQUIREMENTS.rows for path in row.at}

    assert {decision.path for decision in KNOWLEDGE.vocabulary.decisions.values()} <= named


def test_every_page_of_an_option_belongs_to_a_row():
    named = {
        (decision.rpartition(".")[2], option)
        for row in REQUIREMENTS.rows
        for decision, options in row.options.items()
        for option in options
    }

    assert set(KNOWLEDGE.options) - named == set()


def test_every_label_belongs_to_a_row():
    named = {(path, label) for row in REQUIREMENTS.rows for path, labels in row.labels.items() for label in labels}
    known = {
        (schema.path, label)
        for schema in walk(KNOWLEDGE.vocabulary.root)
        for label in schema.labels
        if schema.name != "decision"
    }

    assert known - named == set()


@pytest.mark.parametrize(
    ("subject", "row"),
    [
        ("overview.goal.success", "00.1"),
        ("data.decision.orm", "07.4"),
        ("data.decision.orm.because", "07.4"),
        ("data.entity", "00.7"),
        ("overview", None),
        ("", None),
        ("nowhere.at.all", None),
    ],
)
def test_a_finding_leads_to_the_row_that_asks_for_it(subject, row):
    assert REQUIREMENTS.row_of(subject) == row


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- id: x\n", "`row x` lacks `kind`"),
        ("- {id: x, kind: fac, what: y}\n", "`row x` has the kind `fac`, which is none: did you mean `fact`?"),
        ("- {id: x, kind: fact, what: y, att: []}\n", "`row x` has no key `att`: did you mean `at`?"),
        ("- {id: x, kind: fact, what: y, except: {X: why}}\n", "`row x` excuses `X`, which is no letter"),
        ("id: x\n", "Expected a list of rows"),
        ("- [\n", "Faulty YAML"),
        ("- text\n", "Expected a row with `id`, `kind` and `what`"),
    ],
)
def test_a_faulty_row_is_named_and_the_others_are_read(tmp_path, content, message):
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "a.yaml").write_text(content)
    (folder / "b.yaml").write_text("- {id: '1', kind: fact, what: y}\n")

    found = read_requirements(tmp_path)

    assert message in found.problems[0].message
    assert [row.id for row in found.rows] == ["1"]
