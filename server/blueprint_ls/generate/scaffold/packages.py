"""The npm packages that generated projects may depend on: one tree, resolved with every option's packages at once.

`templates/scaffold/_npm/package-lock.json` is that tree. Manifests take their versions from it and a project's lockfile
is the part of it that its manifests reach, so that every combination installs what was resolved together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from blueprint_ls.knowledge.folders import data_folder

LOCKFILE = "package-lock.json"
DEPENDENCY_FIELDS = ("dependencies", "devDependencies")

Json = dict[str, Any]


@lru_cache(maxsize=4)
def tree(scope: str) -> Mapping[str, Json]:
    """What the lockfile says of each place, the project's own packages under a scope: `@acme`."""
    text = (data_folder("templates") / "scaffold" / "_npm" / LOCKFILE).read_text()
    found: Mapping[str, Json] = json.loads(text.replace("@scope/", f"{scope}/"))["packages"]
    return found


def dependencies(wanted: Mapping[str, bool], scope: str) -> str:
    """The object of a manifest with the wanted packages and their versions, laid out as prettier does one level in.

    KeyError for a package that the tree does not hold as somebody's direct dependency.
    """
    pinned = {name: _versions(scope)[name] for name in sorted(wanted) if wanted[name]}
    return json.dumps(pinned, indent=2).replace("\n", "\n  ")


@lru_cache(maxsize=4)
def _versions(scope: str) -> Mapping[str, str]:
    """The version of every direct dependency."""
    own = (entry for place, entry in tree(scope).items() if "node_modules" not in place)
    return {
        name: version for entry in own for kind in DEPENDENCY_FIELDS for name, version in entry.get(kind, {}).items()
    }
