"""DOT, read by Graphviz itself."""

import html
import warnings
from typing import Any

import pytest

from blueprint_ls.generate.diagram import Edge, Graph, Node, dot
from blueprint_ls.judge.diagram.graph import graph
from generate.diagram.graphs import hostile

pygraphviz = pytest.importorskip("pygraphviz")


def parsed(drawn: Graph) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return pygraphviz.AGraph(string=dot(drawn))


def test_graphviz_reads_the_same_graph_whatever_the_texts_are():
    drawn, found = hostile(), parsed(hostile())
    labels = [html.unescape(found.get_node(name).attr["label"]) for name in found.nodes()]
    unescaped = [label.replace("\\\\", "\\") for label in labels]

    assert len(found.nodes()) == len(drawn.nodes)
    assert unescaped == [f"{node.name}\\n{node.kind}" for node in drawn.nodes]
    assert len(found.edges()) == len(drawn.edges)


def test_graphviz_reads_circles_parallel_arrows_and_arrows_of_a_box_to_itself():
    edges = [Edge("a", "b", "x"), Edge("a", "b", "y"), Edge("b", "a"), Edge("a", "a", "me")]
    found = parsed(graph("t", [Node("a", "a"), Node("b", "b")], edges))

    assert sorted(found.edges()) == [("a", "a"), ("a", "b"), ("a", "b"), ("b", "a")]


def test_bands_are_clusters():
    nodes = [Node("service.api", "api", "", "Services"), Node("store.db", "db", "", "Stores")]

    found = parsed(graph("t", nodes, []))

    assert [(one.name, one.nodes()) for one in found.subgraphs()] == [
        ("cluster_1", ["service.api"]),
        ("cluster_2", ["store.db"]),
    ]
