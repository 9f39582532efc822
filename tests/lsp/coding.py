"""What tests of code in an editor share: the files of their repository, and the findings that were pushed."""

from __future__ import annotations

from typing import Any

from lsp.conftest import abilities
from lsp.editor import Editor

CODE = "apps/api/src/deals.ts"
ROUTES = "apps/api/src/routes.ts"
PRISMA = "packages/database/prisma/schema.prisma"
PLAN = "acme.blueprint"
PUSHED = abilities("textDocument.diagnostic")
"""An editor that waits for diagnostics."""
Json = Any


def findings(editor: Editor, name: str, rule: str = "tenant-scope") -> list[Json]:
    """The diagnostics of a rule that were pushed for a file last."""
    pushed = [
        notice.params["diagnostics"]
        for notice in editor.client.notices
        if notice.method == "textDocument/publishDiagnostics" and notice.params["uri"] == editor.uri(name)
    ]
    return [found for found in pushed[-1] if found["code"] == rule] if pushed else []


def wait_for(editor: Editor, name: str, count: int, rule: str = "tenant-scope") -> list[Json]:
    """Wait for a file to have some number of findings of a rule."""
    seen = len(editor.client.notices)

    def there() -> bool:
        new = any(notice.params.get("uri") == editor.uri(name) for notice in editor.client.notices[seen:])
        return (new or count > 0) and len(findings(editor, name, rule)) == count

    editor.client.read_until(there)
    return findings(editor, name, rule)


def settled(editor: Editor) -> None:
    """Wait for the first look at the whole workspace to end."""
    editor.client.read_until(
        lambda: any(n.method == "$/progress" and n.params["value"]["kind"] == "end" for n in editor.client.notices)
    )
