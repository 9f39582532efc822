"""Reading again after an edit: the same tree as from scratch, and the same objects where nothing changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint_ls.syntax import Block, Edit, File, Node, Text, parse, reparse
from syntax.telling import nodes, same
from syntax.writing import PIECES, damaged, documents, soup

BLUEPRINT = """\
modules {
  module identity {
    owns = [User]
  }

  module sales {
    owns = [Deal]
  }
}

data {
  entity Deal {
    module = module.sales
  }
}
"""


def edited(text: str, old: str, new: str) -> tuple[File, File, Text]:
    """The trees before and after the first `old` in a text became `new`, and the text after.

    As editors do, the edit leaves out the beginning that `old` and `new` share.
    """
    common = 0
    while old[common : common + 1] == new[common : common + 1] != "":
        common += 1
    start = text.index(old) + common
    edit = Edit(start, start + len(old) - common, start + len(new) - common)
    before, after = parse(Text.from_str(text)), Text.from_str(text.replace(old, new, 1))
    return before, reparse(before, after, edit), after


def named(file: File) -> dict[str, Node]:
    """The blocks of a file by name and label."""
    blocks = [node for _, node in nodes(file) if isinstance(node, Block)]
    return {" ".join([block.name, *(label.value for label in block.labels)]): block for block in blocks}


def check_kept(old: str, new: str, kept: set[str]) -> None:
    """After an edit, just the blocks named are the very objects they were, and the tree is right."""
    before, after, text = edited(BLUEPRINT, old, new)
    assert same(after, parse(text))
    blocks = named(before)
    assert {name for name, block in named(after).items() if blocks.get(name) is block} == kept


@given(documents | damaged() | soup, st.data())
def test_any_edits_lead_to_the_tree_of_the_new_text(source: str, data: st.DataObject) -> None:
    content = source.encode()
    file = parse(Text(content))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        old_end = min(start + data.draw(st.sampled_from([0, 0, 1, 2, 9, 60])), len(content))
        new = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=2))).encode()
        content = content[:start] + new + content[old_end:]
        file = reparse(file, Text(content), Edit(start, old_end, start + len(new)))
        assert file.text() == content
        assert same(file, parse(Text(content)))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("User", "Users", {"data", "entity Deal", "module sales"}),
        ("identity", "identities", {"data", "entity Deal", "module sales"}),
        ("module.sales", "module.identity", {"modules", "module identity", "module sales"}),
        ("\n\n", "\n\n\n", {"data", "entity Deal", "module identity", "module sales"}),
        ("\n\n", "\n\n  mod\n", {"data", "entity Deal", "module identity", "module sales"}),
        ("\n\n", "\n\n  cache =\n", {"data", "entity Deal", "module identity", "module sales"}),
        ("  module sales", "module sales", {"data", "entity Deal", "module identity"}),
        ("\n\n  ", "\n\n", {"data", "entity Deal", "module identity", "module sales"}),
        ("modules {", "domains {", {"data", "entity Deal", "module identity", "module sales"}),
        ("}\n\n", "} # all\n\n", {"data", "entity Deal", "module identity", "module sales"}),
    ],
)
def test_blocks_that_an_edit_leaves_alone_stay_the_same_objects(old: str, new: str, kept: set[str]) -> None:
    check_kept(old, new, kept)


def test_a_brace_typed_leaves_the_blocks_around_it_alone() -> None:
    check_kept("\n\n", "\n\n  module audit {\n", {"data", "entity Deal", "module identity", "module sales"})


def test_a_brace_taken_away_leaves_the_blocks_around_it_alone() -> None:
    check_kept("  }\n\n", "\n", {"data", "entity Deal", "module sales"})


def test_typing_a_block_key_by_key() -> None:
    at = BLUEPRINT.index("\n  module sales")
    typed = '  module audit {\n    owns = [Entry, "x"]\n    log {\n      days = 30\n    }\n  }\n'
    file = parse(Text.from_str(BLUEPRINT))
    for count in range(len(typed)):
        text = Text.from_str(BLUEPRINT[:at] + typed[: count + 1] + BLUEPRINT[at:])
        file = reparse(file, text, Edit(at + count, at + count, at + count + 1))
        assert same(file, parse(text))
        assert {"module identity", "module sales", "data"} <= set(named(file))
    assert not file.flawed


def test_what_is_flawed_is_read_again_and_the_rest_of_its_block_is_not() -> None:
    text = "a {\n  b =\n  c {\n    d = 1\n  }\n}\ne = 1\n"
    before, after, _ = edited(text, "e = 1", "e = 2")
    assert named(before)["a"] is not named(after)["a"]
    assert named(before)["c"] is named(after)["c"]


def test_a_block_too_deep_for_its_new_place_is_not_taken_over() -> None:
    text = "a {\n" + "b {\n" * 62 + "}\n" * 62 + "}\n"
    _, after, new = edited(text, "a {\n", "a {\nx {\ny {\n")
    assert same(after, parse(new))
    _, after, new = edited(text + "}\n}\n", "a {\n", "a {\nx {\ny {\n")
    assert same(after, parse(new))
    assert after.flawed
