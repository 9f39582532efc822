"""What is promised to people about their data: deadlines of the law, backups that expire, regions that hold."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.lifetimes import DAY
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

UNDER_GDPR = frozenset({"eu", "uk"})
LAWS = ("gdpr", "uk_gdpr")
"""The compliance that brings residency, retention, erasure and export with it."""
LATEST = {
    "breach_notice": (3 * DAY, "the authority must be told within 72 hours (GDPR, article 33)"),
    "erasure_within": (31 * DAY, "the law gives one month (GDPR, article 12)"),
    "export_within": (31 * DAY, "the law gives one month (GDPR, article 12)"),
}


@blueprint_check("missing-block")
def unstated_protection(case: Case) -> Iterator[Finding]:
    """People in the EU or the UK, and nothing said of where their data lie, how long, and how they get it."""
    known = facts(case)
    overview = case.blueprint.sections.get("overview")
    law = next(
        (known.declared.get(("compliance", name)) for name in LAWS if ("compliance", name) in known.declared), None
    )
    if not case.complete or overview is None or law is None or known.one("overview", "data_protection"):
        return
    place = overview.place
    if place.layer == 0 and not any(block.label == "data_protection" for block in overview.blocks("not_applicable")):
        asked = "residency, retention, erasure and export"
        message = f"`overview` lacks the block `data_protection`: `{title(law)}` asks for {asked}"
        related = (Related(law.place.document.path, law.place.header, "It is stated here"),)
        data = {"path": "overview", "block": "data_protection"}
        subject = "overview.data_protection"
        yield Finding("missing-block", place.document.path, place.header, message, subject, related=related, data=data)


@blueprint_check("privacy-deadline")
def deadlines(case: Case) -> Iterator[Finding]:
    """Deadlines toward people in the EU and the UK, and what keeps their data beyond them."""
    known = facts(case)
    promise = known.one("overview", "data_protection")
    if promise is None:
        return
    if UNDER_GDPR.intersection(promise.get("people_in") or ()):
        for name, (latest, law) in LATEST.items():
            found = stated(promise, name)
            if found and found.value.seconds > latest:
                yield from report("privacy-deadline", f"`{name}` is {found.text}: {law}", found)
    yield from _kept_longer(known, promise)


def _kept_longer(known: Facts, promise: Block) -> Iterator[Finding]:
    expire, erased = figure(promise, "backups_expire"), figure(promise, "erasure_within")
    for backup in known.all("backup") if expire else ():
        kept = figure(backup, "retention")
        if expire and kept and kept.value.seconds > expire.value.seconds:
            message = (
                f"`{title(backup)}` keeps backups for {kept.text}, and people are told that they are gone after "
                f"{expire.text}"
            )
            yield from report("privacy-deadline", f"{message}: keep them shorter, or promise {kept.text}", kept, expire)
    for letters in known.all("dead_letter") if erased else ():
        kept = figure(letters, "retention")
        if erased and kept and kept.value.seconds > erased.value.seconds:
            message = (
                f"`{title(letters)}` keeps payloads for {kept.text}, beyond the {erased.text} within which people "
                f"are erased: keep them {erased.text} at most"
            )
            yield from report("privacy-deadline", message, kept, erased)


@blueprint_check("outside-residency")
def residency(case: Case) -> Iterator[Finding]:
    """Stores, backups and production stay in the regions that people were promised."""
    known = facts(case)
    promise = stated(known.one("overview", "data_protection"), "residency")
    allowed = frozenset(promise.value) if promise else frozenset()
    for place in _regions(known) if promise and allowed else ():
        strays = (
            [place.value] if isinstance(place.value, str) else [name for name in place.value if name not in allowed]
        )
        if promise and strays and strays[0] not in allowed:
            message = (
                f"`{title(place.block)}` is in {', '.join(strays)}, and data of people stays in "
                f"{', '.join(sorted(allowed))}: "
                "move it, or widen the promise"
            )
            yield from report("outside-residency", message, place, promise)


def _regions(known: Facts) -> Iterator[Figure]:
    blocks = [*known.all("store"), known.one("reliability", "disaster_recovery")]
    blocks += [found for found in known.all("environment") if found.get("data") == "production"]
    blocks += [found for found in known.all("external") if found.get("personal_data") is True]
    for block in blocks:
        found = stated(block, "region")
        if found:
            yield found
    serving = stated(known.scale, "regions")
    if serving and all(isinstance(name, str) for name in serving.value):
        yield serving


@blueprint_check("unlisted-processor")
def processors(case: Case) -> Iterator[Finding]:
    """Outside services that receive personal data are named as processors."""
    known = facts(case)
    promise = known.one("overview", "data_protection")
    if promise is None:
        return
    named = {found.label for found in known.targets(promise, "processors")}
    for external in known.all("external"):
        received = stated(external, "personal_data")
        if received and received.value is True and external.label not in named:
            message = (
                f"`{external.label}` receives personal data and is not among the `processors` of `data_protection`: "
                "name it there"
            )
            yield from report("unlisted-processor", message, received, whole(promise), external=external.label)
