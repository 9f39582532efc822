"""SVG: one document with nothing outside it, in which every text has its room."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blueprint_ls.generate.diagram import Edge, Graph, Missing, Node, graphviz, svg, view
from blueprint_ls.judge.diagram.graph import graph
from blueprint_ls.judge.workspace import Workspace
from generate.diagram.graphs import hostile

EXAMPLE = Path(__file__).parents[2] / "examples" / "acme-crm"
SPACE = "{http://www.w3.org/2000/svg}"
needs_graphviz = pytest.mark.usefixtures("engine")


@pytest.fixture
def engine() -> None:
    pytest.importorskip("pygraphviz")


def parsed(drawn: Graph) -> ElementTree.Element:
    return ElementTree.fromstring(svg(drawn))


def example(name: str = "containers") -> Graph:
    return view(Workspace([EXAMPLE]).case(EXAMPLE).blueprint, name)


def box(element: ElementTree.Element) -> tuple[float, float, float, float]:
    left, top, wide, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return left, top, left + wide, top + high


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    return [box(found) for found in root.iter(f"{SPACE}rect") if "box" in found.get("class", "").split()]


def texts(root: ElementTree.Element) -> list[tuple[str, float, float, float]]:
    """Each text with its left and right end, and the height of its middle."""
    found = []
    for text in root.iter(f"{SPACE}text"):
        middle, long = float(text.attrib["x"]), float(text.attrib["textLength"])
        found.append((str(text.text), middle - long / 2, middle + long / 2, float(text.attrib["y"])))
    return found


@needs_graphviz
@pytest.mark.parametrize("drawn", [example(), example("modules"), example("deployment"), hostile()])
def test_no_text_leaves_its_box_and_no_box_covers_another(drawn: Graph):
    root = parsed(drawn)
    found = boxes(root)

    assert len(found) == len(drawn.nodes)
    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for _, left, right, y in texts(root):
        inside = [one for one in found if one[0] < (left + right) / 2 < one[2] and one[1] < y < one[3]]
        assert all(one[0] <= left and right <= one[2] for one in inside)


@needs_graphviz
def test_hostile_texts_are_texts():
    root = parsed(hostile())
    tags = {element.tag.removeprefix(SPACE) for element in root.iter()}

    assert tags == {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


@needs_graphviz
def test_it_needs_nothing_from_elsewhere_and_follows_the_readers_colours():
    found = svg(example())

    assert re.findall(r"https?://[^\"\s]+", found) == ["http://www.w3.org/2000/svg"]
    assert "@import" not in found
    assert "prefers-color-scheme:dark" in found


@needs_graphviz
def test_it_is_told_in_words():
    root = parsed(example("context"))
    named = str(root.get("aria-labelledby")).split()
    said = {element.get("id"): element.text for element in root.iter() if element.get("id") in named}

    assert root.get("role") == "img"
    assert said[named[0]] == "acme-crm"
    assert "web to acme-crm (https)." in str(said[named[1]])


@needs_graphviz
def test_a_band_is_as_wide_as_its_heading():
    root = parsed(graph("t", [Node("a", "a", "", "What somebody else runs for us")], []))
    (band,) = [box(found) for found in root.iter(f"{SPACE}rect") if found.get("class") == "band"]
    heading = next(found for found in texts(root) if found[0].startswith("What"))

    assert band[0] < heading[1] < heading[2] < band[2]


@needs_graphviz
def test_nothing_to_draw_is_an_empty_picture():
    assert boxes(parsed(graph("t", [], []))) == []


@needs_graphviz
def test_quiet_arrows_are_lines_of_text_below():
    drawn = graph("t", [Node("a", "api"), Node("b", "logs")], [Edge("a", "b", "otlp", quiet=True)])
    root = parsed(drawn)

    assert not [path for path in root.iter(f"{SPACE}path") if path.get("class") == "line"]
    assert "api -- otlp --> logs" in [text for text, *_ in texts(root)]


@needs_graphviz
def test_the_same_graph_gives_the_same_picture():
    assert svg(example()) == svg(example())


def test_without_the_engine_the_cure_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "pygraphviz", None)

    with pytest.raises(Missing, match=r"pip install 'blueprint-ls\[svg\]'"):
        graphviz.arrange(hostile(), {}, {}, {})
