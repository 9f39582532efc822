"""What came with a request says nothing about who is asking: its person, its tenant's own key."""

import pytest

from judge.tenancy.support import verdicts

SCHEMA = """
    model Team {
      id      String   @id
      deals   Deal[]
      members Member[]
    }
    model User {
      id      String   @id
      email   String   @unique
      members Member[]
      deals   Deal[]
    }
    model Member {
      id     String @id
      teamId String
      userId String
      team   Team   @relation(fields: [teamId], references: [id])
      user   User   @relation(fields: [userId], references: [id])
      @@unique([teamId, userId])
    }
    model Deal {
      id      String @id
      teamId  String
      ownerId String
      team    Team   @relation(fields: [teamId], references: [id])
      owner   User   @relation(fields: [ownerId], references: [id])
    }
"""


def of(source: str) -> list[str]:
    """The verdicts in one file, by operation."""
    found = verdicts({"schema.prisma": SCHEMA, "a.ts": source})
    return [line.partition(" ")[2] for line in found]


@pytest.mark.parametrize(
    ("person", "verdict"),
    [
        ("req.user.id", "scoped"),
        ("req.session!.userId", "scoped"),
        ("(await auth(req)).userId", "scoped"),
        ("req.params.user", "unscoped"),
        ("req.query.user as string", "unscoped"),
        ("Number(req.body.user)", "unscoped"),
        ("schema.parse(req.body).userId", "unscoped"),
        ("(await req.json()).userId", "unscoped"),
        ("c.req.param('user')", "unscoped"),
        ("new URL(req.url).searchParams.get('user')!", "unscoped"),
        ("req.user?.id ?? req.query.user", "unscoped"),
    ],
)
def test_a_person_has_to_be_the_one_who_asks(person: str, verdict: str) -> None:
    source = f"""
        export async function handler(req: any, c: any) {{
          await prisma.member.findMany({{ where: {{ userId: {person} }} }});
          await prisma.team.findMany({{ where: {{ members: {{ some: {{ userId: {person} }} }} }} }});
          await prisma.team.findMany({{ where: {{ members: {{ some: {{ user: {{ id: {person} }} }} }} }} }});
        }}
    """
    assert of(source) == [f"Member.findMany {verdict}", f"Team.findMany {verdict}", f"Team.findMany {verdict}"]


def test_a_person_found_by_a_request_is_anybody() -> None:
    source = """
        export async function login({ body, session }: any) {
          const user = await prisma.user.findUnique({ where: { email: body.email } });
          const own = await prisma.user.findUnique({ where: { email: session.email } });
          await prisma.member.findMany({ where: { userId: user.id } });
          await prisma.member.findMany({ where: { userId: own.id } });
        }
    """
    assert of(source)[2:] == ["Member.findMany unscoped", "Member.findMany scoped"]


def test_what_a_decorator_or_a_form_hands_over() -> None:
    source = """
        export class Members {
          byParam(@Param("user") user: string) { return prisma.member.findMany({ where: { userId: user } }); }
          byBody(@Body() body: any) { return prisma.member.findMany({ where: { userId: body.user } }); }
          own(@CurrentUser() user: any) { return prisma.member.findMany({ where: { userId: user.id } }); }
        }
        export async function byForm(form: FormData) {
          await prisma.member.findMany({ where: { userId: form.get("user") as string } });
        }
    """
    assert [one.rpartition(" ")[2] for one in of(source)] == ["unscoped", "unscoped", "scoped", "unscoped"]


def test_memberships_of_somebody_prove_no_tenant() -> None:
    source = """
        export async function handler({ user, params }: any) {
          const theirs = await prisma.member.findMany({ where: { userId: params.user } });
          await prisma.deal.findMany({ where: { teamId: { in: theirs.map((one) => one.teamId) } } });
          const own = await prisma.member.findMany({ where: { userId: user.id } });
          await prisma.deal.findMany({ where: { teamId: { in: own.map((one) => one.teamId) } } });
        }
    """
    assert of(source)[1::2] == ["Deal.findMany unscoped", "Deal.findMany indirect"]


