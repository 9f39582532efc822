"""Setting a password: by who knows the present one, and by who holds a link from an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.recording import Recording

_TOKEN_LENGTH = 36 + 1 + 36 + 1 + 43
"""Characters of a link's token: whose it is, and 256 bits in base64url."""
_CURRENT = ("current", "old", "present", "existing")


@dataclass(frozen=True, slots=True)
class Step:
    """What one endpoint does with a password, with the names of the fields that its caller sends."""

    kind: str
    """`change`, `link` where one is asked for, or `reset` where it is used."""
    proof: str
    """The field with the present password, the address or the token."""
    other: str
    """The field with the new password, or with the slug of the tenant; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """The endpoints of one blueprint that set passwords, as far as it says enough of them."""

    steps: Mapping[str, Step]
    """By the labels of the endpoints."""
    link: str
    """What the fields of the open link begin with: `link` for `linkHash` and `linkExpiresAt`; empty without them."""
    invites: bool
    """Whether there are people who have not accepted their invitation yet."""
    bare: bool
    """Whether a credential may hold a link alone, as it does before the first password."""

    def of(self, endpoint: Endpoint) -> Step | None:
        """What an endpoint does; None where it is about something else, or more is asked than the blueprint tells."""
        return self.steps.get(endpoint.label)

    def whole(self, endpoint: Endpoint) -> bool:
        """Whether nothing of an endpoint is left to people: what an invitation brings with it is theirs."""
        step = self.of(endpoint)
        return step is not None and not (step.kind == "reset" and self.invites)

    @property
    def kinds(self) -> set[str]:
        """All that is done with passwords."""
        return {step.kind for step in self.steps.values()}

    @property
    def ends_sessions(self) -> bool:
        """Whether a new password ends sessions."""
        return bool(self.kinds & {"change", "reset"})

    @property
    def by_tenant(self) -> bool:
        """Whether who asks for a link says of which tenant."""
        return any(step.kind == "link" and step.other for step in self.steps.values())


NONE = Passwords({}, "", invites=False, bare=False)


def passwords(
    endpoints: Iterable[Endpoint], entities: Mapping[str, Entity], root: Entity | None, recording: Recording
) -> Passwords:
    """What a blueprint says of passwords, over the entities of its primary database."""
    credential = entities.get("Credential")
    if credential is None or not {"passwordHash", "userId"} <= credential.by_name.keys():
        return NONE
    link = _link(credential)
    steps: dict[str, Step] = {}
    for one in endpoints:
        plain = one.module == "identity" and one.response is None and one.request and "{" not in one.path
        if plain and (step := _changed(one) or (_by_link(one, credential, root, recording) if link else None)):
            steps[one.label] = step
    if not any(step.kind == "reset" for step in steps.values()):
        steps = {label: step for label, step in steps.items() if step.kind != "link"}
    status = entities["User"].by_name.get("status") if "User" in entities else None
    invites = status is not None and status.enum and "invited" in status.type.words
    bare = all(field.optional or field.default is not None or field.name == "userId" for field in credential.own)
    return Passwords(steps, link, invites=invites, bare=bare)


def _link(credential: Entity) -> str:
    """What the optional fields of an open link begin with; empty where there are none."""
    known = credential.by_name
    stems = (name.removesuffix("Hash") for name in known if name.endswith("Hash") and name != "passwordHash")
    return next((stem for stem in stems if _fits(known[f"{stem}Hash"], known.get(f"{stem}ExpiresAt"))), "")


def _fits(kept: Field, expires: Field | None) -> bool:
    moment = expires is not None and expires.optional and expires.type.name == "timestamp"
    return moment and kept.optional and kept.type.name in ("string", "text")


def _changed(endpoint: Endpoint) -> Step | None:
    """The step of who is signed in and knows the present password."""
    fields = _asked(endpoint)
    if endpoint.public or len(fields) != 2 or any(field.format != "password" for field in fields):
        return None
    present = [field.name for field in fields if field.name.lower().startswith(_CURRENT)]
    new = [field.name for field in fields if field.name not in present]
    return Step("change", present[0], new[0]) if len(present) == 1 else None


def _by_link(endpoint: Endpoint, credential: Entity, root: Entity | None, recording: Recording) -> Step | None:
    """The step of who cannot sign in: asking for a link, or using it."""
    fields = {field.format or field.type.name: field for field in _asked(endpoint)}
    if not endpoint.public or len(fields) != len(_asked(endpoint)):
        return None
    if fields.keys() == {"token", "password"} and (fields["token"].longest or _TOKEN_LENGTH) >= _TOKEN_LENGTH:
        return Step("reset", fields["token"].name, fields["password"].name)
    sends = recording.senders(endpoint, credential) and not recording.unsent(endpoint, credential)
    if not sends or "email" not in fields:
        return None
    others = [field.name for kind, field in fields.items() if kind != "email"]
    slugs = [root.name.camel] if root and "slug" in root.by_name else []
    return Step("link", fields["email"].name, "".join(others)) if others in ([], slugs) else None


def _asked(endpoint: Endpoint) -> list[Field]:
    return [field for field, absent in endpoint.request.fields if not absent] if endpoint.request else []
