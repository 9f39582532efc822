"""Text as a terminal shows it: characters that take two columns, and marks that take none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"


def width(text: str) -> int:
    """The columns that a line of text takes."""
    return len(text) if text.isascii() else sum(columns for _, columns in clusters(text))


def cells(text: str) -> list[str]:
    """A line column by column; the second column of a wide character is empty."""
    if text.isascii():
        return [*text]
    return [part for cluster, columns in clusters(text) for part in (cluster, *[""] * (columns - 1))]


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """The characters as people see them, marks and joined emoji kept together, each with its columns."""
    cluster = ""
    for char in text:
        if cluster and not _continues(cluster, char):
            yield cluster, _columns(cluster)
            cluster = ""
        cluster += char
    if cluster:
        yield cluster, _columns(cluster)


def _continues(cluster: str, char: str) -> bool:
    if cluster.isspace():
        return False
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    return cluster.endswith(_JOINER) or (len(cluster) == 1 and _is_flag_half(cluster) and _is_flag_half(char))


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _columns(cluster: str) -> int:
    wide = unicodedata.east_asian_width(cluster[0]) in ("W", "F")
    return 2 if wide or _AS_EMOJI in cluster or _is_flag_half(cluster[0]) else 1
