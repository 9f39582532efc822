"""Extended Prisma clients: what they cover, operation by operation, and what only looks like it."""
# ruff: noqa: E501 - a case is one line, however long

import pytest

from judge.tenancy.support import verdicts
from judge.tenancy.test_prisma import SCHEMA

READS = "async findMany({ args, query }) { args.where = { ...args.where, teamId }; return query(args); }"


def of(query: str, use: str) -> str:
    """What a client extended by some hooks makes of a function's accesses."""
    source = f"""
    const forTeam = (teamId: number, userId: number) => prisma.$extends({{ query: {{ {query} }} }});
    export async function subject(team: number, me: number, id: number) {{
      const db = forTeam(team, me);
      {use}
    }}
    """
    found = verdicts({"schema.prisma": SCHEMA, "a.ts": source})
    return ", ".join(line.split(" ", 1)[1] for line in found)


@pytest.mark.parametrize(
    ("query", "use", "expected"),
    [
        (f"$allModels: {{ {READS} }}", "await db.deal.findMany()", "Deal.findMany scoped"),
        (f"$allModels: {{ {READS} }}", "await db.deal.findFirst()", "Deal.findFirst unscoped"),
        (f"$allModels: {{ {READS} }}", "await db.deal.delete({ where: { id } })", "Deal.delete unscoped"),
        (
            f"deal: {{ {READS} }}",
            "await db.deal.findMany(); await db.note.findMany()",
            "Deal.findMany scoped, Note.findMany unscoped",
        ),
        (
            "$allModels: { async $allOperations({ args, query }) { return query({ ...args, where: { ...args.where, teamId } }); } }",
            "await db.deal.updateMany({ data: {} }); await db.deal.create({ data: { slug: 'a' } })",
            "Deal.updateMany scoped, Deal.create unscoped",
        ),
        (
            "$allModels: { async $allOperations({ model, args, query }) { if (['Deal'].includes(model)) { args.where = { ...args.where, teamId }; } return query(args); } }",
            "await db.deal.findMany(); await db.note.findMany()",
            "Deal.findMany scoped, Note.findMany unscoped",
        ),
        (
            "$allModels: { async create({ args, query }) { args.data = { ...args.data, teamId }; return query(args); } }",
            "await db.deal.create({ data: { slug: 'a' } })",
            "Deal.create scoped",
        ),
        (
            "$allModels: { async createMany({ args, query }) { args.data = args.data.map((row) => ({ ...row, teamId })); return query(args); } }",
            "await db.deal.createMany({ data: [] })",
            "Deal.createMany scoped",
        ),
        # by user, not by team
        (
            "$allModels: { async findMany({ args, query }) { args.where = { ...args.where, userId }; return query(args); } }",
            "await db.deal.findMany()",
            "Deal.findMany unscoped",
        ),
        # only where somebody asked for it
        (
            "$allModels: { async findMany({ args, query }) { if (args.safe) args.where = { teamId }; return query(args); } }",
            "await db.deal.findMany()",
            "Deal.findMany unscoped",
        ),
        # measures, and changes nothing
        (
            "$allModels: { async $allOperations({ args, query }) { const t = Date.now(); return query(args); } }",
            "await db.deal.findMany()",
            "Deal.findMany unscoped",
        ),
    ],
)
def test_an_extension_covers_what_it_covers(query: str, use: str, expected: str):
    assert of(query, use) == expected


def test_a_transaction_of_a_scoped_client_is_scoped():
    use = "await db.$transaction(async (tx) => { await tx.deal.findMany(); })"

    assert of(f"$allModels: {{ {READS} }}", use) == "Deal.findMany scoped"
