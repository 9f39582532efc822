"""Where the secrets of a generated project lie: for each manager and each way of delivery."""

from __future__ import annotations

import json

import pytest
import yaml

from blueprint_ls.generate.scaffold import Refused
from generate.scaffold.test_project import project, unchanged

SOURCE = "packages/common/src/secrets/source.ts"
SERVER = "apps/api/src/server.ts"
NAMES = "apps/api/src/config/secrets.ts"
CHOSEN, DELIVERED = "choose  = aws_secrets_manager", "delivery = mounted_file"
MANAGERS = {
    "aws_secrets_manager": "@aws-sdk/client-secrets-manager",
    "gcp_secret_manager": "@google-cloud/secret-manager",
    "azure_key_vault": "@azure/keyvault-secrets",
    "vault": None,
}


def kept(manager: str = "aws_secrets_manager", delivery: str = "fetched_at_start") -> dict[str, str]:
    return project(**{CHOSEN: f"choose  = {manager}", DELIVERED: f"delivery = {delivery}"})


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_process_asks_the_manager_that_was_chosen_and_depends_on_no_other(manager: str):
    made = kept(manager)
    found = json.loads(made["packages/common/package.json"])["dependencies"]

    assert {package for package in MANAGERS.values() if package in found} == {MANAGERS[manager]} - {None}
    assert "await withSecrets(process.env, SECRETS)" in made[SERVER]
    assert "secretRef" not in made["k8s/base/crm-api.yaml" if "k8s/base/crm-api.yaml" in made else "k8s/base/api.yaml"]


def test_files_are_mounted_where_the_process_looks_for_them():
    pod = "".join(text for path, text in unchanged().items() if path.startswith("k8s/base/"))

    assert "mountPath: /run/secrets/app, readOnly: true" in pod
    assert "SECRETS_DIR: /run/secrets/app" in unchanged()["k8s/base/config.yaml"]
    assert "secretRef" not in pod
    secrets = [*yaml.safe_load_all(unchanged()["k8s/overlays/prod/secrets.yaml"])]
    keys = {one["secretKey"] for secret in secrets[1:2] for one in secret["spec"]["data"]}
    named = {line.split("'")[1] for line in unchanged()[NAMES].splitlines() if "'" in line}
    assert keys == named


def test_the_environment_alone_needs_no_code():
    made = kept(delivery="environment")

    assert SOURCE not in made
    assert NAMES not in made
    assert "secretRef" in "".join(text for path, text in made.items() if path.startswith("k8s/base/"))


def test_what_is_asked_at_start_is_not_asked_again():
    assert "watchSecrets" not in kept(delivery="fetched_at_start")[SERVER]
    assert "watchSecrets" in kept(delivery="fetched_and_cached")[SERVER]


@pytest.mark.parametrize(
    ("manager", "name"),
    [
        ("aws_secrets_manager", "acme-crm/{environment}/worker-stripe-secret-key"),
        ("gcp_secret_manager", "acme-crm-{environment}-worker-stripe-secret-key"),
        ("azure_key_vault", "acme-crm-{environment}-worker-stripe-secret-key"),
    ],
)
def test_a_secret_has_a_name_that_its_manager_takes(manager: str, name: str):
    made = kept(manager)

    assert f"STRIPE_SECRET_KEY: '{name}'," in made[NAMES.replace("api", "worker")]
    assert name in made["docs/deployment.md"]


def test_every_environment_asks_for_its_own():
    overlays = kept()["k8s/overlays/prod/kustomization.yaml"]

    assert "SECRETS_ENVIRONMENT: prod" in overlays
    assert "AWS_REGION: eu-central-1" in overlays


def test_a_manager_that_nobody_knows_is_refused_with_the_known_ones():
    with pytest.raises(Refused, match=r"`decision secrets` chose `doppler`.*`vault`"):
        project(**{CHOSEN: "choose  = doppler\n    custom = true"})
