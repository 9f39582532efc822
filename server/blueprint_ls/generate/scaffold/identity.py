"""How people prove who they are, as the templates see it: by a password, or by the word of a provider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Blueprint

_PASSWORD_PATHS = ("login", "sign-in", "signin", "session", "sessions", "token")


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider that the API believes."""

    name: Name
    issuer: str
    client: str
    """What the provider calls the product: the audience of its tokens."""

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What the API reads of it, since staging has another one than production."""
        upper = self.name.upper
        return (
            Variable(f"{upper}_ISSUER", f"Issuer of the identity provider `{self.name.kebab}`", self.issuer),
            Variable(f"{upper}_CLIENT_ID", "What that provider calls this product", self.client),
            Variable(f"{upper}_CLIENT_SECRET", "Proves to that provider who asks; empty for a public client", ""),
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """Signing in, of one blueprint."""

    password_path: str
    """Where a password is traded for tokens, below `/auth`."""
    code_path: str
    """Where a provider's code is."""
    named: bool
    """Whether who brings a code says which provider it is from."""
    providers: tuple[Provider, ...]

    @property
    def variables(self) -> list[Variable]:
        """What the API reads of all providers."""
        return [variable for provider in self.providers for variable in provider.variables]


def identity(blueprint: Blueprint, endpoints: Iterable[Endpoint], product: Name) -> Identity:
    """What a blueprint says of signing in, with the usual paths where it is silent."""
    posted = [one for one in endpoints if one.method == "POST" and one.path.startswith("/auth/")]
    coded = [one for one in posted if {"code", "verifier"} <= _asked(one)]
    paths = [one.path.removeprefix("/auth/") for one in posted]
    stated = tuple(_providers(blueprint, product))
    usual = Provider(Name.of("main"), f"https://login.{product.kebab}.example/", product.kebab)
    return Identity(
        password_path=next((path for path in paths if path in _PASSWORD_PATHS), "login"),
        code_path=coded[0].path.removeprefix("/auth/") if coded else "callback",
        named=bool(coded) and "provider" in _asked(coded[0]),
        providers=stated or (usual,),
    )


def _asked(endpoint: Endpoint) -> set[str]:
    return {field.name for field, _ in endpoint.request.fields} if endpoint.request else set()


def _providers(blueprint: Blueprint, product: Name) -> Iterable[Provider]:
    for (kind, label), block in blueprint.declared.items():
        if kind == "identity_provider":
            issuer = str(block.get("issuer") or f"https://login.{product.kebab}.example/")
            yield Provider(
                Name.of(label, "identity_provider"), issuer, str(block.get("audience") or f"{product.kebab}-web")
            )
