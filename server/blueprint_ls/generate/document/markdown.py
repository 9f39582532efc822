"""The document as Markdown that reads well on GitHub and in a plain editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from blueprint_ls.generate.document import tree
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.generate.document.writer import Writer

MARK = "<!-- Rendered from a blueprint: change that, not this file. -->"
"""The first line of every document."""
_SPECIAL = re.compile(r"([\\`*\[\]<|~$])|(?<!\w)(_)|(_)(?!\w)|(&)(?=#?\w+;)|(:)(?=[\w+-]+:)")
"""What GitHub would read as markup, an entity, a formula or a picture of a face."""
_AT_START = re.compile(r"^(?:[-+>=#]|\d+(?=[.)]))")
_CALLOUTS = {"gap": "WARNING", "note": "NOTE"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that end lines for some readers, or turn the direction of what follows."""


def markdown(document: tree.Document) -> str:
    """The whole document."""
    writer = _Writer(Anchors.of(document))
    lines = [MARK, "", f"# {_words(document.title)}", ""]
    lines += [_guarded(_words(document.summary)), ""] if document.summary else []
    lines += [*_contents(document), ""]
    for part in document.parts:
        lines += writer.part(part)
    return "\n".join(lines).rstrip("\n") + "\n"


def _contents(document: tree.Document) -> Iterator[str]:
    for part in document.parts:
        yield f"- [{part.heading}](#{_slug(part.heading)})"


def _slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class _Writer(Writer[str, str]):
    def part(self, part: tree.Part) -> Iterator[str]:
        yield from self._anchor(part.anchor, _slug(part.heading))
        yield f"## {part.heading}"
        yield ""
        yield from self.blocks(part.blocks)

    def block(self, node: tree.Block) -> Iterator[str]:
        yield from super().block(node)
        yield ""

    def heading(self, node: tree.Heading) -> Iterator[str]:
        yield from self._anchor(node.anchor)
        yield f"{'#' * node.level} {self._line(node.text)}"

    def paragraph(self, node: tree.Paragraph) -> Iterator[str]:
        yield _guarded(self._line(node.text, broken="  \n"))

    def bullets(self, node: tree.Bullets) -> Iterator[str]:
        for at, item in enumerate(node.items):
            mark = f"{at + 1}." if node.numbered else "-"
            anchor = node.anchors[at] if at < len(node.anchors) else ""
            named = f'<a id="{anchor}"></a>' if self.anchors.needed(anchor) else ""
            yield f"{mark} {named}{_guarded(self._line(item, broken=' '))}"

    def table(self, node: tree.Table) -> Iterator[str]:
        width = max(len(row.cells) for row in node.rows)
        head = [_words(name) for name in node.head] or [""] * width
        yield f"| {' | '.join(head)} |"
        yield f"| {' | '.join('---:' if at in node.numbers else '---' for at in range(len(head)))} |"
        for row in node.rows:
            yield f"| {' | '.join(self._cells(row, bool(node.head)))} |"

    def _cells(self, row: tree.Row, headed: bool) -> Iterator[str]:
        for at, cell in enumerate(row.cells):
            shown = self._line(cell)
            if at == 0 and self.anchors.needed(row.anchor):
                shown = f'<a id="{row.anchor}"></a>{shown}'
            strong = (row.total or (at == 0 and not headed)) and shown and "**" not in shown
            yield f"**{shown}**" if strong else shown

    def figures(self, node: tree.Figures) -> Iterator[str]:
        return self.table(tree.Table("", node.rows))

    def listing(self, node: tree.Listing) -> Iterator[str]:
        if node.path:
            yield f"{_code(node.path)}"
            yield ""
        yield from _fenced(node.text, node.language)

    def picture(self, node: tree.Picture) -> Iterator[str]:
        return _fenced(node.text, "text")

    def callout(self, node: tree.Callout) -> Iterator[str]:
        yield f"> [!{_CALLOUTS[node.kind]}]"
        for line in self._inside(node.blocks):
            yield f"> {line}".rstrip()

    def details(self, node: tree.Details) -> Iterator[str]:
        yield f"<details><summary>{_html(node.summary)}</summary>"
        yield ""
        yield from self._inside(node.blocks)
        yield ""
        yield "</details>"

    def _inside(self, blocks: Iterable[tree.Block]) -> list[str]:
        lines = [*self.blocks(blocks)]
        while lines and not lines[-1]:
            lines.pop()
        return [found for line in lines for found in line.split("\n")]

    def _line(self, inlines: tree.Inlines, broken: str = "<br>") -> str:
        return "".join(broken if isinstance(found, tree.Break) else self.word(found) for found in inlines)

    def text(self, node: tree.Text) -> str:
        return _words(node.text)

    def strong(self, node: tree.Strong) -> str:
        words = node.text.strip()
        before, behind = node.text.partition(words)[::2] if words else (node.text, "")
        return f"{before}**{_words(words)}**{behind}" if words else node.text

    def code(self, node: tree.Code) -> str:
        return _code(node.text)

    def link(self, node: tree.Link) -> str:
        shown = _code(node.text) if node.code else _words(node.text)
        return f"[{shown}](#{node.anchor})" if self.anchors.leads(node) else shown

    def site(self, node: tree.Site) -> str:
        return f"[{_words(node.text)}]({_address(node.url)})"

    def mark(self, node: tree.Mark) -> str:
        return f"*{_words(node.text)}*"

    def line_break(self) -> str:
        return "<br>"

    def _anchor(self, anchor: str, slug: str = "") -> Iterator[str]:
        """A place to lead to, where something does; a heading's own anchor needs none."""
        if self.anchors.needed(anchor) and anchor != slug:
            yield f'<a id="{anchor}"></a>'
            yield ""


def _words(text: str) -> str:
    """Words in which nothing is markup."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", _clean(text))


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
