"""The checks on code, one file for each subject. Importing the package registers them all."""

from blueprint_ls.judge.code.checks import (
    containers,
    decisions,
    declared_endpoints,
    endpoints,
    environment,
    html,
    logged_secrets,
    modules,
    operations,
    secrets,
    sql_strings,
    standards,
    tenancy,
    tenancy_models,
    tenant_keys,
)

__all__ = [
    "containers",
    "decisions",
    "declared_endpoints",
    "endpoints",
    "environment",
    "html",
    "logged_secrets",
    "modules",
    "operations",
    "secrets",
    "sql_strings",
    "standards",
    "tenancy",
    "tenancy_models",
    "tenant_keys",
]
