"""Environment variables and modules: where code reads and holds them, and what the blueprint says of them."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase import variables
from blueprint_ls.codebase.variables import Use
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import Hovered, Place, Told
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.judge.code.checks.modules import Place as ModulePlace
from blueprint_ls.judge.code.checks.modules import crossings, imports_of, modules
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span

_SHOWN = ("description", "type", "required", "default", "secret", "from", "rotate")


def told(analyser: Analyser, whole: Whole) -> Iterator[tuple[Block, Told]]:
    """Where code reads each variable of the blueprint, and the file by which each module is entered."""
    stated = _variables(whole)
    found: dict[str, list[Place]] = {}
    for use in variables.uses(whole.case.repository, whole.case.program, whole.case.governed) if stated else ():
        span = Span(use.start, use.end)
        found.setdefault(use.name, []).append((analyser.root / use.path, span, span))
    for name, block in stated.items():
        yield block, Told(places=found.get(name, []), uses=found.get(name, []))
    stated_modules = modules(whole.case)
    imported = _imports(analyser, whole, stated_modules)
    for module in stated_modules:
        files = sorted(path for path in whole.case.repository.files if path.startswith(f"{module.folder}/"))
        entry = next((path for path in files if path.removeprefix(f"{module.folder}/").startswith("index.")), files[0])
        entered = (analyser.root / entry, Span(0, 0), Span(0, 0))
        yield module.block, Told(places=[entered], uses=imported.get(module.name, []))


def blocks_at(whole: Whole, name: str, offset: int) -> Iterator[Block]:
    """The variable that is read at a place, and the module that is imported there."""
    use = _use_at(whole, name, offset)
    if use and (block := _variables(whole).get(use.name)):
        yield block
    stated = modules(whole.case)
    for specifier, _, other in crossings(whole.case, stated, name) if stated else ():
        if any(start <= offset < end for start, end in imports_of(whole.case, name, specifier)):
            yield other.block


def hover(whole: Whole, name: str, offset: int) -> Hovered | None:
    """What the blueprint and the example files say of the variable that is read at a place."""
    use = _use_at(whole, name, offset)
    if use is None:
        return None
    block = _variables(whole).get(use.name)
    lines = [*(_stated(block) if block else ()), *_examples(whole, use.name)]
    if whole.case.blueprint and not block:
        lines.insert(0, "- the blueprint does not declare it")
    return "\n".join([f"### `{use.name}`", "", *(lines or ["Nothing tells of it."])]), use.start, use.end


def _imports(analyser: Analyser, whole: Whole, stated: list[ModulePlace]) -> dict[str, list[Place]]:
    """Where the files of other modules, or of none, import from each module."""
    found: dict[str, list[Place]] = {}
    for name in whole.case.repository.files if stated else ():
        for specifier, _, other in crossings(whole.case, stated, name):
            for start, end in imports_of(whole.case, name, specifier):
                found.setdefault(other.name, []).append((analyser.root / name, Span(start, end), Span(start, end)))
    return found


def _stated(block: Block) -> Iterator[str]:
    place = block.place.document.path
    yield f"- declared in [{place.name}]({place.as_uri()})"
    for attribute in _SHOWN:
        value = block.get(attribute)
        if value is not None:
            yield f"- {attribute}: {'yes' if value is True else 'no' if value is False else value}"


def _examples(whole: Whole, name: str) -> Iterator[str]:
    for one in variables.declared(whole.case.repository):
        if one.name == name and one.example:
            comment = f": {one.comment}" if one.comment else ""
            yield f"- in `{one.path}`{comment}"


def _use_at(whole: Whole, name: str, offset: int) -> Use | None:
    uses = variables.uses(whole.case.repository, whole.case.program, [name])
    return next((use for use in uses if use.path == name and use.start <= offset <= use.end), None)


def _variables(whole: Whole) -> dict[str, Block]:
    """The variables that the blueprint declares."""
    blueprint = whole.case.blueprint
    section = blueprint.blueprint.at("deployment") if blueprint else None
    return {block.label or "": block for block in section.blocks("variable")} if section else {}
