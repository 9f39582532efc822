"""Diagrams of a blueprint: one graph for each view, and that graph as plain text, Mermaid, DOT or SVG.

graph = view(blueprint, "containers")
print(ascii(graph))
"""

from blueprint_ls.generate.diagram.ascii import WIDTH, ascii
from blueprint_ls.generate.diagram.dot import dot
from blueprint_ls.generate.diagram.formats import FORMATS
from blueprint_ls.generate.diagram.graphviz import Missing
from blueprint_ls.generate.diagram.mermaid import mermaid
from blueprint_ls.generate.diagram.svg import svg
from blueprint_ls.generate.diagram.views import VIEWS, view
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node

__all__ = [
    "FORMATS",
    "VIEWS",
    "WIDTH",
    "Edge",
    "Graph",
    "Missing",
    "Node",
    "ascii",
    "dot",
    "mermaid",
    "svg",
    "view",
]
