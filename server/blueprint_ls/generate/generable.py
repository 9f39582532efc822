"""What projects are generated for: the options of each decision that there are templates for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "framework": ("nestjs", "fastify"),
    "database": ("postgres", "mongodb"),
    "orm": ("prisma", "drizzle", "kysely", "typeorm", "mongoose"),
    "tenant_isolation": ("shared_schema",),
    "validation": ("zod", "joi", "class_validator"),
    "pagination": ("cursor", "offset"),
    "versioning": ("url", "header"),
    "authentication": ("jwt", "oauth2"),
    "authorization": ("rbac", "abac"),
    "logger": ("pino", "winston"),
    "tracing": ("jaeger", "tempo"),
    "orchestrator": ("kubernetes", "compose", "ecs"),
    "release": ("blue_green", "canary", "rolling"),
    "ci": ("github_actions",),
    "load_testing": ("k6", "artillery"),
    "test_containers": ("testcontainers", "compose_services"),
    "queue": ("bullmq", "rabbitmq"),
    "secrets": ("aws_secrets_manager", "gcp_secret_manager", "azure_key_vault", "vault"),
    "package_manager": ("npm",),
}
"""The decisions that shape code, each with the options that there are templates for, the default first."""

IN_PART: Mapping[str, tuple[str, ...]] = {"orchestrator": ("ecs",)}
"""Options whose projects lack a part that people write: taken where somebody chose them, and never assumed."""


def generable(decision: str, options: Iterable[str]) -> list[str]:
    """Those of some options that a whole project is generated for; all of them where no template asks."""
    known, in_part = OPTIONS.get(decision), IN_PART.get(decision, ())
    return [name for name in options if known is None or (name in known and name not in in_part)]
