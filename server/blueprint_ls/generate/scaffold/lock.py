"""What was generated the last time: the common ancestor of a file that both a person and the blueprint changed.

`.blueprint/scaffold.lock` is committed with the project. It keeps the text of each generated file, since neither the
blueprint of that day nor the tool's version of that day may be at hand when the next one runs.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping

from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.templates import Planned

PATH = ".blueprint/scaffold.lock"
VERSION = 1
_NOTE = "Kept by `blueprint scaffold`: the text of each file as it was last generated. Commit it."


def read(text: str | None) -> dict[str, str]:
    """The last generated text of each file by its path; `Refused` where the lock cannot be read."""
    if text is None:
        return {}
    try:
        found = json.loads(text)
        if found["version"] != VERSION:
            raise Refused(f"`{PATH}` has version {found['version']}, and this tool knows {VERSION}: use a newer tool")
        return {path: zlib.decompress(base64.b85decode(data)).decode() for path, data in found["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"`{PATH}` cannot be read: restore it from version control, or take it away") from None


def written(files: Iterable[Planned], before: Mapping[str, str]) -> str:
    """The lock after these files were generated; those that were generated before and are not now stay known."""
    texts = {**before, **{file.path: file.text for file in files}}
    packed = {path: base64.b85encode(zlib.compress(text.encode(), 9)).decode() for path, text in sorted(texts.items())}
    return json.dumps({"note": _NOTE, "version": VERSION, "files": packed}, indent=1) + "\n"
