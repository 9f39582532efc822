"""The document as one HTML file: no other file and no network is needed to read or print it."""

from __future__ import annotations

import base64
import hashlib
import html as escaping
import re
from collections.abc import Iterator
from functools import lru_cache

from blueprint_ls.generate.document import tree
from blueprint_ls.generate.document.drawn import as_svg
from blueprint_ls.generate.document.tree import plain
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.generate.document.writer import Writer
from blueprint_ls.knowledge.folders import data_folder

MARK = '<meta name="generator" content="blueprint render">'
"""What every document has in its head."""
_WIDE = 4
"""Columns from which on a table may be wider than the screen."""
_SHORT, _PROSE = 14, 60
"""Characters up to which a cell is not broken, and from which on it is prose."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def html(document: tree.Document, sources: bool = False) -> str:
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


class _Writer(Writer[str, str]):
    def __init__(self, anchors: Anchors, sources: bool) -> None:
        super().__init__(anchors)
        self.sources = sources
        """Whether elements say where in the blueprint they come from."""
        self._part = ""
        self._named: set[str] = set()
        """The anchors given to headings so far."""

    def part(self, part: tree.Part) -> Iterator[str]:
        self._part = part.anchor
        return self.blocks(part.blocks)

    def heading(self, node: tree.Heading) -> Iterator[str]:
        name = _text(node.anchor or self._name(plain(node.text)))
        yield f'<h{node.level} id="{name}"{self.source(node.origin)}>{self._line(node.text)}</h{node.level}>\n'

    def paragraph(self, node: tree.Paragraph) -> Iterator[str]:
        yield f"<p>{self._line(node.text)}</p>\n"

    def bullets(self, node: tree.Bullets) -> Iterator[str]:
        kind = "ol" if node.numbered else "ul"
        yield f"<{kind}>\n"
        for at, item in enumerate(node.items):
            anchor = node.anchors[at] if at < len(node.anchors) else ""
            yield f"<li{self._id(anchor)}>{self._line(item)}</li>\n"
        yield f"</{kind}>\n"

    def table(self, node: tree.Table) -> Iterator[str]:
        wide = "wide" if len(node.head) >= _WIDE else "held" if node.head else ""
        label = _text(node.name)
        yield f'<div class="{wide}" role="group" aria-label="{label}" tabindex="0">' if wide else ""
        yield f'<table class="{"listed" if node.head else "facts"}" aria-label="{label}">\n'
        if node.head:
            cells = "".join(
                f'<th scope="col"{_amount(node, at)}>{_text(name)}</th>' for at, name in enumerate(node.head)
            )
            yield f"<thead><tr>{cells}</tr></thead>\n"
        yield "<tbody>\n"
        for row in node.rows:
            yield from self._row(row, node)
        yield "</tbody></table>\n"
        yield "</div>\n" if wide else ""

    def _row(self, row: tree.Row, table: tree.Table) -> Iterator[str]:
        yield f"<tr{self._id(row.anchor)}{_total(row)}{self.source(row.origin)}>"
        for at, cell in enumerate(row.cells):
            shown = self._line(cell)
            width = "" if at in table.numbers or not table.head else _width(plain(cell))
            yield f'<th scope="row">{shown}</th>' if at == 0 else f"<td{_amount(table, at)}{width}>{shown}</td>"
        yield "</tr>\n"

    def figures(self, node: tree.Figures) -> Iterator[str]:
        yield '<dl class="figures">\n'
        for row in node.rows:
            name, value = (self._line(cell) for cell in row.cells)
            yield f"<div><dt>{name}</dt><dd>{value}</dd></div>\n"
        yield "</dl>\n"

    def listing(self, node: tree.Listing) -> Iterator[str]:
        head = f"<figcaption><code>{_text(node.path)}</code></figcaption>" if node.path else ""
        label = _text(node.path or "Commands")
        yield f'<figure class="listing">{head}<pre tabindex="0" aria-label="{label}" role="group"><code>'
        yield "\n".join(_text(line) for line in node.text.split("\n"))
        yield "</code></pre></figure>\n"

    def picture(self, node: tree.Picture) -> Iterator[str]:
        drawing = "\n".join(_text(line) for line in node.text.split("\n"))
        text = f'<pre tabindex="0" role="group" aria-label="The drawing as text">{drawing}</pre>'
        drawn = as_svg(node)
        if drawn:
            source = base64.b64encode(drawn.encode()).decode()
            caption = _text(node.caption or "The system")
            yield f'<figure class="picture"><img alt="{caption}; the drawing as text follows" '
            yield f'src="data:image/svg+xml;base64,{source}"></figure>\n'
            yield f'<details class="drawing"><summary>The same as text</summary>{text}</details>\n' if node.text else ""
        elif node.text:
            yield f'<figure class="picture">{text}</figure>\n'

    def callout(self, node: tree.Callout) -> Iterator[str]:
        yield f'<div class="callout {node.kind}" role="note">{"".join(self.blocks(node.blocks))}</div>\n'

    def details(self, node: tree.Details) -> Iterator[str]:
        inside = "".join(self.blocks(node.blocks))
        yield f"<details><summary>{_text(node.summary)}</summary>\n{inside}</details>\n"

    def _line(self, inlines: tree.Inlines) -> str:
        return "".join(self.words(inlines))

    def text(self, node: tree.Text) -> str:
        return _text(node.text)

    def strong(self, node: tree.Strong) -> str:
        return f"<strong>{_text(node.text)}</strong>"

    def code(self, node: tree.Code) -> str:
        return _code(node.text)

    def link(self, node: tree.Link) -> str:
        shown = _code(node.text) if node.code else _text(node.text)
        return f'<a href="#{_text(node.anchor)}">{shown}</a>' if self.anchors.leads(node) else shown

    def site(self, node: tree.Site) -> str:
        return f'<a href="{_text(node.url)}" rel="noreferrer">{_text(node.text)}</a>'

    def mark(self, node: tree.Mark) -> str:
        return f'<span class="mark {node.kind}">{_text(node.text)}</span>'

    def line_break(self) -> str:
        return "<br>"

    def source(self, origin: tree.Origin | None) -> str:
        """The attributes that lead an editor's preview to the blueprint, where they are asked for."""
        if origin is None or not self.sources:
            return ""
        return f' data-path="{_text(origin.path)}" data-line="{origin.line}"'

    def _name(self, words: str) -> str:
        """An anchor for a heading that has none, so that it can be led to."""
        slug = f"{self._part}--{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}"
        found = next(name for name in (slug, *(f"{slug}-{at}" for at in range(2, 10_000))) if name not in self._named)
        self._named.add(found)
        return found

    def _id(self, anchor: str) -> str:
        return f' id="{_text(anchor)}"' if self.anchors.needed(anchor) else ""


def _amount(table: tree.Table, at: int) -> str:
    return ' class="amount"' if at in table.numbers else ""


def _total(row: tree.Row) -> str:
    return ' class="total"' if row.total else ""


def _width(words: str) -> str:
    """What keeps a short value on one line, and gives sentences room."""
    return ' class="short"' if len(words) <= _SHORT else ' class="prose"' if len(words) >= _PROSE else ""
