"""Templates to files: each template says by its own path where it goes, for what it is repeated, and when it applies.

`templates/scaffold` mirrors the project. In a path

- `[module]` is repeated for each module and stands for its name: `modules/[module]/[module].module.ts.j2`;
- `[resource.module]` stands for the name of something that belongs to what the path is repeated for;
- what a path is repeated for may have a `file` of its own, which the blueprint states: then it goes there;
- `@prisma` before `.j2` lets it apply where the blueprint chose that option: `client.ts@prisma.j2`; several options,
  as in `@nestjs+zod`, are all needed.

A template that renders to nothing but white space makes no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from blueprint_ls.generate.scaffold.filters import FILTERS
from blueprint_ls.generate.scaffold.layout import with_imports_laid
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.project import Project
from blueprint_ls.generate.templating import environment
from blueprint_ls.knowledge.folders import data_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_REPEATED = re.compile(r"\[(\w+)(?:\.(\w+))?\]")
_SUFFIX = ".j2"


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of the project."""

    path: str
    """Relative to the project's root, with `/`."""
    text: str


@dataclass(frozen=True, slots=True)
class _Template:
    name: str
    path: str
    """Where it goes, `[module]` and the like still in it."""
    options: frozenset[str]


def rendered(project: Project) -> tuple[Planned, ...]:
    """Every file that has a template, by path."""
    chosen = (template for template in _templates() if template.options <= project.options)
    made = (file for template in chosen for file in _files(template, project) if file.text.strip())
    return tuple(sorted(made, key=lambda file: file.path))


def places(project: Project) -> Iterator[tuple[str, Any]]:
    """Each path that a template goes to, and what the path is repeated for; None where it is not."""
    for template in _templates():
        if template.options <= project.options:
            for path, each in _places(template.path, project):
                yield path, next(iter(each.values()), None)


@lru_cache(maxsize=1)
def _templates() -> tuple[_Template, ...]:
    root = data_folder("templates") / "scaffold"
    found = (path.relative_to(root).as_posix() for path in sorted(root.rglob(f"*{_SUFFIX}")))
    return tuple(_template(name) for name in found if not name.startswith("_"))


def _template(name: str) -> _Template:
    path, _, options = name.removesuffix(_SUFFIX).partition("@")
    return _Template(f"scaffold/{name}", path, frozenset(options.split("+")) if options else frozenset())


def _files(template: _Template, project: Project) -> Iterator[Planned]:
    made = _environment().get_template(template.name)
    for path, each in _places(template.path, project):
        text = made.render(p=project, here=PurePosixPath(path), **each)
        yield Planned(path, _tidy(text) if path.endswith(".ts") else text)


def _tidy(text: str) -> str:
    """A text with the blank lines that Prettier keeps: none at the ends of a block or a file, and no two in a row.

    What holds nothing is closed where it is opened, and imports are as long as they may be.
    """
    single = re.sub(r"\n{3,}", "\n\n", text.lstrip("\n"))
    tight = re.sub(r"\n\n(?= *[}\])])", "\n", re.sub(r"([{(\[])\n\n", r"\1\n", single))
    return with_imports_laid(re.sub(r"\{\n *\}", "{}", tight)).rstrip("\n") + "\n"


def _places(path: str, project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each path that a template goes to, with what it stands for there."""
    kinds = {kind for kind, _ in _REPEATED.findall(path)}
    if not kinds:
        yield path, {}
        return
    (kind,) = kinds
    for one in project.each(kind):
        yield getattr(one, "file", None) or _filled(path, one), {kind: one}


def _filled(path: str, one: Any) -> str:
    return _REPEATED.sub(lambda found: _named(one, found[2], alone=path.endswith(f"/{found[0]}.ts")), path)


def _named(one: Any, belonging: str | None, *, alone: bool) -> str:
    """How a path calls what it is repeated for, or what belongs to that; `alone` where a file has no other name."""
    found = getattr(one, belonging) if belonging else one
    name: Name = found if isinstance(found, Name) else found.name
    return name.file if alone else name.kebab


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(FILTERS)
