"""`blueprint check --fix` and `--baseline`: what is written, and what is never touched."""

from __future__ import annotations

import json
import stat

import pytest

from blueprint_ls.cli import writing
from blueprint_ls.cli.failure import CannotRun

HEADER = 'blueprint "acme-crm" {\n  language = 1\n  summary  = "A CRM"\n}\n'


def test_safe_fixes_are_applied_and_suggestions_are_not(faulty):
    run = faulty.run("check", "--fix")

    assert run.code == 1
    assert faulty.text().index("api {") < faulty.text().index("data {")
    assert "query_filtr" in faulty.text()
    assert run.out.endswith("1 error in 1 blueprint (1 file)\nFixed 1 finding in 1 file\n")


def test_what_is_missing_is_filled_in_only_when_asked_for_and_is_marked(project):
    project.write({"main.blueprint": HEADER})

    project.run("check", "--fix")
    assert project.text() == HEADER

    run = project.run("check", "--fix", "--assume")
    assert "missing-section" not in run.out
    assert "assumed" in project.text()
    assert "getting_started {" in project.text()


def test_filling_in_leaves_nothing_to_fill_in_and_a_second_run_changes_nothing(project):
    project.write({"main.blueprint": HEADER})
    project.run("check", "--fix", "--assume")
    once = project.text()

    run = project.run("check", "--fix", "--assume")

    assert project.text() == once
    assert "--fix" not in run.out
    assert "Fixed" not in run.out


def test_a_file_in_canonical_layout_stays_so(project):
    project.write({"main.blueprint": HEADER})

    project.run("check", "--fix", "--assume")

    assert project.run("fmt", "--check").code == 0


def test_a_dry_run_shows_the_difference_and_writes_nothing(faulty):
    before = faulty.text()

    run = faulty.run("check", "--fix", "--dry-run")

    assert faulty.text() == before
    assert run.out.startswith("--- a/main.blueprint\n+++ b/main.blueprint\n@@")
    assert "-api {" in run.out or "-data {" in run.out
    assert "section-order" in run.out
    assert run.out.endswith("Would fix 1 finding in 1 file\n")
    assert run.code == 1


def test_json_lists_what_was_fixed(faulty):
    answer = faulty.run("check", "--fix", "--format", "json").json

    assert answer["fixed"] == [
        {"rule": "section-order", "path": "main.blueprint", "title": "Put the sections in order"}
    ]
    assert [finding["rule"] for finding in answer["findings"]] == ["unknown-value"]


def test_only_the_files_that_are_named_are_changed(faulty):
    faulty.write({"more.blueprint": "reliability {\n}\n\nasync {\n}\n"})

    faulty.run("check", "--fix", "more.blueprint")

    assert faulty.text("more.blueprint").startswith("async")
    assert faulty.text().index("data {") < faulty.text().index("api {")


def test_permissions_and_line_ends_are_kept(faulty):
    path = faulty.folder / "main.blueprint"
    path.write_bytes(faulty.text().replace("\n", "\r\n").encode())
    path.chmod(0o640)

    faulty.run("check", "--fix")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert faulty.text().count("\r\n") == faulty.text().count("\n") > 20
    assert [entry.name for entry in faulty.folder.iterdir() if entry.name.startswith(".main")] == []


def test_a_link_that_leads_elsewhere_is_not_written_through(faulty, tmp_path):
    outside = tmp_path / "outside.blueprint"
    (faulty.folder / "main.blueprint").rename(outside)
    (faulty.folder / "main.blueprint").symlink_to(outside)
    before = outside.read_bytes()

    run = faulty.run("check", "--fix")

    assert run.code == 2
    assert "outside the folders that were named: it is left as it is" in run.err
    assert outside.read_bytes() == before


def test_a_link_inside_the_folder_keeps_being_a_link(faulty):
    path = faulty.folder / "main.blueprint"
    path.rename(faulty.folder / "real.txt")
    path.symlink_to("real.txt")

    faulty.run("check", "--fix")

    assert path.is_symlink()
    assert faulty.text("real.txt").index("api {") < faulty.text("real.txt").index("data {")


def test_a_write_that_fails_leaves_the_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "main.blueprint"
    path.write_text("before")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "replace", refuse)

    with pytest.raises(CannotRun, match="No space left on device"):
        writing.write(path, b"after")
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["main.blueprint"]


def test_a_baseline_is_begun_and_leaves_out_what_it_knows(faulty):
    begun = faulty.run("check", "--baseline", "known.json")
    assert begun.code == 0
    assert "Wrote 2 findings to known.json: they are not reported again" in begun.out

    faulty.write({"main.blueprint": "# Moved down.\n\n" + faulty.text().replace("/api/v1/{", "/v1/{")})
    again = faulty.run("check", "--baseline", "known.json")
    assert again.code == 0
    assert again.out == "No findings in 1 blueprint (1 file)\n2 findings known to the baseline\n"


def test_a_new_finding_is_reported_beside_a_baseline(faulty):
    faulty.run("check", "--baseline", "known.json")
    faulty.write({"main.blueprint": faulty.text().replace("[query_filtr]", "[query_filtr, scoped_clint]")})

    run = faulty.run("check", "--baseline", "known.json")

    assert run.code == 1
    assert "`scoped_clint`" in run.out
    assert "`query_filtr`" not in run.out


def test_a_baseline_holds_no_line_numbers_and_says_what_it_holds(faulty):
    faulty.run("check", "--baseline", "known.json")

    entries = json.loads(faulty.text("known.json"))["findings"]

    assert [sorted(entry) for entry in entries] == [["fingerprint", "message", "path", "rule"]] * 2


def test_mending_a_known_finding_fails_nothing_and_the_baseline_can_shrink(faulty):
    faulty.run("check", "--baseline", "known.json")
    faulty.run("check", "--fix")

    run = faulty.run("check", "--baseline", "known.json")
    assert run.code == 0
    assert "1 finding of 2 in known.json no longer found" in run.out

    faulty.run("check", "--baseline", "known.json", "--write-baseline")
    assert len(json.loads(faulty.text("known.json"))["findings"]) == 1


def test_ci_begins_no_baseline_unless_told_to(faulty):
    run = faulty.run("check", "--baseline", "known.json", CI="true")
    assert run.code == 2
    assert "CI is no place to begin one unseen" in run.err
    assert not (faulty.folder / "known.json").exists()

    assert faulty.run("check", "--baseline", "known.json", "--write-baseline", CI="true").code == 0
    assert (faulty.folder / "known.json").exists()


def test_a_file_that_is_no_baseline_is_never_overwritten(faulty):
    faulty.write({"package.json": '{"name": "acme"}\n'})

    run = faulty.run("check", "--baseline", "package.json", "--write-baseline")

    assert run.code == 2
    assert "`package.json` is no baseline" in run.err
    assert faulty.text("package.json") == '{"name": "acme"}\n'


def test_a_dry_run_writes_no_baseline(faulty):
    run = faulty.run("check", "--baseline", "known.json", "--dry-run")

    assert "Would write 2 findings to known.json" in run.out
    assert not (faulty.folder / "known.json").exists()
