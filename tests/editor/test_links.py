"""Links: only to what exists."""

from __future__ import annotations

from blueprint_ls.editor.links import links
from editor.marks import scene

FILES = {"apps/api/ü.ts": "", "docs/runbook.md": "", "../standards/saas/main.blueprint": 'blueprint "s" {\n}\n'}


def check_links(text: str, *targets: str) -> None:
    """The marked spans lead, in order, to these files or URLs."""
    at = scene({"main.blueprint": text, **FILES})
    found = links(at.document)
    assert [link.span for link in found] == at.marked["main.blueprint"]
    assert [link.url or link.path for link in found] == [
        target if target.startswith("http") else at.path(target) for target in targets
    ]
    assert all(link.tooltip for link in found)


def test_paths_and_labels() -> None:
    check_links(
        'modules {\n  module a {\n    path = "«apps/api»"\n  }\n  module ü {\n    path = "apps/none"\n  }\n}\n',
        "apps/api",
    )
    check_links('repository {\n  folder "«apps/api»" {\n  }\n  folder "gone" {\n  }\n}\n', "apps/api")
    check_links('deployment {\n  runbook x {\n    file = "«docs/runbook.md»"\n  }\n}\n', "docs/runbook.md")
    check_links(
        'security {\n  mitigation a01 {\n    evidence = ["«apps/api/ü.ts»", "apps/**", "[\\""]\n  }\n}\n',
        "apps/api/ü.ts",
    )
    check_links('data {\n  entity "apps/api" {\n  }\n  tenancy {\n    public = ["apps/api"]\n  }\n}\n')


def test_bases() -> None:
    check_links(
        'blueprint "x" {\n  extends = ["«../standards/saas»", "../none"]\n}\n', "../standards/saas/main.blueprint"
    )


def test_urls() -> None:
    check_links("# größe: «https://a.example/x?q=1#z».\n", "https://a.example/x?q=1#z")
    check_links('a {\n  b = "siehe «http://ä.example/ü», dann"\n}\n', "http://ä.example/ü")
    check_links(
        "a {\n  b = <<X\n«https://a.example/1»\n(«https://a.example/2»)\nX\n}\n",
        "https://a.example/1",
        "https://a.example/2",
    )
    check_links('a {\n  b = "https://"\n}\n')


def test_nothing_is_linked_in_nothing() -> None:
    check_links("")
