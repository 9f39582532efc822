"""The picture in plain text: what it shows reads back as the graph, and it stays within its columns."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint_ls.generate.diagram import WIDTH, Edge, Graph, Node, ascii, view
from blueprint_ls.judge.diagram.cells import width
from blueprint_ls.judge.diagram.graph import graph
from blueprint_ls.judge.diagram.reading import Picture, read
from blueprint_ls.judge.workspace import Workspace
from generate.diagram.graphs import graphs, hostile

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted({path.parent for path in EXAMPLES.rglob("*.blueprint")})


def said(drawn: Graph) -> Picture:
    """What a picture of a graph has to say."""
    names = drawn.names
    arrows = ((names[edge.source], names[edge.target], edge.label) for edge in drawn.edges)
    return Picture({node.name: node.kind for node in drawn.nodes}, frozenset(arrows))


def boxes(*names: str, **groups: str) -> list[Node]:
    return [Node(name, name, "", groups.get(name, "")) for name in names]


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_any_graph_reads_back(drawn: Graph):
    assert read(ascii(drawn)) == said(drawn)


@settings(max_examples=20, deadline=None)
@given(graphs(most=30, texts=st.sampled_from(["api", "worker", "primary database", "https", "sql", ""])))
def test_thirty_boxes_fit_in_a_hundred_columns_and_read_back(drawn: Graph):
    text = ascii(drawn)

    assert read(text) == said(drawn)
    assert max(map(width, text.split("\n"))) <= WIDTH <= 100


@settings(max_examples=20, deadline=None)
@given(graphs(), st.integers(4, 60))
def test_a_picture_indented_anywhere_reads_the_same(drawn: Graph, margin: int):
    moved = "\n".join(" " * margin + line if line else line for line in ascii(drawn).split("\n"))

    assert read(moved) == said(drawn)


def test_hostile_texts_read_back_and_never_leave_their_line():
    drawn = hostile()

    assert read(ascii(drawn)) == said(drawn)
    assert not any(char in ascii(drawn) for char in "\r\t\x1b\u202e")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_picture_of_an_example_is_the_one_that_is_drawn(folder: Path):
    blueprint = Workspace([folder]).case(folder).blueprint

    assert str(blueprint.sections["diagram"].get("ascii")).rstrip("\n") == dedented(
        ascii(view(blueprint, "containers"))
    )


def dedented(text: str) -> str:
    lines = text.split("\n")
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    return "\n".join(line[margin:] for line in lines)


def test_a_caller_stands_above_what_it_calls():
    drawn = graph("t", boxes("api", "db"), [Edge("api", "db", "sql")])

    assert ascii(drawn).split("\n") == [
        "+-----+",
        "| api |",
        "+-----+",
        " | sql",
        " v",
        "+----+",
        "| db |",
        "+----+",
    ]


def test_arrows_of_one_label_share_a_line():
    names = ("a", "b", "c")
    drawn = graph("t", boxes("top", *names), [Edge("top", name, "sql") for name in names])

    assert ascii(drawn).count("sql") == 1


def test_a_line_passes_behind_another_one_in_one_column():
    groups = {"a": "1", "b": "1", "c": "2", "d": "2"}
    edges = [Edge("a", "c", "x"), Edge("a", "d", "y"), Edge("b", "c", "x"), Edge("b", "d", "y")]
    drawn = graph("t", boxes("a", "b", "c", "d", **groups), edges)

    assert "-|-" in ascii(drawn)
    assert read(ascii(drawn)) == said(drawn)


def test_an_arrow_that_goes_without_saying_is_listed_below():
    edges = [Edge("api", "db", "sql"), *(Edge(name, "logs", "otlp", quiet=True) for name in ("api", "db"))]
    text = ascii(graph("t", boxes("api", "db", "logs"), edges))

    assert text.endswith("\n\napi, db -- otlp --> logs")


def test_a_long_name_is_shortened_and_told_in_full_below():
    name = "a service with a name that is much too long for a box"
    text = ascii(graph("t", [Node("x", name)], []))

    assert "a service with a name" in text.split("\n")[1]
    assert text.endswith(f"\n\n[1] {name}")


def test_a_picture_is_no_narrower_than_its_widest_box():
    drawn = graph("t", [Node("a", "a name of some columns"), Node("b", "b")], [Edge("a", "b", "sql")])

    assert read(ascii(drawn, 10)) == said(drawn)


def test_nothing_to_draw_is_an_empty_picture():
    assert ascii(graph("t", [], [])) == ""


def test_the_same_graph_gives_the_same_picture():
    drawn = hostile()
    ascii.cache_clear()
    first = ascii(drawn)
    ascii.cache_clear()

    assert ascii(drawn) == first
