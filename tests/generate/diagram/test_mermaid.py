"""Mermaid, read by mermaid itself: BLUEPRINT_MERMAID names the folder that npm installed mermaid and jsdom in."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from blueprint_ls.generate.diagram import Edge, Graph, Node, mermaid
from blueprint_ls.judge.diagram.graph import graph
from generate.diagram.graphs import HOSTILE, hostile

PARSER = Path(__file__).with_name("parse.mjs")
INSTALLED = os.environ.get("BLUEPRINT_MERMAID", "")
needs_mermaid = pytest.mark.skipif(not INSTALLED, reason="BLUEPRINT_MERMAID names no folder with mermaid and jsdom")


def parsed(drawn: Graph) -> dict[str, list[object]]:
    """What mermaid makes of a graph, its own spelling of numbered characters undone."""
    command = ["node", str(PARSER), INSTALLED]
    answer = subprocess.run(command, input=json.dumps([mermaid(drawn)]), capture_output=True, text=True, check=True)
    plain = re.sub("ﬂ°°(\\d+)¶ß", lambda found: json.dumps(chr(int(found[1])))[1:-1], answer.stdout)
    (found,) = json.loads(plain)
    return found


@needs_mermaid
def test_mermaid_reads_the_same_graph_whatever_the_texts_are():
    drawn, (found) = hostile(), parsed(hostile())
    numbers = {node.id: f"n{at}" for at, node in enumerate(drawn.nodes, start=1)}

    assert found["type"] == "flowchart-v2"
    assert found["nodes"] == [f"{node.name}<br><small>{node.kind}</small>" for node in drawn.nodes]
    assert sorted(found["groups"]) == sorted(drawn.groups)
    assert found["edges"] == [[numbers[edge.source], numbers[edge.target], edge.label] for edge in drawn.edges]


@needs_mermaid
def test_mermaid_reads_circles_parallel_arrows_and_arrows_of_a_box_to_itself():
    edges = [
        Edge("a", "b", "x"),
        Edge("a", "b", "y"),
        Edge("b", "a"),
        Edge("a", "a", "1. first"),
        Edge("b", "b", "end"),
        Edge("b", "a", "logs", quiet=True),
    ]
    found = parsed(graph("end", [Node("a", "end"), Node("b", "- b")], edges))

    assert [edge[2] for edge in found["edges"]] == ["x", "y", "", "1. first", "end", "logs"]


def test_the_source_is_what_a_person_would_write():
    nodes = [Node("service.api", "api", "api", "Services"), Node("store.db", "db", "primary database", "Stores")]
    found = mermaid(graph("acme", nodes, [Edge("service.api", "store.db", "sql")], ["no `client` is declared"]))

    assert found.split("\n") == [
        "flowchart TB",
        "  accTitle: acme",
        "  %% not drawn: no `client` is declared",
        '  subgraph g1["Services"]',
        '    n1["api<br/><small>api</small>"]',
        "  end",
        '  subgraph g2["Stores"]',
        '    n2[("db<br/><small>primary database</small>")]',
        "  end",
        '  n1 -->|"sql"| n2',
    ]


def test_no_hostile_text_stands_in_the_source_as_it_is():
    assert not [text for text in HOSTILE[:3] if text in mermaid(hostile())]
    assert "%%{" not in mermaid(hostile())
