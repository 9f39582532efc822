"""The command `blueprint.graph`: a diagram that follows what is typed."""

from __future__ import annotations

from typing import Any

import pytest

from blueprint_ls.judge.diagram.reading import read
from lsp.editor import Editor
from lsp.samples import MAIN

TEXT = """\
diagram {
  service api { uses = [store.db] }

  store db {
    kind     = cache
    protocol = redis
  }
}
"""


def drawn(editor: Editor, *options: dict[str, str]) -> dict[str, Any]:
    params = {"command": "blueprint.graph", "arguments": [editor.uri(MAIN), *options]}
    answer: dict[str, Any] = editor.client.request("workspace/executeCommand", params)
    return answer


def test_it_follows_unsaved_text(editor: Editor) -> None:
    editor.open(MAIN, TEXT)
    assert ("api", "db", "redis") in read(drawn(editor)["text"]).arrows

    editor.replace(MAIN, "redis", "sql")

    assert ("api", "db", "sql") in read(drawn(editor)["text"]).arrows


@pytest.mark.parametrize(
    ("format", "begins"), [("mermaid", "flowchart"), ("dot", "digraph"), ("ascii", "+---------+\n|   api")]
)
def test_it_answers_in_any_format(editor: Editor, format: str, begins: str) -> None:
    editor.open(MAIN, TEXT)
    answer = drawn(editor, {"format": format})

    assert answer["text"].startswith(begins)
    assert "no `gateway` is declared" in answer["lacks"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"format": "png"}, "formats are ascii, mermaid"),
        ({"view": "all"}, "views are context"),
        ({"view": "flow", "endpoint": "GET /x"}, "no endpoint `GET /x`"),
    ],
)
def test_what_cannot_be_drawn_is_told(editor: Editor, options: dict[str, str], says: str) -> None:
    editor.open(MAIN, TEXT)

    assert says in drawn(editor, options)["problem"]
