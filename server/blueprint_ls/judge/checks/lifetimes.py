"""How long things live: tokens, cached rights, idempotency keys, audit events, metrics."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.retries import retries
from blueprint_ls.judge.checks.words import time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

DAY = 86_400.0
AUDIT_DAYS = {
    "pci_dss": (365, "PCI DSS asks for twelve months of audit history"),
    "hipaa": (2190, "HIPAA asks for six years of records"),
    "soc2": (365, "A SOC 2 report looks back over up to twelve months"),
}
"""How long audit events are kept under each set of rules that says so."""


@blueprint_check("token-lifetimes")
def tokens(case: Case) -> Iterator[Finding]:
    """Access tokens expire before refresh tokens, and those before the session."""
    known = facts(case)
    access = figure(known.declared.get(("token", "access")), "lifetime")
    refresh = figure(known.declared.get(("token", "refresh")), "lifetime")
    if access and refresh and access.value.seconds >= refresh.value.seconds:
        message = (
            f"Access tokens live {access.text} and refresh tokens {refresh.text}: nothing is left to refresh with; "
            "minutes for access, days for refresh"
        )
        yield from report("token-lifetimes", message, access, refresh)
    for token in known.all("token"):
        yield from _token(figure(token, "lifetime"), token)


def _token(lifetime: Figure | None, token: Block) -> Iterator[Finding]:
    longest, rotation = figure(token, "absolute_lifetime"), figure(token, "key_rotation")
    if lifetime and longest and lifetime.value.seconds > longest.value.seconds:
        message = (
            f"`{title(token)}` lives {lifetime.text}, longer than the session, which ends after {longest.text} at "
            "the latest"
        )
        yield from report("token-lifetimes", message, lifetime, longest)
    if lifetime and rotation and rotation.value.seconds <= lifetime.value.seconds:
        message = (
            f"The signing key changes every {rotation.text}, and a token lives {lifetime.text}: keys would pile up "
            "that "
            "verifiers must still accept"
        )
        yield from report("token-lifetimes", message, rotation, lifetime)


@blueprint_check("cache-outlives-right")
def cached_rights(case: Case) -> Iterator[Finding]:
    """A cache of permissions or sessions lives no longer than the token that carries them."""
    known = facts(case)
    access = figure(known.declared.get(("token", "access")), "lifetime")
    for cached in known.all("cached") if access else ():
        ttl, holds = figure(cached, "ttl"), cached.get("holds", "data")
        if access and ttl and holds in ("permissions", "session") and ttl.value.seconds > access.value.seconds:
            what = "A revoked right" if holds == "permissions" else "An ended session"
            message = (
                f"`{title(cached)}` keeps {holds} for {ttl.text}, longer than the {access.text} of an access token: "
                f"{what.lower()} "
                f'would go on working; set `ttl = "{access.text}"` or less'
            )
            yield from report("cache-outlives-right", message, ttl, access, instead=f'"{access.text}"')


@blueprint_check("idempotency-forgotten")
def idempotency(case: Case) -> Iterator[Finding]:
    """A key is remembered longer than the longest retry."""
    known = facts(case)
    ttl = figure(known.one("data", "idempotency"), "ttl")
    for policy in known.all("retry") if ttl else ():
        worked = retries(policy)
        if ttl is None or worked is None:
            continue
        last = min(worked.waiting, worked.elapsed.value.seconds) if worked.elapsed else worked.waiting
        if last >= ttl.value.seconds:
            message = (
                f"Keys are forgotten after {ttl.text}, and `{title(policy)}` still tries after {time(last)} of waits: "
                f"the late attempt would act twice; remember keys for longer than {time(last)}"
            )
            yield from report("idempotency-forgotten", message, ttl, worked.attempts)


@blueprint_check("audit-retention")
def audit(case: Case) -> Iterator[Finding]:
    """Audit events are kept as long as the stated compliance asks, and as long as their entity says."""
    known = facts(case)
    log = known.one("security", "audit_log")
    kept = figure(log, "retention")
    if log is None or kept is None:
        return
    for rules in known.all("compliance"):
        days, reason = AUDIT_DAYS.get(rules.label or "", (0, ""))
        if days and rules.get("status", "required") != "planned" and kept.value.seconds < days * DAY:
            message = f"Audit events are kept {kept.text}. {reason}: keep them {days} days"
            yield from report("audit-retention", message, kept, whole(rules))
    entity = known.target(log, "entity")
    rows = stated(entity, "retention")
    if rows and rows.value.seconds < kept.value.seconds:
        message = (
            f"The audit log promises {kept.text}, and `{title(rows.block)}` deletes its rows after {rows.text}: let "
            "both say one"
        )
        yield from report("audit-retention", message, rows, kept)


@blueprint_check("metrics-forgotten")
def metrics(case: Case) -> Iterator[Finding]:
    """Metrics are kept at least as long as the longest objective looks back."""
    known = facts(case)
    kept = figure(known.one("observability", "scrape"), "retention")
    windows = [found for slo in known.all("slo") if (found := figure(slo, "window"))] if kept else []
    longest = max(windows, key=lambda found: float(found.value.seconds), default=None)
    if kept and longest and kept.value.seconds < longest.value.seconds:
        message = (
            f"Metrics are kept {kept.text}, and `{title(longest.block)}` looks back {longest.text}: its first days "
            f"would be missing; keep them {longest.text} or longer"
        )
        yield from report("metrics-forgotten", message, kept, longest)
