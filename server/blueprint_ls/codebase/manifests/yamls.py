"""YAML with places: nodes as PyYAML composes them, and plain values of them."""

from __future__ import annotations

from typing import Any

import yaml

from blueprint_ls.codebase.manifests.fault import Fault

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEP = 64
_MANY = 200_000


class Document:
    """The documents of one YAML file, and where each node stands in its bytes."""

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("utf-8", "replace")
        self._wide = len(self.text) != len(data)
        self.roots = self._compose()
        self._left = _MANY

    def _compose(self) -> list[yaml.Node]:
        try:
            self._measure()
            return [node for node in yaml.compose_all(self.text, Loader=_Loader) if node is not None]
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "the YAML cannot be read"
            raise Fault(mark.line + 1 if mark else 1, problem) from None
        except Fault:
            raise
        except (RecursionError, ValueError) as error:
            raise Fault(1, f"the YAML cannot be read: {error}") from None

    def _measure(self) -> None:
        """Refuses what is nested so deeply that composing it would end the process."""
        depth = 0
        for event in yaml.parse(self.text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEP:
                    mark = event.start_mark
                    raise Fault(mark.line + 1 if mark else 1, "nested too deeply")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1

    def span(self, node: yaml.Node) -> list[int]:
        """The first byte of a node and the one behind its last, blanks behind it left out."""
        start, end = node.start_mark.index, node.end_mark.index
        end = start + len(self.text[start:end].rstrip())
        return [self._byte(start), self._byte(end)]

    def line(self, node: yaml.Node) -> int:
        """The line a node begins on, from 1."""
        return int(node.start_mark.line) + 1

    def plain(self, node: yaml.Node | None, depth: int = 0) -> Any:
        """The value of a node, with texts, numbers and booleans told apart."""
        self._left -= 1
        if depth > _DEEP or self._left < 0:
            raise Fault(1, "the aliases unfold to more than anyone reads")
        if isinstance(node, yaml.MappingNode):
            return {name: self.plain(value, depth + 1) for name, _, value in pairs(node)}
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, depth + 1) for item in node.value]
        return scalar(node)

    def _byte(self, index: int) -> int:
        return len(self.text[:index].encode()) if self._wide else index


def pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node, yaml.Node]]:
    """The keys of a mapping with their nodes and values, merges (`<<`) unfolded; none where it is no mapping."""
    return list(_pairs(node, set()).values())


def _pairs(node: yaml.Node | None, unfolded: set[int]) -> dict[str, tuple[str, yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode) or id(node) in unfolded:
        return {}
    unfolded.add(id(node))  # what is merged twice, or into itself, adds nothing
    merged: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
    own = {}
    for key, value in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            for one in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                merged = _pairs(one, unfolded) | merged
        elif isinstance(key, yaml.ScalarNode):
            own[key.value] = (key.value, key, value)
    return merged | own


def get(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """The node under a path of keys."""
    for key in keys:
        node = next((value for name, _, value in pairs(node) if name == key), None)
    return node


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """The nodes of a list; a lone scalar is a list of one, anything else is none."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    return [node] if isinstance(node, yaml.ScalarNode) else []


def scalar(node: yaml.Node | None) -> str | int | float | bool | None:
    """The value of a scalar."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
        return None
    text = str(node.value)
    if node.tag.endswith(":bool"):
        return text.lower() in {"true", "yes", "on"}
    try:
        if node.tag.endswith(":int"):
            return int(text, 0)
        if node.tag.endswith(":float"):
            return float(text)
    except ValueError:
        return text
    return text


def text(node: yaml.Node | None) -> str | None:
    """A scalar as written, whatever it looks like; None where there is none."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not node.tag.endswith(":null") else None
