"""Calls that come in from other services: how each proves where it is from, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref


@dataclass(frozen=True, slots=True)
class Webhook:
    """One endpoint that another service calls, with an HMAC of SHA-256 over the raw body."""

    name: Name
    """Of the other service: `stripe`."""
    endpoint: Endpoint
    route: str
    """As routers have it: `POST /api/v1/webhooks/stripe`."""
    tolerance: int
    """Seconds that a signed call may be old."""
    secret: Variable

    @property
    def header(self) -> str:
        """The header with the signature, as the services name it: `stripe-signature`."""
        return f"{self.name.kebab}-signature"

    @property
    def fields(self) -> list[str]:
        """What of its body is read."""
        return [field.name for field, _ in self.endpoint.request.fields] if self.endpoint.request else []


def webhooks(blueprint: Blueprint, endpoints: Iterable[Endpoint], base: str) -> tuple[Webhook, ...]:
    """Those of a blueprint whose signature it tells."""
    by_label = {one.label: one for one in endpoints}
    return tuple(
        _webhook(block, by_label[endpoint], base)
        for block in _signed(blueprint)
        if (endpoint := _named(block.get("webhook"))) in by_label and by_label[endpoint].public
    )


def _signed(blueprint: Blueprint) -> Iterator[Block]:
    for (kind, _), block in blueprint.declared.items():
        if kind == "integration" and str(block.get("signature")) == "hmac_sha256":
            yield block


def _webhook(block: Block, endpoint: Endpoint, base: str) -> Webhook:
    name = Name.of(block.label or "", "integration")
    window = block.get("replay_window")
    known = (_named(ref) for ref in block.get("credentials") or ())
    stated = next((one for one in known if re.search(r"WEBHOOK|SIGNING", one)), f"{name.upper}_WEBHOOK_SECRET")
    described = f"Proves that a webhook is from {name.text}; without it none is believed"
    return Webhook(
        name=name,
        endpoint=endpoint,
        route=f"{endpoint.method} {base}{endpoint.path}",
        tolerance=int(window.seconds) if window else 300,
        secret=Variable(stated, described, ""),
    )


def _named(value: object) -> str:
    return value.name if isinstance(value, Ref) else ""
