"""How long retries take: attempts, the waits between them, and where they are cut off."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.judge.checks.figures import Figure, figure
from blueprint_ls.judge.checks.words import number, time
from blueprint_ls.language.model import Block

MOST_ATTEMPTS = 1000
FOREVER = 1e12
"""Seconds. Waits grow no further, so that no sum overflows."""


@dataclass(frozen=True, slots=True)
class Retries:
    """A retry policy, worked out."""

    attempts: Figure
    waits: tuple[float, ...]
    """Seconds before each attempt but the first, jitter left out."""
    elapsed: Figure | None
    """The ceiling over everything."""

    @property
    def waiting(self) -> float:
        """Seconds of all waits together."""
        return sum(self.waits)

    def lasts(self, attempt: float) -> float:
        """The longest that all attempts take together, each up to `attempt` seconds."""
        total = float(self.attempts.value * attempt + self.waiting)
        return min(total, float(self.elapsed.value.seconds)) if self.elapsed else total

    def formula(self, attempt: str, seconds: float) -> str:
        """`5 × 8 s + 15 s of waits = 55 s`."""
        total = self.attempts.value * seconds + self.waiting
        shown = f"{number(self.attempts.value)} × {attempt}"
        shown += f" + {time(self.waiting)} of waits" if self.waiting else ""
        shown += f" = {time(total)}"
        cut = self.elapsed and self.elapsed.value.seconds < total
        return f"{shown}, cut off after {self.elapsed.text}" if cut and self.elapsed else shown


def retries(policy: Block | None) -> Retries | None:
    """A policy worked out; None where a figure is missing."""
    attempts, first = figure(policy, "attempts"), figure(policy, "initial_delay")
    if policy is None or attempts is None or first is None or not 1 <= attempts.value <= MOST_ATTEMPTS:
        return None
    factor, longest = figure(policy, "factor"), figure(policy, "max_delay")
    ceiling = longest.value.seconds if longest else FOREVER
    backoff, grows = policy.get("backoff", "exponential"), float(factor.value) if factor else 2.0
    waits: list[float] = []
    wait = first.value.seconds
    for at in range(int(attempts.value) - 1):
        waits.append(min(wait, ceiling))
        if backoff == "exponential":
            wait = min(wait * grows, FOREVER)
        elif backoff == "linear":
            wait = first.value.seconds * (at + 2)
    return Retries(attempts, tuple(waits), figure(policy, "max_elapsed"))
