"""Diagrams of a blueprint: one graph for each view, and that graph as plain text, Mermaid, DOT or SVG.

graph = VIEWS["containers"](blueprint)
print(ascii(graph))
"""

from blueprint_ls.generate.diagram.ascii import WIDTH, ascii
from blueprint_ls.generate.diagram.dot import dot
from blueprint_ls.generate.diagram.mermaid import mermaid
from blueprint_ls.generate.diagram.views import VIEWS
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node

__all__ = ["VIEWS", "WIDTH", "Edge", "Graph", "Node", "ascii", "dot", "mermaid"]
