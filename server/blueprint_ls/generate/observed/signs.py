"""Which options a database's provider, an image and a file's name show."""

from __future__ import annotations

PROVIDERS = {"postgresql": "postgres", "postgres": "postgres", "mysql": "mysql", "mongodb": "mongodb",
              "sqlite": "sqlite"}  # fmt: skip
IMAGES = (
    (r"postgres|postgis|timescale", "database", "postgres"),
    (r"mysql|mariadb", "database", "mysql"),
    (r"mongo", "database", "mongodb"),
    (r"valkey", "cache", "valkey"),
    (r"redis", "cache", "redis"),
    (r"rabbitmq", "queue", "rabbitmq"),
    (r"minio", "object_storage", "minio"),
    (r"meilisearch", "search", "meilisearch"),
    (r"typesense", "search", "typesense"),
    (r"opensearch", "search", "opensearch"),
    (r"^loki$", "log_store", "loki"),
    (r"^tempo$", "tracing", "tempo"),
    (r"jaeger", "tracing", "jaeger"),
    (r"prometheus", "metrics", "prometheus"),
)
FILES = (
    ("package_manager", "pnpm", r"pnpm-lock\.yaml"),
    ("package_manager", "yarn", r"yarn\.lock"),
    ("package_manager", "npm", r"package-lock\.json"),
    ("package_manager", "bun", r"bun\.lockb?"),
    ("monorepo_tool", "turborepo", r"turbo\.jsonc?"),
    ("monorepo_tool", "nx", r"nx\.json"),
    ("ci", "github_actions", r"\.github/workflows/[^/]+\.ya?ml"),
    ("ci", "gitlab_ci", r"\.gitlab-ci\.ya?ml"),
    ("ci", "circleci", r"\.circleci/config\.ya?ml"),
)
