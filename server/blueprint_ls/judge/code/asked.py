"""What a data access asks for or writes, in words: why that does not hold it to one tenant."""

from __future__ import annotations

from blueprint_ls.judge.flow.predicate import Compared, Equals, Not, OneOf, Predicate, Related, Within
from blueprint_ls.judge.tenancy.accesses import JudgedAccess
from blueprint_ls.judge.tenancy.pins import flat

_MOST_NAMES = 4


def lacking(judged: JudgedAccess, key: str) -> str:
    """The predicate of an access, or what it writes, and why that does not pin it to the tenant's key."""
    access = judged.access
    if access.kind == "create":
        written = list(dict.fromkeys(name for row in access.written for name in row.values))
        if access.merges and key in written:
            found = _names(list(dict.fromkeys(name for one in access.merges for name in asked_for(one))))
            return f"where a row of this {found} is there already it changes that, whoever's it is"
        if not access.written:
            return "the row that it writes names none"
        return f"it writes {_names(written)}, and no `{key}`" if written else "it writes no tenant"
    names = list(dict.fromkeys(asked_for(access.predicate)))
    if not names:
        return "it has no condition" if not list(flat(access.predicate)) else "its condition names no tenant"
    return f"it asks for {_names(names)} alone"


def asked_for(predicate: Predicate) -> list[str]:
    """The columns and relations that a predicate names."""
    return [name for part in flat(predicate) for name in _columns(part) if name]


def _columns(part: Predicate) -> list[str]:
    if isinstance(part, Equals | Compared | Within):
        return [part.column]
    if isinstance(part, Related):
        return [part.relation]
    if isinstance(part, OneOf):
        return [name for one in part.parts for name in asked_for(one)]
    if isinstance(part, Not):
        return asked_for(part.part)
    return []


def _names(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names[:_MOST_NAMES]]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(shown)} and {len(names) - _MOST_NAMES} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
