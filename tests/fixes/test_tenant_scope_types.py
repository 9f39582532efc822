"""The cures for `tenant-scope` beside a real TypeScript compiler: no data layer's types have anything against them.

`BLUEPRINT_TYPESCRIPT` names the folder in which `npm install typescript drizzle-orm kysely knex typeorm mongoose` ran.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fixes.test_tenant_scope import DRIZZLE, MONGOOSE, PRISMA, SQL, TYPEORM, cured

INSTALLED = os.environ.get("BLUEPRINT_TYPESCRIPT", "")
CONFIG = """{ "compilerOptions": { "strict": true, "noEmit": true, "skipLibCheck": true, "module": "nodenext",
"target": "es2022", "experimentalDecorators": true, "strictPropertyInitialization": false, "types": [] },
"include": ["*.ts"] }"""
CLIENT = """
type Deal = { id: number; teamId: number; slug: string };
type Where = Partial<Deal> & { notes?: object };
export declare const prisma: { deal: {
  findUnique(options: { where: Where & ({ id: number } | { slug: string }) }): Promise<Deal | null>;
  findMany(options?: { where?: Where; take?: number }): Promise<Deal[]>;
  create(options: { data: { slug: string; teamId?: number } }): Promise<Deal>;
}; note: { findMany(options: { where?: { id?: number; deal?: Where } }): Promise<object[]> } };
"""
KYSELY = """
export interface Database { deals: { id: string; team_id: string; title: string } }
"""
HEADS = {
    "prisma": ({"schema.prisma": PRISMA, "client.ts": CLIENT}, 'import { prisma } from "./client.js";\n', "teamId"),
    "drizzle": (
        {"schema.ts": DRIZZLE},
        'import { eq } from "drizzle-orm";\nimport type { NodePgDatabase } from "drizzle-orm/node-postgres";\n'
        'import * as schema from "./schema.js";\nimport { deal } from "./schema.js";\n'
        "declare const db: NodePgDatabase<typeof schema>;\n",
        "teamId",
    ),
    "kysely": (
        {"1.sql": SQL, "database.ts": KYSELY},
        'import { Kysely } from "kysely";\nimport type { Database } from "./database.js";\n'
        "declare const db: Kysely<Database>;\n",
        "team_id",
    ),
    "knex": (
        {"1.sql": SQL},
        'import factory from "knex";\nconst knex = factory.default({ client: "pg" });\n',
        "team_id",
    ),
    "typeorm": (
        {"entities.ts": TYPEORM},
        'import { Repository } from "typeorm";\nimport { Deal, Note } from "./entities.js";\n',
        "teamId",
    ),
    "mongoose": ({"models.ts": MONGOOSE}, 'import { Deal } from "./models.js";\n', "teamId"),
}
MORE = {"typeorm": "deals: Repository<Deal>, notes: Repository<Note>, "}
"""What a function is given besides."""
CASES = [
    ("prisma", "number", "await prisma.deal.findUnique({ where: { id } });"),
    ("prisma", "number", "await prisma.deal.findMany({ take: 1 });"),
    ("prisma", "number", "await prisma.deal.create({ data: { slug: 'a' } });"),
    ("prisma", "number", "await prisma.note.findMany({ where: { id } });"),
    ("drizzle", "number", "await db.select().from(deal).where(eq(deal.id, id));"),
    ("drizzle", "number", "await db.update(deal).set({ slug: 'a' });"),
    ("drizzle", "number", "await db.query.deal.findMany();"),
    ("drizzle", "number", "await db.query.deal.findFirst({ where: (deal, { eq }) => eq(deal.id, id) });"),
    ("kysely", "string", 'await db.selectFrom("deals").selectAll().where("id", "=", id).execute();'),
    ("kysely", "string", 'await db.deleteFrom("deals").where("id", "=", id).execute();'),
    ("knex", "string", 'await knex("deals").where("id", id).first();'),
    ("knex", "string", 'await knex("deals").where({ id }).update({ title: "a" });'),
    ("typeorm", "string", "await deals.findOneBy({ id });"),
    ("typeorm", "string", "await deals.delete(id);"),
    ("typeorm", "string", "await notes.find();"),
    ("typeorm", "string", 'await deals.createQueryBuilder("d").where("d.id = :id", { id }).getOne();'),
    ("mongoose", "string", "await Deal.findById(id);"),
    ("mongoose", "string", "await Deal.deleteMany({ title: id });"),
    ("mongoose", "string", "await Deal.create({ title: id });"),
]


def errors(folder: Path) -> list[str]:
    """What the compiler has against a folder, without places."""
    compiler = Path(INSTALLED, "node_modules", ".bin", "tsc")
    told = subprocess.run([compiler, "-p", "."], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return sorted(line.partition(": ")[2] for line in told.stdout.splitlines() if ": error " in line)


@pytest.mark.skipif(not INSTALLED, reason="BLUEPRINT_TYPESCRIPT names no folder")
@pytest.mark.parametrize("layer", HEADS)
def test_no_cure_adds_an_error_of_the_compiler(tmp_path: Path, layer: str):
    files, head, key = HEADS[layer]
    before, after = tmp_path / "before", tmp_path / "after"
    for at, (_, kind, body) in enumerate(case for case in CASES if case[0] == layer):
        work = tmp_path / f"work{at}"
        work.mkdir()
        script = f"{head}export async function run({MORE.get(layer, '')}teamId: {kind}, id: {kind}) {{\n  {body}\n}}\n"
        found = cured(work, files, script, key)
        assert found.offered, body
        _write(before, {**files, f"a{at}.ts": script})
        _write(after, {**files, f"a{at}.ts": found.after})

    assert errors(after) == errors(before) == []


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in {**files, "tsconfig.json": CONFIG, "package.json": '{ "type": "module" }'}.items():
        (folder / name).write_text(text)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(Path(INSTALLED, "node_modules"))
