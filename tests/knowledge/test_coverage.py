"""`blueprint coverage`: clean as the pages are, and dirty as soon as one artefact is taken away."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from blueprint_ls.cli.main import main
from blueprint_ls.knowledge.frontmatter import read
from blueprint_ls.knowledge.load import data_folder, load
from blueprint_ls.knowledge.requirements import LETTERS, Row, read_requirements
from blueprint_ls.language.schema import BlockSchema, walk

REQUIREMENTS = read_requirements(data_folder("rules"))
KNOWLEDGE = load()
SAMPLES = 8
"""How many artefacts of each kind are taken away, chosen anew only when the pages change."""

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the pages that a test may take things from."""
    return Path(shutil.copytree(data_folder("rules"), tmp_path_factory.mktemp("coverage") / "rules"))


@contextmanager
def _changed(page: Path, content: str | None) -> Iterator[None]:
    """The page with other content, or away, for a while."""
    before = page.read_text("utf-8")
    if content is None:
        page.unlink()
    else:
        page.write_text(content, "utf-8")
    try:
        yield
    finally:
        page.write_text(before, "utf-8")


def _edited(page: Path, change: Change) -> str:
    """The page with its front matter changed."""
    values = read(page).values
    change(values)
    body = page.read_text("utf-8").split("\n---\n", 1)[1]
    return f"---\n{yaml.safe_dump(values, sort_keys=False, allow_unicode=True)}---\n{body}"


def _missing(rules: Path, capsys: pytest.CaptureFixture[str], letters: str = "SC") -> list[str]:
    """The lines of the rows that lack a letter; the exit code must say the same."""
    code = main(["coverage", "--rules", str(rules), "--letters", letters])
    lines = [line for line in capsys.readouterr().out.splitlines() if "MISSING" in line]
    assert code == (1 if lines else 0)
    return lines


def _sample(kind: str, found: list[Any]) -> list[Any]:
    return random.Random(kind).sample(found, min(SAMPLES, len(found)))


def _places(kind: type) -> list[str]:
    """The paths of all attributes, or of all blocks, that some row names."""
    blocks = {schema.path: schema for schema in walk(KNOWLEDGE.vocabulary.root)}
    named = dict.fromkeys(path for row in REQUIREMENTS.rows for path in row.at if ".decision." not in path)
    return [path for path in named if (path in blocks) == (kind is BlockSchema)]


ATTRIBUTES, BLOCKS = _places(object), _places(BlockSchema)
LABELS = [(path, label) for row in REQUIREMENTS.rows for path, labels in row.labels.items() for label in labels]
OPTIONS = sorted(KNOWLEDGE.options)


def _page_of(rules: Path, path: str) -> Path:
    section = KNOWLEDGE.sections[path.split(".")[0]].path
    return rules / "sections" / section.name


def _within(values: dict[str, Any], path: str) -> dict[str, Any]:
    """The mapping of a block in the front matter of its section."""
    for name in path.split(".")[1:]:
        values = values["blocks"][name]
    return values


def _rows_of(path: str) -> list[Row]:
    return [row for row in REQUIREMENTS.rows if path in row.at]


def _names(lines: list[str], rows: list[Row]) -> bool:
    ids = {line.split()[0] for line in lines}
    return {row.id for row in rows} <= ids


def test_every_row_of_the_vocabulary_is_expressible_and_offered(rules, capsys):
    assert _missing(rules, capsys, "SC") == []


def test_a_row_is_one_line_with_what_carries_each_letter(rules, capsys):
    assert main(["coverage", "--rules", str(rules), "--letters", "SD", "00.1"]) == 0

    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("00.1 Goals with a measurable criterion | S ")
    assert "00-overview.md" in line
    assert "| D missing-attribute, missing-block" in line


def test_a_letter_that_does_not_apply_is_excused_with_its_reason(rules, capsys):
    assert main(["coverage", "--rules", str(rules), "--letters", "V", "00.5"]) == 0
    assert "V excused: The future is not in the repository" in capsys.readouterr().out


