"""Typed values written as text: durations, sizes, rates, money, growth, dates, routes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

_NUMBER = r"(\d+(?:\.\d+)?)"
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_SECONDS |= {"month": 2_592_000.0, "year": 31_536_000.0}
_RATE_UNITS = {"s": 1.0, "second": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "minute": 60.0, "h": 3600.0}
_RATE_UNITS |= {"hour": 3600.0, "d": 86400.0, "day": 86400.0}
_BYTES = {"": 1, "B": 1} | {
    f"{prefix}{suffix}": base**power
    for power, prefix in enumerate("KMGTP", start=1)
    for suffix, base in (("", 1000), ("B", 1000), ("i", 1024), ("iB", 1024))
}
_GROWTH_PERIODS = {"month": 12, "quarter": 4, "year": 1}
_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time."""

    seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """An amount of memory or storage."""

    bytes: int
    text: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happens."""

    per_second: float
    text: str


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share of a whole."""

    fraction: float
    """Between 0 and 1 for a share; above 1 for "120%"."""
    text: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, as ISO 4217 names it."""

    amount: float
    currency: str
    text: str


@dataclass(frozen=True, slots=True)
class Growth:
    """How much something multiplies in a year."""

    yearly_factor: float
    text: str


@dataclass(frozen=True, slots=True)
class Route:
    """An HTTP method and a path template."""

    method: str
    path: str
    text: str


def parse(kind: str, text: str) -> Any:
    """Read `text` as the typed value `kind`; `ValueError` when it is none.

    Kinds without a form of their own (`string`, `path`, …) give the text back.
    """
    reader = _READERS.get(kind)
    return reader(text) if reader else text


def _duration(text: str) -> Duration:
    if not re.fullmatch(rf"({_NUMBER}(ms|s|min|m|h|d|w))+", text):
        raise ValueError(text)
    parts = re.findall(rf"{_NUMBER}(ms|s|min|m|h|d|w)", text)
    return Duration(sum(float(number) * _SECONDS[unit] for number, unit in parts), text)


def _size(text: str) -> Size:
    number, unit = _match(rf"{_NUMBER}\s?([KMGTP]?i?B?)", text)
    return Size(round(float(number) * _BYTES[unit]), text)


def _rate(text: str) -> Rate:
    number, unit = _match(rf"{_NUMBER}\s?/\s?({'|'.join(_RATE_UNITS)})", text)
    return Rate(float(number) / _RATE_UNITS[unit], text)


def _percentage(text: str) -> Percentage:
    (number,) = _match(rf"{_NUMBER}\s?%", text)
    return Percentage(float(number) / 100, text)


def _money(text: str) -> Money:
    number, currency = _match(r"(\d[\d ,_]*(?:\.\d+)?)\s?([A-Z]{3})", text)
    return Money(float(re.sub(r"[ ,_]", "", number)), currency, text)


def _growth(text: str) -> Growth:
    number, sign, period = _match(rf"{_NUMBER}\s?(x|%)\s?/\s?(month|quarter|year)", text)
    factor = float(number) if sign == "x" else 1 + float(number) / 100
    if factor > 1000:
        raise ValueError(text)
    return Growth(factor ** _GROWTH_PERIODS[period], text)


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _route(text: str) -> Route:
    method, path = _match(rf"({_METHODS}) (/\S*)", text)
    return Route(method, path, text)


def _matching(pattern: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(text)
        return text

    return read


def _match(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text)
    if not found:
        raise ValueError(text)
    return found.groups()


_READERS: dict[str, Callable[[str], Any]] = {
    "duration": _duration,
    "size": _size,
    "rate": _rate,
    "percentage": _percentage,
    "money": _money,
    "growth": _growth,
    "date": _date,
    "route": _route,
    "url": _matching(r"[a-z][a-z0-9+.-]*://\S+"),
    "urlpath": _matching(r"/\S*"),
    "permission": _matching(r"[a-z][\w-]*(:[\w*-]+)+|\*"),
    "version": _matching(r"[\^~]?v?\d+(\.(\d+|x))*([-+][\w.]+)?"),
    "path": _matching(r"(?!/)[^\0\n]+"),
    "glob": _matching(r"(?!/)[^\0\n]+"),
}
