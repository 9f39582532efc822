"""What may be lost and how long it may take to come back, against backups and rehearsals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.words import time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block


@blueprint_check("recovery-point")
def recovery_points(case: Case) -> Iterator[Finding]:
    """Backups are frequent enough for what may be lost."""
    known = facts(case)
    promised = figure(known.one("overview", "availability"), "recovery_point")
    for backup in known.all("backup"):
        interval, point = figure(backup, "interval"), figure(backup, "rpo")
        if backup.get("method") == "rebuild":
            continue
        yield from _beyond("recovery-point", interval, point, "a backup may lack", "may be lost: back up more often")
        if promised and _holds_primary(known, backup):
            yield from _beyond("recovery-point", point, promised, "may be lost", "is promised to users: lose less")


@blueprint_check("recovery-time")
def recovery_times(case: Case) -> Iterator[Finding]:
    """Restores and rollbacks take no longer than was promised."""
    known = facts(case)
    promised = figure(known.one("overview", "availability"), "recovery_time")
    for backup in known.all("backup"):
        aim, took = figure(backup, "rto"), stated(backup, "restore_took")
        yield from _beyond(
            "recovery-time", took, aim, "the last restore took", "is allowed: restore faster, or allow more"
        )
        if promised and _holds_primary(known, backup):
            yield from _beyond("recovery-time", aim, promised, "a restore may take", "is promised to users: be quicker")
    rollback = figure(known.one("deployment", "rollback"), "max_duration")
    yield from _beyond(
        "recovery-time", rollback, promised, "a rollback may take", "is promised to users: roll back faster"
    )
    worst = min(known.all("severity"), key=_response, default=None)
    if worst:
        yield from _beyond(
            "recovery-time",
            figure(worst, "resolve_within"),
            promised,
            "repair may take",
            "is promised to users: aim for less",
        )


def _response(severity: Block) -> float:
    found = figure(severity, "respond_within")
    return float(found.value.seconds) if found else float("inf")


def _holds_primary(known: Facts, backup: Block) -> bool:
    store = known.target(backup, "store")
    return store is not None and store.get("kind") == "primary_database"


def _beyond(rule: str, worse: Figure | None, better: Figure | None, what: str, against: str) -> Iterator[Finding]:
    if worse and better and worse.value.seconds > better.value.seconds:
        words = f"`{title(worse.block)}`: {what} {worse.text}, more than the {better.text} that {against}"
        yield from report(rule, words, worse, better)


@blueprint_check("overdue-rehearsal")
def rehearsals(case: Case) -> Iterator[Finding]:
    """Restores and the whole recovery are tried as often as the blueprint says."""
    known = facts(case)
    pairs = [(stated(backup, "restored"), figure(backup, "restore_every")) for backup in known.all("backup")]
    disaster = known.one("reliability", "disaster_recovery")
    pairs.append((stated(disaster, "rehearsed"), figure(disaster, "rehearse_every")))
    for last, every in pairs:
        if last is None or every is None:
            continue
        due = last.value + timedelta(seconds=every.value.seconds)
        if due < case.today:
            message = (
                f"`{title(last.block)}` was rehearsed on {last.text}, every {every.text} was meant, so it was due on "
                f"{due}: "
                "rehearse it, then set the date"
            )
            yield from report("overdue-rehearsal", message, last, every)
        elif last.value > case.today:
            message = (
                f"`{title(last.block)}` was rehearsed on {last.text}, which is still to come: state the last rehearsal"
            )
            yield from report("overdue-rehearsal", message, last)


@blueprint_check("recovery-against-availability")
def recovery_against_availability(case: Case) -> Iterator[Finding]:
    """One recovery within the time allowed must not use up a whole year of the outages allowed."""
    promise = facts(case).one("overview", "availability")
    target, recovery = figure(promise, "target"), figure(promise, "recovery_time")
    if promise is None or target is None or recovery is None or target.value.fraction >= 1:
        return
    allowed = (1 - target.value.fraction) * 365 * 86_400
    if recovery.value.seconds > allowed * (1 + 1e-9):
        message = (
            f"{target.text} allows {time(allowed)} of outage in a year, and one recovery may take {recovery.text}: "
            "no design keeps "
            f"both; recover within {time(allowed)}, or promise less"
        )
        yield from report("recovery-against-availability", message, recovery, target, whole(promise))
