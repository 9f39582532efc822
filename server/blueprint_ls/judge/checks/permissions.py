"""Permissions: declared, granted to someone, and asked for wherever an endpoint is not public."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, report, stated, whole
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.suggest import closest, did_you_mean


@blueprint_check("undeclared-permission", "ungranted-permission")
def declared(case: Case) -> Iterator[Finding]:
    """What roles grant and endpoints ask for is declared, and somebody has what endpoints ask for."""
    known = facts(case)
    names = frozenset(block.label or "" for block in known.all("permission"))
    if not names:
        return
    granted: set[str] = set()
    for role in known.all("role"):
        grants = stated(role, "permissions")
        listed = [name for name in grants.value if isinstance(name, str)] if grants else []
        granted.update(listed)
        for name in dict.fromkeys(listed):
            if grants and not _covers(name, names):
                message = f"`{role.label}` grants `{name}`, which no `permission` declares{did_you_mean(name, names)}"
                yield from report("undeclared-permission", message, grants, name=name)
    for endpoint in known.all("endpoint"):
        asked = stated(endpoint, "permission")
        if asked and asked.value not in names:
            near = closest(str(asked.value), names)
            message = (
                f"`{endpoint.label}` asks for `{asked.value}`, which no `permission` "
                f"declares{did_you_mean(str(asked.value), names)}"
            )
            instead = f'"{near}"' if near else None
            known_by = {"name": str(asked.value), "endpoint": endpoint.label}
            yield from report("undeclared-permission", message, asked, **known_by, instead=instead)
        elif asked and granted and not _granted(str(asked.value), granted):
            message = f"`{endpoint.label}` asks for `{asked.value}`, which no role grants: nobody could call it"
            yield from report(
                "ungranted-permission", message, asked, whole(known.declared["permission", str(asked.value)])
            )


def _covers(granted: str, names: frozenset[str]) -> bool:
    """Whether a grant, `*` and `deals:*` among them, stands for a declared permission."""
    prefix = granted.removesuffix("*")
    return granted in names or (granted.endswith("*") and any(name.startswith(prefix) for name in names))


def _granted(name: str, granted: set[str]) -> bool:
    return name in granted or any(grant.endswith("*") and name.startswith(grant[:-1]) for grant in granted)


@blueprint_check("public-with-permission", "endpoint-without-permission")
def asked_for(case: Case) -> Iterator[Finding]:
    """An endpoint is public or asks for a permission: one of the two."""
    known = facts(case)
    public = {block.label: block for block in known.all("public")}
    for endpoint in known.all("endpoint"):
        asked = stated(endpoint, "permission")
        allowed = public.get(endpoint.label)
        if asked and allowed:
            yield from _both(endpoint, asked, allowed)
        elif not asked and not allowed and endpoint.attribute("permission") is None and _people(endpoint):
            message = (
                f"`{endpoint.label}` asks for no permission and is not on the `public` list: anyone who is signed in "
                "may call it"
            )
            yield from report("endpoint-without-permission", message, whole(endpoint), endpoint=endpoint.label)


def _both(endpoint: Block, asked: Figure, allowed: Block) -> Iterator[Finding]:
    message = (
        f"`{endpoint.label}` is public and asks for `{asked.value}`: a caller without a token has no permission, so "
        "take one of the two out"
    )
    yield from report("public-with-permission", message, asked, whole(allowed))


def _people(endpoint: Block) -> bool:
    """Whether people call it; services among themselves prove who they are in another way."""
    return "user" in (endpoint.get("authentication") or ("user",))


def public_routes(known: Facts) -> frozenset[str | None]:
    """The routes that need no signed-in caller."""
    return frozenset(block.label for block in known.all("public"))
