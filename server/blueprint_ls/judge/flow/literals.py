"""What the language makes of literals alone: truth, equality, order, text, and the methods of strings.

Everything here takes and gives plain values: None is `null`, UNDEFINED is `undefined`, numbers are int or float.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Undefined:
    """The value `undefined`."""

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = _Undefined()
_NOTHING = (None, UNDEFINED)
Result = Any
"""A plain value, a list of them, or None where it cannot be told."""


def is_true(value: object) -> bool:
    """Whether a literal counts as true."""
    return value is not UNDEFINED and bool(value)


def same(left: object, right: object, strict: bool = True) -> bool:
    """`left === right`; `==` is not strict, and takes null for undefined."""
    if not strict and left in _NOTHING and right in _NOTHING:
        return True
    return left is right or (isinstance(left, bool) is isinstance(right, bool) and left == right)


def written(value: object) -> str:
    """A literal as a text shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "null" if value is None else str(value)


def added(left: object, right: object) -> Result:
    """`left + right`; UNDEFINED where neither a text nor a number comes of it."""
    if isinstance(left, str) or isinstance(right, str):
        return written(left) + written(right)
    return left + right if isinstance(left, float | int) and isinstance(right, float | int) else UNDEFINED


def ordered(operator: str, left: object, right: object) -> bool | None:
    """`left < right` and the like, of numbers."""
    if not isinstance(left, float | int) or not isinstance(right, float | int):
        return None
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}.get(operator)


def method(text: str, name: str, given: list[Any]) -> Result:
    """`"text".name(given)`; None where it cannot be told."""
    plain: dict[str, Callable[[], str]] = {
        "toLowerCase": text.lower,
        "toUpperCase": text.upper,
        "trim": text.strip,
        "toString": lambda: text,
    }
    if name in plain:
        return plain[name]()
    if name in ("slice", "substring"):
        return _sliced(text, given)
    first = given[0] if given and isinstance(given[0], str) else None
    if first is None:
        return None
    if name in ("replace", "replaceAll") and len(given) == 2:
        return text.replace(first, str(given[1]), 1 if name == "replace" else -1)
    known: dict[str, Callable[[], Result]] = {
        "startsWith": lambda: text.startswith(first),
        "endsWith": lambda: text.endswith(first),
        "includes": lambda: first in text,
        "indexOf": lambda: float(text.find(first)),
        "concat": lambda: text + first,
        "split": lambda: text.split(first) if first else list(text),
    }
    return known[name]() if name in known else None


def _sliced(text: str, given: list[Any]) -> str | None:
    numbers = [int(one) for one in given if isinstance(one, float | int)]
    if not numbers or len(numbers) < len(given):
        return None
    return text[slice(*numbers)] if len(numbers) == 2 else text[numbers[0] :]
