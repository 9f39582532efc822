"""What a draft says that endpoints do, and which files it takes for the product."""

import pytest

from blueprint_ls.generate.observed.deeds import deed_of
from blueprint_ls.generate.observed.view import is_product


@pytest.mark.parametrize(
    ("label", "operation", "summary"),
    [
        ("GET /deals", "list", "List deals"),
        ("GET /api/v1/deals/{id}", "read", "Read deal"),
        ("POST /deals", "create", "Create deal"),
        ("PATCH /deals/{id}", "update", "Change deal"),
        ("DELETE /deals/{id}/notes/{noteId}", "delete", "Delete note"),
        ("POST /deals/{id}/close", "action", "Close deal"),
        ("POST /domains/transfer", "action", "Transfer domain"),
        ("POST /user/set-password", "action", "User set password"),
        ("POST /api/chat", "action", "Act on chat"),
        ("GET /cron/30s", "read", "Read cron 30s"),
        ("POST /api/webhooks/workos", "action", "Take a webhook of workos"),
        ("POST /stripe/webhook", "action", "Take a webhook of stripe"),
        ("POST /webhooks", "create", "Create webhook"),
        ("POST /workspaces/{id}/webhooks", "create", "Create webhook"),
        ("GET /webhooks", "list", "List webhooks"),
        ("GET /", "read", "Read the root"),
    ],
)
def test_an_endpoint_is_told_in_words(label: str, operation: str, summary: str):
    deed = deed_of(label)

    assert (deed.operation, deed.summary) == (operation, summary)


@pytest.mark.parametrize(
    ("path", "product"),
    [
        ("packages/lib/server-only/template/create-template.ts", True),
        ("apps/web/src/app/api/feedback/docs/route.ts", True),
        ("apps/web/app/templates/route.ts", True),
        ("apps/docs/src/server.ts", False),
        ("examples/shop/src/main.ts", False),
        ("packages/sdk/examples/main.ts", False),
        ("templates/next/app/api/route.ts", False),
        ("packages/db/src/e2e/setup.ts", False),
    ],
)
def test_parts_of_the_product_may_be_called_templates_and_docs(path: str, product: bool):
    assert is_product(path) is product
