"""Configuration of tools that is JSON or YAML (`.eslintrc`, `.prettierrc`, `vercel.json`): `{"value": as written}`.

Configuration that is a script has a tree instead.
"""

from __future__ import annotations

from blueprint_ls.codebase.manifests import jsonc
from blueprint_ls.codebase.manifests.fault import Fault
from blueprint_ls.codebase.manifests.yamls import Document


def read(data: bytes) -> dict[str, object]:
    """What the file says, whichever of the two it is."""
    try:
        return {"value": jsonc.read(data)}
    except Fault as fault:
        if data.lstrip()[:1] in (b"{", b"["):
            raise
        document = Document(data)
        if len(document.roots) != 1:
            raise fault from None
        return {"value": document.plain(document.roots[0])}
