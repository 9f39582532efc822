"""`docs/protocol.md` says of every method what the server does, and says it truly."""

from __future__ import annotations

import re
from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.lsp.server import create

TABLE = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
_ROW = re.compile(r"^\| `(?P<method>[^`]+)` \| (?P<done>yes|no) \| (?P<what>.*) \|$", re.MULTILINE)
ROWS = {row["method"]: row for row in _ROW.finditer(TABLE.read_text(encoding="utf-8"))}
BY_ITSELF = {lsp.CANCEL_REQUEST}
"""What pygls handles without a registered handler."""


def test_every_method_that_a_client_can_send_has_its_row() -> None:
    sent = {method for method in lsp.METHOD_TO_TYPES if lsp.message_direction(method) != "serverToClient"}
    assert set(ROWS) == sent


def test_no_method_has_two_rows() -> None:
    assert len(ROWS) == len(_ROW.findall(TABLE.read_text(encoding="utf-8")))


def test_yes_is_said_of_exactly_what_is_handled() -> None:
    manager = create().protocol.fm
    handled = {*manager.features, *manager.builtin_features} | BY_ITSELF
    ours = {method for method in handled if not method.startswith("notebookDocument/")}
    assert {method for method, row in ROWS.items() if row["done"] == "yes"} == ours


def test_no_comes_with_a_reason() -> None:
    assert [method for method, row in ROWS.items() if row["done"] == "no" and not row["what"].strip()] == []


def test_every_command_has_its_row() -> None:
    told = re.findall(r"^\| `(blueprint\.\w+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(create().protocol.fm.commands)
