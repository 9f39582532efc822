"""The part of an inventory that lies in one folder of the repository."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def within(found: Json, folder: str) -> Json:
    """What lies in a folder, with the models that it works on; `folder` and all paths are relative to the root."""
    accesses = [one for one in found["accesses"] if _is_in(one["path"], folder)]
    used = {one["model"] for one in accesses}
    variables = [_variable(one, folder) for one in found["variables"]]
    return {
        **found,
        "tenancy": [one for one in found["tenancy"] if _governs(one["blueprint"], folder)],
        "models": [one for one in found["models"] if _is_in(one["path"], folder) or one["name"] in used],
        "accesses": accesses,
        "variables": [one for one in variables if one["uses"] or one["declared"]],
        **{
            name: [one for one in found[name] if _is_in(one["path"], folder)]
            for name in ("endpoints", "jobs", "dependencies", "not_analysed")
        },
    }


def _variable(one: Json, folder: str) -> Json:
    """A variable as far as a folder reads it; what declares it may stand elsewhere."""
    uses = [use for use in one["uses"] if _is_in(use["path"], folder)]
    declared = [said for said in one["declared"] if uses or _is_in(said["path"], folder)]
    return {**one, "uses": uses, "declared": declared}


def _governs(blueprint: str | None, folder: str) -> bool:
    """Whether a blueprint's folder holds another one, or lies in it."""
    return blueprint in (None, ".") or _is_in(folder, str(blueprint)) or _is_in(str(blueprint), folder)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
