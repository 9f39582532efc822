"""One place in the code, reached on several ways: what its callers make of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.tenancy.pins import Pin, Strength, weakest

Chain = tuple[tuple[str, int], ...]
"""The calls that led to an access, outermost first."""


@dataclass(slots=True)
class Contexts:
    """All that was found about one access."""

    access: Access
    """As it was met from its own function, else as it was met first."""
    found: dict[Chain, list[Pin]] = field(default_factory=lambda: defaultdict(list))
    _callers: dict[Chain, list[Chain]] | None = None
    """By the calls that end a way: the ways with one call more before them."""

    def add(self, access: Access, pin: Pin) -> None:
        """Take in what one way there showed."""
        if len(access.calls) < len(self.access.calls):
            self.access = access
        self.found[access.calls].append(pin)
        self._callers = None

    def pin(self, chain: Chain = ()) -> Pin:
        """What holds on every way that ends with these calls."""
        own = weakest(self.found[chain]) if chain in self.found else None
        if own is not None and own.strength >= Strength.INDIRECT:
            return self._betrayed(chain) or own if own.trusts else own
        callers = [self.pin(longer) for longer in self._longer(chain)]
        if not callers:
            return own or Pin(Strength.UNKNOWN, "nothing is known about it")
        return _by_callers(own, callers)

    def _betrayed(self, chain: Chain) -> Pin | None:
        """A caller that hands over whatever a request names, where who is asking is expected."""
        pins = [self.pin(longer) for longer in self._longer(chain)]
        return next((pin for pin in pins if pin.strength < Strength.CONDITIONAL), None)

    def _longer(self, chain: Chain) -> Sequence[Chain]:
        if self._callers is None:
            ends = {found[at:] for found in self.found for at in range(len(found))}
            self._callers = {}
            for end in sorted(ends):
                self._callers.setdefault(end[1:], []).append(end)
        return self._callers.get(chain, ())


def _by_callers(own: Pin | None, callers: list[Pin]) -> Pin:
    safe = [pin for pin in callers if pin.strength >= Strength.INDIRECT]
    if len(safe) == len(callers):
        low = weakest(callers)
        if own is None or own.strength in (Strength.UNKNOWN, Strength.CONDITIONAL):
            return Pin(low.strength, f"every caller sees to it: {low.why}")
        return Pin(Strength.INDIRECT, f"every caller sees to it: {low.why}")
    if safe and (own is None or own.strength >= Strength.UNKNOWN):
        return Pin(Strength.CONDITIONAL, f"{len(safe)} of {len(callers)} callers see to it")
    if own is not None and own.strength == Strength.CONDITIONAL:
        return own
    return min(callers, key=lambda pin: pin.strength)
