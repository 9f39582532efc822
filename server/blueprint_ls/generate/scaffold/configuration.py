"""Where the value of each variable comes from once the project is deployed, and who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from blueprint_ls.generate.scaffold.keeping import Keeping
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Blueprint

_SECRET = frozenset({"url", "key", "secret", "password", "token", "credentials"})
_PLAIN = frozenset({"JWKS_URL"})
_OWN = {"api": ("WEB_", "ACCESS_TOKEN_", "PORT", "METRICS_PORT"), "worker": ("WORKER_",)}
"""The beginnings of the names that only one service reads."""
MIGRATION = "MIGRATION_DATABASE_URL"


@dataclass(frozen=True)
class Setting:
    """One variable of the environment, deployed."""

    name: str
    description: str
    example: str
    services: tuple[str, ...]
    kept_as: str | None
    """Its name in the manager of secrets, `{environment}` in it; None for what is no secret."""
    migrates: bool = False
    """Whether the migrations read it."""

    @property
    def file(self) -> str:
        """Its file where secrets are mounted: `database-url`."""
        return self.name.lower().replace("_", "-")

    def kept_in(self, environment: str) -> str:
        """Its name in the manager of secrets for one environment: `acme-crm/prod/database-url`."""
        return (self.kept_as or "").replace("{environment}", environment)


def settings(
    variables: Sequence[Variable], blueprint: Blueprint, product: Name, services: Sequence[str], kept: Keeping
) -> tuple[Setting, ...]:
    """Every variable with its readers and its source."""
    found = (_setting(one, blueprint, product, services) for one in variables)
    return tuple(replace(one, kept_as=one.kept_as and kept.named(one.kept_as)) for one in found)


def _setting(variable: Variable, blueprint: Blueprint, product: Name, services: Sequence[str]) -> Setting:
    block = blueprint.declared.get(("variable", variable.name))
    words = variable.name.lower().split("_")
    secret = (
        block.get("secret") is True
        if block
        else not variable.plain and words[-1] in _SECRET and variable.name not in _PLAIN
    )
    stated = str(block.get("from") or "") if block else ""
    kept = stated.replace("/prod/", "/{environment}/") or f"{product.kebab}/{{environment}}/{'-'.join(words)}"
    readers = tuple(service for service in services if service in references(block, "services")) if block else ()
    usual = variable.readers or tuple(one for one in services if _reads(one, variable.name))
    return Setting(
        name=variable.name,
        description=variable.description,
        example=variable.example,
        services=() if variable.name == MIGRATION else readers or usual,
        kept_as=kept if secret else None,
        migrates=variable.migrates or variable.name == MIGRATION,
    )


def _reads(service: str, name: str) -> bool:
    others = (begin for other, begins in _OWN.items() if other != service for begin in begins)
    return not any(name.startswith(begin) for begin in others)
