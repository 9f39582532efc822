"""What an edit leaves as it is, in a file of two thousand lines: the same objects."""

from __future__ import annotations

from blueprint_ls.syntax import Block, Edit, Text, parse, reparse
from syntax.telling import nodes

MODULE = """\
  module part_{number} {{
    responsibility = "Keeps the books of part {number}, and nothing else"
    owns           = [Entity{number}, Other{number}]
    depends_on     = [module.part_1]
    public         = true
  }}

"""
SOURCE = ("modules {\n" + "".join(MODULE.format(number=number) for number in range(280)) + "}\n").encode()


def test_a_brace_that_unbalances_the_file_leaves_all_its_blocks_the_same_objects() -> None:
    at, added = SOURCE.index(b"  module part_140 {"), b"  module fresh {\n"
    before = parse(Text(SOURCE))
    after = reparse(before, Text(SOURCE[:at] + added + SOURCE[at:]), Edit(at, at, at + len(added)))
    modules = {id(node) for _, node in nodes(before) if isinstance(node, Block) and node.height == 1}
    assert len(modules) == 280
    assert modules <= {id(node) for _, node in nodes(after)}
