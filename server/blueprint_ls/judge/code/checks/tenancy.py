"""Rules `tenant-scope` and `tenant-scope-indirect`: data accesses that are not held to one tenant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from blueprint_ls.codebase.ownership import Ownership
from blueprint_ls.codebase.typescript.tree import Module, Node
from blueprint_ls.judge.code.around import argument, call_at
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.checks import reach, tenancy_words
from blueprint_ls.judge.code.checks.raw_input import RawInput, raw_input
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.tenancy.accesses import JudgedAccess
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.syntax import Span

RULE = "tenant-scope"
QUIET = "tenant-scope-indirect"
"""Off unless a blueprint turns it on: what is safe for a reason that a reader may want to see."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """One access that is worth a word, with all that the word rests on."""

    access: JudgedAccess
    owner: Ownership
    owners: Owners
    module: Module | None
    key: str
    """The tenant column, or the way to it."""
    at_hand: str | None
    """The text of a tenant's key in scope that the access does not use."""
    raw: RawInput | None
    """The request's own text where it is passed through."""
    requested: bool
    """Whether a request leads here with an id from its input."""
    by_entity: str | None
    """The entity that was handed in, where its key is what is asked for."""
    is_system: bool
    """Whether the blueprint says that code here rightly crosses tenants."""
    is_script: bool
    """Whether a person runs the file by hand: a seed, a one-off script."""


@code_check(RULE, QUIET)
def tenant_scope(case: CodeCase) -> Iterator[Finding]:
    """Every access that a tenant's rows may be reached by from another tenant."""
    owners = case.owners
    if owners is None:
        return
    for access in case.accesses:
        if not access.model or access.verdict == "global" or not case.governs(access.path):
            continue
        if suspect := _suspect(case, owners, access, case.is_system(access.path)):
            rule, severity = _tier(suspect)
            if rule:
                yield _finding(case, suspect, rule, severity)


def _suspect(case: CodeCase, owners: Owners, access: JudgedAccess, is_system: bool) -> Suspect | None:
    module = case.repository.module(access.path)
    raw = raw_input(module, access) if module else None
    if access.verdict == "scoped" and (raw is None or raw.place == "condition"):
        return None
    owner = owners.ownership[access.model]
    return Suspect(
        access=access,
        owner=owner,
        owners=owners,
        module=module,
        key=_key(owners, owner),
        at_hand=reach.tenant_at_hand(case, owners, access, module) if access.verdict == "unscoped" else None,
        raw=raw,
        requested=reach.is_requested(case, access),
        by_entity=reach.entity_handed_in(owners, access, module),
        is_system=is_system,
        is_script=case.repository.files[access.path].role == "script",
    )


def _key(owners: Owners, owner: Ownership) -> str:
    """The column that pins a model, with the relations that lead to it: `project.teamId`."""
    if owner.kind != "via":
        return owner.column or owners.tenancy.key
    target = owners.ownership[owner.chain[-1].target]
    names = [step.relation or owners.name(step.target) for step in owner.chain]
    return ".".join([*names, target.column or owners.tenancy.key])


def _tier(suspect: Suspect) -> tuple[str, str]:
    """The rule and the severity of a suspect; no rule where nothing is to be said."""
    access = suspect.access
    handed_in = access.verdict == "unscoped" and suspect.by_entity and not suspect.at_hand
    if suspect.raw is None and (access.verdict == "indirect" or handed_in):
        return QUIET, "information"
    if access.verdict == "unscoped":
        severity = "error" if _is_grave(suspect) and not suspect.is_script else "warning"
        if not suspect.is_system:
            return RULE, "error" if suspect.at_hand else severity
        return (RULE, "warning") if suspect.at_hand else (QUIET, "information")
    return (QUIET, "information") if suspect.is_system and suspect.raw is None else (RULE, "warning")


def _is_grave(suspect: Suspect) -> bool:
    """A write, many rows at once, or an id from a request: what harms most."""
    return suspect.access.kind != "read" or suspect.access.access.bulk or suspect.requested


def _finding(case: CodeCase, suspect: Suspect, rule: str, severity: str) -> Finding:
    access = suspect.access
    return case.finding(
        rule,
        access.path,
        access.start,
        access.end,
        tenancy_words.message(suspect),
        severity,
        subject="data.tenancy",
        related=(
            *case.clause("data.tenancy", tenancy_words.clause(suspect.owners.tenancy)),
            *_declared(case, suspect.owner),
            *_caller(case, suspect),
        ),
        data=_data(suspect),
    )


def _declared(case: CodeCase, owner: Ownership) -> Iterator[Related]:
    """Where the schema says that a tenant owns the model."""
    for proof in owner.evidence[:1]:
        yield Related(case.root / proof.path, Span(proof.start, proof.end), proof.sentence)


def _caller(case: CodeCase, suspect: Suspect) -> Iterator[Related]:
    """A call that leads here and does not see to the tenant."""
    for path, at in reach.careless_calls(case, suspect.access)[:1]:
        module = case.repository.module(path)
        call = call_at(module, at) if module else None
        yield Related(case.root / path, Span(at, call.end if call else at), "This call does not name the tenant either")


def _data(suspect: Suspect) -> dict[str, Any]:
    """What fixes and hover need."""
    access = suspect.access
    call = call_at(suspect.module, access.start, access.end) if suspect.module else None
    where = argument(call, "where") if call else None
    return {
        "layer": access.layer,
        "model": access.name,
        "operation": access.operation,
        "kind": access.kind,
        "verdict": access.verdict,
        "why": access.why,
        "certain": access.verdict == "unscoped",
        "ownership": suspect.owner.kind,
        "key": suspect.key,
        "tenant_key": suspect.owners.tenancy.key,
        "where": _span(where),
        "at_hand": suspect.at_hand,
        "raw_input": suspect.raw and suspect.raw.text,
        "requested": suspect.requested,
    }


def _span(node: Node | None) -> list[int] | None:
    return [node.start, node.end] if node else None
