"""Permissions that endpoints ask for and nobody declared, and endpoints that ask for none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.render import quoted
from blueprint_ls.generate.rights import Rights
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.suggest import slip_of

OPEN = {
    "auth": ("People have no token before they sign in", "credentials"),
    "webhooks": ("The sender has no account here; its signature is the proof", "signature"),
    "health": ("The orchestrator asks whether the process lives", "nothing"),
    "ready": ("The load balancer asks whether to send traffic", "nothing"),
}
"""First parts of paths whose callers cannot be signed in: why they are open, and what is checked instead."""
SIGNED_IN = ("logout", "sign-out", "signout", "sessions")
"""Last parts of such paths that only somebody who is signed in calls."""


@fixer("undeclared-permission")
def undeclared(finding: Finding, case: Case) -> Iterator[Fix]:
    """The closest permission, or the one that is missing: declared, and granted to the role above all others."""
    instead, name = finding.data.get("instead"), finding.data.get("name")
    if instead:
        yield Fix(f"Change to `{instead}`", (Edit(finding.path, finding.span, instead),), safe=False)
    section = case.blueprint.sections.get("security")
    found = _declared(case, section, name) if section and name else None
    if section and found and name:
        own = _named_after(name, finding.data.get("endpoint", "")) or not _slip(case.blueprint, name)
        edits = places.join([found, _granted(section, name)])
        yield Fix(f'Declare `permission "{name}"`', edits, safe=own, preferred=own, assumes=True)


def _named_after(name: str, route: str) -> bool:
    """Whether a permission is about the resource of the endpoint that asks for it: then it is no slip."""
    return name.partition(":")[0] in re.findall(r"/([\w-]+)", route)


def _slip(blueprint: Blueprint, name: str) -> str | None:
    return slip_of(name, [label for kind, label in blueprint.declared if kind == "permission"])


def _declared(case: Case, section: Block, name: str) -> Edit | None:
    schema, place = section.schema and section.schema.blocks.get("permission"), places.own_place(section)
    if schema is None or place is None or name.endswith("*"):
        return None
    return places.insert_block(place, whole.blocks(case, section, schema, name), behind="permission")


def _granted(section: Block, name: str) -> Edit | None:
    """The grant to the role that no other inherits; none where some role has the permission already."""
    roles = section.blocks("role")
    if any(_grants(role, name) for role in roles):
        return None
    inherited = {ref.name for role in roles for ref in role.get("inherits", ())}
    top = next((role for role in roles if role.label not in inherited), None)
    place = places.own_place(top) if top else None
    return places.add_to_list(place, "permissions", f'"{name}"') if place else None


def _grants(role: Block, name: str) -> bool:
    held = [grant for grant in role.get("permissions", ()) if isinstance(grant, str)]
    return any(grant == name or (grant.endswith("*") and name.startswith(grant[:-1])) for grant in held)


@fixer("endpoint-without-permission")
def unasked(finding: Finding, case: Case) -> Iterator[Fix]:
    """The permission that its path and method name; where nobody can be signed in yet, a place on the public list."""
    label = finding.data["endpoint"]
    endpoint = case.blueprint.declared.get(("endpoint", label))
    place = places.own_place(endpoint) if endpoint else None
    if endpoint is None or place is None:
        return
    reason = _reason(label)
    listed = _public(case.blueprint, label, *reason) if reason else None
    if listed:
        yield Fix("Put it on the `public` list", (listed,), safe=True, assumes=True)
    name = Rights.of(case.blueprint).asked_by(label)
    edits = places.insert_marked(place, f'permission = "{name}"')
    yield Fix(f"Ask for `{name}`", edits, safe=True, preferred=listed is None, assumes=True)


def _reason(label: str) -> tuple[str, str] | None:
    parts = re.findall(r"[\w-]+", label.partition(" ")[2])
    return OPEN.get(parts[0]) if parts and parts[-1] not in SIGNED_IN else None


def _public(blueprint: Blueprint, label: str, because: str, verified: str) -> Edit | None:
    section = blueprint.sections.get("api")
    place = places.own_place(section) if section else None
    if place is None:
        return None
    draft = Draft.of(f'public "{label}" {{\n  because = {quoted(because)}\n  verified_by = {verified}\n}}')
    return places.insert_block(place, whole.confirmable(draft), behind="public")
