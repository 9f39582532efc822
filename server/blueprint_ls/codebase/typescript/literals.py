"""Literals as values: escapes resolved, numbers read."""

from __future__ import annotations

import re

from blueprint_ls.codebase.typescript.tree import Literal

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r": "", "\r\n": "",
           "\u2028": "", "\u2029": ""}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")
_OCTAL = re.compile(r"0[0-7]+")
_PREFIXED = {"0x": 16, "0o": 8, "0b": 2}


def unescaped(text: str) -> str:
    """What stands between quotes, escapes resolved."""
    if "\\" not in text:
        return text
    resolved = _ESCAPE.sub(_escape, text)
    return _paired(resolved) if _SURROGATES.search(resolved) else resolved


def _escape(match: re.Match[str]) -> str:
    braced, unicode, byte, octal, simple = match.groups()
    digits = braced or unicode or byte
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return chr(int(octal, 8)) if octal else _SIMPLE.get(simple, simple)


def _paired(text: str) -> str:
    """Surrogate pairs as the characters they mean; half of one means none."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(start: int, end: int, text: str) -> Literal:
    """A number as written in code."""
    digits = text.replace("_", "")
    if digits.endswith("n"):
        return Literal(start, end, digits[:-1], "bigint")
    return Literal(start, end, _value(digits), "number")


def _value(digits: str) -> float:
    base = 8 if _OCTAL.fullmatch(digits) else _PREFIXED.get(digits[:2].lower())
    try:
        return float(int(digits if digits.isdigit() else digits[2:], base) if base else digits)
    except OverflowError:
        return float("inf")
    except ValueError:  # `0x` and nothing behind it
        return 0.0
