"""Completion, its documentation resolved when an item is looked at."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from blueprint_ls.editor import completion
from blueprint_ls.lsp.server import BlueprintServer, guarded

_KINDS = {
    "section": lsp.CompletionItemKind.Module,
    "block": lsp.CompletionItemKind.Struct,
    "label": lsp.CompletionItemKind.Value,
    "attribute": lsp.CompletionItemKind.Property,
    "option": lsp.CompletionItemKind.EnumMember,
    "word": lsp.CompletionItemKind.EnumMember,
    "reference": lsp.CompletionItemKind.Reference,
    "value": lsp.CompletionItemKind.Value,
    "path": lsp.CompletionItemKind.File,
    "text": lsp.CompletionItemKind.Text,
}


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    options = lsp.CompletionOptions(trigger_characters=["=", '"', ".", "[", "/", " "], resolve_provider=True)
    server.feature(lsp.TEXT_DOCUMENT_COMPLETION, options)(complete)
    server.feature(lsp.COMPLETION_ITEM_RESOLVE)(resolve)


@guarded()
def complete(ls: BlueprintServer, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What may stand at the cursor."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    case, document = found
    offset = ls.positions.offset(document.text, params.position)
    snippets = ls.can("text_document.completion.completion_item.snippet_support")
    items = [_item(ls, document.path, offer, snippets) for offer in completion.complete(case, document, offset)]
    return lsp.CompletionList(is_incomplete=False, items=items)


@guarded()
def resolve(ls: BlueprintServer, params: lsp.CompletionItem) -> lsp.CompletionItem:
    """The documentation of an item."""
    data = params.data if isinstance(params.data, dict) else {}
    if data.get("page"):
        knowledge = ls.engine.knowledge(Path(data["folder"]))
        markdown = completion.documentation(knowledge, data["page"])
        if markdown:
            params.documentation = lsp.MarkupContent(lsp.MarkupKind.Markdown, markdown)
    return params


def _item(ls: BlueprintServer, path: Path, offer: completion.Completion, snippets: bool) -> lsp.CompletionItem:
    snippet = offer.snippet if snippets else None
    return lsp.CompletionItem(
        label=offer.label,
        kind=_KINDS[offer.kind],
        detail=offer.detail or None,
        sort_text=f"{offer.order:04}",
        filter_text=offer.label,
        insert_text_format=lsp.InsertTextFormat.Snippet if snippet else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(ls.convert.range(path, offer.replace), snippet or offer.text),
        data={"page": offer.page, "folder": str(path.parent)} if offer.page else None,
    )
