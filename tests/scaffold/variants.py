"""The example with other decisions: each variant is a project of its own.

`PAIRWISE` holds every pair of options that go together in one project at least; each of them is built, and its linters
and unit tests run. `BOOTED` holds every option; each of them is also attacked over HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from blueprint_ls.generate.generable import OPTIONS
from scaffold.pairwise import Pair, covering

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "acme-crm"

FACTORS: Mapping[str, Sequence[str]] = {
    **{decision: options for decision, options in OPTIONS.items() if len(options) > 1},
    "controller": ("argo_rollouts", "service_switch"),
}
"""The decisions with several options, and what moves the traffic of a cluster, which is no decision."""

EXCLUDED: frozenset[Pair] = frozenset(
    {
        *(frozenset({("database", "mongodb"), ("orm", orm)}) for orm in OPTIONS["orm"] if orm != "mongoose"),
        frozenset({("database", "postgres"), ("orm", "mongoose")}),
    }
)
"""The pairs that the tool refuses."""

_SEEN_BY = """permission "deals:read" {
    summary   = "See deals and pipelines"
    condition = "deal.ownerId = caller.id, or deal.status = won, or caller.role in (owner, admin, manager)"
  }"""
"""The example's one condition is about changes: lists get one too."""

_FOLLOWS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("orm", "drizzle"): {"choose  = prisma_migrate": "choose  = drizzle_kit"},
    ("orm", "kysely"): {"choose  = prisma_migrate": "choose  = kysely_migrator"},
    ("orm", "typeorm"): {"choose  = prisma_migrate": "choose  = typeorm_migrations"},
    ("orm", "mongoose"): {"choose  = prisma_migrate": "choose  = versioned_scripts"},
    ("database", "mongodb"): {"[scoped_client, row_level_security]": "[scoped_client, query_filter]"},
    ("authentication", "oauth2"): {
        "field passwordHash {\n      type     = string(200)": "field subject {\n      type     = string(200)"
    },
    ("authorization", "abac"): {'permission "deals:read" { summary = "See deals and pipelines" }': _SEEN_BY},
    ("controller", "service_switch"): {"controller = argo_rollouts": "controller = service_switch"},
}
"""What the example has to say otherwise once an option is chosen."""

_SILENT = {"load_testing": "testing"}
"""The decisions that the example does not make, and their sections."""

OWN_PASSWORD = """api {
  dto ChangePassword {
    field currentPassword {
      type   = string(128)
      format = password
    }

    field newPassword {
      type   = string(128)
      format = password
      min    = 12
    }
  }

  endpoint "PUT /auth/password/current" {
    summary    = "Change the own password"
    module     = module.identity
    operation  = update
    entity     = entity.Credential
    request    = dto.ChangePassword
    permission = "sessions:end"
    success    = 204
    errors     = [error.ValidationFailed, error.InvalidCredentials]
    audited    = true
  }
}
"""
"""An endpoint that the example does not have: who is signed in changes their password."""

BOOTED: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "fastify-drizzle": {
        "framework": "fastify",
        "orm": "drizzle",
        "validation": "joi",
        "pagination": "offset",
        "versioning": "header",
        "logger": "winston",
        "orchestrator": "compose",
        "release": "canary",
        "load_testing": "artillery",
        "test_containers": "compose_services",
        "secrets": "vault",
        "queue": "rabbitmq",
        "authorization": "abac",
    },
    "nest-typeorm-provider": {
        "orm": "typeorm",
        "validation": "class_validator",
        "authentication": "oauth2",
        "versioning": "header",
        "pagination": "offset",
        "tracing": "jaeger",
        "release": "rolling",
        "authorization": "abac",
        "secrets": "gcp_secret_manager",
    },
    "fastify-kysely-provider": {
        "framework": "fastify",
        "orm": "kysely",
        "authentication": "oauth2",
        "queue": "rabbitmq",
        "controller": "service_switch",
    },
    "fastify-prisma": {
        "framework": "fastify",
        "validation": "class_validator",
        "pagination": "offset",
        "authorization": "abac",
        "secrets": "azure_key_vault",
    },
    "nest-kysely": {
        "orm": "kysely",
        "queue": "rabbitmq",
        "logger": "winston",
        "authorization": "abac",
        "orchestrator": "ecs",
    },
}
"""What each decides otherwise than the example: `{"orm": "drizzle"}`."""

OVER_DOCUMENTS: Mapping[str, Mapping[str, str]] = {
    "nest-mongoose": {"database": "mongodb", "orm": "mongoose"},
    "fastify-mongoose": {"database": "mongodb", "orm": "mongoose", "framework": "fastify", "pagination": "offset"},
}
"""The same over a stand-in for the database, since no package brings a real one."""


def _named() -> dict[str, Mapping[str, str]]:
    rows = covering(FACTORS, EXCLUDED)
    return {f"{at:02}-{row['framework']}-{row['orm']}": MappingProxyType(row) for at, row in enumerate(rows, 1)}


PAIRWISE: Mapping[str, Mapping[str, str]] = _named()
"""What each decides, all factors of it: `{"framework": "fastify", "orm": "drizzle", …}`."""

VARIANTS: Mapping[str, Mapping[str, str]] = {**BOOTED, **PAIRWISE}


def blueprint(choices: Mapping[str, str]) -> dict[str, str]:
    """The files of the example with other choices, by their names; AssertionError for a decision it does not make."""
    files = {path.name: path.read_text() for path in sorted(EXAMPLE.glob("*.blueprint"))}
    for decision, option in choices.items():
        if decision in OPTIONS:
            files = _chosen(files, decision, option)
        files = replaced(files, _FOLLOWS.get((decision, option), {}))
    return files


def decided(choices: Mapping[str, str]) -> dict[str, str]:
    """An option for each factor: those of the example, and the choices instead of them."""
    text = "".join(blueprint(choices).values())
    made = dict(re.findall(r"decision (\w+) \{\n\s*choose\s*= (\w+)", text)) | dict(
        re.findall(r"(controller) = (\w+)", text)
    )
    return {factor: made.get(factor, options[0]) for factor, options in FACTORS.items()}


def replaced(files: Mapping[str, str], edits: Mapping[str, str]) -> dict[str, str]:
    """The files with each text replaced by another wherever it stands; AssertionError where it stands nowhere."""
    found = dict(files)
    for before, after in edits.items():
        assert any(before in text for text in found.values()), before
        found = {name: text.replace(before, after) for name, text in found.items()}
    return found


def _chosen(files: Mapping[str, str], decision: str, option: str) -> dict[str, str]:
    """The files with one decision made otherwise, or with one file more where they do not make it."""
    made = re.compile(rf"(decision {decision} \{{\n\s*choose\s*=\s*)\w+(\n\s*over\s*= \[.*\])?")
    if section := _SILENT.get(decision):
        text = f"{section} {{\n  decision {decision} {{\n    choose = {option}\n  }}\n}}\n"
        return {**files, f"{decision}.blueprint": text}
    assert any(made.search(text) for text in files.values()), decision
    return {name: made.sub(rf"\g<1>{option}", text) for name, text in files.items()}
