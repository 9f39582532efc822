"""Finding what stands at an offset."""

from __future__ import annotations

import pytest

from blueprint_ls.syntax import Attribute, Block, File, Node, Text, Word, comments, item_path, parse


def path_at(marked: str) -> list[str]:
    """What contains the place marked `‸`, from the outside in: blocks and attributes by name, values by kind."""
    before, _, after = marked.partition("‸")
    path = item_path(parse(Text.from_str(before + after)), len(before.encode()))
    return [describe(node) for _, node in path[1:]]


def describe(node: Node) -> str:
    if isinstance(node, Block | Attribute):
        return node.name
    return node.name if isinstance(node, Word) else type(node).__name__


@pytest.mark.parametrize(
    ("marked", "path"),
    [
        ("‸", []),
        ("modules {\n  module identity {\n    pub‸lic = true\n  }\n}\n", ["modules", "module", "public"]),
        ("modules {\n  module identity {\n    public = tr‸ue\n  }\n}\n", ["modules", "module", "public", "Bool"]),
        ("modules {\n  ‸\n}\n", ["modules"]),
        ("modules {‸}\n", ["modules"]),
        ("modules {}‸\n", ["modules"]),
        ("modules {}\n‸", []),
        ("modules ‸{}\n", ["modules"]),
        ("mod‸", ["mod"]),
        ("data {\n  key = tenantId‸\n}\n", ["data", "key", "tenantId"]),
        ("data {\n  key = tenantId ‸\n}\n", ["data"]),
        ("data {\n  key = ‸\n}\n", ["data", "key"]),
        ("data {\n  key =  ‸ # which?\n}\n", ["data", "key"]),
        ("data {\n  key =‸\n}\n", ["data", "key", "Missing"]),
        ("a = [b, ‸c]\n", ["a", "List", "c"]),
        ("a = [b,‸ c]\n", ["a", "List"]),
        ("a = [b‸, c]\n", ["a", "List", "b"]),
        ("a = f(g(‸x), { y = [z] })\n", ["a", "Call", "Call", "x"]),
        ("a = f(g(x), { y = [z‸] })\n", ["a", "Call", "Object", "List", "z"]),
        ("a = f(g(x), { y‸ = [z] })\n", ["a", "Call", "Object"]),
        ("größe = modu‸le.x\n", ["größe", "Reference"]),
        ("a { b = ‸c }\n", ["a", "b", "c"]),
    ],
)
def test_the_path_to_a_place(marked: str, path: list[str]) -> None:
    assert path_at(marked) == path


def test_the_path_tells_where_each_node_begins() -> None:
    source = b"# all\ndata {\n  key = tenantId\n}\n"
    path = item_path(parse(Text(source)), source.index(b"nant"))
    assert [start for start, _ in path] == [0, source.index(b"data"), source.index(b"key"), source.index(b"tenant")]
    assert isinstance(path[0][1], File)


def test_comments_are_found_wherever_they_stand() -> None:
    source = b"# one\na { // two\n  b = [ /* three */ 1, # four\n  ]\n} # five"
    found = list(comments(parse(Text(source))))
    assert [token.text for _, token in found] == [b"# one", b"// two", b"/* three */", b"# four", b"# five"]
    assert all(source[start:].startswith(token.text) for start, token in found)
