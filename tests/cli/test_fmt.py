"""`blueprint fmt`: what changes, what is only said, and what is left alone."""

from __future__ import annotations

import pytest

LOOSE = 'overview {\n  scale {\n    tenants=3\n    growth = "3x/year"   \n  }\n}'
TIDY = 'overview {\n  scale {\n    tenants = 3\n    growth  = "3x/year"\n  }\n}\n'


def test_files_are_laid_out_and_named(project):
    project.write({"main.blueprint": LOOSE, "deep/er/main.blueprint": TIDY})

    run = project.run("fmt")

    assert (run.code, run.out) == (0, "main.blueprint\nLaid out 1 of 2 files\n")
    assert project.text() == TIDY


def test_a_second_run_changes_nothing(project):
    project.write({"main.blueprint": LOOSE}).run("fmt")

    assert project.run("fmt").out == "1 file in canonical layout\n"


def test_check_names_files_and_writes_none(project):
    project.write({"main.blueprint": LOOSE})

    run = project.run("fmt", "--check")

    assert (run.code, run.out) == (1, "main.blueprint\nWould lay out 1 of 1 file\n")
    assert project.text() == LOOSE


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_the_difference_is_shown_and_nothing_written(project, option):
    project.write({"main.blueprint": LOOSE})

    run = project.run("fmt", option)

    assert run.code == 1
    assert "-    tenants=3\n" in run.out
    assert "+    tenants = 3\n" in run.out
    assert "\\ No newline at end of file\n" in run.out
    assert project.text() == LOOSE


def test_a_missing_last_line_end_alone_is_a_visible_difference(project):
    project.write({"main.blueprint": TIDY.rstrip("\n")})

    assert "\\ No newline at end of file" in project.run("fmt", "--diff").out


def test_standard_input_goes_to_standard_output(project):
    run = project.run("fmt", "-", stdin=LOOSE.encode())

    assert (run.code, run.out) == (0, TIDY)


def test_standard_input_can_be_checked(project):
    assert project.run("fmt", "--check", "-", stdin=LOOSE.encode()).code == 1
    assert project.run("fmt", "--check", "-", stdin=TIDY.encode()).code == 0


def test_a_statement_that_cannot_be_read_is_left_as_it_stands(project):
    project.write({"main.blueprint": 'overview {\n  scale   {\n    tenants==3 4\n    growth="3x/year"\n  }\n}\n'})

    project.run("fmt")

    assert "    tenants==3 4\n" in project.text()
    assert '    growth = "3x/year"\n' in project.text()


def test_a_file_that_is_no_text_is_named_and_the_others_are_laid_out(project):
    project.write({"main.blueprint": LOOSE, "other.blueprint": b"\xff\n"})

    run = project.run("fmt")

    assert run.code == 2
    assert "`other.blueprint` is not UTF-8 text: it is left as it is" in run.err
    assert project.text() == TIDY


def test_standard_input_goes_with_no_other_path(project):
    assert project.run("fmt", "-", "main.blueprint").code == 2
