"""Files of every kind: none of them brings the judge down, and each gets a plain word."""

import os
from pathlib import Path

import pytest

from blueprint_ls.judge.workspace import LARGEST
from blueprint_ls.syntax import Text
from support import MAIN, rules_of, workspace_of

HEADER = 'blueprint "acme-crm" {\n  language = 1\n}\n'


@pytest.mark.parametrize("text", ["", "\n", " \t\n\n", "\ufeff", "# Only a comment\n", "\r\n\r\n", "\ufeff\r\n"])
def test_a_file_without_a_block_lacks_its_header_and_its_sections(text: str):
    found = rules_of(text)

    assert found.count("missing-header") == 1
    assert found.count("missing-section") == 15
    assert set(found) == {"missing-header", "missing-section"}


def test_a_folder_without_files_has_no_findings():
    assert rules_of({"notes.txt": "Notes\n"}) == []


def test_a_file_of_ten_megabytes_is_named_and_not_read():
    files = {MAIN: HEADER, "big.blueprint": b"# filler\n" * 1_200_000}
    (found,) = workspace_of(files).findings("unreadable-file")

    assert found.path.name == "big.blueprint"
    assert found.severity == "error"
    assert found.message == ("The file has 10.8 MB, more than the 2 MB that a blueprint may have: split it by section")


def test_the_largest_file_that_is_read():
    sandbox = workspace_of({MAIN: HEADER + "#" * (LARGEST - len(HEADER))})

    assert not sandbox.findings("unreadable-file")
    assert sandbox.case.blueprint.header


def test_a_binary_file_is_named_with_the_byte_that_is_no_text():
    files = {MAIN: HEADER, "image.blueprint": b"data {\n\x89PNG\r\n\x1a\n\x00\xff"}
    (found,) = workspace_of(files).findings("unreadable-file")

    assert found.message == "The file is not UTF-8 text: byte 0x89 on line 2; save it as UTF-8"


def test_binary_data_that_happens_to_be_utf_8_is_a_matter_of_syntax():
    assert "syntax-error" in rules_of("\0\1\2{{{\0")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_named():
    sandbox = workspace_of({MAIN: HEADER, "secret.blueprint": "data {\n}\n"})
    (sandbox.folder / "secret.blueprint").chmod(0)

    assert sandbox.findings("unreadable-file")[0].message == "The file cannot be read: Permission denied"


def test_a_folder_named_like_a_blueprint_is_passed_over():
    sandbox = workspace_of({MAIN: HEADER, "old.blueprint/notes.txt": "Notes\n"})

    assert not sandbox.findings("unreadable-file")


def test_a_link_that_leads_nowhere_is_named():
    sandbox = workspace_of(HEADER)
    (sandbox.folder / "gone.blueprint").symlink_to("nowhere")
    (found,) = sandbox.findings("unreadable-file")

    assert found.message.startswith("The file cannot be read: it is a link to `nowhere`")


def test_the_lock_of_an_editor_is_passed_over():
    sandbox = workspace_of(HEADER)
    (sandbox.folder / ".#main.blueprint").symlink_to("anna@laptop.4711")

    assert not sandbox.findings("unreadable-file")


def test_a_file_that_becomes_readable_is_read():
    sandbox = workspace_of({MAIN: HEADER, "data.blueprint": b"data {\xff}"})
    assert sandbox.findings("unreadable-file")

    sandbox.write({"data.blueprint": "data {\n}\n"})

    assert not sandbox.findings("unreadable-file")
    assert "data" in sandbox.case.blueprint.sections


def test_a_file_that_is_deleted_is_forgotten():
    sandbox = workspace_of({MAIN: HEADER, "data.blueprint": b"data {\xff}"})
    assert sandbox.findings("unreadable-file")

    (sandbox.folder / "data.blueprint").unlink()

    assert not sandbox.findings("unreadable-file")


def test_what_an_editor_holds_wins_over_the_disk():
    sandbox = workspace_of({MAIN: HEADER, "data.blueprint": b"data {\xff}"})
    assert sandbox.findings("unreadable-file")
    path = sandbox.folder / "data.blueprint"

    sandbox.workspace.open(path, Text(b"data {\n}\n"))
    assert not sandbox.findings("unreadable-file")

    sandbox.workspace.close(path)
    assert sandbox.findings("unreadable-file")


def test_a_document_that_was_never_saved_is_judged():
    sandbox = workspace_of({"notes.txt": "Notes\n"})
    sandbox.workspace.open(sandbox.folder / MAIN, Text(b"data {\n  tenancy {\n    keey = tenantId\n  }\n}\n"))

    assert sandbox.findings("unknown-attribute")


def test_a_byte_order_mark_does_not_move_what_is_marked():
    sandbox = workspace_of("\ufeffdata {\n  tenancy {\n    keey = tenantId\n  }\n}\n")
    (found,) = sandbox.findings("unknown-attribute")

    assert sandbox.marked(found) == "keey"


def test_letters_of_several_bytes_do_not_move_what_is_marked():
    sandbox = workspace_of('overview {\n  goal "schöne Grüße 🎉" {\n    sucess = "80 %"\n  }\n}\n')
    (found,) = sandbox.findings("unknown-attribute")

    assert sandbox.marked(found) == "sucess"


def test_blueprints_are_looked_for_beneath_the_roots_but_not_in_vendored_code():
    sandbox = workspace_of(
        {
            MAIN: HEADER,
            "services/billing/main.blueprint": HEADER,
            "node_modules/some/main.blueprint": HEADER,
            ".blueprint/rules/main.blueprint": HEADER,
        }
    )
    folders = [folder.relative_to(sandbox.folder) for folder in sandbox.workspace.folders()]

    assert folders == [Path(), Path("services/billing")]


def test_a_block_nested_a_hundred_times_is_judged():
    assert "unknown-block" in rules_of("data " + "{ x " * 100 + "}" * 100)
