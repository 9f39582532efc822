"""Numbers as messages say them: `45 s`, `180 connections`, `99.95 %`."""

from __future__ import annotations

_STEPS = ((120.0, 1.0, "s"), (7200.0, 60.0, "min"), (172_800.0, 3600.0, "h"))
"""Seconds below which a unit is used, its length, its name."""
_SIZES = ((1e3, 1.0, "B"), (1e6, 1e3, "kB"), (1e9, 1e6, "MB"), (1e12, 1e9, "GB"), (float("inf"), 1e12, "TB"))
_BINARY = ((1024.0**2, 1024.0, "Ki"), (1024.0**3, 1024.0**2, "Mi"), (1024.0**5, 1024.0**3, "Gi"))


def number(value: float) -> str:
    """`180`, `7.2`, `120 000`: three figures behind a point at most, thousands set apart from ten thousand up."""
    rounded = round(value, 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1)
    whole = rounded == int(rounded)
    shown = f"{int(rounded):,}" if whole else f"{rounded:,}"
    return shown.replace(",", " " if abs(rounded) >= 10_000 else "")


def time(seconds: float) -> str:
    """`250 ms`, `45 s`, `3 min`, `2 h`, `14 days`, in the unit in which it is read most easily."""
    if seconds < 1:
        return f"{number(seconds * 1000)} ms"
    for limit, unit, name in _STEPS:
        if seconds < limit:
            return f"{number(seconds / unit)} {name}"
    return f"{number(seconds / 86_400)} days"


def percent(fraction: float) -> str:
    """`99.95 %`: four figures behind the point at most, since availability needs them."""
    return f"{fraction * 100:.4f}".rstrip("0").rstrip(".") + " %"


def size(amount: float) -> str:
    """`512 Mi` where it is a whole one, else `1.2 GB`."""
    for limit, unit, name in _BINARY:
        if unit <= amount < limit and amount % unit == 0:
            return f"{number(amount / unit)} {name}"
    unit, name = next((unit, name) for limit, unit, name in _SIZES if amount < limit)
    return f"{number(amount / unit)} {name}"


def money(amount: float, currency: str) -> str:
    """`4480 USD`; cents where there are any."""
    return f"{number(amount) if amount == round(amount) else f'{amount:.2f}'} {currency}"


def count(amount: float, noun: str) -> str:
    """`1 replica`, `3 replicas`."""
    return f"{number(amount)} {noun}" if amount == 1 else f"{number(amount)} {noun}s"


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