def test_a_letter_that_is_not_built_is_missing(rules, capsys):
    assert main(["coverage", "--rules", str(rules), "--letters", "V", "02.3"]) == 1
    assert "02.3" in capsys.readouterr().out


@pytest.mark.parametrize(("row", "rule"), [("K8", "sql-from-strings"), ("04.1", "tsconfig-not-strict")])
def test_the_page_of_a_rule_on_code_taken_away_is_missed_where_it_verifies(rules, capsys, row, rule):
    assert main(["coverage", "--rules", str(rules), "--letters", "V", row]) == 0
    assert f"V {rule}" in capsys.readouterr().out

    with _changed(rules / "code" / rule / "index.md", None):
        assert main(["coverage", "--rules", str(rules), "--letters", "V", row]) == 1


def test_every_requirement_that_a_rule_names_is_a_row():
    named = {(rule.page.name, row) for rule in KNOWLEDGE.rules.values() for row in rule.requirements}

    assert {(rule, row) for rule, row in named if row not in {row.id for row in REQUIREMENTS.rows}} == set()


@pytest.mark.parametrize("path", _sample("attribute", ATTRIBUTES))
def test_an_attribute_taken_away_is_missed(rules, capsys, path):
    owner, _, name = path.rpartition(".")
    page = _page_of(rules, path)

    with _changed(page, _edited(page, lambda values: _within(values, owner)["attributes"].pop(name))):
        lines = _missing(rules, capsys)

    assert _names(lines, _rows_of(path))
    assert any(f"`{path}` is not in the vocabulary" in line or "more" in line for line in lines)


@pytest.mark.parametrize("path", _sample("block", BLOCKS))
def test_a_block_taken_away_is_missed(rules, capsys, path):
    owner, _, name = path.rpartition(".")
    page = _page_of(rules, path)

    with _changed(page, _edited(page, lambda values: _within(values, owner)["blocks"].pop(name))):
        assert _names(_missing(rules, capsys), _rows_of(path))


@pytest.mark.parametrize("path", _sample("renamed", BLOCKS))
def test_a_block_renamed_is_missed(rules, capsys, path):
    owner, _, name = path.rpartition(".")
    page = _page_of(rules, path)

    def rename(values: dict[str, Any]) -> None:
        blocks = _within(values, owner)["blocks"]
        blocks[f"{name}_anew"] = blocks.pop(name)

    with _changed(page, _edited(page, rename)):
        assert _names(_missing(rules, capsys), _rows_of(path))


@pytest.mark.parametrize("path", _sample("doc", ATTRIBUTES + BLOCKS))
def test_documentation_taken_away_is_missed(rules, capsys, path):
    owner, _, name = path.rpartition(".")
    page = _page_of(rules, path)

    def empty(values: dict[str, Any]) -> None:
        found = _within(values, owner)
        (found["blocks"][name] if path in BLOCKS else found["attributes"][name])["doc"] = ""

    with _changed(page, _edited(page, empty)):
        assert _names(_missing(rules, capsys), _rows_of(path))


@pytest.mark.parametrize(("path", "label"), _sample("label", LABELS))
def test_a_label_taken_away_is_missed(rules, capsys, path, label):
    page = _page_of(rules, path)
    rows = [row for row in REQUIREMENTS.rows if label in row.labels.get(path, ())]

    with _changed(page, _edited(page, lambda values: _within(values, path)["labels"].pop(label))):
        assert _names(_missing(rules, capsys), rows)


@pytest.mark.parametrize(("decision", "option"), _sample("option", OPTIONS))
def test_the_page_of_an_option_taken_away_is_missed(rules, capsys, decision, option):
    page = rules / "decisions" / decision / f"{option}.md"

    with _changed(page, None):
        lines = _missing(rules, capsys)

    assert any(f"`{decision}.{option}` has no page" in line for line in lines)


