"""What is promised about failure and time, so that no promise breaks another.

target          99.9 %; on one machine 99.5 %; with nobody at night 97.5 %, as an outage then lasts until morning
recovery time   4 hours, and never more than the outage that the target allows in a year
waits           60 s at the gateway > 10 s for a request > 3 s for the database > 1 s for a connection
draining        at least as long as the longest request and the longest job
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from blueprint_ls.generate.capacity import FRONT
from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.figures import DAY
from blueprint_ls.generate.people import Team
from blueprint_ls.generate.provided import Provided
from blueprint_ls.generate.stated import Stated, amount, within

YEAR = 365 * DAY
LADDER = (4 * 3600.0, 2 * 3600.0, 3600.0, 1800.0, 900.0, 300.0, 60.0, 30.0, 5.0)
"""Recovery times that people promise."""


@dataclass(frozen=True, slots=True)
class Promises:
    """What users can count on, and how long each part may take."""

    target: float
    recovery_point: float
    recovery_time: float
    backup_interval: float
    restore: float
    """How long a restore of the primary database may take."""
    region: float
    """How long it may take until the system runs again after its region is lost."""
    resolve: float
    rollback: float
    gateway: float
    request: float
    p99: float
    statement: float
    acquire: float
    job: float
    drain: float
    access: float
    """How long an access token lives."""
    refresh: float
    session: float
    """How long a session lives at the longest."""
    audit: float
    """How long audit events are kept."""
    backups: float
    """How long backups are kept."""
    letters: float
    """How long dead letters are kept."""


def promises(stated: Stated, team: Team, choices: Choices) -> Promises:
    """What can be promised, given what is stated already."""
    provided = Provided(stated)
    recovery = within(_seconds(stated, "overview.availability.recovery_time"), 1, YEAR)
    slowest = recovery or provided.recovery_time() or None
    target = stated.number("overview.availability.target", 0, 0.999999)
    target = target or min(_target(team, choices, slowest), floor(provided.availability() * 1000 + 1e-9) / 1000)
    usual = next((step for step in LADDER if step <= (1 - target) * YEAR), LADDER[-1])
    recovery = recovery or max(usual, provided.recovery_time())
    point = within(_seconds(stated, "overview.availability.recovery_point"), 0, YEAR)
    point = point or max(900.0, provided.recovery_point())
    request = _request(stated, provided)
    job = _longest(stated, "job", "timeout") or min(40.0, provided.drain())
    access = _label(stated, "token", "access", "lifetime") or 600.0
    refresh = _label(stated, "token", "refresh", "lifetime") or max(14 * DAY, access * 2)
    return Promises(
        target=target,
        recovery_point=point,
        recovery_time=recovery,
        backup_interval=min(300.0, max(1.0, point)),
        restore=min(7200.0, recovery),
        region=max(recovery, 4 * 3600.0),
        resolve=recovery,
        rollback=min(300.0, recovery),
        gateway=max(60.0, request * 2),
        request=request,
        p99=min(0.5, request / 2, provided.p99()),
        statement=min(3.0, request * 0.3),
        acquire=min(1.0, request * 0.1),
        job=job,
        drain=max(request, job) + 5,
        access=access,
        refresh=refresh,
        session=max(30 * DAY, refresh),
        audit=_audit(stated),
        backups=_promised(stated, "backups_expire") or 35 * DAY,
        letters=min(14 * DAY, _promised(stated, "erasure_within") or 30 * DAY),
    )


def _target(team: Team, choices: Choices, recovery: float | None) -> float:
    usual = 0.995 if choices["orchestrator"] == "compose" else 0.999
    staffed = usual if team.on_call else 0.975
    return min(staffed, floor((1 - recovery / YEAR) * 1000) / 1000) if recovery else staffed


def _request(stated: Stated, provided: Provided) -> float:
    """The shortest time after which a service that answers gives a request up."""
    usual = max(10.0, min(provided.request(), provided.drain()))
    fronts = {block.label for block in stated.all("service") if block.get("kind", "api") in FRONT} or {"api"}
    blocks = [block for block in stated.all("timeout") if str(block.get("of") or "") in fronts]
    return min(
        [seconds for block in blocks if (seconds := within(amount(block.get("request")), 0.01, 3600))], default=usual
    )


def _longest(stated: Stated, kind: str, name: str) -> float | None:
    found = [seconds for block in stated.all(kind) if (seconds := within(amount(block.get(name)), 0.01, DAY))]
    return max(found, default=None)


def _label(stated: Stated, kind: str, label: str, name: str) -> float | None:
    block = stated.blueprint.declared.get((kind, label))
    return within(amount(block.get(name)), 1, 10 * YEAR) if block else None


def _audit(stated: Stated) -> float:
    """Longer than a year; where health data is kept, the six years of HIPAA; never longer than the rows are kept."""
    known = within(_seconds(stated, "security.audit_log.retention"), 1, 100 * YEAR)
    hipaa = any(block.label == "hipaa" for block in stated.all("compliance"))
    rows = (block for block in stated.all("entity") if "audit" in (block.label or "").lower())
    kept = [seconds for block in rows if (seconds := within(amount(block.get("retention")), DAY, 100 * YEAR))]
    return known or min([2190 * DAY if hipaa else 400 * DAY, *kept])


def _promised(stated: Stated, name: str) -> float | None:
    return within(_seconds(stated, f"overview.data_protection.{name}"), DAY, YEAR)


def _seconds(stated: Stated, path: str) -> float | None:
    return amount(stated.value(path))
