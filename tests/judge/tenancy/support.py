"""Small repositories, and what the judgement says of the accesses in them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.tenancy.accesses import JudgedAccess, judged
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.survey import Survey

TENANT = Tenancy(key="teamId")


def accesses(files: Mapping[str, str], tenancy: Tenancy = TENANT) -> list[JudgedAccess]:
    """The accesses of a repository, judged."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        repository = Repository(root)
        repository.scan()
        program = Program(repository)
        models = join(repository, program)
        owners = Owners(models, ownership(models, tenancy), tenancy)
        survey = Survey(repository, program, owners, lambda: layers(models, tenancy))
        survey.run(repository.selected)
        return list(judged(survey))


def verdicts(files: Mapping[str, str], tenancy: Tenancy = TENANT) -> list[str]:
    """The accesses as `path:line Model.operation verdict`, in the order of files and places."""
    texts = {name: textwrap.dedent(text).lstrip("\n").encode() for name, text in files.items()}
    return [
        f"{found.path}:{texts[found.path].count(10, 0, found.start) + 1} {found.name}.{found.operation} {found.verdict}"
        for found in accesses(files, tenancy)
    ]
