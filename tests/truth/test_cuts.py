"""Where tenant predicates stand, and what is left of the text without them."""

import re
from pathlib import Path

import pytest

from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.survey import Survey
from truth.cuts import cuts, without

SCHEMA = """
model Team { id Int @id
  deals Deal[] }
model Deal { id Int @id
  teamId Int
  slug String
  team Team @relation(fields: [teamId], references: [id])
  @@unique([teamId, slug]) }
"""


def cut(folder: Path, call: str) -> str:
    text = f"export async function subject(teamId: number, id: number) {{ await {call} }}"
    (folder / "schema.prisma").write_text(SCHEMA)
    (folder / "a.ts").write_text(text)
    repository = Repository(folder)
    repository.scan()
    program, tenancy = Program(repository), Tenancy(key="teamId")
    models = join(repository, program)
    owners = Owners(models, ownership(models, tenancy), tenancy)
    survey = Survey(repository, program, owners, lambda: layers(models, tenancy))
    survey.run(["a.ts"])
    module = repository.module("a.ts")
    assert module is not None
    taken = [cut for contexts in survey.at("a.ts") for cut in cuts(module, contexts.access, owners)]
    left = without(text.encode(), taken).decode()
    assert len(left) == len(text)
    return re.sub(" +", " ", left.partition("await ")[2].removesuffix(" }"))


@pytest.mark.parametrize(
    ("call", "left"),
    [
        ("prisma.deal.findMany({ where: { id, teamId } })", "prisma.deal.findMany({ where: { id, } })"),
        ("prisma.deal.findMany({ where: { teamId, id } })", "prisma.deal.findMany({ where: { id } })"),
        ("prisma.deal.findMany({ where: { team: { id: teamId } } })", "prisma.deal.findMany({ where: { } })"),
        ("prisma.deal.findMany({ select: { teamId: true } })", "prisma.deal.findMany({ select: { teamId: true } })"),
        (
            "prisma.deal.update({ where: { id, teamId }, data: { teamId } })",
            "prisma.deal.update({ where: { id, }, data: { teamId } })",
        ),
        ("prisma.deal.create({ data: { teamId, slug: 'a' } })", "prisma.deal.create({ data: { slug: 'a' } })"),
    ],
)
def test_the_predicate_alone_is_taken_out(tmp_path: Path, call: str, left: str):
    assert cut(tmp_path, call) == left
