"""Where secrets lie and how they reach a process: the manager, the way of delivery, and what changes with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blueprint_ls.generate.generable import OPTIONS
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Blueprint

MOUNT = "/run/secrets/app"
"""Where a pod finds its secrets as files."""
_PROVIDERS = {
    "aws_secrets_manager": "AWS Secrets Manager",
    "gcp_secret_manager": "Google Secret Manager",
    "azure_key_vault": "Azure Key Vault",
    "vault": "Vault",
}
_WHOSE = "Whose secrets the manager is asked for, such as prod; empty where they stand in the environment"
_ADDRESSES = {
    "aws_secrets_manager": ("AWS_REGION", "The region of the manager of secrets"),
    "gcp_secret_manager": ("GOOGLE_CLOUD_PROJECT", "The project of the manager of secrets"),
    "azure_key_vault": ("KEY_VAULT_URL", "The address of the vault with the secrets"),
    "vault": ("VAULT_ADDR", "The address of the vault with the secrets"),
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one blueprint keeps secrets."""

    manager: str
    """An option of `decision secrets`."""
    delivery: str
    """`environment`, `mounted_file`, `fetched_at_start` or `fetched_and_cached`."""
    days: int
    """After how many days secrets are replaced."""
    product: Name

    @property
    def option(self) -> str | None:
        """What templates are told: `secret_files`, `fetched_secrets`, or nothing where the environment holds them."""
        known = {"mounted_file": "secret_files", "environment": None}
        return known.get(self.delivery, "fetched_secrets")

    @property
    def mount(self) -> str:
        """Where a pod finds its secrets as files."""
        return MOUNT

    @property
    def provider(self) -> str:
        """The manager as people call it."""
        return _PROVIDERS[self.manager]

    @property
    def look_again_ms(self) -> int:
        """How often a process looks whether its secrets have changed; 0 where they cannot while it runs."""
        return {"mounted_file": 60_000, "fetched_and_cached": 300_000}.get(self.delivery, 0)

    @property
    def variables(self) -> list[Variable]:
        """What a process reads from its environment to find its secrets."""
        if self.option == "secret_files":
            told = "Folder with a file for each secret; empty where they stand in the environment"
            return [Variable("SECRETS_DIR", told, "", plain=True)]
        if self.option == "fetched_secrets":
            address = Variable(*_ADDRESSES[self.manager], "", plain=True)
            return [Variable("SECRETS_ENVIRONMENT", _WHOSE, "", plain=True), address]
        return []

    def values(self, environment: str, region: str) -> list[tuple[str, str]]:
        """The same in one environment of a cluster."""
        own = f"{self.product.kebab}-{environment}"
        addresses = {
            "aws_secrets_manager": region,
            "gcp_secret_manager": own,
            "azure_key_vault": f"https://{own}.vault.azure.net",
            "vault": "https://vault.vault:8200",
        }
        known = {"SECRETS_ENVIRONMENT": environment, _ADDRESSES[self.manager][0]: addresses[self.manager]}
        return [(one.name, known[one.name]) for one in self.variables if one.name in known]

    def named(self, kept_as: str) -> str:
        """A secret's name as its manager takes it: some know no folders."""
        if self.manager == "azure_key_vault":
            return re.sub(r"[^0-9A-Za-z-{}]", "-", kept_as)
        return kept_as.replace("/", "-") if self.manager == "gcp_secret_manager" else kept_as


def keeping(blueprint: Blueprint, product: Name) -> Keeping:
    """What a blueprint says of secrets, with the usual ways where it is silent."""
    rotation = blueprint.value("security.secret_handling.rotation")
    delivery = str(blueprint.value("security.secret_handling.delivery") or "environment")
    if delivery == "mounted_file" and blueprint.choice("orchestrator") == "ecs":
        delivery = "environment"  # its task definitions name secrets for variables alone
    return Keeping(
        manager=str(blueprint.choice("secrets") or OPTIONS["secrets"][0]),
        delivery=delivery,
        days=round(rotation.seconds / 86_400) if rotation else 90,
        product=product,
    )
