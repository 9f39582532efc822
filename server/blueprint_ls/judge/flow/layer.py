"""What the walk asks of a data layer, and which layer answers what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import New, Template
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import Builder, State
from blueprint_ls.judge.flow.values import Given, Unknown, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


class Layer:
    """A data layer: it recognizes its own calls, and says what a query demands.

    Each method answers None where it has nothing to say; a layer has those alone that mean something to it.
    """

    name: str

    def definition(self, walk: Walk, definition: Definition) -> Value | None:
        """What a declaration stands for: a table, an entity, a model."""
        return None

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """What a property of one of its values is."""
        return None

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """What a call answers where it is one of this layer's."""
        return None

    def construct(self, walk: Walk, state: State, node: New, made: Value, given: list[Value]) -> Value | None:
        """What `new made(…)` is where that is one of this layer's."""
        return None

    def tagged(self, walk: Walk, state: State, node: Template, tag: Value, values: list[Value]) -> Value | None:
        """What a tagged template answers where it is one of this layer's."""
        return None

    def typed(self, walk: Walk, value: Given) -> Value | None:
        """What a value from outside is, by its declared type."""
        return None

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """What a query builder of this layer answers when it is awaited."""
        return Unknown()


class Layers:
    """The layers of a walk: all by name, and of each question those alone that may answer it, in their order."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.named = {layer.name: layer for layer in layers}
        self.definition = _answering(layers, "definition")
        self.property = _answering(layers, "property")
        self.call = _answering(layers, "call")
        self.construct = _answering(layers, "construct")
        self.tagged = _answering(layers, "tagged")
        self.typed = _answering(layers, "typed")


def _answering(layers: Sequence[Layer], question: str) -> tuple[Layer, ...]:
    return tuple(layer for layer in layers if getattr(type(layer), question) is not getattr(Layer, question))
