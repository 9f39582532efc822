"""The document as one HTML file: no other file and no network is needed to read or print it."""

from __future__ import annotations

import base64
import hashlib
import html as escaping
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from blueprint_ls.generate.document.drawn import as_svg
from blueprint_ls.generate.document.tree import (
    Block,
    Break,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Figures,
    Heading,
    Inline,
    Inlines,
    Link,
    Listing,
    Mark,
    Origin,
    Paragraph,
    Part,
    Picture,
    Row,
    Site,
    Strong,
    Table,
    Text,
    plain,
)
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.knowledge.folders import data_folder

MARK = '<meta name="generator" content="blueprint render">'
"""What every document has in its head."""
_WIDE = 4
"""Columns from which on a table may be wider than the screen."""
_SHORT, _PROSE = 14, 60
"""Characters up to which a cell is not broken, and from which on it is prose."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def html(document: Document, sources: bool = False) -> str:
    """The whole document; with `sources`, what shows a block says where it stands: in `data-path` and `data-line`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    )
    writer = _Writer(Anchors.of(document), sources)
    parts = [(part, Markup("".join(writer.part(part))), Markup(writer.source(part.origin))) for part in document.parts]
    script = _asset("page.js")
    return environment.get_template("document/page.html.j2").render(
        document=document,
        title=_visible(document.title),
        summary=_visible(document.summary),
        parts=parts,
        generator=Markup(MARK),
        style=Markup(_asset("page.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return (data_folder("templates") / "document" / name).read_text("utf-8")


def _visible(text: str) -> str:
    """Text without characters that end lines or turn the direction of what follows: their codes stand instead."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _text(text: str) -> str:
    return escaping.escape(_visible(text))


def _code(text: str) -> str:
    """A name of code, which may be broken where it is made of parts."""
    return f"<code>{re.sub(r'(?<=[_/.])(?=[^_/.])', '<wbr>', _text(text))}</code>"


@dataclass(slots=True)
class _Writer:
    anchors: Anchors
    sources: bool
    """Whether elements say where in the blueprint they come from."""
    heads: set[str] = field(default_factory=set)
    """The anchors given to headings so far."""

    def part(self, part: Part) -> Iterator[str]:
        for block in part.blocks:
            yield from self._block(block, part.anchor)

    def _block(self, block: Block, part: str) -> Iterator[str]:
        match block:
            case Heading():
                name = _text(block.anchor or self._named(plain(block.text), part))
                source = self.source(block.origin)
                yield f'<h{block.level} id="{name}"{source}>{self._line(block.text)}</h{block.level}>\n'
            case Paragraph():
                yield f"<p>{self._line(block.text)}</p>\n"
            case Bullets():
                yield from self._bullets(block)
            case Table():
                yield from self._table(block)
            case Figures():
                yield from self._figures(block)
            case Listing():
                yield from _listing(block)
            case Picture():
                yield from _picture(block)
            case Callout():
                yield f'<div class="callout {block.kind}" role="note">{self._inside(block.blocks, part)}</div>\n'
            case Details():
                inside = self._inside(block.blocks, part)
                yield f"<details><summary>{_text(block.summary)}</summary>\n{inside}</details>\n"

    def _named(self, words: str, part: str) -> str:
        """An anchor for a heading that has none, so that it can be led to."""
        slug = f"{part}--{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}"
        found = next(name for name in (slug, *(f"{slug}-{at}" for at in range(2, 10_000))) if name not in self.heads)
        self.heads.add(found)
        return found

    def _inside(self, blocks: Iterable[Block], part: str) -> str:
        return "".join(text for block in blocks for text in self._block(block, part))

    def _line(self, inlines: Inlines) -> str:
        return "".join(self._inline(found) for found in inlines)

    def _inline(self, found: Inline) -> str:
        match found:
            case Text():
                return _text(found.text)
            case Strong():
                return f"<strong>{_text(found.text)}</strong>"
            case Code():
                return _code(found.text)
            case Link():
                shown = _code(found.text) if found.code else _text(found.text)
                return f'<a href="#{_text(found.anchor)}">{shown}</a>' if self.anchors.leads(found) else shown
            case Site():
                return f'<a href="{_text(found.url)}" rel="noreferrer">{_text(found.text)}</a>'
            case Mark():
                return f'<span class="mark {found.kind}">{_text(found.text)}</span>'
            case Break():
                return "<br>"

    def _bullets(self, block: Bullets) -> Iterator[str]:
        kind = "ol" if block.numbered else "ul"
        yield f"<{kind}>\n"
        for at, item in enumerate(block.items):
            anchor = block.anchors[at] if at < len(block.anchors) else ""
            yield f"<li{self._id(anchor)}>{self._line(item)}</li>\n"
        yield f"</{kind}>\n"

    def _table(self, block: Table) -> Iterator[str]:
        wide = "wide" if len(block.head) >= _WIDE else "held" if block.head else ""
        label = _text(block.name)
        yield f'<div class="{wide}" role="group" aria-label="{label}" tabindex="0">' if wide else ""
        yield f'<table class="{"listed" if block.head else "facts"}" aria-label="{label}">\n'
        if block.head:
            cells = "".join(
                f'<th scope="col"{_amount(block, at)}>{_text(name)}</th>' for at, name in enumerate(block.head)
            )
            yield f"<thead><tr>{cells}</tr></thead>\n"
        yield "<tbody>\n"
        for row in block.rows:
            yield from self._row(row, block)
        yield "</tbody></table>\n"
        yield "</div>\n" if wide else ""

    def _row(self, row: Row, table: Table) -> Iterator[str]:
        yield f"<tr{self._id(row.anchor)}{_total(row)}{self.source(row.origin)}>"
        for at, cell in enumerate(row.cells):
            shown = self._line(cell)
            width = "" if at in table.numbers or not table.head else _width(plain(cell))
            yield f'<th scope="row">{shown}</th>' if at == 0 else f"<td{_amount(table, at)}{width}>{shown}</td>"
        yield "</tr>\n"

    def _figures(self, block: Figures) -> Iterator[str]:
        yield '<dl class="figures">\n'
        for row in block.rows:
            name, value = (self._line(cell) for cell in row.cells)
            yield f"<div><dt>{name}</dt><dd>{value}</dd></div>\n"
        yield "</dl>\n"

    def source(self, origin: Origin | None) -> str:
        """The attributes that lead an editor's preview to the blueprint, where they are asked for."""
        if origin is None or not self.sources:
            return ""
        return f' data-path="{_text(origin.path)}" data-line="{origin.line}"'

    def _id(self, anchor: str) -> str:
        return f' id="{_text(anchor)}"' if self.anchors.needed(anchor) else ""


def _amount(table: Table, at: int) -> str:
    return ' class="amount"' if at in table.numbers else ""


def _total(row: Row) -> str:
    return ' class="total"' if row.total else ""


def _width(words: str) -> str:
    """What keeps a short value on one line, and gives sentences room."""
    return ' class="short"' if len(words) <= _SHORT else ' class="prose"' if len(words) >= _PROSE else ""


def _listing(block: Listing) -> Iterator[str]:
    head = f"<figcaption><code>{_text(block.path)}</code></figcaption>" if block.path else ""
    label = _text(block.path or "Commands")
    yield f'<figure class="listing">{head}<pre tabindex="0" aria-label="{label}" role="group"><code>'
    yield "\n".join(_text(line) for line in block.text.split("\n"))
    yield "</code></pre></figure>\n"


def _picture(block: Picture) -> Iterator[str]:
    drawing = "\n".join(_text(line) for line in block.text.split("\n"))
    text = f'<pre tabindex="0" role="group" aria-label="The drawing as text">{drawing}</pre>'
    drawn = as_svg(block)
    if drawn:
        source = base64.b64encode(drawn.encode()).decode()
        caption = _text(block.caption or "The system")
        yield f'<figure class="picture"><img alt="{caption}; the drawing as text follows" '
        yield f'src="data:image/svg+xml;base64,{source}"></figure>\n'
        yield f"<details><summary>The same as text</summary>{text}</details>\n" if block.text else ""
    elif block.text:
        yield f'<figure class="picture">{text}</figure>\n'
