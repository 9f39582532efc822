"""Numbers as a person would write them: two figures, round sizes, durations in their unit."""

from __future__ import annotations

from math import ceil, floor, log10

DAY = 86_400.0


def nice(value: float) -> float:
    """Two significant figures; whole from ten upward."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (floor(log10(value)) - 1)
    rounded = round(value / step) * step
    return float(round(rounded)) if rounded >= 10 else round(rounded, 2)


def up(value: float) -> int:
    """The next whole number, with mercy for the last bits of a division."""
    return max(1, ceil(value - 1e-9))


def plain(value: float) -> str:
    """A number in blueprint syntax: `600`, `0.5`."""
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def grouped(value: float) -> str:
    """A number in a sentence: `600`, `1 200`, `12 000`."""
    whole = value == int(value)
    shown = f"{int(value):,}" if whole else f"{value:,.2f}".rstrip("0").rstrip(".")
    return shown.replace(",", " ")


def count(value: float, noun: str) -> str:
    """`1 replica`, `3 replicas`."""
    return f"{grouped(value)} {noun}" if value == 1 else f"{grouped(value)} {noun}s"


def span(seconds: float) -> str:
    """A duration in blueprint syntax: `"250ms"`, `"90s"`, `"15m"`, `"4h"`, `"35d"`."""
    if seconds < 1:
        return f'"{max(1, round(seconds * 1000))}ms"'
    for unit, name in ((DAY, "d"), (3600.0, "h"), (60.0, "m")):
        if seconds >= unit and seconds % unit == 0:
            return f'"{int(seconds / unit)}{name}"'
    return f'"{round(seconds)}s"' if seconds % 1 == 0 or seconds >= 10 else f'"{round(seconds * 1000)}ms"'


def size(amount: float) -> str:
    """A size in blueprint syntax: `"300GB"`, `"2TB"`."""
    for unit, name in ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if amount >= unit:
            return f'"{plain(round(amount / unit, 1))}{name}"'
    return f'"{max(1, round(amount / 1e3))}KB"'


def share(fraction: float) -> str:
    """A percentage in blueprint syntax: `"99.95%"`."""
    return f'"{f"{fraction * 100:.4f}".rstrip("0").rstrip(".")}%"'


def a_minute(per_minute: float) -> str:
    """A rate in blueprint syntax: `"1200/min"`."""
    return f'"{plain(float(up(per_minute)))}/min"'
