"""The formats of the document, each with what writes it."""

from __future__ import annotations

from blueprint_ls.generate.document.document import document
from blueprint_ls.generate.document.html import MARK as HTML_MARK
from blueprint_ls.generate.document.html import html
from blueprint_ls.generate.document.machine import machine
from blueprint_ls.generate.document.markdown import MARK, markdown
from blueprint_ls.generate.document.pdf import pdf
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.registry import Case

FORMATS = ("md", "html", "pdf", "json")
_BEGINNINGS = {
    "md": MARK.encode(),
    "html": HTML_MARK.encode(),
    "pdf": b"%PDF-",
    "json": b'{\n  "version": 1,\n  "name": ',
}
"""By format: what a document of ours has near its beginning."""


def render(case: Case, verdict: Verdict, format: str, sources: bool = False) -> bytes:
    """The document of a blueprint in one of the formats; `CannotTypeset` where a PDF cannot be made.

    With `sources`, elements of HTML say which line of the blueprint they show.
    """
    if format == "json":
        return machine(case, verdict).encode("utf-8", "replace")
    found = document(case, verdict)
    if format == "md":
        return markdown(found).encode("utf-8", "replace")
    if format == "html":
        return html(found, sources).encode("utf-8", "replace")
    return pdf(found)


def is_rendered(data: bytes, format: str) -> bool:
    """Whether a file is a document that this program wrote, or empty: then it may be written anew."""
    return not data.strip() or _BEGINNINGS[format] in data[:400]
