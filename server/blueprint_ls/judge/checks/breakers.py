"""Circuit breakers: whether what they count can come together within the window they look at."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, whole
from blueprint_ls.judge.checks.latency import WAITED_FOR
from blueprint_ls.judge.checks.words import number
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block


@blueprint_check("breaker-timing", "breaker-unreachable")
def breakers(case: Case) -> Iterator[Finding]:
    """A breaker's window, reset and least number of calls against the calls around which it stands."""
    known = facts(case)
    for breaker in known.all("breaker"):
        around = known.target(breaker, "around")
        if around and around.name == "external":
            for integration in known.integrations.get(around.label, ()):
                yield from _timing(breaker, figure(integration, "timeout"))
            yield from _reachable(known, breaker, around)
        elif around:
            yield from _timing(breaker, figure(known.timeout(around), "request"))


def _timing(breaker: Block, call: Figure | None) -> Iterator[Finding]:
    window, slow = figure(breaker, "window"), figure(breaker, "slow_call")
    if call and window and window.value.seconds <= call.value.seconds:
        message = (
            f"A call may take {call.text}, and the breaker looks at {window.text}: a call that times out has left "
            "the window "
            f"before it counts; look at more than {call.text}"
        )
        yield from report("breaker-timing", message, window, call)
    if call and slow and slow.value.seconds >= call.value.seconds:
        message = (
            f"A call ends after {call.text}, so none is ever as slow as {slow.text}: set `slow_call` below the timeout"
        )
        yield from report("breaker-timing", message, slow, call)


def _reachable(known: Facts, breaker: Block, external: Block) -> Iterator[Finding]:
    """Whether the least number of calls can come together within the window, at the greatest traffic there can be."""
    window, least = figure(breaker, "window"), figure(breaker, "minimum_calls")
    sources = [figure(queue, "peak_rate") for job, queue in known.queued if external in known.targets(job, "calls")]
    peaks = list({peak.block.label: peak for peak in sources if peak}.values())
    inside = any(found.get("pattern") in WAITED_FOR for found in known.integrations.get(external.label, ()))
    if window is None or least is None or not peaks or inside:
        return
    replicas = _replicas(known, breaker, peaks)
    calls = sum(peak.value.per_second for peak in peaks) * window.value.seconds / (replicas.value if replicas else 1)
    if calls < least.value:
        shared = f" ÷ {number(replicas.value)} replicas" if replicas else ""
        message = (
            f"{' + '.join(peak.text for peak in peaks)} × {window.text}{shared} = {number(calls)} calls at peak, "
            "fewer than the "
            f"{number(least.value)} that the breaker waits for: it never opens; lengthen `window`, or ask for fewer "
            "calls"
        )
        ends = [*peaks, *([replicas] if replicas else []), whole(external)]
        yield from report("breaker-unreachable", message, least, window, *ends)


def _replicas(known: Facts, breaker: Block, peaks: list[Figure]) -> Figure | None:
    """The fewest replicas that share the calls, where each counts for itself."""
    fewest = known.replicas(known.target(peaks[0].block, "worker"), "min")
    return fewest if fewest and fewest.value > 1 and breaker.get("scope", "replica") == "replica" else None
