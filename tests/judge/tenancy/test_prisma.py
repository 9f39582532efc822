"""Prisma: every shape that pins a query, and every one that only seems to."""
# ruff: noqa: E501 - a case is one line, however long

import pytest

from judge.tenancy.support import verdicts

SCHEMA = """
    model Team {
      id      Int      @id
      slug    String   @unique
      deals   Deal[]
      members Member[]
    }
    model User {
      id      Int      @id
      members Member[]
    }
    model Member {
      id     Int  @id
      teamId Int
      userId Int
      team   Team @relation(fields: [teamId], references: [id])
      user   User @relation(fields: [userId], references: [id])
      @@unique([teamId, userId])
    }
    model Deal {
      id        Int     @id
      teamId    Int
      slug      String
      published Boolean
      team      Team    @relation(fields: [teamId], references: [id])
      notes     Note[]
      @@unique([teamId, slug])
    }
    model Note {
      id     Int    @id
      text   String
      dealId Int
      deal   Deal   @relation(fields: [dealId], references: [id])
    }
    model Plan {
      id   Int    @id
      name String
    }
"""


def of(body: str, **others: str) -> str:
    """The verdicts in one function's body, in order, by model and operation."""
    source = f"""
    export async function subject(teamId: number, id: number, maybe?: number, where?: any, input?: any) {{
      {body}
    }}
    """
    found = verdicts({"schema.prisma": SCHEMA, "a.ts": source, **others})
    return ", ".join(line.split(" ", 1)[1] for line in found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what pins
        ("await prisma.deal.findMany({ where: { teamId } })", "Deal.findMany scoped"),
        ("await ctx.db.deal.findFirst({ where: { id, teamId: input.teamId } })", "Deal.findFirst scoped"),
        ("await tx.deal.findMany({ where: { AND: [{ id }, { teamId }] } })", "Deal.findMany scoped"),
        (
            "await prisma.deal.findMany({ where: { OR: [{ id, teamId }, { slug: 'a', teamId }] } })",
            "Deal.findMany scoped",
        ),
        ("await prisma.deal.findMany({ where: { teamId: { in: [teamId] } } })", "Deal.findMany scoped"),
        ("await prisma.deal.findMany({ where: { team: { id: teamId } } })", "Deal.findMany scoped"),
        ("await prisma.deal.findUnique({ where: { teamId_slug: { teamId, slug: 'a' } } })", "Deal.findUnique scoped"),
        ("await prisma.note.findMany({ where: { deal: { teamId } } })", "Note.findMany scoped"),
        (
            "await prisma.note.updateMany({ where: { id, deal: { is: { teamId } } }, data: {} })",
            "Note.updateMany scoped",
        ),
        ("await prisma.team.findUnique({ where: { id: teamId } })", "Team.findUnique scoped"),
        ("await prisma.team.findMany({ where: { members: { some: { userId: id } } } })", "Team.findMany scoped"),
        ("await prisma.deal.create({ data: { teamId, slug: 'a' } })", "Deal.create scoped"),
        ("await prisma.deal.create({ data: { team: { connect: { id: teamId } } } })", "Deal.create scoped"),
        ("await prisma.deal.createMany({ data: input.map((d) => ({ ...d, teamId })) })", "Deal.createMany scoped"),
        ("await prisma.deal.count({ where: { teamId } })", "Deal.count scoped"),
        ("await prisma.member.findMany({ where: { userId: id } })", "Member.findMany scoped"),
        ("await prisma.plan.findMany()", "Plan.findMany global"),
        # what does not
        ("await prisma.deal.findMany()", "Deal.findMany unscoped"),
        ("await prisma.deal.findUnique({ where: { id } })", "Deal.findUnique unscoped"),
        ("await prisma.deal.findMany({ where: { id }, select: { teamId: true } })", "Deal.findMany unscoped"),
        ("await prisma.deal.findMany({ where: { NOT: { teamId } } })", "Deal.findMany unscoped"),
        ("await prisma.deal.findMany({ where: { teamId: { not: teamId } } })", "Deal.findMany unscoped"),
        ("await prisma.deal.findMany({ orderBy: { teamId: 'asc' } })", "Deal.findMany unscoped"),
        ("await prisma.deal.update({ where: { id }, data: { teamId } })", "Deal.update unscoped"),
        ("await prisma.deal.findMany({ where: { notes: { none: { deal: { teamId } } } } })", "Deal.findMany unscoped"),
        ("await prisma.note.create({ data: { text: 'a', dealId: id } })", "Note.create unscoped"),
        ("await prisma.deal.upsert({ where: { id }, create: { teamId }, update: {} })", "Deal.upsert unscoped"),
        # what does so on some ways
        ("await prisma.deal.findMany({ where: { teamId: maybe } })", "Deal.findMany conditional"),
        (
            "await prisma.deal.findMany({ where: { OR: [{ teamId }, { published: true }] } })",
            "Deal.findMany conditional",
        ),
        ("await prisma.deal.findMany({ where: { id, ...(maybe && { teamId }) } })", "Deal.findMany conditional"),
        ("await prisma.deal.findMany({ where: maybe ? { teamId } : {} })", "Deal.findMany conditional"),
        # what cannot be told
        ("await prisma.deal.findMany({ where })", "Deal.findMany unknown"),
        ("await prisma.deal.findMany({ where: { id, ...input.filter } })", "Deal.findMany unknown"),
        # false friends
        ("await handlebars.create({ teamId }); map.delete(id); queue.deal.process()", ""),
    ],
)
def test_a_predicate_pins_as_it_stands(body: str, expected: str):
    assert of(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("const where: any = { id }; where.teamId = teamId; await db.deal.findMany({ where })", "Deal.findMany scoped"),
        (
            "const w: any = { id }; if (maybe) w.teamId = teamId; await db.deal.findMany({ where: w })",
            "Deal.findMany conditional",
        ),
        (
            "const and: any[] = []; and.push({ teamId }); await db.deal.findMany({ where: { AND: and } })",
            "Deal.findMany scoped",
        ),
        ("const base = { teamId }; await db.deal.findMany({ where: { ...base, id } })", "Deal.findMany scoped"),
        ("if (!maybe) throw new Error(); await db.deal.findMany({ where: { teamId: maybe } })", "Deal.findMany scoped"),
        ("const args = { where: { teamId } }; await db.deal.findMany(args)", "Deal.findMany scoped"),
        (
            "let w: any; if (maybe) { w = { teamId } } else { w = { teamId, id } } await db.deal.findMany({ where: w })",
            "Deal.findMany scoped",
        ),
        ("await db.deal.findMany({ where: { teamId: maybe ?? teamId } })", "Deal.findMany scoped"),
        (
            "await db.$transaction(async (tx) => { await tx.deal.deleteMany({ where: { id } }) })",
            "Deal.deleteMany unscoped",
        ),
        ("await db.$transaction([db.deal.updateMany({ where: { teamId }, data: {} })])", "Deal.updateMany scoped"),
        ("const deals = db.deal; await deals.findMany({ where: { teamId } })", "Deal.findMany scoped"),
    ],
)
def test_objects_are_followed_inside_a_function(body: str, expected: str):
    assert of(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "const deal = await db.deal.findFirst({ where: { id, teamId } }); if (!deal) return null;"
            "return db.note.findMany({ where: { dealId: deal.id } })",
            "Deal.findFirst scoped, Note.findMany indirect",
        ),
        (
            "const deal = await db.deal.findFirst({ where: { id, teamId } }); if (!deal) throw new Error();"
            "await db.deal.delete({ where: { id } })",
            "Deal.findFirst scoped, Deal.delete indirect",
        ),
        (
            "await db.deal.findFirst({ where: { id, teamId } }); await db.deal.delete({ where: { id } })",
            "Deal.findFirst scoped, Deal.delete unscoped",
        ),
        (
            "const deal = await db.deal.findUnique({ where: { id } }); if (!deal || deal.teamId !== teamId) throw new Error();"
            "await db.deal.update({ where: { id }, data: {} })",
            "Deal.findUnique indirect, Deal.update indirect",
        ),
        (
            "const deals = await db.deal.findMany({ where: { teamId } });"
            "await db.note.deleteMany({ where: { dealId: { in: deals.map((d) => d.id) } } })",
            "Deal.findMany scoped, Note.deleteMany indirect",
        ),
        (
            "const deal = await db.deal.findUnique({ where: { id } });"
            "return db.note.findMany({ where: { dealId: deal.id } })",
            "Deal.findUnique unscoped, Note.findMany unscoped",
        ),
        (
            "const deal = await db.deal.findFirst({ where: { id, teamId } }); if (!deal) return;"
            "await db.note.update({ where: { id: input.noteId }, data: {} })",
            "Deal.findFirst scoped, Note.update unscoped",
        ),
        (
            "const deal = await db.deal.findUnique({ where: { id } }); if (!deal) return null;"
            "const member = await db.member.findUnique({ where: { teamId_userId: { teamId: deal.teamId, userId: input.me } } });"
            "if (!member) return null; return deal",
            "Deal.findUnique indirect, Member.findUnique scoped",
        ),
        (
            "await db.deal.update({ where: { id, teamId }, data: { notes: { create: { text: 'a' } } } })",
            "Deal.update scoped, Note.create scoped",
        ),
    ],
)
def test_rows_lend_what_they_are_worth(body: str, expected: str):
    assert of(body) == expected


