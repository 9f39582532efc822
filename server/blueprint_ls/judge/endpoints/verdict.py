"""From how functions end to an answer: yes, no, conditional or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from blueprint_ls.judge.endpoints.behavior.context import ISSUED, Request
from blueprint_ls.judge.endpoints.behavior.proof import Check, Strength, stronger, weaker
from blueprint_ls.judge.endpoints.behavior.state import Exit, settled
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Choice,
    Known,
    options,
)
from blueprint_ls.judge.endpoints.endpoint import Step
from blueprint_ls.judge.flow.literals import UNDEFINED

RANK = {"no": 0, "unknown": 1, "conditional": 2, "yes": 3}
REFUSALS = "only refusals are seen, and no check"
SWITCHED = "a setting of the deployment switches the check off"
_PROOF = {
    Strength.IDENTITY: "the caller is known, or the request ends",
    Strength.SIGNATURE: "the message must be signed",
    Strength.CAPABILITY: "a token of the request must lead to a row",
    Strength.PRESENTED: "a credential must be sent, and nothing shows that it is verified",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something authenticates, and why."""

    answer: str
    by: str = ""
    evidence: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()


NO = Verdict("no", "no check found")
UNSURE = Verdict("unknown", "the code is not here")
BEHIND = {
    "dispatch": Verdict("conditional", "each procedure decides behind the dispatcher"),
    "proxy": Verdict("conditional", "what stands behind the proxy decides"),
}
"""Answers that something else gives: who may call is decided there, for each part on its own."""


def of_exits(exits: Iterable[Exit], name: str = "") -> Verdict:
    """Whether a function lets only callers through that it knows; `exits` are those that let a request pass."""
    found = list(exits)
    kept = settled(found)
    if not kept:
        return Verdict("no", REFUSALS)
    notes = (SWITCHED,) if _switched(found, kept) else ()
    checks = [one.check for one in kept]
    if all(check is None for check in checks):
        return _of_some(kept, name, notes)
    weakest = checks[0]
    best = None
    for check in checks:
        weakest = weaker(weakest, check)
        best = stronger(best, check)
    if weakest is not None:
        return of_check(weakest, name, notes)
    assert best is not None
    opened = "a path without a credential stays open"
    open_ = next(
        (one.at for one in kept if one.check is None and one.at is not None), (best.path, best.start, best.end)
    )
    evidence = (*steps(best), Step(*open_, "here a caller without a credential goes on"))
    return Verdict("conditional", f"{name or best.what}: {opened}", evidence, notes)


def enforced(passes: list[Exit], name: str = "") -> Verdict:
    """What a middleware or a guard proves: one that lets callers without a credential pass proves nothing."""
    firm = settled(passes)
    if any(one.check is None and (one.absent or not one.conditional) for one in firm):
        return NO
    return of_exits(passes, name)


def _of_some(kept: list[Exit], name: str, notes: tuple[str, ...]) -> Verdict:
    """No check holds on every way to an exit; on some it may, depending on what is asked for."""
    found = next((one for one in kept if one.partly is not None), None)
    if found is None or found.partly is None:
        return NO
    by = f"{name or found.partly.what}: only some requests are asked"
    open_ = (Step(*found.at, "others arrive here without it"),) if found.at else ()
    return Verdict("conditional", by, (*steps(found.partly), *open_), notes)


def _switched(found: list[Exit], kept: list[Exit]) -> bool:
    return len(found) != len(kept) and any(one.check is None for one in found if one.deploy)


def of_check(check: Check, name: str = "", notes: tuple[str, ...] = ()) -> Verdict:
    """What a check that always holds makes of an endpoint."""
    answer = "yes" if check.strength is Strength.IDENTITY else "conditional"
    kind = {Strength.SIGNATURE: "signature", Strength.CAPABILITY: "capability", Strength.PRESENTED: "header trust"}
    label = kind.get(check.strength, "")
    by = f"{label}: {name or check.what}" if label else name or check.what
    return Verdict(answer, by, steps(check), notes)


def steps(check: Check) -> tuple[Step, ...]:
    """The calls that lead to a check, and the check."""
    way = [Step(one.path, one.start, one.end, f"calls `{one.name}`") for one in check.via]
    found = Step(check.path, check.start, check.end, f"`{check.what}`: {_PROOF[check.strength]}")
    return (*way, found) if check.path else ()


