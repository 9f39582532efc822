"""Checks that a team declares on its own rule pages: their form."""

from pathlib import Path

import pytest

from blueprint_ls.knowledge.load import data_folder, load_from

HEAD = "---\nrule: entity-module\ntitle: An entity without a module\nseverity: error\ncheck:\n"


def _faults(folder: Path, check: str) -> list[tuple[int, str]]:
    (folder / "page.md").write_text(f"{HEAD}{check}---\n# An entity without a module\n")
    knowledge = load_from([data_folder("rules"), folder])
    assert ("entity-module" in knowledge.rules) == (not knowledge.problems)
    return [(problem.line, problem.message) for problem in knowledge.problems]


def test_a_check_that_fits_the_vocabulary_is_taken(tmp_path: Path):
    check = '  each: data.entity\n  require: [module, field]\n  match: {table: "[a-z_]+"}\n  message: "{label}"\n'

    assert _faults(tmp_path, check) == []


def test_a_check_may_look_at_one_decision_alone(tmp_path: Path):
    assert _faults(tmp_path, "  each: data.decision.orm\n  require: [review]\n  message: Review it\n") == []


@pytest.mark.parametrize(
    ("check", "line", "message"),
    [
        ("  require: [module]\n  message: x\n", 5, "`check` lacks `each`"),
        ("  each: data.entity\n  require: [module]\n", 5, "`check` lacks `message`"),
        ("  each: data.entity\n  message: x\n", 5, "`check` asks for nothing: give it `require`, `forbid` or `match`"),
        ("  each: data.entity\n  requires: [module]\n  message: x\n", 7, "did you mean `require`?"),
        ("  each: data.entity\n  require: module\n  message: x\n", 7, "`require` of `check` must be a list of texts"),
        ("  each: data.entity\n  match: [a]\n  message: x\n", 7, "`match` of `check` must be a mapping"),
        ("  each: data.entity\n  match:\n    table: '[a'\n  message: x\n", 8, "`match` of `table` is no regular"),
        ("  each: data.entitty\n  require: [module]\n  message: x\n", 6, "did you mean `data.entity`?"),
        ("  each: data.entity\n  require: [modul]\n  message: x\n", 7, "`require` names `modul`, which"),
        ("  each: data.entity\n  forbid: [fields]\n  message: x\n", 7, "did you mean `field`?"),
        ("  each: data.entity\n  match: {field: x}\n  message: x\n", 7, "`match` names `field`"),
    ],
)
def test_a_faulty_check_is_named_with_its_line(tmp_path: Path, check: str, line: int, message: str):
    found = _faults(tmp_path, check)

    assert [entry[0] for entry in found] == [line]
    assert message in found[0][1]


def test_a_check_that_is_no_mapping_is_named(tmp_path: Path):
    (tmp_path / "page.md").write_text(HEAD.replace("check:", "check: data.entity") + "---\n")

    (problem,) = load_from([data_folder("rules"), tmp_path]).problems

    assert problem.message == "`check` of `rule entity-module` must be a mapping"