HELPERS = """
    export const scope = (teamId?: number) => (teamId ? { teamId } : {});
    export const closed = (teamId?: number) => { if (!teamId) throw new Error(); return { teamId }; };
    export async function dealOrThrow(id: number, teamId: number) {
      const deal = await db.deal.findFirst({ where: { id, teamId } });
      if (!deal) throw new Error("none");
      return deal;
    }
    export function fail(): never { throw new Error(); }
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await db.deal.findMany({ where: scope(maybe) })", "Deal.findMany conditional"),
        ("await db.deal.findMany({ where: closed(maybe) })", "Deal.findMany scoped"),
        ("await dealOrThrow(id, teamId); await db.note.findMany({ where: { dealId: id } })", "Note.findMany indirect"),
        (
            "const d = await dealOrThrow(id, teamId); await db.note.findMany({ where: { dealId: d.id } })",
            "Note.findMany indirect",
        ),
        ("const t = maybe ?? fail(); await db.deal.findMany({ where: { teamId: t } })", "Deal.findMany scoped"),
        ("if (!maybe) fail(); await db.deal.findMany({ where: { teamId: maybe } })", "Deal.findMany scoped"),
    ],
)
def test_helpers_of_other_files_are_followed(body: str, expected: str):
    source = f"""
    import {{ scope, closed, dealOrThrow, fail }} from "./lib/helpers";
    export async function subject(teamId: number, id: number, maybe?: number) {{ {body} }}
    """
    found = verdicts({"schema.prisma": SCHEMA, "lib/helpers.ts": HELPERS, "a.ts": source})
    assert ", ".join(line.split(" ", 1)[1] for line in found if line.startswith("a.ts")) == expected


def test_callers_decide_about_a_where_that_is_handed_in():
    service = "export function list(where: any) { return db.deal.findMany({ where }) }"
    safe = 'import { list } from "./service"; export const a = (teamId: number) => list({ teamId });'
    open_ = 'import { list } from "./service"; export const b = (id: number) => list({ id });'

    assert verdicts({"schema.prisma": SCHEMA, "service.ts": service, "a.ts": safe}) == [
        "service.ts:1 Deal.findMany scoped"
    ]
    assert verdicts({"schema.prisma": SCHEMA, "service.ts": service, "a.ts": safe, "b.ts": open_}) == [
        "service.ts:1 Deal.findMany conditional"
    ]


def test_code_that_nothing_reaches_is_judged_as_well():
    source = """
    export async function subject(id: number) {
      if (true) return null;
      return db.deal.findUnique({ where: { id } });
    }
    """

    assert verdicts({"schema.prisma": SCHEMA, "a.ts": source}) == ["a.ts:3 Deal.findUnique unscoped"]


def test_a_list_of_people_is_nobodys_own_memberships():
    assert of("await prisma.member.findMany({ where: { userId: { in: input.ids } } })") == "Member.findMany unscoped"
    assert of("await prisma.member.findMany({ where: { userId: input.id } })") == "Member.findMany scoped"


def test_a_row_that_is_anyones_does_not_vouch_for_a_new_one():
    body = """
      const user = await prisma.user.findUniqueOrThrow({ where: { id } })
      await prisma.member.create({ data: { userId: id } })
    """
    assert of(body) == "User.findUniqueOrThrow global, Member.create unscoped"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("deal?.teamId ?? teamId", "scoped"),
        ("deal?.teamId || teamId", "scoped"),
        ("deal?.teamId", "conditional"),
        ("deal?.teamId ?? maybe", "conditional"),
    ],
)
def test_what_stands_behind_a_link_that_may_be_missing(key: str, said: str):
    body = f"""
      const deal = await prisma.deal.findFirst({{ where: {{ id, teamId }} }});
      const key = {key};
      return prisma.deal.count({{ where: {{ teamId: key }} }});
    """
    assert of(body) == f"Deal.findFirst scoped, Deal.count {said}"
