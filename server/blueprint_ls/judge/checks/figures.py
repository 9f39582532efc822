"""What arithmetic reckons with: stated figures, where they stand, and findings that show every end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from blueprint_ls.judge.checks.plausible import absurdity
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language import values
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Block, Place
from blueprint_ls.language.schema import AttributeSchema
from blueprint_ls.syntax import Span


@dataclass(slots=True, eq=False)
class Figure:
    """A value that a block states, or the default that holds where it states none.

    Not frozen: hundreds are made at each keystroke, and freezing triples what one costs.
    """

    block: Block
    name: str
    value: Any
    place: Place
    attribute: Attribute | None
    """None for a default, and for a block that is shown as a whole."""
    default: str = ""

    @property
    def text(self) -> str:
        """The value as it is written, without quotes."""
        written = self.attribute.node.value.text().decode(errors="replace") if self.attribute else self.default
        return written.strip('"')

    @property
    def span(self) -> Span:
        """The value; the block's header where it is not written down."""
        return self.place.value_span(self.attribute) if self.attribute else self.place.header

    @property
    def note(self) -> str:
        """What a reader finds at this end."""
        if not self.name:
            return f"`{title(self.block)}` stands here"
        said = f"`{self.name}` of `{title(self.block)}` is {self.text}"
        return said if self.attribute else f"{said}, its default"

    @property
    def subject(self) -> str:
        """Its place in the vocabulary."""
        path = self.block.schema.path if self.block.schema else self.block.name
        return f"{path}.{self.name}" if self.name else path


def figure(block: Block | None, name: str) -> Figure | None:
    """A block's stated value, else its default; None where it is missing, wrong, out of range or absurd.

    What is wrong has a finding of its own. One mistake is to be read about once.
    """
    if block is None:
        return None
    found = block.attribute(name)
    if found is None:
        return _default(block, name)
    place, attribute = found
    if attribute.is_sound is None:
        attribute.is_sound = _is_sound(block, attribute)
    return Figure(block, name, attribute.value, place, attribute) if attribute.is_sound else None


def stated(block: Block | None, name: str) -> Figure | None:
    """A block's value where it is written down; defaults do not count."""
    found = figure(block, name)
    return found if found and found.attribute else None


def whole(block: Block) -> Figure:
    """A block as one end of a finding."""
    return Figure(block, "", None, block.place, None)


def title(block: Block) -> str:
    """A block as messages name it: `pool api`, `connections`."""
    return f"{block.name} {block.label}" if block.label is not None else block.name


def report(rule: str, message: str, at: Figure, *others: Figure, **data: Any) -> Iterator[Finding]:
    """A finding at one figure that shows the others beside it.

    Where the figure stands in a base, the first of the others that is the blueprint's own is marked instead. A
    contradiction within a base alone is the base's business.
    """
    ends = [at, *others]
    own = next((end for end in ends if end.place.layer == 0), None)
    if own is None:
        return
    related = tuple(Related(end.place.document.path, end.span, end.note) for end in ends if end is not own)
    kept = data if own is at else {}
    yield Finding(rule, own.place.document.path, own.span, message, own.subject, related=related, data=kept)


def _is_sound(block: Block, attribute: Attribute) -> bool:
    value, schema = attribute.value, attribute.schema
    if value is None or schema is None or _out_of_range(schema, value):
        return False
    return absurdity(block.name, attribute.name, value) is None


def _out_of_range(schema: AttributeSchema, value: Any) -> bool:
    if schema.minimum is None and schema.maximum is None:
        return False
    low, high = schema.minimum, schema.maximum
    return (low is not None and value < low) or (high is not None and value > high)


def _default(block: Block, name: str) -> Figure | None:
    schema = block.schema.attributes.get(name) if block.schema else None
    if schema is None or schema.default is None or schema.required:
        return None
    return Figure(block, name, _typed(schema.type.kind, schema.default), block.place, None, schema.default)


@lru_cache(maxsize=1024)
def _typed(kind: str, written: str) -> Any:
    """A default of the vocabulary, read; only kinds that arithmetic asks for."""
    if written in ("true", "false"):
        return written == "true"
    if kind in ("integer", "number"):
        return float(written) if "." in written else int(written)
    return values.parse(kind, written.strip('"'))
