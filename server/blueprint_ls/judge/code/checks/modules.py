"""Rules `module-import` and `package-cycle`: which part of the code may import which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import normpath
from typing import Any

from blueprint_ls.codebase.kinds import SCRIPTS
from blueprint_ls.codebase.typescript.tree import Export, Import
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language.model import Block

RULE = "module-import"
CYCLE = "package-cycle"
_SPECIFIER = re.compile(rb"""(?:from|import|require\()\s*["']([^"'\n]+)["']""")


@dataclass(frozen=True, slots=True)
class Place:
    """One module of the blueprint, and where its code lies."""

    name: str
    folder: str
    """From the root, without a slash at its end."""
    block: Block
    may: frozenset[str]
    """The modules that it depends on."""


@code_check(RULE)
def module_import(case: CodeCase) -> Iterator[Finding]:
    """Imports from one module's folder into another's that the blueprint does not allow; tests may import any."""
    places = modules(case)
    if len(places) < 2:
        return
    entry = case.blueprint.blueprint.value("coding.imports.module_entry") if case.blueprint else None
    for path in case.repository.files:
        own = module_of(places, path)
        for specifier, target, other in crossings(case, places, path) if own else ():
            if own:
                yield from _judged(case, path, specifier, target, own, other, entry)


def crossings(case: CodeCase, places: list[Place], path: str) -> Iterator[tuple[str, str, Place]]:
    """What a file imports from modules that it does not lie in: as it is written, the file meant, and its module."""
    file, own = case.repository.files[path], module_of(places, path)
    if file.kind not in SCRIPTS or file.role == "test" or not case.governs(path):
        return
    for written in dict.fromkeys(_SPECIFIER.findall(case.repository.text(path))):
        specifier = written.decode("utf-8", "replace")
        target = case.repository.resolve(path, specifier)
        other = module_of(places, target) if target else None
        if target and other and other != own:
            yield specifier, target, other


def modules(case: CodeCase) -> list[Place]:
    """The modules whose folders there are."""
    section = case.blueprint.blueprint.at("modules") if case.blueprint else None
    found = []
    for block in section.blocks("module") if section else ():
        folder = _folder(case, block)
        if folder is not None and block.label:
            names = (str(getattr(one, "label", one)).rpartition(".")[2] for one in block.get("depends_on") or ())
            found.append(Place(block.label, folder, block, frozenset(names)))
    return sorted(found, key=lambda place: -len(place.folder))


def _folder(case: CodeCase, block: Block) -> str | None:
    """The folder that a module states, or the one folder of its name beneath a `modules` folder."""
    assert case.blueprint is not None
    base = case.blueprint.blueprint.folder
    prefix = base.relative_to(case.root).as_posix() if base.is_relative_to(case.root) else ""
    stated = block.get("path")
    if stated:
        folder = normpath(f"{prefix}/{stated}").strip("/")
        return folder if any(path.startswith(f"{folder}/") for path in case.repository.files) else None
    wanted = f"/modules/{block.label}/"
    folders = {f"/{path}".partition(wanted)[0] + wanted for path in case.repository.files if wanted in f"/{path}"}
    return folders.pop().strip("/") if len(folders) == 1 else None


def module_of(places: list[Place], path: str) -> Place | None:
    """The module that a file lies in."""
    return next((place for place in places if path.startswith(f"{place.folder}/")), None)


def _judged(
    case: CodeCase, path: str, specifier: str, target: str, own: Place, other: Place, entry: str | None
) -> Iterator[Finding]:
    if other.name not in own.may:
        message = (
            f"Module `{own.name}` imports from `{other.name}` here, and the blueprint does not list it under its "
            f"`depends_on`: state the dependency there, or go through a module that `{own.name}` may use"
        )
    elif entry and target != f"{other.folder}/{entry}":
        message = (
            f"`{target}` lies inside module `{other.name}`: other modules import its `{entry}` alone, so that the rest "
            "can change. Export what is needed there"
        )
    else:
        return
    place = own.block.place
    related = (Related(place.document.path, place.header, f"What `{own.name}` depends on is stated here"),)
    for start, end in imports_of(case, path, specifier):
        yield case.finding(RULE, path, start, end, message, related=related, data={"module": other.name})


def imports_of(case: CodeCase, path: str, specifier: str) -> Iterator[tuple[int, int]]:
    """The imports and re-exports of a specifier, those of types among them: they couple modules too."""
    module = case.repository.module(path)
    for one in module.body if module else ():
        if isinstance(one, Import | Export) and one.module == specifier:
            yield one.start, one.end


# --------------------------------------------------------------------------------------------------------- packages


@code_check(CYCLE, whole=True)
def package_cycle(case: CodeCase) -> Iterator[Finding]:
    """Packages of the workspace that need each other to run."""
    packages = {str(data["name"]): path for path, data in _manifests(case) if data.get("name")}
    needs = {
        name: [one for one, said in _dependencies(case, path).items() if said["kind"] == "prod" and one in packages]
        for name, path in packages.items()
    }
    said: set[frozenset[str]] = set()
    for name in sorted(needs):
        cycle = _cycle(needs, name)
        if cycle and frozenset(cycle) not in said and case.governs(packages[name]):
            said.add(frozenset(cycle))
            yield _around(case, cycle, packages)


def _manifests(case: CodeCase) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in case.repository.of_kind("package"):
        facts = case.repository.facts(path)
        if facts and case.governs(path):
            yield path, facts.data


def _dependencies(case: CodeCase, path: str) -> dict[str, dict[str, Any]]:
    facts = case.repository.facts(path)
    found: Any = facts.data.get("dependencies", {}) if facts else {}
    return dict(found)


def _cycle(needs: Mapping[str, list[str]], start: str) -> list[str]:
    """The shortest way from a package back to itself."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        for other in needs[way[-1]]:
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def _around(case: CodeCase, cycle: list[str], packages: Mapping[str, str]) -> Finding:
    path = packages[cycle[0]]
    needed = _dependencies(case, path)[cycle[1] if len(cycle) > 1 else cycle[0]]
    way = " → ".join(f"`{name}`" for name in [*cycle, cycle[0]])
    message = (
        f"Packages depend on each other in a circle: {way}. None of them can be built, tested or understood without "
        "the others. Move what they share into a package of its own, beneath both"
    )
    related = case.clause("coding.imports", "What the blueprint says of imports")
    return case.finding(CYCLE, path, needed["start"], needed["end"], message, related=related)
