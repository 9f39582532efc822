"""The protocol's methods, one module per subject; each `register`s its own on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.lsp.features import (
    actions,
    commands,
    completion,
    diagnostics,
    display,
    documents,
    formatting,
    hover,
    navigation,
    rename,
    renames,
    symbols,
    tokens,
    workspace,
)

if TYPE_CHECKING:
    from blueprint_ls.lsp.server import BlueprintServer

SUBJECTS = (
    documents,
    workspace,
    diagnostics,
    completion,
    hover,
    actions,
    navigation,
    rename,
    renames,
    symbols,
    display,
    tokens,
    formatting,
    commands,
)


def register(server: BlueprintServer) -> None:
    """Register every feature."""
    for subject in SUBJECTS:
        subject.register(server)
