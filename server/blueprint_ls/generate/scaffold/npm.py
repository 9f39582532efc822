"""The lockfile of a project: the part that its manifests need of one lockfile that has every option's packages.

What no manifest of a project reaches is left out, without asking a registry. The shape is that of npm's lockfile
version 3 (its manual, `package-lock.json`, npm 11).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from blueprint_ls.generate.scaffold.packages import DEPENDENCY_FIELDS, LOCKFILE, Json, tree
from blueprint_ls.generate.scaffold.templates import Planned

_MANIFEST = "package.json"
_ALWAYS, _DEV = DEPENDENCY_FIELDS
_OPTIONAL = "optionalDependencies"
_KEPT = ("name", "version", "workspaces", _ALWAYS, _DEV, _OPTIONAL, "engines")
"""What a lockfile repeats of a manifest."""
_WAYS = ("dev", "optional", "devOptional")
"""What a lockfile says of the ways to a package."""


def locked(files: tuple[Planned, ...], scope: str) -> Planned:
    """The lockfile for the manifests among some files; KeyError for a dependency that no option has."""
    manifests = {
        str(PurePosixPath(file.path).parent).removeprefix("."): json.loads(file.text)
        for file in files
        if PurePosixPath(file.path).name == _MANIFEST
    }
    needs = _Needs(tree(scope), manifests)
    root = manifests[""]
    packages: Json = {"": {key: root[key] for key in _KEPT if key in root}}
    packages |= {place: needs.entry(place) for place in sorted({*needs.needed, *filter(None, manifests)})}
    head = {"name": root["name"], "version": root["version"], "lockfileVersion": 3, "requires": True}
    return Planned(LOCKFILE, json.dumps({**head, "packages": packages}, indent=2) + "\n")


class _Needs:
    """What the manifests reach, and by which ways."""

    def __init__(self, packages: Mapping[str, Json], manifests: Mapping[str, Json]) -> None:
        self.packages = packages
        self.manifests = manifests
        self.links = {f"node_modules/{manifests[place]['name']}": place for place in manifests if place}
        self.needed = self._reached(dev=True, optional=True) | self.links.keys()
        self._in_production = self._reached(dev=False, optional=False)
        self._perhaps_in_production = self._reached(dev=False, optional=True, peers=True) & self.needed
        self._required = self._reached(dev=True, optional=False)

    def entry(self, place: str) -> Json:
        """What the lockfile says of a package; `dev`, `optional` and `devOptional` as they are in this project."""
        if place in self.manifests:
            manifest = self.manifests[place]
            return {key: manifest[key] for key in _KEPT if key in manifest}
        if place in self.links:
            return {"resolved": self.links[place], "link": True}
        own = {key: value for key, value in self.packages[place].items() if key not in _WAYS}
        return own | dict.fromkeys(self._ways(place), True)

    def _ways(self, place: str) -> list[str]:
        """By which ways alone a package is reached."""
        if place in self._in_production:
            return []
        if place in self._perhaps_in_production:
            return ["devOptional" if place in self._required else "optional"]
        return ["dev"] if place in self._required else ["dev", "optional"]

    def _reached(self, *, dev: bool, optional: bool, peers: bool = False) -> set[str]:
        """The places that are reached; with `peers`, by optional peers as well."""
        found: set[str] = set()
        waiting = list(self.manifests)
        while waiting:
            place = waiting.pop()
            for name, must in self._wanted(place, dev, optional, peers):
                target = self._found(place, name)
                if target is None and must:
                    raise KeyError(f"{name} of {place or 'the root'} is not in the lockfile of all options")
                if target is not None and target not in found:
                    found.add(target)
                    waiting.append(self.links.get(target, target))
        return found

    def _wanted(self, place: str, dev: bool, optional: bool, peers: bool) -> Iterator[tuple[str, bool]]:
        """The names that a package asks for, and whether there is no way without them."""
        own = self.manifests.get(place)
        entry = own if own is not None else self.packages[place]
        yield from ((name, True) for name in entry.get(_ALWAYS, ()) if name not in entry.get(_OPTIONAL, ()))
        if dev and own is not None:
            yield from ((name, True) for name in entry.get(_DEV, ()))
        if optional:
            yield from ((name, False) for name in entry.get(_OPTIONAL, ()))
        meta = entry.get("peerDependenciesMeta", {})
        for name in entry.get("peerDependencies", ()):
            if peers or not meta.get(name, {}).get("optional"):
                yield name, False

    def _found(self, place: str, name: str) -> str | None:
        """Where Node finds a package that is asked for at a place: the nearest `node_modules` above."""
        above = place
        while above:
            if (near := f"{above}/node_modules/{name}") in self.packages:
                return near
            above = above.rpartition("/node_modules/" if "/node_modules/" in above else "/")[0]
        top = f"node_modules/{name}"
        return top if top in self.packages or top in self.links else None
