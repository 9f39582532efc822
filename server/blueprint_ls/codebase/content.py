"""A look at a file's bytes before any parser sees them: are they what the name says, and are they somebody's work?"""

from __future__ import annotations

import codecs
import re
from hashlib import blake2b

import msgspec

from blueprint_ls.codebase.kinds import SCRIPTS
from blueprint_ls.codebase.prefilter import Prefilter

LARGEST = 1_500_000
"""Bytes. Hand-written files stay far below; bundles and data do not."""
_MINIFIED = 50_000
_LONG_LINES = 1_000
_HEAD = 1_000
_GENERATED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:#![^\n]*\s*)?(?:/[/*]|#|--)[^\0]{0,600}?"
    rb"(?:@generated\b|\bDO NOT EDIT\b|\b[Aa]uto-?generated (?:file|by)\b|"
    rb"\b[Tt]his file (?:is|was) (?:auto(?:matically)?[- ]?)?generated\b)"
)
"""The head of a file that a tool wrote: it begins with a comment, and a comment says so."""
_KUBERNETES = re.compile(rb"^apiVersion:[ \t]*\S", re.MULTILINE)
_KUBERNETES_KIND = re.compile(rb"^kind:[ \t]*[A-Z]", re.MULTILINE)
_BOMS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of a file from its bytes."""

    size: int
    stamp: tuple[int, int]
    digest: bytes
    """Names the content."""
    kind: str
    chosen: bool = False
    """Whether it is worth a parse before anyone asks."""
    generated: bool = False
    closed: bool = False
    """Whether no parser is to see it; `problem` says why."""
    problem: str | None = None
    """What of it was not analysed, and why."""

    def is_of(self, data: bytes) -> bool:
        """Whether these are the bytes that were looked at."""
        return self.digest == digest_of(data)


def look(kind: str, stamp: tuple[int, int], data: bytes, prefilter: Prefilter) -> Seen:
    """What a file's bytes say at first sight."""
    digest = digest_of(data)
    problem = refusal(kind, data)
    if problem:
        return Seen(len(data), stamp, digest, kind, closed=True, problem=problem)
    if kind == "yaml" and _KUBERNETES.search(data) and _KUBERNETES_KIND.search(data):
        kind = "kubernetes"
    generated = kind in SCRIPTS and _GENERATED.match(data[:_HEAD]) is not None
    chosen = not generated and prefilter.chooses(kind, data)
    return Seen(len(data), stamp, digest, kind, chosen, generated)


def digest_of(data: bytes) -> bytes:
    """The name of a content."""
    return blake2b(data, digest_size=16).digest()


def too_large(stamp: tuple[int, int], size: int, kind: str) -> Seen:
    """What is known of a file that is not even read."""
    problem = f"too large to be somebody's work: {size / 1e6:.1f} MB, of at most {LARGEST / 1e6:.1f}"
    return Seen(size, stamp, b"", kind, closed=True, problem=problem)


def refusal(kind: str, data: bytes) -> str | None:
    """Why no parser should see these bytes."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return f"written in {name}; only UTF-8 is read"
    if b"\0" in data[:8_000]:
        return "binary, whatever its name says"
    if kind in SCRIPTS and len(data) > _MINIFIED and len(data) > _LONG_LINES * (data.count(b"\n") + 1):
        return "minified: its lines are longer than a person writes"
    return None


def readable(data: bytes) -> tuple[bytes, str | None]:
    """The bytes with every one that is not UTF-8 turned into `?`, so that places stay, and a word on it."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode(
            "utf-8", "blueprint-mark"
        ).encode(), f"line {line}: bytes that are not UTF-8 were read as `?`"
    return data, None


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?" * (error.end - error.start), error.end


codecs.register_error("blueprint-mark", _mark)
