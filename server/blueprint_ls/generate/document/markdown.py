"""The document as Markdown that reads well on GitHub and in a plain editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    Paragraph,
    Part,
    Picture,
    Row,
    Site,
    Strong,
    Table,
    Text,
)
from blueprint_ls.generate.document.whole import Anchors

MARK = "<!-- Rendered from a blueprint: change that, not this file. -->"
"""The first line of every document."""
_SPECIAL = re.compile(r"([\\`*\[\]<|~$])|(?<!\w)(_)|(_)(?!\w)|(&)(?=#?\w+;)|(:)(?=[\w+-]+:)")
"""What GitHub would read as markup, an entity, a formula or a picture of a face."""
_AT_START = re.compile(r"^(?:[-+>=#]|\d+(?=[.)]))")
_CALLOUTS = {"gap": "WARNING", "note": "NOTE"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that end lines for some readers, or turn the direction of what follows."""


def markdown(document: Document) -> str:
    """The whole document."""
    writer = _Writer(Anchors.of(document))
    lines = [MARK, "", f"# {writer.words(document.title)}", ""]
    lines += [_guarded(writer.words(document.summary)), ""] if document.summary else []
    lines += [*_contents(document), ""]
    for part in document.parts:
        lines += writer.part(part)
    return "\n".join(lines).rstrip("\n") + "\n"


def _contents(document: Document) -> Iterator[str]:
    for part in document.parts:
        yield f"- [{part.heading}](#{_slug(part.heading)})"


def _slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@dataclass(slots=True)
class _Writer:
    anchors: Anchors
    _parts: dict[str, str] = field(default_factory=dict)

    def part(self, part: Part) -> Iterator[str]:
        yield from self._anchor(part.anchor, _slug(part.heading))
        yield f"## {part.heading}"
        yield ""
        for block in part.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield from self._anchor(block.anchor)
                yield f"{'#' * block.level} {self.line(block.text)}"
            case Paragraph():
                yield _guarded(self.line(block.text, broken="  \n"))
            case Bullets():
                yield from self._bullets(block)
            case Table():
                yield from self._table(block)
            case Figures():
                yield from self._table(Table("", block.rows))
            case Listing():
                yield from _listing(block)
            case Picture():
                yield from _fenced(block.text, "text")
            case Callout():
                yield from self._callout(block)
            case Details():
                yield from self._details(block)
        yield ""

    def line(self, inlines: Inlines, broken: str = "<br>") -> str:
        return "".join(self._inline(found, broken) for found in inlines)

    def words(self, text: str) -> str:
        return _SPECIAL.sub(lambda found: f"\\{found[0]}", _clean(text))

    def _inline(self, found: Inline, broken: str) -> str:
        match found:
            case Text():
                return self.words(found.text)
            case Strong():
                words = found.text.strip()
                before, behind = found.text.partition(words)[::2] if words else (found.text, "")
                return f"{before}**{self.words(words)}**{behind}" if words else found.text
            case Code():
                return _code(found.text)
            case Link():
                shown = _code(found.text) if found.code else self.words(found.text)
                return f"[{shown}](#{found.anchor})" if self.anchors.leads(found) else shown
            case Site():
                return f"[{self.words(found.text)}]({_address(found.url)})"
            case Mark():
                return f"*{self.words(found.text)}*"
            case Break():
                return broken

    def _bullets(self, block: Bullets) -> Iterator[str]:
        for at, item in enumerate(block.items):
            mark = f"{at + 1}." if block.numbered else "-"
            anchor = block.anchors[at] if at < len(block.anchors) else ""
            named = f'<a id="{anchor}"></a>' if self.anchors.needed(anchor) else ""
            yield f"{mark} {named}{_guarded(self.line(item, broken=' '))}"

    def _table(self, block: Table) -> Iterator[str]:
        width = max(len(row.cells) for row in block.rows)
        head = [self.words(name) for name in block.head] or [""] * width
        yield f"| {' | '.join(head)} |"
        yield f"| {' | '.join('---:' if at in block.numbers else '---' for at in range(len(head)))} |"
        for row in block.rows:
            yield f"| {' | '.join(self._cells(row, bool(block.head)))} |"

    def _cells(self, row: Row, headed: bool) -> Iterator[str]:
        for at, cell in enumerate(row.cells):
            shown = self.line(cell)
            if at == 0 and self.anchors.needed(row.anchor):
                shown = f'<a id="{row.anchor}"></a>{shown}'
            strong = (row.total or (at == 0 and not headed)) and shown and "**" not in shown
            yield f"**{shown}**" if strong else shown

    def _callout(self, block: Callout) -> Iterator[str]:
        yield f"> [!{_CALLOUTS[block.kind]}]"
        for line in self._inside(block.blocks):
            yield f"> {line}".rstrip()

    def _details(self, block: Details) -> Iterator[str]:
        yield f"<details><summary>{_html(block.summary)}</summary>"
        yield ""
        yield from self._inside(block.blocks)
        yield ""
        yield "</details>"

    def _inside(self, blocks: Iterable[Block]) -> list[str]:
        lines = [line for block in blocks for line in self.block(block)]
        while lines and not lines[-1]:
            lines.pop()
        return [found for line in lines for found in line.split("\n")]

    def _anchor(self, anchor: str, slug: str = "") -> Iterator[str]:
        """A place to lead to, where something does; a heading's own anchor needs none."""
        if self.anchors.needed(anchor) and anchor != slug:
            yield f'<a id="{anchor}"></a>'
            yield ""


def _listing(block: Listing) -> Iterator[str]:
    if block.path:
        yield f"{_code(block.path)}"
        yield ""
    yield from _fenced(block.text, block.language)


def _fenced(text: str, language: str) -> Iterator[str]:
    """A fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from (_control(line) for line in text.split("\n"))
    yield fence


def _code(text: str) -> str:
    """A name of code; in a table a bar would end the cell, inside code too."""
    found = _clean(text).strip().replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", found)), default=0)
    if not found:
        return ""
    if longest or "$" in found or ("\\|" in found and "`" in found):
        mark = "`" * (longest + 1)
        pad = " " if found[0] == "`" or found[-1] == "`" else ""
        return f"{mark}{pad}{found}{pad}{mark}"
    return f"`{found}`"


def _clean(text: str) -> str:
    """One line, without characters that are none."""
    return _control(" ".join(text.split("\n")))


def _control(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\t", "    "))


def _html(text: str) -> str:
    return _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _address(url: str) -> str:
    return re.sub(r"[()<>\s\\\"'`|]", lambda found: f"%{ord(found[0]):02X}", _clean(url))


def _guarded(line: str) -> str:
    """A line that no reader takes for the beginning of a list or a quotation."""
    return _AT_START.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", line)
