"""Rules `tsconfig-not-strict`, `eslint-missing` and `formatting-differs`: the coding standards that the blueprint
states, against the configuration that enforces them."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

from blueprint_ls.codebase.manifests import tsconfig
from blueprint_ls.codebase.manifests.fault import Fault
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language.model import Block

STRICT = "tsconfig-not-strict"
ESLINT = "eslint-missing"
FORMAT = "formatting-differs"
_FLAGS = {
    "strict": "strict",
    "no_unchecked_indexed_access": "noUncheckedIndexedAccess",
    "exact_optional_property_types": "exactOptionalPropertyTypes",
    "no_implicit_override": "noImplicitOverride",
}
_PRETTIER = {
    "print_width": "printWidth",
    "single_quote": "singleQuote",
    "semi": "semi",
    "trailing_comma": "trailingComma",
    "tab_width": "tabWidth",
}


@code_check(STRICT)
def tsconfig_not_strict(case: CodeCase) -> Iterator[Finding]:
    """Compiler settings that the blueprint states as on, and a `tsconfig.json` leaves off."""
    block = _stated(case, "coding.typescript")
    wanted = [name for name in _FLAGS if block and block.get(name) is True]
    for path in case.repository.of_kind("tsconfig") if block else ():
        if path.rpartition("/")[2] != "tsconfig.json" or not case.governs(path) or not _compiles(case, path):
            continue
        options, complete = _options(case, path)
        off = [_FLAGS[name] for name in wanted if options.get(_FLAGS[name]) is not True]
        said = [name for name in off if name in options]
        if block and off and (complete or said):
            names = ", ".join(f"`{name}`" for name in (off if complete else said))
            message = (
                f"{names} {'is' if len(off) == 1 else 'are'} not on here, and the blueprint asks for it: what the "
                "compiler lets pass in this package fails in production. Set it, or extend the shared configuration"
            )
            start, end = _place(case, path, said[0] if said else "compilerOptions")
            yield case.finding(STRICT, path, start, end, message, related=_clause(block))


@code_check(ESLINT)
def eslint_missing(case: CodeCase) -> Iterator[Finding]:
    """The linter's configuration that the blueprint states and the repository lacks, once there is code to lint."""
    block = _stated(case, "coding.eslint")
    if not case.repository.of_kind("typescript", "tsx", "javascript"):
        return
    if block is None or case.repository.of_kind("eslint") or "biome.json" in case.repository.files:
        return
    page = case.knowledge.rules.get(ESLINT)
    message = (
        "The blueprint states the linter's rules, and the repository has no configuration of ESLint: nothing checks "
        f"them. Add `{block.get('config') or 'eslint.config.mjs'}`"
    )
    severity = page.severity if page else "warning"
    yield Finding(ESLINT, block.place.document.path, block.place.header, message, "coding.eslint", severity)


@code_check(FORMAT)
def formatting_differs(case: CodeCase) -> Iterator[Finding]:
    """Options of the formatter that differ from the blueprint's."""
    block = _stated(case, "coding.prettier")
    for path in case.repository.of_kind("prettier") if block else ():
        facts = case.repository.facts(path)
        settings: Any = facts.data.get("value") if facts else None
        for name, key in _PRETTIER.items():
            wanted = block.get(name) if block else None
            if isinstance(settings, dict) and wanted is not None and key in settings and settings[key] != wanted:
                message = (
                    f"`{key}` is `{str(settings[key]).lower()}` here and `{str(wanted).lower()}` in the blueprint: "
                    "make them agree, so that one of them can be believed"
                )
                start, end = _key(case, path, key)
                assert block is not None
                yield case.finding(FORMAT, path, start, end, message, related=_clause(block))


def chain(case: CodeCase, path: str) -> tuple[list[str], bool]:
    """A configuration and all that it extends, what has the last word first, and whether all of it is here."""
    found, complete = [path], True
    for reference in reversed(said(case, path).get("extends", ())):
        base = _base(case, path, reference)
        below, whole = chain(case, base) if base and base != path else ([], False)
        found += below
        complete = complete and whole
    return found, complete


def said(case: CodeCase, path: str) -> dict[str, Any]:
    """What a configuration says by itself, whatever its file is called: `base.json` is one where others extend it."""
    facts = case.repository.facts(path)
    if facts and facts.kind == "tsconfig":
        return dict(facts.data)
    try:
        return tsconfig.read(case.repository.text(path))
    except (OSError, Fault):
        return {}


def _stated(case: CodeCase, place: str) -> Block | None:
    return case.blueprint.blueprint.at(place) if case.blueprint else None


def _clause(block: Block) -> tuple[Related, ...]:
    return (Related(block.place.document.path, block.place.header, "The blueprint asks for it here"),)


def _compiles(case: CodeCase, path: str) -> bool:
    """Whether a configuration compiles something itself, and is no list of references."""
    facts = case.repository.facts(path)
    data: dict[str, Any] = dict(facts.data) if facts else {}
    return bool(data) and data.get("files") != []


def _options(case: CodeCase, path: str) -> tuple[dict[str, Any], bool]:
    """The compiler's options with all that they extend, and whether all of it could be read."""
    options: dict[str, Any] = {}
    configurations, complete = chain(case, path)
    for configuration in configurations:
        options = {**said(case, configuration).get("compilerOptions", {}), **options}
    return options, complete


def _base(case: CodeCase, path: str, reference: str) -> str | None:
    """The file that `extends` names: beside this one, or of a package of the workspace."""
    files = case.repository.files
    if reference.startswith("."):
        stem = normpath(join(dirname(path), reference))
        return next((one for one in (stem, f"{stem}.json", f"{stem}/tsconfig.json") if one in files), None)
    name, _, inner = reference.rpartition("/")
    for manifest in case.repository.of_kind("package"):
        facts = case.repository.facts(manifest)
        known = facts.data.get("name") if facts else None
        folder = dirname(manifest)
        if known == name:
            stem = join(folder, inner)
            return next((one for one in (stem, f"{stem}.json") if one in files), None)
        if known == reference and join(folder, "tsconfig.json") in files:
            return join(folder, "tsconfig.json")
    return None


def _place(case: CodeCase, path: str, option: str) -> tuple[int, int]:
    facts = case.repository.facts(path)
    places: Any = facts.data.get("places", {}) if facts else {}
    if option in places:
        return places[option][0], places[option][1]
    return _key(case, path, option)


def _key(case: CodeCase, path: str, key: str) -> tuple[int, int]:
    """Where a key stands in a file of settings; its beginning where it stands nowhere."""
    text = case.repository.text(path)
    at = text.find(key.encode())
    return (at, at + len(key.encode())) if at >= 0 else (0, min(1, len(text)))
