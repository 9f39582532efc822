"""One decision record: its number, front matter, title and parts; read from MADR or Nygard's form, written as MADR.

What a person adds to a record, keys of the front matter or parts of the text, is kept where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

DECISION, OPTION = "blueprint-decision", "blueprint-option"
"""Keys of the front matter by which a record is known again."""
CONTEXT, OPTIONS, OUTCOME, MORE = (
    "Context and Problem Statement",
    "Considered Options",
    "Decision Outcome",
    "More Information",
)
_NAME = re.compile(r"(\d{1,6})-.*\.md")
_KEY = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_OLD_KEY = re.compile(r"^(?:[*-] )?(Status|Date):[ \t]*(.+)$", re.MULTILINE | re.IGNORECASE)
_COUNT = re.compile(r"(?:ADR[- ]?)?\d+[.:] +", re.IGNORECASE)
"""How a title begins that repeats the number of its file."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record, as far as this program reads it."""

    number: int
    name: str
    """Of its file: `0007-job-queue.md`."""
    title: str
    matter: Mapping[str, str] = field(default_factory=dict)
    """The front matter by key, each value as it is written."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """The text under each second-level heading; under the empty one what stands before the first."""

    @property
    def status(self) -> str:
        """`accepted`, `superseded by …`; accepted where nothing is said."""
        return self.matter.get("status", "accepted").strip("\"'").lower()

    @property
    def holds(self) -> bool:
        """Whether the decision is still meant."""
        return not re.search(r"^(?:supersed|superced|deprecated|rejected)", self.status, re.MULTILINE)

    @property
    def link(self) -> str:
        """A link from another record."""
        return f"[ADR-{self.number:04}]({self.name})"


def read(name: str, text: str) -> Record | None:
    """The record in a file; None where the name has no number, or the text no title."""
    named = _NAME.fullmatch(name)
    matter, body = _matter(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    title = re.search(r"^# +(.+?)\s*$", body, re.MULTILINE)
    if not named or not title:
        return None
    pieces = re.split(r"^## +(.+?)\s*$", body[title.end() :], flags=re.MULTILINE)
    parts = {"": pieces[0].strip()} if pieces[0].strip() else {}
    parts |= {head: part.strip() for head, part in zip(pieces[1::2], pieces[2::2], strict=True)}
    for key, value in _OLD_KEY.findall(parts.get("", "")):
        matter.setdefault(key.lower(), value.strip())
    if parts.get("Status"):
        matter.setdefault("status", parts["Status"])
    return Record(int(named[1]), name, unescaped(_COUNT.sub("", title[1], count=1)), matter, parts)


def write(record: Record) -> str:
    """The text of a record's file."""
    return "\n".join(_lines(record)).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Words as Markdown in which nothing is markup, on one line."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))


def unescaped(text: str) -> str:
    """The words of a line of Markdown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", " ".join(text.split()))


def bullets(text: str) -> list[str]:
    """The points of a list, each on one line, links by their words."""
    found = re.findall(r"^[*-] +(.+(?:\n(?![*-] |\n).+)*)", text, re.MULTILINE)
    return [unescaped(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", point)) for point in found]


def _matter(text: str) -> tuple[dict[str, str], str]:
    fenced = re.match(r"---[ \t]*\n(.*?)^---[ \t]*\n", text, re.DOTALL | re.MULTILINE)
    if not fenced:
        return {}, text
    found: dict[str, str] = {}
    key = ""
    for line in fenced[1].splitlines():
        pair = _KEY.fullmatch(line)
        if pair:
            key = pair[1]
            found[key] = pair[2]
        elif key:
            found[key] += f"\n{line}"
    return found, text[fenced.end() :]


def _lines(record: Record) -> Iterator[str]:
    yield "---"
    yield from (f"{key}: {value}".rstrip() for key, value in record.matter.items())
    yield "---"
    yield ""
    yield f"# {escaped(record.title)}"
    for head, text in record.parts.items():
        yield ""
        yield from ([f"## {head}", ""] if head else [])
        yield text
