"""What reading costs, as far as a test can say so on any machine: in proportion to a full parse."""

from __future__ import annotations

import time
from collections.abc import Callable

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


def fastest(times: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    durations = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        durations.append(time.perf_counter() - began)
    return min(durations)


def check_keystroke(source: bytes, at: int, share: float) -> None:
    """A letter typed at an offset costs no more than a share of a full parse."""
    file, text = parse(Text(source)), Text(source[:at] + b"x" + source[at:])
    edit = Edit(at, at, at + 1)
    reparse(file, text, edit)
    assert fastest(20, lambda: reparse(file, text, edit)) < share * fastest(5, lambda: parse(text))


def test_a_keystroke_costs_a_thirtieth_of_a_full_parse() -> None:
    check_keystroke(SOURCE, SOURCE.index(b"Keeps the books of part 140"), 1 / 30)


def test_a_keystroke_while_a_brace_is_missing_costs_little_more() -> None:
    source = SOURCE.replace(b"  module part_140 {\n", b"  module fresh {\n\n  module part_140 {\n")
    check_keystroke(source, source.index(b"fresh"), 1 / 15)


def test_a_brace_that_unbalances_the_file_leaves_all_its_blocks_the_same_objects() -> None:
    at, added = SOURCE.index(b"  module part_140 {"), b"  module fresh {\n"
    before = parse(Text(SOURCE))
    after = reparse(before, Text(SOURCE[:at] + added + SOURCE[at:]), Edit(at, at, at + len(added)))
    modules = {id(node) for _, node in nodes(before) if isinstance(node, Block) and node.height == 1}
    assert len(modules) == 280
    assert modules <= {id(node) for _, node in nodes(after)}
