"""Rule `decision-contradicted`: choices of the blueprint that the manifests speak against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import Decision

RULE = "decision-contradicted"
_LOCKFILES = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lock": "bun",
    "bun.lockb": "bun",
}
_SEVERAL = frozenset({"cache", "log_store", "object_storage", "realtime", "tracing", "metrics", "authorization", "ci"})
"""Decisions whose options stand beside each other for many reasons."""
_Shown = dict[str, list[tuple[str, str]]]
"""Option to the files and packages that show it."""


@code_check(RULE)
def decision_contradicted(case: CodeCase) -> Iterator[Finding]:
    """Decisions whose chosen option nothing shows, and another one is in use."""
    if case.blueprint is None:
        return
    prod = _prod(case)
    for (kind, name), block in case.blueprint.blueprint.declared.items():
        decision = case.knowledge.vocabulary.decisions.get(name) if kind == "decision" else None
        choice = block.get("choose")
        if decision is None or choice not in decision.options:
            continue
        shown = _by_lockfile(case) if name == "package_manager" else _by_packages(case, decision, prod)
        yield from _judged(case, block, decision, str(choice), shown)


def _judged(case: CodeCase, block: Block, decision: Decision, choice: str, shown: _Shown) -> Iterator[Finding]:
    replaced = block.get("replaces")
    others = {option: places for option, places in shown.items() if option != choice and places}
    is_known = bool(decision.options[choice].packages) or decision.name == "package_manager"
    for option, places in sorted(others.items()):
        path, package = places[0]
        if option == replaced:
            yield _finding(
                case, block, path, package, _distance(decision, choice, option, places, shown), "information"
            )
        elif choice not in shown and is_known and decision.name not in _SEVERAL:
            message = (
                f"The blueprint chooses `{choice}` for `{decision.name}`, and `{package}` shows `{option}`; nothing "
                f"shows `{choice}`. Correct the one that is wrong; on the way from one to the other, state `replaces "
                f"= {option}`"
            )
            yield _finding(case, block, path, package, message, None)


def _distance(decision: Decision, choice: str, option: str, places: list[tuple[str, str]], shown: _Shown) -> str:
    count, there = len({path for path, _ in places}), len({path for path, _ in shown.get(choice, ())})
    return (
        f"`{option}` is on its way out for `{decision.name}`: {count} manifest{'s' * (count != 1)} still "
        f"{'ask' if count != 1 else 'asks'} for it, {there} for `{choice}`. Move what is left"
    )


def _finding(case: CodeCase, block: Block, path: str, package: str, message: str, severity: str | None) -> Finding:
    facts = case.repository.facts(path) if path.endswith("package.json") else None
    known: Any = facts.data.get("dependencies", {}) if facts else {}
    place = known.get(package, {"start": 0, "end": 0})
    related = (Related(block.place.document.path, block.place.header, "The blueprint decides it here"),)
    data = {"decision": block.label, "option": package}
    return case.finding(RULE, path, place["start"], place["end"], message, severity, related=related, data=data)


def _prod(case: CodeCase) -> Mapping[str, list[str]]:
    """The packages of every governed manifest, with the manifests that ask for each."""
    found: dict[str, list[str]] = {}
    for path in case.repository.of_kind("package"):
        facts = case.repository.facts(path) if case.governs(path) else None
        known: Any = facts.data.get("dependencies", {}) if facts else {}
        for name in known:
            found.setdefault(name, []).append(path)
    return found


def _by_packages(case: CodeCase, decision: Decision, prod: Mapping[str, list[str]]) -> _Shown:
    """The options whose own packages some manifest asks for; one of several decisions shows the option that
    is named like it, and the chosen one."""
    counts = Counter(
        package
        for other in case.knowledge.vocabulary.decisions.values()
        for option in other.options.values()
        for package in option.packages
    )
    chosen = case.blueprint.blueprint.choice(decision.name) if case.blueprint else None
    found: _Shown = {}
    for option in decision.options.values():
        for package in option.packages:
            is_own = counts[package] == 1 or package == option.name
            if package in prod and (is_own or option.name == chosen):
                found.setdefault(option.name, []).extend((path, package) for path in prod[package])
    return found


def _by_lockfile(case: CodeCase) -> _Shown:
    found: _Shown = {}
    for path, file in case.repository.files.items():
        name = path.rpartition("/")[2]
        if file.kind == "lockfile" and name in _LOCKFILES and case.governs(path):
            found.setdefault(_LOCKFILES[name], []).append((path, name))
    return found
