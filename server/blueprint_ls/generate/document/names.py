"""How a document calls things: anchors, titles of blocks, headings of columns."""

from __future__ import annotations

import re

from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import Vocabulary

_ABBREVIATIONS = {
    "api": "API", "url": "URL", "id": "ID", "ttl": "TTL", "sql": "SQL", "ci": "CI", "cors": "CORS", "csrf": "CSRF",
    "html": "HTML", "jwt": "JWT", "tls": "TLS", "rpo": "RPO", "rto": "RTO", "slo": "SLO", "http": "HTTP", "dto": "DTO",
    "hsts": "HSTS", "rls": "RLS", "cpu": "CPU", "ip": "IP", "ascii": "ASCII", "sbom": "SBOM", "orm": "ORM",
    "gdpr": "GDPR", "hipaa": "HIPAA", "pci": "PCI", "dss": "DSS", "soc": "SOC", "iso": "ISO", "eu": "EU",
    "us": "US", "uk": "UK", "oidc": "OIDC", "saml": "SAML", "totp": "TOTP", "sms": "SMS", "json": "JSON", "csv": "CSV",
    "xml": "XML", "uuid": "UUID", "etag": "ETag", "esm": "ES modules", "tsdoc": "TSDoc", "tcp": "TCP", "dns": "DNS",
    "p99": "p99", "typescript": "TypeScript", "eslint": "ESLint", "graphql": "GraphQL", "openapi": "OpenAPI",
}  # fmt: skip
_RISK = re.compile(r"a\d\d")
"""How OWASP counts the risks of its Top 10."""


def anchor(kind: str, label: str = "") -> str:
    """The name of a block's place in the document: `service-api`, `endpoint-get-users-id`."""
    return re.sub(r"[^\w]+|_", "-", f"{kind}-{label}".lower()).strip("-")


def readable(word: str) -> str:
    """A word of the vocabulary as people write it: `http_only_cookie` is `http only cookie`."""
    return " ".join(
        _ABBREVIATIONS.get(part, part.upper() if _RISK.fullmatch(part) else part) for part in word.split("_")
    )


def heading(word: str) -> str:
    """The same at the head of a column or row: `max_p99` is `Max p99`."""
    found = readable(word)
    return found if word.split("_")[0] in _ABBREVIATIONS else found[:1].upper() + found[1:]


def label_title(block: Block, vocabulary: Vocabulary) -> str:
    """What a block is called in the document: its label; of a decision its page's title."""
    label = block.label or ""
    known = vocabulary.decisions.get(label) if block.name == "decision" else None
    if known:
        return known.title
    return readable(label) if block.schema and block.schema.label == "enum" and not is_code(block) else label


def is_code(block: Block) -> bool:
    """Whether a block's label is a name of code."""
    if block.schema is None or block.name == "decision":
        return False
    label = block.label or ""
    return block.schema.label in ("name", "route") or (block.schema.label == "enum" and "." in label)
