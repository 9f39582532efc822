"""The server's text stays the client's, whatever is typed and however positions are counted."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsp.editor import Editor, position_of
from lsp.inside import Inside
from lsp.samples import BROKEN, MAIN, MODULES

ENCODINGS = ("utf-8", "utf-16", "utf-32")
PIECES = (
    "a",
    "{",
    "}\n",
    '"',
    "= 1\n",
    "\n",
    "\r\n",
    "\r",
    "é",
    "🚀",
    "\u2028",
    "\u0085",
    "\f",
    "\v",
    "\ufeff",
    "中",
    "\0",
)
"""Letters, brackets, every line end, and characters that other programs take for line ends."""

texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
notifications = st.lists(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), texts), min_size=1, max_size=3), min_size=1, max_size=5
)
_servers: dict[str, Inside] = {}
_numbers = count()


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(deadline=None)
@given(text=texts, typed=notifications)
def test_any_edits_leave_both_sides_with_the_same_text(
    encoding: str, text: str, typed: list[list[tuple[float, float, str]]]
) -> None:
    server = _servers.setdefault(encoding, Inside(Path("/nowhere"), encoding))
    path = Path(f"/nowhere/{next(_numbers)}.blueprint")
    _open(server, path, text)
    for version, edits in enumerate(typed, start=2):
        changes = []
        for first, second, new in edits:
            start, end = sorted((_place(text, first), _place(text, second)))
            edges = {"start": position_of(text, start, encoding), "end": position_of(text, end, encoding)}
            changes.append({"range": edges, "text": new})
            text = text[:start] + new + text[end:]
        _change(server, path, version, changes)
        assert server.text(path) == text
    server.send("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})


def _place(text: str, part: float) -> int:
    """An offset where a client's cursor can stand: not between the two characters of one line end."""
    offset = round(part * len(text))
    return offset - 1 if text[offset - 1 : offset + 1] == "\r\n" else offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((1, 4), (1, 999), "🚀\nb = !"),
        ((1, 999), (7, 0), "🚀\nb = 2!"),
        ((9, 9), (9, 9), "🚀\nb = 2!"),
        ((0, 999), (1, 0), "🚀!b = 2"),
    ],
)
def test_a_position_past_the_end_counts_as_the_end(
    encoding: str, start: tuple[int, int], end: tuple[int, int], expected: str
) -> None:
    server, path = Inside(Path("/nowhere"), encoding), Path("/nowhere/past.blueprint")
    _open(server, path, "🚀\nb = 2")
    edges = {"start": _position(start), "end": _position(end)}
    _change(server, path, 2, [{"range": edges, "text": "!"}])
    assert server.text(path) == expected


def test_an_edit_without_a_range_is_the_whole_text() -> None:
    server, path = Inside(Path("/nowhere")), Path("/nowhere/whole.blueprint")
    _open(server, path, "a = 1\n")
    edges = {"start": _position((0, 0)), "end": _position((0, 1))}
    _change(server, path, 2, [{"text": "b = 2\n"}, {"range": edges, "text": "c"}])
    assert server.text(path) == "c = 2\n"


def test_a_range_that_ends_before_it_begins_is_taken_the_other_way_round() -> None:
    server, path = Inside(Path("/nowhere")), Path("/nowhere/round.blueprint")
    _open(server, path, "abc\n")
    _change(server, path, 2, [{"range": {"start": _position((0, 2)), "end": _position((0, 1))}, "text": "x"}])
    assert server.text(path) == "axc\n"


def test_half_a_character_never_gets_in() -> None:
    server, path = Inside(Path("/nowhere")), Path("/nowhere/half.blueprint")
    _open(server, path, "🚀\n")
    edges = {"start": _position((0, 1)), "end": _position((0, 1))}
    _change(server, path, 2, [{"range": edges, "text": "x"}, {"range": edges, "text": "\ud83d"}])
    assert set(server.text(path)) <= set("🚀x\ufffd\n")


def test_other_files_are_left_alone(editor: Editor) -> None:
    item = {"uri": editor.uri("notes.txt"), "languageId": "plaintext", "version": 1, "text": "data {"}
    editor.client.notify("textDocument/didOpen", {"textDocument": item})
    assert editor.ask("documentSymbol", "notes.txt") == []
    assert editor.ask("diagnostic", "notes.txt")["items"] == []


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "git:/acme/main.blueprint?ref=HEAD", "file:///gone/x.blueprint"]
)
def test_documents_that_are_no_files_can_be_edited(editor: Editor, uri: str) -> None:
    item = {"uri": uri, "languageId": "backend-blueprint", "version": 1, "text": MODULES}
    editor.client.notify("textDocument/didOpen", {"textDocument": item})
    asked = {"textDocument": {"uri": uri}}
    assert editor.client.request("textDocument/documentSymbol", asked)
    assert editor.client.request("textDocument/diagnostic", asked)["items"]
    editor.client.notify("textDocument/didClose", asked)


def test_a_mark_at_the_beginning_of_the_file_moves_nothing(editor: Editor) -> None:
    editor.open(MAIN, "\ufeff" + BROKEN)
    (found,) = [item for item in editor.pull(MAIN) if item["code"] == "unresolved-reference"]
    assert editor.marked(found["range"], MAIN) == "identty"


def test_line_ends_of_two_characters(editor: Editor) -> None:
    editor.open(MAIN, BROKEN.replace("\n", "\r\n"))
    (found,) = [item for item in editor.pull(MAIN) if item["code"] == "unresolved-reference"]
    assert editor.marked(found["range"], MAIN) == "identty"
    editor.replace(MAIN, "identty", "identity")
    assert [item for item in editor.pull(MAIN) if item["code"] in ("unresolved-reference", "syntax-error")] == []


def test_characters_of_two_units_before_an_edit(editor: Editor) -> None:
    editor.open(MAIN, BROKEN.replace("Pipelines,", "🚀 Pipelines\u2028,"))
    editor.replace(MAIN, "🚀 Pipelines\u2028, deals", "🚀 Deals")
    hover = editor.ask_at("hover", MAIN, 'responsibility = "🚀', 3)
    assert editor.marked(hover["range"], MAIN) == "responsibility"


def test_closing_gives_the_file_back_to_the_disk(editor: Editor) -> None:
    editor.write({MAIN: MODULES})
    editor.open(MAIN, BROKEN)
    assert "unresolved-reference" in {item["code"] for item in editor.pull(MAIN)}
    editor.close(MAIN)
    assert "unresolved-reference" not in {item["code"] for item in editor.pull(MAIN)}


def _open(server: Inside, path: Path, text: str) -> None:
    item = {"uri": path.as_uri(), "languageId": "backend-blueprint", "version": 1, "text": text}
    server.send("textDocument/didOpen", {"textDocument": item})


def _change(server: Inside, path: Path, version: int, changes: list[object]) -> None:
    document = {"uri": path.as_uri(), "version": version}
    server.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})


def _position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "character": place[1]}
