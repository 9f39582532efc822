"""The JSON of `blueprint check`: stable, and true to what people are told."""

from __future__ import annotations

import json

import pytest

KEYS = [
    "rule", "severity", "path", "start", "end", "message", "requirement", "fixable", "fingerprint", "silenced", "data",
]  # fmt: skip


def test_a_finding_has_exactly_the_promised_keys(faulty):
    answer = faulty.run("check", "--format", "json").json

    assert answer["version"] == 1
    assert list(answer) == ["version", "findings", "not_analysed", "summary"]
    assert [list(finding) for finding in answer["findings"]] == [KEYS, KEYS]


def test_places_count_from_one_in_characters_and_paths_from_the_current_folder(faulty):
    text = faulty.text().replace('"/api/v1"', '"日本👩‍👩‍👧"').replace("[query_filtr]", '["é", query_filtr]')
    faulty.write({"services/crm/main.blueprint": text})

    findings = faulty.run("check", "crm", "--format", "json", cwd="services").json["findings"]

    found = next(finding for finding in findings if finding["rule"] == "unknown-value")
    assert found["path"] == "crm/main.blueprint"
    assert (found["start"], found["end"]) == ({"line": 16, "column": 21}, {"line": 16, "column": 32})


def test_a_byte_order_mark_is_no_column(project):
    project.write({"main.blueprint": b'\xef\xbb\xbfbluprint "acme-crm" {\n}\n'})

    findings = project.run("check", "--format", "json").json["findings"]

    found = next(finding for finding in findings if finding["rule"] == "unknown-block")
    assert (found["start"]["column"], found["end"]["column"]) == (1, 9)


@pytest.mark.parametrize(
    ("rule", "requirement", "fixable"), [("unknown-value", "07.2", False), ("section-order", "Q1", True)]
)
def test_a_finding_names_its_requirement_and_whether_a_safe_fix_cures_it(faulty, rule, requirement, fixable):
    findings = faulty.run("check", "--format", "json").json["findings"]

    found = next(finding for finding in findings if finding["rule"] == rule)
    assert (found["requirement"], found["fixable"]) == (requirement, fixable)


def test_a_silenced_finding_is_listed_with_its_reason_and_fails_nothing(faulty):
    text = faulty.text().replace(
        "    enforce", "    # blueprint-ignore unknown-value owner @data: the older word\n    enforce"
    )
    faulty.write({"main.blueprint": text})

    answer = faulty.run("check", "--fail-level", "error", "--format", "json").json

    found = next(finding for finding in answer["findings"] if finding["rule"] == "unknown-value")
    assert found["silenced"] is True
    assert found["data"]["silencer"] == {"reason": "the older word", "until": None, "owner": "@data"}
    assert answer["summary"]["silenced"] == 1
    assert answer["summary"]["failed"] is False


def test_what_could_not_be_read_is_not_passed_over(faulty):
    faulty.write({"data.blueprint": b"\xff"})

    answer = faulty.run("check", "--format", "json").json

    assert [entry["path"] for entry in answer["not_analysed"]] == ["data.blueprint"]
    assert "not UTF-8" in answer["not_analysed"][0]["reason"]


def test_the_summary_counts(faulty):
    summary = faulty.run("check", "--format", "json").json["summary"]

    assert summary == {
        "blueprints": 1,
        "files": 1,
        "code_files": 0,
        "error": 1,
        "warning": 1,
        "information": 0,
        "fixable": 1,
        "silenced": 0,
        "baseline": 0,
        "assumed": 0,
        "believed": [],
        "failed": True,
    }


def _fingerprints(project, *, cwd=".", path="."):
    findings = project.run("check", path, "--format", "json", cwd=cwd).json["findings"]
    return {finding["rule"]: finding["fingerprint"] for finding in findings}


def test_a_fingerprint_survives_lines_that_move_other_files_and_other_folders_to_stand_in(faulty):
    before = _fingerprints(faulty)
    text = faulty.text()
    head, data, api = (
        text.partition("data {")[0],
        text[text.index("data {") : text.index("api {")],
        text[text.index("api {") :],
    )

    faulty.write({"main.blueprint": f"# A comment.\n\n{head}\n\n{api}", "data.blueprint": f"\n\n{data}"})
    assert _fingerprints(faulty)["unknown-value"] == before["unknown-value"]

    faulty.write({"services/README.md": ""})
    assert _fingerprints(faulty, cwd="services", path="..")["unknown-value"] == before["unknown-value"]


def test_two_findings_alike_have_two_fingerprints(faulty):
    faulty.write({"main.blueprint": faulty.text().replace("[query_filtr]", "[query_filtr, query_filtr]")})

    findings = faulty.run("check", "--format", "json").json["findings"]

    prints = [finding["fingerprint"] for finding in findings]
    assert len(prints) == 3
    assert len(set(prints)) == 3


def test_it_is_json_in_any_encoding(faulty):
    faulty.write({"main.blueprint": faulty.text().replace("query_filtr", "größer")})

    run = faulty.run("check", "--format", "json", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert any("größer" in finding["message"] for finding in json.loads(run.out)["findings"])