def test_a_tenant_by_a_key_that_was_sent_has_to_be_checked() -> None:
    source = """
        export async function unchecked({ params }: any) {
          return prisma.team.findUnique({ where: { id: params.team } });
        }
        export async function before({ params, user }: any) {
          const member = await prisma.member.findFirst({ where: { teamId: params.team, userId: user.id } });
          if (!member) throw new Error();
          return prisma.team.findUnique({ where: { id: params.team } });
        }
        export async function own({ user }: any) {
          return prisma.team.findUnique({ where: { id: user.teamId } });
        }
    """
    assert of(source) == [
        "Team.findUnique unscoped",
        "Member.findFirst scoped",
        "Team.findUnique indirect",
        "Team.findUnique scoped",
    ]


def test_a_row_of_nobodys_vouches_for_no_owned_one() -> None:
    schema = """
        model Team { id String @id
          deals Deal[] }
        model Meta { id String @id
          deal Deal?
          parts Part[] }
        model Part { id String @id
          metaId String
          meta Meta @relation(fields: [metaId], references: [id]) }
        model Deal { id String @id
          teamId String
          metaId String @unique
          team Team @relation(fields: [teamId], references: [id])
          meta Meta @relation(fields: [metaId], references: [id]) }
    """
    source = """
        export async function create(teamId: string) {
          const meta = await prisma.meta.create({ data: {} });
          await prisma.part.create({ data: { metaId: meta.id } });
          await prisma.deal.create({ data: { metaId: meta.id, teamId } });
          await prisma.deal.create({ data: { metaId: meta.id } });
        }
    """
    found = [line.partition(" ")[2] for line in verdicts({"schema.prisma": schema, "a.ts": source})]
    assert found == ["Meta.create indirect", "Part.create indirect", "Deal.create scoped", "Deal.create unscoped"]


def test_callers_tell_whose_the_parameter_is() -> None:
    source = """
        export class Members {
          of(user: string) { return prisma.member.findMany({ where: { userId: user } }); }
          mine(user: string) { return prisma.member.findMany({ where: { userId: user } }); }
          nobodys(user: string) { return prisma.member.findMany({ where: { userId: user } }); }
          team(id: string) { return prisma.team.findUnique({ where: { id } }); }
        }
        export class Routes {
          constructor(private readonly members: Members) {}
          of(@Param("user") user: string) { return this.members.of(user); }
          mine(@CurrentUser() user: any) { return this.members.mine(user.id); }
          team(@Param("id") id: string) { return this.members.team(id); }
        }
    """
    assert [one.rpartition(" ")[2] for one in of(source)] == ["unscoped", "scoped", "scoped", "unscoped"]


def test_a_person_found_in_a_tenant_may_have_rows_in_others() -> None:
    source = """
        export async function handler(teamId: string, id: string) {
          const member = await prisma.member.findFirst({ where: { id, teamId } });
          if (!member) throw new Error();
          await prisma.deal.updateMany({ where: { ownerId: member.userId, teamId }, data: {} });
          await prisma.deal.updateMany({ where: { ownerId: member.userId }, data: {} });
          await prisma.deal.updateMany({ where: { teamId: member.teamId }, data: {} });
        }
    """
    assert [one.rpartition(" ")[2] for one in of(source)] == ["scoped", "scoped", "unscoped", "scoped"]


@pytest.mark.parametrize(
    ("person", "verdict"), [("session.userId", "indirect"), ("deal.ownerId", "unscoped")], ids=["caller", "row's own"]
)
def test_a_row_that_names_its_person_does_not_show_that_the_caller_may_see_it(person: str, verdict: str) -> None:
    source = f"""
    export async function shown(id: string, session: {{ userId: string }}) {{
      const deal = await prisma.deal.findUniqueOrThrow({{ where: {{ id }} }});
      const member = await prisma.member.findFirst({{ where: {{ userId: {person}, teamId: deal.teamId }} }});
      if (!member) throw new Error();
      return deal;
    }}
    """
    assert of(source)[0] == f"Deal.findUniqueOrThrow {verdict}"