@pytest.mark.parametrize("decision", sorted(KNOWLEDGE.decisions))
def test_the_page_of_a_decision_taken_away_is_missed(rules, capsys, decision):
    path = KNOWLEDGE.vocabulary.decisions[decision].path

    with _changed(rules / "decisions" / decision / "index.md", None):
        assert _names(_missing(rules, capsys), _rows_of(path))


@pytest.mark.parametrize("section", list(KNOWLEDGE.vocabulary.sections))
def test_the_page_of_a_section_taken_away_is_missed(rules, capsys, section):
    rows = [row for row in REQUIREMENTS.rows if any(path.startswith(f"{section}.") for path in row.at)]

    with _changed(_page_of(rules, section), None):
        assert _names(_missing(rules, capsys), rows)


@pytest.mark.parametrize(
    "rule", ["missing-attribute", "missing-block", "missing-decision", "placeholder", "section-order"]
)
def test_the_page_of_a_rule_taken_away_is_missed_where_it_diagnoses(rules, capsys, rule):
    before = set(_missing(rules, capsys, "D"))

    with _changed(rules / "blueprint" / f"{rule}.md", None):
        assert set(_missing(rules, capsys, "D")) > before


@pytest.mark.parametrize(("table", "row"), [("00-overview", "00.1, 00.2, 00.3"), ("decisions", "T1, T2, T3")])
def test_rows_taken_away_are_missed(rules, capsys, table, row):
    with _changed(rules / "requirements" / f"{table}.yaml", None):
        assert main(["coverage", "--rules", str(rules), "--letters", "SC"]) == 1

    assert f"requirements: no row for {row} and " in capsys.readouterr().out


def test_a_faulty_page_is_named_with_its_line(rules, capsys):
    page = rules / "sections" / "00-overview.md"

    with _changed(page, page.read_text("utf-8").replace("summary:", "sumary:", 1)):
        assert main(["coverage", "--rules", str(rules), "--letters", "S", "07.4"]) == 1

    assert (
        "00-overview.md:5: `section overview` has no key `sumary`: did you mean `summary`?" in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--letters", "SX"], f"expected letters of {LETTERS}"),
        (["77.1"], "there is no row `77.1`"),
        (["--rules", "nowhere"], "`nowhere` has no folder `requirements`"),
    ],
)
def test_what_cannot_be_looked_at_is_said(capsys, arguments, message):
    try:
        code = main(["coverage", *arguments])
    except SystemExit as ended:
        code = ended.code

    assert code == 2
    assert message in capsys.readouterr().err


DOCUMENT = data_folder("templates") / "document"
TEMPLATES = sorted(path.name for path in DOCUMENT.glob("*.md.j2"))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the document's templates that a test may take things from."""
    return Path(shutil.copytree(DOCUMENT, tmp_path_factory.mktemp("templates") / "document"))


def _unrendered(templates: Path, capsys: pytest.CaptureFixture[str], *rows: str) -> set[str]:
    """The rows that the document does not show."""
    code = main(["coverage", "--templates", str(templates), "--letters", "R", *rows])
    found = {line.split()[0] for line in capsys.readouterr().out.splitlines() if "R MISSING" in line}
    assert code == (1 if found else 0)
    return found


def test_every_row_of_the_vocabulary_is_rendered(templates, capsys):
    assert _unrendered(templates, capsys) == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_taken_away_is_missed(templates, capsys, name):
    section = name[3:].removesuffix(".md.j2")
    rows = [row.id for row in REQUIREMENTS.rows if any(path.startswith(f"{section}.") for path in row.at)]

    with _changed(templates / name, None):
        assert set(rows) <= _unrendered(templates, capsys, *rows)


def test_a_special_form_that_shows_less_is_missed(templates, capsys):
    page = templates / "14-getting_started.md.j2"
    shown = page.read_text("utf-8")

    with _changed(page, shown.replace("{{ steps() }}", "{% set unused = steps() %}")):
        assert _unrendered(templates, capsys, "14.1") == {"14.1"}
