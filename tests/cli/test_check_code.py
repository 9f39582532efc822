"""`blueprint check` on code: what is judged, what is said, what is remembered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from cli.crm import FILES

ERROR = """\
src/deals.ts:4:9: error tenant-scope: `update` changes `Deal` rows of any tenant: it asks for `id` alone. Deal has \
the tenant column `organizationId`: add `organizationId` to its condition; no key of a tenant is in scope here.
  4 │   await prisma.deal.update({ where: { id }, data: { stage: "größer" } });
    │         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  see: main.blueprint:14:3: The blueprint asks for `organizationId` on every access to a tenant's rows
  see: schema.prisma:9:3: Deal has the tenant column `organizationId`
"""


@pytest.fixture
def crm(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project.write(FILES)


def _rules(run):
    return [(found["path"], found["start"]["line"], found["severity"]) for found in run.json["findings"]]


def test_code_is_judged_beside_its_blueprint(crm):
    run = crm.run("check")

    assert run.code == 1
    assert ERROR in run.out
    assert "1 error, 1 warning in 1 blueprint (1 file) and 2 files of code\n" in run.out
    assert "1 finding silenced, each with its reason" in run.out
    assert run.err == ""


def test_json_has_the_promised_keys_and_what_the_rule_saw(crm):
    answer = crm.run("check", "--format", "json").json
    found = answer["findings"][0]

    assert list(answer) == ["version", "findings", "not_analysed", "summary"]
    assert list(found) == [
        "rule", "severity", "path", "start", "end", "message", "requirement", "fixable", "fingerprint", "silenced",
        "data",
    ]  # fmt: skip
    assert (found["rule"], found["requirement"], found["silenced"]) == ("tenant-scope", "K1", False)
    assert (found["start"], found["end"]) == ({"line": 4, "column": 9}, {"line": 4, "column": 73})
    assert found["data"]["model"] == "Deal"
    assert found["data"]["verdict"] == "unscoped"
    silenced = next(one for one in answer["findings"] if one["silenced"])
    assert silenced["data"]["silencer"] == {
        "reason": "the bill runs over all tenants", "until": None, "owner": "@billing", "kind": "system-job",
    }  # fmt: skip


def test_a_folder_or_a_file_of_code_is_reported_alone_and_judged_as_a_whole(crm):
    crm.write({"apps/web/deals.ts": FILES["src/deals.ts"]})

    assert {path for path, _, _ in _rules(crm.run("check", "apps", "--format", "json"))} == {"apps/web/deals.ts"}
    assert {path for path, _, _ in _rules(crm.run("check", "src/deals.ts", "--format", "json"))} == {"src/deals.ts"}
    assert crm.run("check", "main.blueprint").out == "No findings in 1 blueprint (1 file)\n"


@pytest.mark.parametrize(
    ("where", "paths", "above"), [(".", ["src"], "."), ("src", [], ".."), ("src", ["deals.ts"], "..")]
)
def test_a_folder_below_a_blueprint_is_held_to_it(crm, where, paths, above):
    for _ in range(2):  # judged, then remembered
        run = crm.run("check", *paths, cwd=where)

        assert "The blueprint asks for `organizationId`" in run.out
        assert f"of code, under the blueprint in `{above}`\n" in run.out
        assert "No blueprint states a tenant key" not in run.out
        assert "blueprint init" not in run.out


def test_silencers_and_the_baseline_of_the_header_hold_in_the_folders_below(crm):
    header = FILES["main.blueprint"].replace("{", '{\n  baseline = "known.json"', 1)
    crm.write({"main.blueprint": header})
    below = {"cwd": "src"}

    assert "`check --baseline ../known.json` writes it" in crm.run("check", **below).out
    crm.run("check", "--baseline", "known.json")
    run = crm.run("check", **below)
    assert (run.code, run.out.splitlines()[0][:11]) == (0, "No findings")
    assert "known to the baseline" in run.out
    assert "silenced, each with its reason" in run.out


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("(id: string) {", "(id: string) { // a\u2028b").encode(),
    ],
    ids=["byte order mark", "CRLF", "both", "line separator"],
)
def test_findings_stand_where_an_editor_counts_however_a_file_is_written(crm, written):
    def places():
        return re.findall(r"^src/deals\.ts:(\d+):(\d+): ", crm.run("check").out, re.MULTILINE)

    plain = places()
    assert plain == [("4", "9"), ("8", "10")]
    crm.write({"src/deals.ts": written(FILES["src/deals.ts"])})
    assert places() == plain


def test_without_a_blueprint_it_works_and_says_what_it_believes(crm):
    carriers = "".join(
        f"\nmodel Item{at} {{\n  id String @id\n  organizationId String\n"
        "  organization Organization @relation(fields: [organizationId], references: [id])\n}\n"
        for at in range(4)
    )
    (crm.folder / "main.blueprint").unlink()
    crm.write({"schema.prisma": FILES["schema.prisma"] + carriers})

    run = crm.run("check")
    assert run.code == 1
    assert "src/deals.ts:4:9: error tenant-scope" in run.out
    assert "No blueprint states a tenant key. The schema suggests `organizationId`" in run.out
    assert all(f"\n  blueprint {step} " in run.out for step in ("inventory", "init --from-repo", "check --baseline"))
    (believed,) = crm.run("check", "--format", "json").json["summary"]["believed"]
    assert believed["key"] == "organizationId"
    assert believed["evidence"]


def test_without_a_blueprint_and_a_tenant_it_says_that_no_query_was_held_to_one(project):
    project.write({"src/url.ts": "export const url = process.env.SHOP_URL;\n", ".env.example": "SHOP_URL=\n"})

    run = project.run("check")

    assert run.code == 0
    assert "no query was held to a tenant" in run.out
    assert "blueprint init --from-repo" in run.out


def test_what_is_remembered_is_what_was_judged(crm):
    first = crm.run("check", "--format", "json")

    assert crm.run("check", "--format", "json").out == first.out


@pytest.mark.parametrize(
    ("name", "old", "new", "severities"),
    [
        ("src/deals.ts", "where: { id }, data", "where: { id, organizationId: '1' }, data", ["warning", "error"]),
        ("main.blueprint", "missing-section { severity = off }", "tenant-scope { severity = off }", []),
        ("schema.prisma", "organizationId String", "organizationId String?", ["error", "warning", "error"]),
    ],
)
def test_what_is_remembered_ends_with_any_change(crm, name, old, new, severities):
    crm.run("check")
    crm.write({name: FILES[name].replace(old, new)})
    again = crm.run("check", "--format", "json")

    found = [one["severity"] for one in again.json["findings"] if one["rule"] == "tenant-scope"]
    assert found == severities


def test_a_base_outside_the_repository_counts_as_well(crm):
    outside = crm.folder.parent / "standards"
    outside.mkdir()
    base = 'blueprint "standards" {\n  language = 1\n  summary  = "A standard"\n  RULES\n}\n'
    (outside / "main.blueprint").write_text(base.replace("RULES", ""))
    extending = FILES["main.blueprint"].replace("language = 1", 'language = 1\n  extends  = ["../standards"]')
    crm.write({"main.blueprint": extending})
    assert crm.run("check", "src").code == 1

    (outside / "main.blueprint").write_text(base.replace("RULES", "rules {\n    tenant-scope { severity = off }\n  }"))
    assert crm.run("check", "src").code == 0


def test_a_baseline_lets_an_old_repository_start_today(crm):
    assert crm.run("check", "--baseline", "known.json").code == 0
    assert crm.run("check", "--baseline", "known.json").code == 0

    moved = FILES["src/deals.ts"].replace("\n\n", "\n\n// Moved on.\n\n")
    crm.write({"src/deals.ts": moved})
    assert crm.run("check", "--baseline", "known.json").code == 0

    crm.write({"src/deals.ts": f"{moved}\nexport const all = () => prisma.deal.findMany();\n"})
    run = crm.run("check", "--baseline", "known.json", "--format", "json")
    assert run.code == 1
    assert [one["data"]["operation"] for one in run.json["findings"] if not one["data"]["baseline"]] == [
        "findMany",
        "deleteMany",
    ] or [one["data"]["operation"] for one in run.json["findings"] if not one["data"]["baseline"]] == [
        "deleteMany",
        "findMany",
    ]


def test_a_baseline_that_shrinks_is_no_failure_and_none_begins_in_ci(crm):
    assert crm.run("check", "--baseline", "known.json", CI="true").code == 2
    crm.run("check", "--baseline", "known.json")
    crm.write({"src/deals.ts": "export const one = 1;\n"})

    run = crm.run("check", "--baseline", "known.json", CI="true")
    assert run.code == 0
    assert "2 findings of 2 in known.json no longer found" in run.out


def test_a_cache_that_cannot_be_written_or_believed_changes_nothing(crm, tmp_path):
    expected = crm.run("check", "--format", "json").out
    damaged = tmp_path / "cache" / "blueprint-ls" / "codebase.sqlite"
    damaged.write_bytes(b"no database at all" * 1000)
    assert crm.run("check", "--format", "json").out == expected
    (tmp_path / "file").write_text("")
    run = crm.run("check", "--format", "json", XDG_CACHE_HOME=str(tmp_path / "file"))
    assert run.out == expected


def test_two_at_once_on_one_cache_agree(crm):
    with ThreadPoolExecutor(3) as pool:
        runs = [*pool.map(lambda _: crm.run("check", "--format", "json"), range(3))]

    assert len({run.out for run in runs}) == 1
    assert {run.code for run in runs} == {1}


def test_what_cannot_be_analysed_is_said(crm):
    crm.write(
        {"src/broken.ts": "prisma.deal.findMany({ where: { ((( ", "src/binary.ts": b"\x00\x01prisma.deal.findMany"}
    )

    answer = crm.run("check", "--format", "json").json
    assert {"src/broken.ts", "src/binary.ts"} <= {one["path"] for one in answer["not_analysed"]}


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_progress_is_for_terminals_alone(crm):
    import pty

    master, slave = pty.openpty()
    run = subprocess.run(
        [sys.executable, "-m", "blueprint_ls", "check", "--format", "json"],
        cwd=crm.folder,
        env=crm.env(),
        stdout=subprocess.PIPE,
        stderr=slave,
        timeout=120,
        check=False,
    )
    os.close(slave)
    said = os.read(master, 100_000).decode()
    os.close(master)

    assert run.stdout.decode().startswith("{")
    assert "judging" in said
    assert said.endswith("\x1b[K")
