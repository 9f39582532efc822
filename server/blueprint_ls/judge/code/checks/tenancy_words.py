"""What is said of an access that is not held to one tenant: what was seen, why it matters, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.ownership import Ownership
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.judge.code.asked import lacking

if TYPE_CHECKING:
    from blueprint_ls.judge.code.checks.tenancy import Suspect

_VERBS = {"read": "reads", "create": "creates", "update": "changes", "delete": "deletes", "raw": "runs SQL on"}


def message(suspect: Suspect) -> str:
    """The words of a finding."""
    access = suspect.access
    if suspect.raw is not None:
        return _raw(suspect)
    if access.verdict == "indirect":
        return f"{_subject(suspect)} without naming the tenant; it is safe because {access.why}. {_owned(suspect)}."
    if suspect.by_entity and access.verdict == "unscoped":
        return (
            f"{_subject(suspect)} by the key of a `{suspect.by_entity}` that was handed in: whoever hands it in "
            f"answers for its tenant. {_owned(suspect)}."
        )
    return f"{_subject(suspect)} {_lack(suspect)}. {_owned(suspect)}: {_advice(suspect)}."


def clause(tenancy: Tenancy) -> str:
    """What the blueprint's block asks for."""
    return f"The blueprint asks for `{tenancy.key}` on every access to a tenant's rows"


def _subject(suspect: Suspect) -> str:
    access = suspect.access
    return f"`{access.operation}` {_VERBS.get(access.kind, 'touches')} `{access.name}` rows"


def _lack(suspect: Suspect) -> str:
    access = suspect.access
    if access.verdict == "conditional":
        return f"that are held to one tenant on some ways alone: {access.why or 'some ways do not pin it'}"
    if access.verdict == "unknown":
        return f"and nothing shows that they are one tenant's: {access.why or 'its condition cannot be seen'}"
    return f"of any tenant: {lacking(suspect.access, suspect.key)}"


def _owned(suspect: Suspect) -> str:
    """Why a tenant owns the model: the chain of its ownership."""
    return "; ".join(proof.sentence for proof in suspect.owner.evidence) or f"`{suspect.access.name}` is a tenant's"


def _advice(suspect: Suspect) -> str:
    value = _at_hand(suspect)
    if suspect.access.verdict == "conditional":
        return f"make sure that `{suspect.key}` has a value on every way here{value}"
    if suspect.access.access.merges:
        return f"let it change a row only where `{suspect.key}` is the caller's{value}"
    if suspect.access.kind == "create":
        return f"write `{suspect.key}` with it{value}"
    if _is_root(suspect.owner):
        return f"ask by the caller's own `{suspect.key}`, or check that the caller is a member{value}"
    if suspect.access.verdict == "unknown":
        return f"add `{suspect.key}` where it can be seen{value}"
    return f"add `{suspect.key}` to its condition{value}"


def _at_hand(suspect: Suspect) -> str:
    """Whence the tenant's key is to be had."""
    if suspect.at_hand:
        return f"; `{suspect.at_hand}` is at hand"
    return "; no key of a tenant is in scope here" if suspect.access.verdict == "unscoped" else ""


def _is_root(owner: Ownership) -> bool:
    return owner.kind == "root"


def _raw(suspect: Suspect) -> str:
    assert suspect.raw is not None
    text, access = suspect.raw.text, suspect.access
    if suspect.raw.place == "condition":
        return (
            f"`{access.operation}` takes `{text}` for its condition as it came: the caller decides which "
            f"`{access.name}` rows are meant. {_owned(suspect)}: pick the fields that may be asked for, and add "
            f"`{suspect.key}`."
        )
    return (
        f"`{access.operation}` writes `{text}` to `{access.name}` as it came: the caller may set `{suspect.key}` and "
        f"hand the row to another tenant. {_owned(suspect)}: parse it with a schema that names the fields."
    )
