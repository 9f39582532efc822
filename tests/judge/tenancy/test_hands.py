"""Walks in worker processes find what walks here find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.tenancy.hands import Hands
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.survey import Survey

TENANCY = Tenancy(key="teamId")
SCHEMA = """
model Team { id String @id
  deals Deal[] }
model Deal { id String @id
  teamId String
  team Team @relation(fields: [teamId], references: [id])
  title String }
"""
CLIENT = "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n"
WHERES = ("{ id, teamId: other.teamId }", "{ id }", "other", "{ ...other, id }", "{ OR: [{ id }, other] }")
CALLS = ("{ teamId: id }", "{ id }", "other", "undefined")


def generate(root: Path, seed: int, files: int = 24) -> None:
    """Functions that ask for rows, and others that call them, over many files."""
    chance = random.Random(seed)
    (root / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    (root / "db.ts").write_text(CLIENT, encoding="utf-8")
    for at in range(files):
        text = "import { db } from './db';\n"
        text += f"export async function ask{at}(id: string, other: any) {{\n"
        text += f"  const rows = await db.deal.findMany({{ where: {chance.choice(WHERES)} }});\n"
        if at:
            called = chance.randrange(at)
            text = f"import {{ ask{called} }} from './part{called}';\n{text}"
            text += f"  await ask{called}(id, {chance.choice(CALLS)});\n"
        text += "  await db.deal.update({ where: { id: rows[0].id }, data: { title: id } });\n}\n"
        (root / f"part{at}.ts").write_text(text, encoding="utf-8")


def surveyed(root: Path, cache: Cache | None, workers: int) -> tuple[Survey, Hands]:
    """The survey of a repository, over workers where there are several."""
    repository = Repository(root, cache)
    repository.scan()
    program = Program(repository)
    models = join(repository, program)
    owners = Owners(models, ownership(models, TENANCY), TENANCY)
    hands = Hands(repository, workers, few=4)
    survey = Survey(repository, program, owners, lambda: layers(models, TENANCY), hands)
    survey.run(repository.selected)
    return survey, hands


@pytest.mark.parametrize("seed", [1, 2])
def test_workers_find_what_one_process_finds(tmp_path: Path, seed: int) -> None:
    generate(tmp_path, seed)
    cache = Cache(tmp_path / ".cache")
    here, none = surveyed(tmp_path, cache, 1)
    there, hands = surveyed(tmp_path, cache, 2)
    assert none.walked == 0
    assert hands.walked >= 25
    assert list(there.found.items()) == list(here.found.items())
    assert there.unseen == here.unseen
    assert there._units == here._units
    assert len(here.found) >= 48


def test_unsaved_text_is_what_workers_see(tmp_path: Path) -> None:
    generate(tmp_path, 3)
    repository = Repository(tmp_path, Cache(tmp_path / ".cache"))
    repository.scan()
    text = b"import { db } from './db';\nexport const all = () => db.deal.count();\n"
    repository.update("part1.ts", text)
    program = Program(repository)
    models = join(repository, program)
    owners = Owners(models, ownership(models, TENANCY), TENANCY)
    hands = Hands(repository, 2, few=4)
    survey = Survey(repository, program, owners, lambda: layers(models, TENANCY), hands)
    survey.run(repository.selected)
    assert hands.walked >= 24
    assert [contexts.access.operation for contexts in survey.at("part1.ts")] == ["count"]


def test_what_a_worker_could_not_analyze_is_said(tmp_path: Path) -> None:
    generate(tmp_path, 5)
    (tmp_path / "odd.ts").write_text("export const odd = (((;\nexport const key = 'k';\n", encoding="utf-8")
    part = tmp_path / "part2.ts"
    part.write_text("import { key } from './odd';\n" + part.read_text().replace("rows[0].id", "key"), encoding="utf-8")
    here, _ = surveyed(tmp_path, None, 1)
    there, hands = surveyed(tmp_path, Cache(tmp_path / ".cache"), 2)
    assert hands.walked
    assert there.repository.not_analysed == here.repository.not_analysed
    assert [path for path, _ in there.repository.not_analysed] == ["odd.ts"]


def test_without_a_cache_everything_is_walked_here(tmp_path: Path) -> None:
    generate(tmp_path, 4, files=8)
    survey, hands = surveyed(tmp_path, None, 2)
    assert hands.walked == 0
    assert len(survey.found) == 16
