"""Values that no system has: shares above the whole, waits of no time, numbers with too many zeros."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from blueprint_ls.judge.finding import Local
from blueprint_ls.judge.registry import element_check
from blueprint_ls.language.elements import Element
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.language.values import Duration, Growth, Money, Percentage, Rate, Size
from blueprint_ls.syntax import Span

CENTURY = 100 * 365 * 86_400.0
"""Seconds. Nothing that a blueprint promises lasts longer."""
MOST_PER_SECOND = 1e9
MOST_BYTES = 10**18
MOST_MONEY = 1e9
_PEOPLE = 8.3e9, "more than there are people on Earth"
_CUSTOMERS = 1e9, "more than there are companies on Earth"
_ANSWERED = 1e9, "more than any system is known to answer"
_WORKED_OFF = 6e10, "more than any system is known to work off"
MOST = {
    ("scale", "concurrent_users"): _PEOPLE,
    ("projection", "concurrent_users"): _PEOPLE,
    ("scale", "tenants"): _CUSTOMERS,
    ("projection", "tenants"): _CUSTOMERS,
    ("scale", "requests_per_second"): _ANSWERED,
    ("projection", "requests_per_second"): _ANSWERED,
    ("scale", "jobs_per_minute"): _WORKED_OFF,
    ("projection", "jobs_per_minute"): _WORKED_OFF,
    ("team", "engineers"): (1e5, "more than any one system has"),
    ("scaling", "min"): (1e6, "more replicas than any cluster runs"),
    ("scaling", "max"): (1e6, "more replicas than any cluster runs"),
    ("connections", "limit"): (1e6, "more connections than any server opens"),
    ("queue", "concurrency"): (1e6, "more jobs than one process works on"),
}
"""Numbers by block and attribute: the greatest that makes sense, and what lies beyond."""
MAY_TAKE_NO_TIME = frozenset(
    (
        "delay",
        "drain_delay",
        "initial_delay",
        "for",
        "keep_old",
        "keep_completed",
        "max_wait",
        "rpo",
        "recovery_point",
        "max_lag",
        "lockout",
        "max_age",
        "scale_down_after",
        "step_duration",
        "replay_window",
        "hsts_max_age",
        "interval",
        "restore_took",
        "idle",
    )
)
"""Durations for which zero says something: at once, never again, nothing lost."""
MUST_FLOW = frozenset({"limit", "replica_throughput", "capacity", "target_rate"})
"""Rates of which zero would refuse everything."""
MAY_PASS_THE_WHOLE = frozenset({"target_utilization"})
"""Percentages of something smaller than the whole: a replica may use more than it requested."""


@element_check("impossible-value")
def impossible_values(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Values that no system has."""
    for name, attribute in element.attributes.items():
        if attribute.schema is None:
            continue
        reason = absurdity(element.name, name, attribute.value)
        if reason:
            shown = attribute.node.value.text().decode(errors="replace").strip('"')
            start = attribute.offset + attribute.node.value_offset
            subject = f"{element.schema.path}.{name}" if element.schema else name
            span = Span(start, start + attribute.node.value.width)
            yield Local("impossible-value", span, f"`{name}` is {shown}, {reason}", subject)


def absurdity(block: str, name: str, value: Any) -> str | None:
    """What is wrong with a value that cannot be meant; None for one that can."""
    if isinstance(value, tuple | dict):
        parts = value.values() if isinstance(value, dict) else value
        return next((found for part in parts if (found := absurdity(block, name, part))), None)
    if isinstance(value, int | float):
        return _number(block, name, value)
    reader = _READERS.get(type(value))
    return reader(name, value) if reader else None


def _number(block: str, name: str, value: float) -> str | None:
    if name == "requests_per_second" and value == 0:
        return "a system that nobody calls: state the requests at peak, or assume 600"
    most, reason = MOST.get((block, name), (0, ""))
    return f"{reason}: check the zeros" if most and value > most else None


def _percentage(name: str, value: Percentage) -> str | None:
    beyond = value.fraction > 1 and name not in MAY_PASS_THE_WHOLE
    return "more than the whole: a share here goes up to 100%" if beyond else None


def _duration(name: str, value: Duration) -> str | None:
    if value.seconds == 0 and name not in MAY_TAKE_NO_TIME:
        return "no time at all: nothing could happen within it"
    return "longer than a century: check the unit" if value.seconds > CENTURY else None


def _size(name: str, value: Size) -> str | None:
    if value.bytes == 0:
        return "nothing at all: check the unit"
    return "more than a thousand petabytes: check the unit" if value.bytes > MOST_BYTES else None


def _rate(name: str, value: Rate) -> str | None:
    if value.per_second == 0 and name in MUST_FLOW:
        return "and would let nothing through"
    return "more than any system is known to answer: check the unit" if value.per_second > MOST_PER_SECOND else None


def _money(name: str, value: Money) -> str | None:
    return "more than a thousand million a month: check the zeros" if value.amount > MOST_MONEY else None


def _growth(name: str, value: Growth) -> str | None:
    if value.yearly_factor == 0:
        return 'which leaves nothing after a year: "1x/year" is no growth, "2x/year" is twice as much'
    return "more than a millionfold in a year: check the period" if value.yearly_factor > 1e6 else None


_READERS: dict[type, Callable[[str, Any], str | None]] = {
    Percentage: _percentage,
    Duration: _duration,
    Size: _size,
    Rate: _rate,
    Money: _money,
    Growth: _growth,
}
