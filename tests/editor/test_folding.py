"""What can be folded away."""

from __future__ import annotations

import pytest

from blueprint_ls.editor.folding import folds
from editor.marks import scene


def check_folds(text: str) -> None:
    """The folds are the marked spans."""
    at = scene(text)
    assert sorted(fold.span for fold in folds(at.document)) == at.marked["main.blueprint"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data {\n}\n",
        "data {«\n  # größe»\n}\n",
        "data {«\n  entity Ä {«\n    module = x»\n  }\n  entity B {}\n  a { b = 1 }»\n}\n",
        (
            "data {«\n  a = [«\n    1,\n    2,»\n  ]\n  b = {«\n    c = 1»\n  }\n"
            "  d = [«{\n    e = 1»\n  }]\n  f = [1, 2]»\n}\n"
        ),
        "data {«\n  a = <<-END«\n    Größe\n    b»\n  END»\n}\n",
        "data {«\n  a = <<-END«\n    Größe»\n  END»\n}\n",
        "«# ä»\n".replace("«", "").replace("»", ""),
        "# ä«\n# b\n// c»\n\n# d\na {«\n  # e«\n  # f»\n  x = 1 # g»\n}\n",
        "/* ä«\n   b */»\ndata {\n}\n",
        "data {«\n  entity A {«\n    module = x»»\n",
        "data {«\r\n  a = 1»\r\n}\r\n",
    ],
)
def test_folds(text: str) -> None:
    check_folds(text)


def test_kinds() -> None:
    at = scene("# a\n# b\ndata {\n  x = 1\n}\n")
    assert [fold.kind for fold in folds(at.document)] == ["comment", "region"]
