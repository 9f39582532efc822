"""`tsconfig.json` and its kin.

{"extends": [reference], "references": [path], "files": [path] or absent, "include", "exclude": [pattern] or absent,
 "compilerOptions": as written, "places": {option: [start, end]}}
"""

from __future__ import annotations

import re
from typing import Any

from blueprint_ls.codebase.manifests import jsonc


def read(data: bytes) -> dict[str, object]:
    """What a `tsconfig.json` says by itself; what it extends is joined by `resolve`."""
    value = jsonc.read_object(data)
    options = value.get("compilerOptions")
    options = options if isinstance(options, dict) else {}
    found: dict[str, object] = {
        "extends": _texts(value.get("extends")),
        "references": _references(value.get("references")),
        "compilerOptions": options,
        "places": {name: place for name in options if (place := _place(data, name))},
    }
    for key in ("files", "include", "exclude"):
        if key in value:
            found[key] = _texts(value[key])
    return found


def _texts(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [text for text in several if isinstance(text, str)]


def _references(value: Any) -> list[str]:
    several = value if isinstance(value, list) else []
    return [path for one in several if isinstance(one, dict) and isinstance(path := one.get("path"), str)]


def _place(data: bytes, option: str) -> list[int]:
    """Where an option stands as a key, quotes included."""
    place = re.search(rb'"' + re.escape(option.encode()) + rb'"(?=\s*:)', data)
    return list(place.span()) if place else []
