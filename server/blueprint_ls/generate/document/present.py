"""Blocks of a blueprint as tables, rows of facts and cards: the shapes that the templates ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from blueprint_ls.generate.document.names import anchor, heading, is_code, label_title, readable
from blueprint_ls.generate.document.stated import (
    WORDS,
    column_of,
    is_required,
    is_sentence,
    noun_of,
    origin,
    stated_names,
)
from blueprint_ls.generate.document.tree import (
    Block as Node,
)
from blueprint_ls.generate.document.tree import (
    Code,
    Heading,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
)
from blueprint_ls.generate.document.values import joined, shown
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.model import Block, Blueprint

ASSUMED = Mark("assumed", "assumed")
"""What stands at a block that nobody has confirmed."""
REMOVAL = "remove"
"""The block by which a blueprint takes something out of its base."""
COLUMNS = 5
"""Columns of a table whose template names none, the label's not counted."""
_FREQUENT = 0.4
"""The share of blocks that must state an attribute for it to have a column of its own."""
_NONE: Mapping[str, str] = {}
_SPOKEN = frozenset({"summary", "description"})
"""Attributes whose words say themselves what they are."""


@dataclass(slots=True)
class Presenter:
    """Shows blocks of one blueprint, and keeps what it has shown."""

    blueprint: Blueprint
    seen: set[tuple[int, str]] = field(default_factory=set)
    """Attributes shown so far, by the identity of their block; the empty name for the block itself."""

    def facts(self, block: Block, *names: str, title: str = "") -> Table:
        """A block's attributes as rows: those named, else all that have not been shown."""
        rows = [self._fact(block, name) for name in self._chosen([block], names)]
        if rows and block.label is None and block.get(MARK) is True:
            rows.append(Row(((Text("Standing"),), (ASSUMED,))))
        return Table(title or self.title(block), tuple(rows))

    def table(
        self,
        blocks: Sequence[Block],
        *columns: str,
        noun: str = "",
        title: str = "",
        more: bool = True,
        told: bool = False,
    ) -> Table:
        """A row for each block: its label, a column for each attribute, and what else it states in the last.

        A column `Needs: permission authentication` holds several attributes, each with its name, and those of a type of
        block as many as there are inside. `noun` is what the blocks are called, other than by their type. With `told`,
        the first sentence of what the vocabulary says of a label stands in its place.
        """
        own = [block for block in blocks if self._is_open(block)] if not columns else list(blocks)
        wanted = columns or tuple(self._frequent(own))
        keys = [column_of(column) for column in wanted]
        labelled = any(block.label is not None for block in own)
        keys = [(name, parts) for name, parts in keys if any(self._states(block, parts) for block in own)]
        head = [*([noun or noun_of(own)] if labelled else []), *(name for name, _ in keys)]
        rows = [self._row(block, keys, labelled, told) for block in own]
        rest = [self._rest(block) if more else () for block in own]
        if any(rest):
            head.append("Also")
            rows = [replace(row, cells=(*row.cells, extra)) for row, extra in zip(rows, rest, strict=True)]
        return Table(title or noun or noun_of(own), tuple(rows), tuple(head))

    def cards(self, blocks: Iterable[Block], level: int = 4, columns: Mapping[str, str] = _NONE) -> Iterator[Node]:
        """Each block under a heading of its own: its lead, its facts, the blocks inside it.

        `columns` has the columns of the tables of blocks inside, by their type: those that are named stand there in
        each card, so that one can be read beside the other.
        """
        for block in blocks:
            self._see(block, "")
            at = origin(block, self.blueprint)
            yield Heading(level, (*self.name(block), *self._marks(block)), anchor(block.name, block.label or ""), at)
            yield from self.body(block, level, columns)

    def body(self, block: Block, level: int = 4, columns: Mapping[str, str] = _NONE) -> Iterator[Node]:
        """What stands in a block: its lead, its facts, the blocks inside it."""
        lead = self._lead(block)
        if lead:
            yield Paragraph(self.value(block, lead))
        yield self.facts(block)
        for name in dict.fromkeys(child.name for child in block.blocks()):
            inside = [child for child in block.blocks(name) if self._is_open(child)]
            if any(child.blocks() for child in inside):
                yield from self.cards(inside, level + 1, columns)
            elif inside:
                yield self.table(
                    inside, *columns.get(name, "").split(), title=f"{heading(name)} of {self.title(block)}"
                )

    def value(self, block: Block, name: str) -> Inlines:
        """The value of an attribute; nothing where it is not stated."""
        found = block.attribute(name)
        self._see(block, name)
        return shown(found[1], self.blueprint) if found else ()

    def name(self, block: Block) -> Inlines:
        """What a block is called: a name of code, or words."""
        self._see(block, "")
        found = self.title(block)
        return (Code(found),) if is_code(block) else (Text(found),)

    def title(self, block: Block) -> str:
        """The same as plain words."""
        return label_title(block, self.blueprint.vocabulary) or heading(block.name)

    def rest(self, section: Block) -> Iterator[Node]:
        """What a section states and nothing has shown yet, so that a template cannot lose what a page adds."""
        own = self.facts(section)
        if own.rows:
            yield Heading(3, (Text("Further"),))
            yield own
        for name in dict.fromkeys(child.name for child in section.blocks()):
            left = [child for child in section.blocks(name) if self._is_open(child)]
            if not left:
                continue
            yield Heading(3, (Text("Taken out of the base" if name == REMOVAL else heading(name)),))
            if any(child.blocks() for child in left) or left[0].label is None:
                yield from (node for child in left for node in self._whole(child))
            else:
                yield self.table(left)

    def _whole(self, block: Block) -> Iterator[Node]:
        if block.label is None:
            self._see(block, "")
            yield from self.body(block)
        else:
            yield from self.cards([block])

    # ------------------------------------------------------------------------------------------------------- rows

    def _fact(self, block: Block, name: str) -> Row:
        return Row(((Text(heading(name)),), self.value(block, name)), origin=origin(block, self.blueprint, name))

    def _row(self, block: Block, keys: Sequence[tuple[str, Sequence[str]]], labelled: bool, told: bool) -> Row:
        cells = [(*((told and self._told(block)) or self.name(block)), *self._marks(block))] if labelled else []
        self._see(block, "")
        for title, parts in keys:
            stated = [part for part in parts if block.attribute(part)]
            alone = {title.lower()} if len(parts) > 1 else {heading(part).lower() for part in parts}
            named = [
                self.value(block, part) if heading(part).lower() in alone else self._named(block, part)
                for part in stated
            ]
            inside = [self._child(child, noun=False) for part in parts for child in block.blocks(part)]
            cells.append(joined([*named, *inside]))
        place = anchor(block.name, block.label) if block.label else ""
        return Row(tuple(cells), place, origin=origin(block, self.blueprint))

    def _rest(self, block: Block) -> Inlines:
        """What a block states and no column shows, the blocks inside it too, in one cell."""
        own = [self._named(block, name) for name in self._chosen([block], ())]
        return joined([*own, *(self._child(child) for child in block.blocks() if self._is_open(child))])

    def _told(self, block: Block) -> Inlines:
        """A block's label by what the vocabulary says of it, in its first sentence."""
        self._see(block, "")
        said = block.schema.labels.get(block.label or "") if block.schema else None
        return (Text(" ".join(said.split()).partition(". ")[0].rstrip(".")),) if said else ()

    def _child(self, child: Block, noun: bool = True) -> Inlines:
        """A block inside another one: `retry fast: attempts 3, delay 1 s`."""
        kind: Inlines = (Text(f"{readable(child.name)} "),) if noun else ()
        inside = joined(self._named(child, name) for name in self._chosen([child], ()))
        self._see(child, "")
        return (*kind, *self.name(child), Text(": "), *inside)

    def _named(self, block: Block, name: str) -> Inlines:
        """A value behind its name; what is simply so by its name alone, and what a block is in a sentence without."""
        schema = block.schema.attributes.get(name) if block.schema else None
        value = self.value(block, name)
        if block.get(name) is True:
            return (Text(readable(name)),)
        if name in _SPOKEN or (schema and schema.type.kind == "field_type"):
            return value
        sentence = schema is not None and is_sentence(block, schema)
        return (Text(f"{readable(name)}{':' if sentence else ''} "), *value)

    def _marks(self, block: Block) -> Iterator[Inline]:
        if block.get(MARK) is True:
            yield Text(" ")
            yield ASSUMED

    # ----------------------------------------------------------------------------------------------------- choices

    def _chosen(self, blocks: Sequence[Block], names: Sequence[str]) -> list[str]:
        """The attributes to show: those named and stated, else all that are stated and not shown yet."""
        if names:
            return [name for name in names if any(block.attribute(name) for block in blocks)]
        found = dict.fromkeys(name for block in blocks for name in stated_names(block))
        return [name for name in found if any((id(block), name) not in self.seen for block in blocks)]

    def _frequent(self, blocks: Sequence[Block]) -> list[str]:
        """The attributes that deserve a column, in the order of the page."""
        every = self._chosen(blocks, ())
        enough = max(1.0, _FREQUENT * len(blocks))
        share = {name: sum(block.attribute(name) is not None for block in blocks) for name in every}
        often = [name for name in every if share[name] >= enough]
        required = [name for name in often if is_required(blocks[0], name)]
        kept = set([*required, *(name for name in often if name not in required)][:COLUMNS])
        return [name for name in every if name in kept]

    def _lead(self, block: Block) -> str | None:
        """The attribute that says in a sentence what a block is."""
        for name, schema in (block.schema.attributes if block.schema else {}).items():
            if schema.required and schema.type.kind in WORDS and block.attribute(name):
                return name if (id(block), name) not in self.seen and is_sentence(block, schema) else None
        return None

    def _states(self, block: Block, names: Sequence[str]) -> bool:
        return any(block.attribute(name) or block.blocks(name) for name in names)

    def _is_open(self, block: Block) -> bool:
        """Whether something of a block has not been shown."""
        if (id(block), "") not in self.seen:
            return True
        return bool(self._chosen([block], ())) or any(self._is_open(child) for child in block.blocks())

    def _see(self, block: Block, name: str) -> None:
        self.seen.add((id(block), name))
