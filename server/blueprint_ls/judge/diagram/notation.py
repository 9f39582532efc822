"""How texts stand in a picture, for whoever draws one and whoever reads one.

A text that is too long, or that could be taken for lines and arrows, is shortened and numbered, `import-cust [1]`;
the whole of it stands below the picture behind the number. Arrows that are not drawn are listed there as well:
`api -- https --> ses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from blueprint_ls.judge.diagram.cells import clusters, width

LONGEST = 26
"""Columns of a text inside the picture."""
_UNSAFE = re.compile(r"[|+^<>]|--|^-|-$|(?<!\S)v(?!\S)|\[\d+\]$")
_NUMBERED = re.compile(r"\[(\d+)\]$")
_NOTE = re.compile(r"\s*\[(\d+)\] (.*)$")
_LISTED = re.compile(r"\s*(\S.*?) --(?: (.*?) --)?> (.+)$")


@dataclass(slots=True)
class Notes:
    """The texts that a picture shows shortened, in the order of their numbers."""

    texts: dict[str, str] = field(default_factory=dict)
    """What stands in the picture, by the text that is meant."""

    def name(self, text: str) -> str:
        """The name of a box as it stands in the picture: one that has a comma would fall apart in a list of names."""
        if "," in text and text not in self.texts:
            self.texts[text] = f"{_shortened(text.replace(',', '.'), LONGEST - 5)} [{len(self.texts) + 1}]".strip()
        return self.shown(text)

    def shown(self, text: str, longest: int = LONGEST) -> str:
        """A text as it stands in the picture."""
        if text in self.texts:
            return self.texts[text]
        if width(text) <= longest and not _UNSAFE.search(text):
            return text
        number = f"[{len(self.texts) + 1}]"
        self.texts[text] = f"{_shortened(text, longest - len(number) - 1)} {number}".strip()
        return self.texts[text]

    def lines(self) -> list[str]:
        """The lines below the picture."""
        return [f"[{number}] {text}" for number, text in enumerate(self.texts, start=1)]


def _shortened(text: str, longest: int) -> str:
    plain = re.sub(r"[^\w ,./:@()&'-]+|--+|\bv\b", ".", text).strip(" ,.-")
    kept, used = "", 0
    for cluster, columns in clusters(plain):
        if used + columns > longest:
            break
        kept, used = kept + cluster, used + columns
    return kept.strip(" ,.-")


def split_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """A picture's lines without the notes below it, and the texts of those by their numbers."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and _NOTE.match(lines[start - 1]):
        start -= 1
    found = filter(None, map(_NOTE.match, lines[start:end]))
    return lines[:start], {note[1]: note[2].strip() for note in found}


def meant(text: str, notes: Mapping[str, str]) -> str:
    """The text that one in a picture stands for."""
    found = _NUMBERED.search(text)
    return notes.get(found[1], text) if found else text


def listing(arrows: Iterable[tuple[str, str, str]], most: int) -> list[str]:
    """Arrows (source, label, target) as lines of at most so many columns, those with the same ends together."""
    fans: dict[tuple[str, str], list[str]] = {}
    for source, label, target in arrows:
        fans.setdefault((source, label), []).append(target)
    rows: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (source, label), targets in fans.items():
        rows.setdefault((label, tuple(targets)), []).append(source)
    return [text for (label, ends), starts in rows.items() for text in _listed(starts, label, ends, most)]


def _listed(starts: list[str], label: str, ends: tuple[str, ...], most: int) -> Iterable[str]:
    middle = f" -- {label} --> " if label else " --> "
    whole = f"{', '.join(starts)}{middle}{', '.join(ends)}"
    if width(whole) <= most or len(starts) == len(ends) == 1:
        return [whole]
    if len(starts) > 1:
        return [text for start in starts for text in _listed([start], label, ends, most)]
    half = (len(ends) + 1) // 2
    return [*_listed(starts, label, ends[:half], most), *_listed(starts, label, ends[half:], most)]


def read_listed(line: str) -> tuple[list[str], str, list[str]] | None:
    """The sources, the label and the targets of a listed arrow; None where the line is none."""
    found = None if re.search(r"[|+^]|-->.*-->", line) else _LISTED.match(line)
    return (found[1].split(", "), found[2] or "", found[3].strip().split(", ")) if found else None
