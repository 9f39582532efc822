"""Which extractor this is: facts that another one found are not taken over."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from blueprint_ls.knowledge.folders import data_folder

_PARSERS = ("tree_sitter", "tree_sitter_language_pack", "sqlglot", "yaml", "msgspec")


@lru_cache(maxsize=4)
def version(rules: Path | None = None) -> bytes:
    """A digest of this room's sources, of the queries, and of the parsers installed."""
    digest = blake2b(digest_size=16)
    for folder, suffix in ((Path(__file__).parent, ".py"), (rules or code_rules(), ".scm")):
        for path in _files(str(folder), suffix):
            digest.update(path[len(str(folder)) :].encode("utf-8", "surrogateescape"))
            digest.update(Path(path).read_bytes())
    for name in _PARSERS:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            status = os.stat(spec.origin)
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.digest()


def code_rules() -> Path:
    """The folder of the rules on code."""
    return data_folder("rules") / "code"


def _files(folder: str, suffix: str) -> list[str]:
    return sorted(
        os.path.join(where, name) for where, _, names in os.walk(folder) for name in names if name.endswith(suffix)
    )
