"""Numbers and words of the blueprint that the project's code needs as they are: timeouts, limits, lifetimes, names."""

from __future__ import annotations

import re
from typing import Any

from blueprint_ls.language.model import Blueprint


class Settings:
    """Reads one blueprint; each has a default that a careful engineer would take."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint

    def value(self, path: str, default: Any = None) -> Any:
        """An attribute of the blueprint: `value("api.pagination.max_size", 100)`."""
        found = self.blueprint.value(path)
        return default if found is None else found

    def ms(self, path: str, default: int) -> int:
        """A duration in milliseconds."""
        found = self.blueprint.value(path)
        return default if found is None else int(found.seconds * 1000)

    def seconds(self, path: str, default: int) -> int:
        """A duration in seconds."""
        return self.ms(path, default * 1000) // 1000

    @property
    def base(self) -> str:
        """The prefix of every endpoint: `/api/v1`."""
        return str(self.value("api.url.base", "/api/v1"))

    @property
    def description(self) -> str:
        """Where the API's description is served: `/api/docs`; empty where it is not."""
        return str(self.value("api.openapi.path", ""))

    @property
    def described_publicly(self) -> bool:
        """Whether strangers may read the description."""
        return any(
            ("public", label) in self.blueprint.declared for label in (self.description, f"GET {self.description}")
        )

    @property
    def version(self) -> str:
        """The number of the version that is served: `1`."""
        labels = (label for kind, label in self.blueprint.declared if kind == "version")
        numbers = [found[0] for label in labels if (found := re.findall(r"[0-9]+", label))]
        return numbers[0] if numbers else "1"

    @property
    def version_header(self) -> str:
        """The header in which clients name the version."""
        return "API-Version"

    @property
    def correlation_header(self) -> str:
        """The header with the correlation id."""
        return str(self.value("observability.correlation.header", "X-Correlation-Id"))

    @property
    def cors_headers(self) -> tuple[str, ...]:
        """The headers that a web client may send."""
        usual = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match")
        return tuple(dict.fromkeys((*(str(one) for one in self.value("security.cors.headers", ())), *usual)))

    @property
    def exposed_headers(self) -> tuple[str, ...]:
        """The headers of an answer that a web client may read."""
        usual = ("ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", self.correlation_header)
        return tuple(dict.fromkeys((*(str(one) for one in self.value("security.cors.exposed_headers", ())), *usual)))

    @property
    def hsts_seconds(self) -> int:
        """How long browsers insist on TLS."""
        return self.seconds("security.headers.hsts_max_age", 31_536_000)

    @property
    def request_timeout_ms(self) -> int:
        """How long a request may take to arrive."""
        return self.ms("reliability.timeout.api.total", 30_000)

    @property
    def drain_ms(self) -> int:
        """How long the process may take to answer what it has begun."""
        return self.ms("reliability.shutdown.drain_timeout", 25_000)

    @property
    def access_seconds(self) -> int:
        """How long an access token is good."""
        return self.seconds("security.token.access.lifetime", 600)

    @property
    def refresh_ms(self) -> int:
        """How long a session lasts without being used."""
        return self.ms("security.token.refresh.lifetime", 14 * 86_400_000)

    @property
    def session_ms(self) -> int:
        """How long a session lasts in any case."""
        return self.ms("security.token.refresh.absolute_lifetime", 30 * 86_400_000)

    @property
    def link_ms(self) -> int:
        """How long a link from an e-mail is good."""
        return self.ms("security.token.one_time.lifetime", 3_600_000)

    @property
    def token_issuer(self) -> str:
        """Who issues access tokens."""
        return str(self.value("security.token.access.issuer", "https://id.example"))

    @property
    def token_audience(self) -> str:
        """Whom access tokens are for."""
        return str(self.value("security.token.access.audience", "api"))

    @property
    def idempotency_ms(self) -> int:
        """How long the answer to an idempotent request is kept; 0 where none is."""
        return self.ms("data.idempotency.ttl", 86_400_000) if self.blueprint.at("data.idempotency") else 0