def refusing(verdict: Verdict, request: Request) -> Verdict:
    """A verdict with what happens to callers whom the check does not know, where code shows it."""
    if verdict.answer not in ("yes", "conditional") or not verdict.evidence or not request.refused:
        return verdict
    at = next((place for place, one in enumerate(verdict.evidence) if one.sentence.startswith("`")), 0)
    check = verdict.evidence[at]
    near = [place for place in request.refused if place[0] == check.path and place[2] >= check.start]
    place = min(near, key=lambda one: one[1]) if near else next(iter(request.refused))
    step = Step(*place, f"for anybody else it {request.refused[place]}")
    return replace(verdict, evidence=(*verdict.evidence[: at + 1], step, *verdict.evidence[at + 1 :]))


def strongest(verdicts: Iterable[Verdict]) -> Verdict:
    """Several checks in a row: the strictest one decides, the first of equals."""
    return max(verdicts, key=lambda one: RANK[one.answer], default=NO)


def decision(before: Iterable[Verdict], handler: Verdict) -> Verdict:
    """The strictest of what runs before a handler and of what it does itself; its own words where nothing checks."""
    best = strongest([*before, handler])
    return handler if best.answer == "no" else best


def opened(exits: Iterable[Exit], tests: bool = False) -> list[Exit]:
    """Every value that a function may give, as an exit of its own; with `tests`, booleans stay whole."""
    found = []
    for one in exits:
        if tests and isinstance(one.value, Choice) and one.value.truth is not None:
            found.append(one)
            continue
        for inner in options(one.value if tests else one.shown):
            check = stronger(one.check, inner.check)
            absent = (one.absent or inner.absent) and check is None
            kept = replace(one, value=inner.value, check=check, absent=absent, deploy=one.deploy or inner.deploy)
            found.append(replace(kept, reply=None))
    return found


def served(exits: Iterable[Exit]) -> list[Exit]:
    """The exits at which a handler does its work: refusals and redirects to a login are none."""
    found = opened(exits)
    working = [one for one in found if not _fails(one)]
    bare = [one for one in working if one.check is None]
    if len(bare) > 1 and all(isinstance(one.value, Answer) and one.value.kind == "redirect" for one in working):
        return bare  # sending callers on is all that it does: a login, not a refusal
    checked = any(one.check for one in found)
    return [one for one in found if not _refuses(one, checked)]


def _fails(one: Exit) -> bool:
    return isinstance(one.value, Answer) and one.value.status >= 400


def _refuses(one: Exit, checked: bool) -> bool:
    value = one.value
    if not isinstance(value, Answer):
        return False
    if value.status >= 400:
        return True
    return value.kind == "redirect" and (one.absent or (checked and one.check is None))


def passes_guard(exits: Iterable[Exit]) -> list[Exit]:
    """The exits of a guard that may be `true`."""
    found: list[Exit] = []
    for one in exits:
        if isinstance(one.value, Known) and not one.value.value:
            continue
        if isinstance(one.value, Known) and one.value.value is UNDEFINED:
            continue
        found.append(one)
    return found


def validation(request: Request) -> tuple[str, tuple[Step, ...]]:
    """Whether a handler's input is checked by a schema."""
    raw = [part for part in request.raw if not part.startswith("~")]
    weak = [part[1:] for part in request.raw if part.startswith("~") and part[1:] not in request.parsed]
    parsed = {part for part in request.parsed if part in ("body", "query") and not _is_doubtful(request, part)}
    if parsed and not [part for part in raw if part not in parsed]:
        steps = [Step(*request.parsed[part], f"a schema parses the {part}") for part in sorted(parsed)]
        return "yes", tuple(steps)
    if raw or weak:
        part = (raw or [f"~{one}" for one in weak])[0]
        return "no", (Step(*request.raw[part], f"the {part.removeprefix('~')} is used as it came"),)
    return "none_needed", ()


def as_login(verdict: Verdict, request: Request) -> Verdict:
    """An endpoint that gives credentials out is where people sign in: what it checks are their proofs, not a caller."""
    signed = any(step.sentence.endswith(_PROOF[Strength.SIGNATURE]) for step in verdict.evidence)
    if verdict.answer != "conditional" or signed or ISSUED not in request.doubts:
        return verdict
    return Verdict("no", "it gives the caller a credential: people sign in here", verdict.evidence, verdict.notes)


def _is_doubtful(request: Request, part: str) -> bool:
    """Whether a schema saw less of the input than the code uses, or its answer is ignored."""
    seen_whole = f"the whole {part}" in request.doubts
    less = f"one value of the {part}" in request.doubts and f"all of the {part} used" in request.doubts
    return f"the {part} used where it does not fit" in request.doubts or (less and not seen_whole)


def behind(exits: Iterable[Exit]) -> Verdict | None:
    """What a dispatcher or a proxy makes of a handler; None where it hands the request to neither."""
    kinds = [one.value.kind for exit_ in exits for one in options(exit_.shown) if isinstance(one.value, Answer)]
    return next((BEHIND[kind] for kind in kinds if kind in BEHIND), None)
