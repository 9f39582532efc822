"""`blueprint check`: what people and programs are told, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

MARKED = """\
main.blueprint:16:16: error unknown-value: `query_filtr` is not known here: did you mean `query_filter`?
  16 │     enforce = [query_filtr]
     │                ^^^^^^^^^^^
  fix: Change to `query_filter` (a suggestion: by hand or in the editor)
  why: blueprint explain unknown-value
"""
ORDER = """\
main.blueprint:20:1: warning section-order: Section `api` belongs before `data`: sections stand in the order of \
the document
  20 │ api {
     │ ^^^
  see: main.blueprint:13:1: `data` stands here
  fix: Put the sections in order (--fix)
  why: blueprint explain section-order
"""
QUIET = """\
blueprint "acme-crm" {
  language = 1
  summary  = "Multi-tenant CRM with reporting and webhooks"

  rules {
    missing-section { severity = off }
    missing-block { severity = off }
    missing-decision { severity = off }
    missing-attribute { severity = off }
  }
}
"""


def _overview(text: str) -> str:
    return f"{QUIET}\noverview {{\n{text}\n}}\n"


def test_a_finding_shows_its_line_the_mark_under_it_and_the_cure(faulty):
    run = faulty.run("check")

    assert run.code == 1
    assert MARKED in run.out
    assert ORDER in run.out
    assert run.out.endswith("1 error, 1 warning in 1 blueprint (1 file); 1 fixable with --fix\n")
    assert run.err == ""


def test_a_rule_is_explained_once_however_often_it_fires(faulty):
    faulty.write({"main.blueprint": faulty.text().replace("[query_filtr]", "[query_filtr, scoped_clint]")})

    out = faulty.run("check").out

    assert out.count("error unknown-value") == 2
    assert out.count("blueprint explain unknown-value") == 1


def test_the_line_is_shown_once_for_findings_on_the_same_mark(project):
    project.write({"main.blueprint": 'blueprint "acme-crm" {\n  language = 1\n  summary  = "A CRM"\n}\n'})

    out = project.run("check").out

    assert out.count("warning missing-section") == 15
    assert out.count('1 │ blueprint "acme-crm" {') == 1


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("\tgrowth = 3", "             ^"),
        ("  scale\t{ growth = 3 }", "                   ^"),
        ('  goal "日本語" { success = 80 }', "                            ^^"),
        ('  goal "👩‍👩‍👧 ok" { success = 80 }', "                           ^^"),
        ('  goal "é" { success = 80 }', "                       ^^"),
    ],
)
def test_the_mark_stands_under_the_text_whatever_is_before_it(project, line, mark):
    text = f"{line}" if "goal" in line or "scale" in line else f"  scale {{\n{line}\n  }}"
    project.write({"main.blueprint": _overview(text)})

    lines = project.run("check").out.splitlines()

    at = next(number for number, shown in enumerate(lines) if " wrong-type:" in shown)
    assert lines[at + 2].partition("│ ")[2] == mark


def test_a_long_line_is_cropped_around_the_mark(project):
    words = ", ".join(f"decision.number_{number}" for number in range(100))
    project.write({"main.blueprint": _overview(f"  tradeoffs = [{words}, decision.last_of_them]")})

    lines = project.run("check").out.splitlines()

    at = next(number for number, shown in enumerate(lines) if "`last_of_them`" in shown)
    source, mark = lines[at + 1], lines[at + 2]
    assert "│ …" in source
    assert max(map(len, lines[at + 1 : at + 3])) <= 160
    assert source[mark.index("^") : mark.rindex("^") + 1] == "last_of_them"


def test_controls_in_a_file_never_reach_the_terminal(project):
    project.write({"main.blueprint": _overview('  goal "a\x1b[31m\u202eb" { success = 80 }')})

    out = project.run("check").out

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "a␛[31m�b" in out


def test_colour_is_for_terminals_and_for_those_who_ask(faulty):
    assert "\x1b[" not in faulty.run("check").out
    assert "\x1b[1;31merror\x1b[0m" in faulty.run("check", FORCE_COLOR="1").out
    assert "\x1b[4;1;31mquery_filtr\x1b[0m" in faulty.run("check", FORCE_COLOR="1").out


@pytest.mark.parametrize(
    ("level", "text", "code"),
    [
        ("error", "", 1),
        ("error", "query_filter", 0),
        ("warning", "query_filter", 1),
        ("information", "query_filter", 1),
    ],
)
def test_the_fail_level_decides_the_exit_code(faulty, level, text, code):
    if text:
        faulty.write({"main.blueprint": faulty.text().replace("query_filtr", text)})

    assert faulty.run("check", "--fail-level", level).code == code


def test_a_blueprint_without_findings_says_so(project):
    project.write({"main.blueprint": QUIET})

    run = project.run("check")

    assert (run.code, run.out) == (0, "No findings in 1 blueprint (1 file)\n")


def test_a_file_that_is_named_is_reported_alone_and_judged_with_its_blueprint(faulty):
    faulty.write({"modules.blueprint": "modules {\n  module sales {\n    depends_on = [module.billing]\n  }\n}\n"})

    run = faulty.run("check", "modules.blueprint")

    assert "modules.blueprint:3:26: error unresolved-reference" in run.out
    assert "main.blueprint" not in run.out


def test_a_silencer_leaves_a_finding_out_and_is_counted(faulty):
    text = faulty.text().replace(
        "    enforce", "    # blueprint-ignore unknown-value: the older word is still read\n    enforce"
    )
    faulty.write({"main.blueprint": text})

    run = faulty.run("check")

    assert "unknown-value" not in run.out
    assert "1 finding silenced, each with its reason" in run.out


def test_a_base_need_not_be_complete_wherever_the_command_is_run(project):
    header = 'blueprint "{}" {{\n  language = 1\n  summary  = "A standard"\n{}}}\n'
    project.write(
        {
            "standards/main.blueprint": header.format("standards", ""),
            "crm/main.blueprint": header.format("crm", '  extends  = ["../standards"]\n'),
        }
    )

    assert project.run("check", "standards").out == "No findings in 1 blueprint (1 file)\n"
    assert project.run("check", "crm").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no file or folder `nowhere`"),
        (["serivces"], "did you mean `services`?"),
        (["services"], "there is no `.blueprint` file in `services` or below it; the nearest one above is in `.`"),
        (["notes.txt"], "`notes.txt` is no blueprint and no code: name a `.blueprint` file, a script, or a folder"),
        (["--assume"], "`--assume` goes with `--fix`"),
        (["--write-baseline"], "`--write-baseline` goes with `--baseline`"),
    ],
)
def test_what_cannot_be_checked_is_said_with_the_cure(faulty, arguments, message):
    faulty.write({"services/README.md": "", "notes.txt": ""})

    run = faulty.run("check", *arguments)

    assert run.code == 2
    assert message in run.err
    assert run.out == ""


def test_a_folder_without_any_blueprint_is_told_how_to_begin(project):
    run = project.run("check")

    assert run.code == 2
    assert run.err == (
        "blueprint: there is no `.blueprint` file here or in the folders below: `blueprint init` writes a first one\n"
    )


def test_a_file_that_is_no_text_is_named_and_the_rest_is_checked(faulty):
    faulty.write({"data.blueprint": b"data {\n  \xff\xfe\n}\n"})

    run = faulty.run("check")

    assert run.code == 1
    assert "data.blueprint:1:1: error unreadable-file: The file is not UTF-8 text" in run.out
    assert "unknown-value" in run.out
    assert "Not analysed: data.blueprint" in run.out


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xef\xbb\xbf", b"}" * 500, b"a {" * 2000, "\u2028".encode()]
)
def test_no_content_of_a_file_makes_it_fail(project, content):
    run = project.write({"main.blueprint": content}).run("check")

    assert run.code == 1
    assert run.err == ""


def test_a_reader_who_leaves_is_no_fault(faulty):
    command = f"{sys.executable} -m blueprint_ls check | head -n 1"

    done = subprocess.run(
        command, shell=True, cwd=faulty.folder, env=faulty.env(), capture_output=True, text=True, check=False
    )

    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_ctrl_c_ends_it_quietly(faulty):
    command = [sys.executable, "-m", "blueprint_ls", "fmt", "-"]
    running = subprocess.Popen(
        command, cwd=faulty.folder, env=faulty.env(), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # jobs in the background ignore it
    )  # fmt: skip
    time.sleep(1)

    os.kill(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=20)

    assert running.returncode == 130
    assert err == b""


def test_check_imports_neither_the_server_nor_what_it_does_not_need(faulty):
    faulty.run("check")
    code = (
        "import sys; from blueprint_ls.cli.main import main; main(['check']); "
        "print([m for m in ('pygls', 'lsprotocol', 'rich', 'yaml', 'asyncio') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=faulty.folder, env=faulty.env(), capture_output=True, text=True, check=True
    )

    assert done.stdout.endswith("[]\n")


def test_of_very_many_findings_the_worst_are_shown_and_the_rest_are_counted(project):
    project.write({"main.blueprint": "deep {\n" * 1500})

    run = project.run("check")
    summary = project.run("check", "--format", "json").json["summary"]

    left = summary["error"] + summary["warning"] + summary["information"] - 1000
    assert left > 0
    assert f"{left} findings not shown" in run.out
    assert run.out.count("main.blueprint:") < 2500
