"""Calls of other services in the project of a blueprint: who is called, how patiently, and at which address."""

from __future__ import annotations

import pytest

from generate.scaffold.test_project import project, unchanged

SETTINGS = "packages/core/src/integrations.ts"
API, WORKER = (f"apps/{app}/src/integrations.ts" for app in ("api", "worker"))
EXAMPLE = ".env.example"


def of(made: dict[str, str], name: str) -> str:
    """What the settings say of one service."""
    return made[SETTINGS].partition(f"\n  {name}: {{")[2].partition("\n  },\n")[0]


def test_every_number_of_the_blueprint_is_in_the_settings():
    ses, customers = of(unchanged(), "ses"), of(unchanged(), "customerEndpoints")

    assert "timeoutMs: 5000,\n    connectTimeoutMs: 1000,\n    retry: RETRIES.quick," in ses
    assert "threshold: 0.5,\n      minimumCalls: 20,\n      windowMs: 30_000,\n      resetMs: 30_000," in ses
    assert "halfOpenCalls: 3,\n      counts: ['timeout', 'network_error', 'server_error', 'rate_limited']," in ses
    assert "maxConcurrent: 10,\n    rate: { burst: 50, perSecond: 50 }," in ses
    assert "scope: 'tenant'," in customers


def test_a_slow_answer_counts_where_the_blueprint_says_so():
    counted = "counts            = [timeout, network_error, server_error, rate_limited]"
    said = {counted: 'counts            = [timeout, slow_call]\n    slow_call         = "4s"'}

    assert "counts: ['timeout'],\n      slowMs: 4000," in of(project(**said), "ses")


def test_each_process_has_the_services_that_it_calls():
    assert "readonly google: ExternalService<'googleClientId' | 'googleClientSecret'>;" in unchanged()[API]
    assert "readonly ses" not in unchanged()[API]
    assert "readonly customerEndpoints: CustomerEndpoints;" in unchanged()[WORKER]
    assert "readonly stripe: ExternalService<'stripeSecretKey'>;" in unchanged()[WORKER], "the other one is the API's"


def test_addresses_and_credentials_come_from_the_environment():
    assert "\nSES_BASE_URL=https://ses.example\n" in unchanged()[EXAMPLE]
    assert "\nSTRIPE_SECRET_KEY=" in unchanged()[EXAMPLE]
    assert "CUSTOMER_ENDPOINTS_BASE_URL" not in unchanged()[EXAMPLE], "customers name their addresses themselves"
    worker = unchanged()["apps/worker/src/config/environment.ts"]
    assert "SES_BASE_URL: z.url({ protocol: /^https?$/ })," in worker
    assert "STRIPE_SECRET_KEY: z.string().min(1)," in worker
    assert "SES_BASE_URL" not in unchanged()["apps/api/src/config/environment.ts"]


@pytest.mark.parametrize("library", ["joi", "class_validator"])
def test_every_library_reads_them(library: str):
    text = project(**{"choose  = zod": f"choose  = {library}"})["apps/worker/src/config/environment.ts"]

    assert "SES_BASE_URL" in text
    assert "STRIPE_SECRET_KEY" in text


def test_an_address_that_the_blueprint_names_keeps_its_name():
    stated = (
        '  variable STRIPE_API_URL {\n    description = "Stripe"\n    example = "http://localhost:12111"\n'
        "    services = [service.worker]\n  }\n\n  variable STRIPE_SECRET_KEY {"
    )
    made = project(**{"  variable STRIPE_SECRET_KEY {": stated})

    assert "\nSTRIPE_API_URL=http://localhost:12111\n" in made[EXAMPLE]
    assert "STRIPE_BASE_URL" not in made[EXAMPLE]


def test_an_address_is_no_secret_and_a_key_is():
    manifests = {path: text for path, text in unchanged().items() if path.startswith("k8s/")}

    assert "SES_BASE_URL: 'https://ses.example'" in manifests["k8s/base/config.yaml"]
    assert "secretKey: stripe-secret-key" in manifests["k8s/overlays/prod/secrets.yaml"]


def test_a_processor_finds_the_services_in_its_run():
    assert "readonly integrations: Integrations;" in unchanged()["apps/worker/src/work.ts"]
    assert "integrations: this.integrations," in unchanged()["apps/worker/src/runner.ts"]
