"""What a blueprint states about tenancy, as the judgement of code needs it."""

from __future__ import annotations

from blueprint_ls.codebase.tenancy import OPERATIONS, Owned, ScopedClient, System, Tenancy
from blueprint_ls.language.model import Block, Blueprint


def tenancy_of(blueprint: Blueprint) -> Tenancy | None:
    """The `tenancy` block of a blueprint; None where it has none, or one without a key."""
    block = blueprint.at("data.tenancy")
    if block is None or not block.get("key"):
        return None
    return Tenancy(
        key=str(block.get("key")),
        aliases=_words(block, "aliases"),
        roots=_words(block, "roots"),
        scopes=_words(block, "scopes"),
        shared=_words(block, "shared"),
        public=_words(block, "public"),
        enforce=_words(block, "enforce"),
        owned=tuple(_owned(inner) for inner in block.blocks("owned")),
        scoped_clients=tuple(_client(inner) for inner in block.blocks("scoped_client")),
        systems=tuple(System(inner.label or "", str(inner.get("because", ""))) for inner in block.blocks("system")),
    )


def _owned(block: Block) -> Owned:
    return Owned(block.label or "", str(block.get("by", "")), str(block.get("through", "")))


def _client(block: Block) -> ScopedClient:
    return ScopedClient(block.label or "", _words(block, "operations") or OPERATIONS)


def _words(block: Block, name: str) -> tuple[str, ...]:
    found = block.get(name)
    return tuple(str(word) for word in found) if isinstance(found, list | tuple) else ()
