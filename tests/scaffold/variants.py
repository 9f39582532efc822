"""The example with other decisions: each variant is a project that is installed, built, booted and attacked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "acme-crm"

VARIANTS: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "fastify": {"framework": "fastify"},
    "class-validator": {"validation": "class_validator"},
    "fastify-joi-header": {"framework": "fastify", "validation": "joi", "versioning": "header", "logger": "winston"},
    "abac": {"authorization": "abac"},
    "drizzle": {"orm": "drizzle", "migrations": "drizzle_kit", "authorization": "abac"},
    "typeorm": {"orm": "typeorm", "migrations": "typeorm_migrations", "authorization": "abac"},
    "kysely": {"orm": "kysely", "migrations": "kysely_migrator", "authorization": "abac", "framework": "fastify"},
}
"""What each variant decides otherwise than the example: `{"orm": "drizzle"}`."""

_SEEN = 'permission "deals:read" { summary = "See deals and pipelines" }'
_SEEN_BY = """permission "deals:read" {
    summary   = "See deals and pipelines"
    condition = "deal.ownerId = caller.id, or deal.status = won, or caller.role in (owner, admin, manager)"
  }"""


def blueprint(choices: Mapping[str, str]) -> dict[str, str]:
    """The files of the example with other choices, by their names; AssertionError for a decision it does not make."""
    files = {path.name: path.read_text() for path in sorted(EXAMPLE.glob("*.blueprint"))}
    for decision, option in choices.items():
        made = re.compile(rf"(decision {decision} \{{\n\s*choose\s*=\s*)\w+(\n\s*over\s*= \[.*\])?")
        assert any(made.search(text) for text in files.values()), decision
        files = {name: made.sub(rf"\g<1>{option}", text) for name, text in files.items()}
    if choices.get("authorization") == "abac":  # the example's one condition is about changes: lists get one too
        assert any(_SEEN in text for text in files.values())
        files = {name: text.replace(_SEEN, _SEEN_BY) for name, text in files.items()}
    return files
