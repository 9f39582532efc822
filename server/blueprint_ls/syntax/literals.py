"""What literals say: the values of numbers, quoted strings and heredocs, and what is wrong inside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_TEMPLATES = re.compile(rb"\$+\{|%+\{")
_IN_QUOTES = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\x00-\x7f]|[^\x00-\x7f]+)|\$+\{|%+\{")
_PLAIN = re.compile(rb"[\t -#&-\[\]-~]*+(?:[$%](?!\{)[\t -#&-\[\]-~]*+)*")
_FORBIDDEN = re.compile(rb"\0|\r(?!\n)")
_SPACE = "\t\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ESCAPES = {b"\\n": "\n", b"\\r": "\r", b"\\t": "\t", b'\\"': '"', b"\\\\": "\\"}
_LINE = re.compile(r"[^\n]*\n")


class Fault(NamedTuple):
    """Something wrong inside a literal, counted from the literal's start."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends."""
    code: str
    """The code of the issue that it becomes."""
    message: str
    """One sentence that says what is wrong."""
    fix: bytes | None
    """What should stand there instead, when that is certain enough."""


def number(raw: str) -> int | float:
    """The value of a number; one too large for a float is the float's infinity, never an error."""
    if not raw.lstrip("-").isdigit():
        value = float(raw)
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return int(raw) if len(raw) < 4_000 else float(raw)


def string(text: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The value of a quoted string (its end quote may be missing) and its faults."""
    inner = text[1:-1]
    if _PLAIN.fullmatch(inner):
        return inner.decode(), ()
    faults = tuple(_faults(text, _IN_QUOTES))
    value = "".join(_pieces(inner, _IN_QUOTES))
    return unicodedata.normalize("NFC", value), faults


def heredoc(text: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The value of a heredoc and its faults. Nothing but `$${` and `%%{` is an escape in it."""
    opening, _, rest = text.partition(b"\n")
    body = rest[: rest.rfind(b"\n") + 1]
    value = "".join(_pieces(body, _TEMPLATES))
    if opening.startswith(b"<<-"):
        value = _dedent(value)
    return unicodedata.normalize("NFC", value), tuple(_faults(text, _TEMPLATES))


def _pieces(inner: bytes, pattern: re.Pattern[bytes]) -> Iterator[str]:
    """The text between escapes, and what each escape stands for."""
    at = 0
    for match in pattern.finditer(inner):
        yield inner[at : match.start()].decode(errors="replace")
        yield _meaning(match[0])
        at = match.end()
    yield inner[at:].decode(errors="replace")


def _meaning(escape: bytes) -> str:
    """What an escape stands for; a wrong one stands for itself."""
    if escape[:1] != b"\\":
        return escape[1 if len(escape) > 2 else 0 :].decode()
    if len(escape) > 2 and escape[1:2] in b"uU":
        code = int(escape[2:], 16)
        return "\ufffd" if _is_unencodable(code) else chr(code)
    return _ESCAPES.get(escape, escape.decode(errors="replace"))


def _faults(text: bytes, pattern: re.Pattern[bytes]) -> Iterator[Fault]:
    """What is wrong with a literal: its templates and wrong escapes, and bytes that cannot stand in it."""
    for match in pattern.finditer(text):
        escape, start, end = match[0], match.start(), match.end()
        if escape[:1] == b"\\":
            yield from _escape_fault(escape, start, end)
        elif len(escape) == 2:
            yield _template_fault(escape.decode(), start, end)
    yield from _forbidden_bytes(text)


def _template_fault(opening: str, start: int, end: int) -> Fault:
    message = f"A blueprint has no templates: write `{{` instead of `{opening}`"
    return Fault(start, end, "template-interpolation", message, b"{")


def _escape_fault(escape: bytes, start: int, end: int) -> Iterator[Fault]:
    if escape in _ESCAPES:
        return
    shown = escape.decode(errors="replace")
    if len(escape) > 2 and escape[1:2] in b"uU":
        if _is_unencodable(int(escape[2:], 16)):
            yield Fault(start, end, "syntax-error", f"`{shown}` is no Unicode character", None)
        return
    if escape[1:] in (b"u", b"U"):
        digits = 4 if escape[1:] == b"u" else 8
        message = f"`{shown}` must be followed by {digits} hexadecimal digits"
    else:
        message = f'`{shown}` is no escape: use `\\n`, `\\r`, `\\t`, `\\"`, `\\\\`, `\\uNNNN` or `\\UNNNNNNNN`'
    yield Fault(start, end, "syntax-error", message, b"\\" + escape)


def _forbidden_bytes(text: bytes) -> Iterator[Fault]:
    """What no text may hold: bytes that are no UTF-8, NUL, and a carriage return without a line feed."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        yield Fault(error.start, error.end, "syntax-error", "These bytes are no UTF-8 text", None)
    for match in _FORBIDDEN.finditer(text):
        name = "NUL character" if match[0] == b"\0" else "carriage return without a line feed"
        yield Fault(match.start(), match.end(), "syntax-error", f"A {name} cannot stand in a text", None)


def _is_unencodable(code: int) -> bool:
    return code > 0x10FFFF or 0xD800 <= code <= 0xDFFF


def _dedent(value: str) -> str:
    """Take away the indentation that all lines share; lines of nothing but blanks do not count."""
    lines = _LINE.findall(value)
    indents = [len(line) - len(line.lstrip(_SPACE)) for line in lines]
    common = min((indent for indent, line in zip(indents, lines, strict=True) if line[indent] != "\n"), default=0)
    return "".join(line if line[indent] == "\n" else line[common:] for indent, line in zip(indents, lines, strict=True))
