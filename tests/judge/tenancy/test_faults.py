"""A walk that breaks off is said, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy import units
from blueprint_ls.judge.tenancy.accesses import judged
from blueprint_ls.judge.tenancy.entries import Entry
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.layers.prisma import Prisma
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.survey import Survey

TENANCY = Tenancy(key="teamId")
FILES = {
    "schema.prisma": "model Team { id String @id\n  deals Deal[] }\nmodel Deal { id String @id\n  teamId String\n"
    "  team Team @relation(fields: [teamId], references: [id]) }\n",
    "db.ts": "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n",
    "bad.ts": "import { db } from './db';\nexport const bad = () => db.deal.findMany({ where: boom() });\n"
    "export const good = () => db.deal.findMany();\n",
    "other.ts": "import { db } from './db';\nexport const other = (teamId: string) => "
    "db.deal.count({ where: { teamId } });\n",
}


def surveyed(root: Path) -> Survey:
    """The survey of the files."""
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    repository = Repository(root)
    repository.scan()
    program = Program(repository)
    models = join(repository, program)
    owners = Owners(models, ownership(models, TENANCY), TENANCY)
    survey = Survey(repository, program, owners, lambda: layers(models, TENANCY))
    survey.run(repository.selected)
    return survey


def told(survey: Survey) -> list[str]:
    """The accesses, in short."""
    return [f"{one.path} {one.operation} {one.verdict}" for one in judged(survey)]


@pytest.mark.parametrize(
    ("fault", "words"),
    [(KeyError("x"), "KeyError: 'x'"), (RecursionError("deep"), "it went too deep")],
)
def test_a_crash_in_one_function_leaves_the_others_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    sound = Prisma.call

    def call(self: Prisma, walk: Walk, state: State, call: Invocation) -> Value | None:
        if getattr(call.node.callee, "name", "") == "boom":
            raise fault
        return sound(self, walk, state, call)

    monkeypatch.setattr(Prisma, "call", call)
    survey = surveyed(tmp_path)
    assert told(survey) == ["bad.ts findMany unscoped", "other.ts count scoped"]
    [(path, at, reason)] = survey.unseen
    assert (path, FILES["bad.ts"].encode()[at:].startswith(b"() => db.deal")) == ("bad.ts", True)
    assert reason == f"the walk from here broke off: {words}"


def test_a_walk_that_never_ends_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(self: Prisma, walk: Walk, state: State, call: Invocation) -> Value | None:
        return self.call(walk, state, call)

    monkeypatch.setattr(Prisma, "call", call)
    survey = surveyed(tmp_path)
    assert told(survey) == []
    assert {path for path, _, _ in survey.unseen} == {"bad.ts", "other.ts"}
    assert {reason for _, _, reason in survey.unseen} == {"the walk from here broke off: it went too deep"}


def test_a_file_whose_functions_cannot_be_told_apart_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def door(entry: Entry) -> units.Door:
        raise ValueError("odd")

    monkeypatch.setattr(units, "_door", door)
    survey = surveyed(tmp_path)
    survey.walker.doors("bad.ts")
    assert ("bad.ts", 0, "its functions could not be told apart: ValueError: odd") in survey.unseen
