"""Small repositories, and what the judgement says of the accesses in them."""

from __future__ import annotations

import re
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

DEALS_SCHEMA = """
model Team { id String @id
  deals Deal[] }
model Deal { id String @id
  teamId String
  team Team @relation(fields: [teamId], references: [id]) }
"""
DEALS_CLIENT = """
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();
"""


def accesses(files: Mapping[str, str], tenancy: Tenancy = TENANT) -> list[JudgedAccess]:
    """The accesses of a repository, judged."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return _judged(root, tenancy)


def _judged(root: Path, tenancy: Tenancy) -> list[JudgedAccess]:
    repository = Repository(root)
    repository.scan()
    program = Program(repository)
    models = join(repository, program)
    owners = Owners(models, ownership(models, tenancy), tenancy)
    survey = Survey(repository, program, owners, lambda: layers(models, tenancy))
    survey.run(repository.selected)
    return list(judged(survey))


def misjudged(root: Path, tenancy: Tenancy) -> list[str]:
    """The accesses of a folder that are not judged as the mark on their line says: `// safe` or `// unsafe`."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in _judged(root, tenancy):
        line = (root / one.path).read_bytes().count(10, 0, one.start) + 1
        mark = "safe" if one.verdict in ("scoped", "indirect", "global") else "unsafe"
        found.setdefault((one.path, line), []).append(mark)
    wrong: list[str] = []
    for path in sorted(root.rglob("*.ts")):
        name = path.relative_to(root).as_posix()
        for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            mark = re.search(r"// (safe|unsafe)$", text)
            got = set(found.get((name, number), ["not seen"] if mark else []))
            if mark and got != {mark[1]}:
                wrong.append(f"{name}:{number} is {'/'.join(sorted(got))}: {text.strip()}")
    return wrong


def verdicts(files: Mapping[str, str], tenancy: Tenancy = TENANT) -> list[str]:
    """The accesses as `path:line Model.operation verdict`, in the order of files and places."""
    texts = {name: textwrap.dedent(text).lstrip("\n").encode() for name, text in files.items()}
    return [
        f"{found.path}:{texts[found.path].count(10, 0, found.start) + 1} {found.name}.{found.operation} {found.verdict}"
        for found in accesses(files, tenancy)
    ]
