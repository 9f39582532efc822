"""`pnpm-workspace.yaml`: `{"packages": [pattern]}`."""

from __future__ import annotations

from blueprint_ls.codebase.manifests.yamls import Document, get, items, text


def read(data: bytes) -> dict[str, object]:
    """The patterns of the folders that are packages."""
    roots = Document(data).roots
    return {
        "packages": [pattern for root in roots[:1] for node in items(get(root, "packages")) if (pattern := text(node))]
    }
