"""A repository whose code has an error, a warning and a silenced finding: what the tests of reports begin with."""

FILES = {
    "main.blueprint": """\
blueprint "acme-crm" {
  language = 1
  summary  = "Multi-tenant CRM with reporting and webhooks"

  rules {
    missing-section { severity = off }
    missing-block { severity = off }
    missing-decision { severity = off }
    missing-attribute { severity = off }
  }
}

data {
  tenancy {
    key     = organizationId
    enforce = [query_filter]
  }
}
""",
    "schema.prisma": """\
model Organization {
  id    String @id
  deals Deal[]
}

model Deal {
  id             String       @id
  stage          String
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
}
""",
    "src/deals.ts": """\
import { prisma } from "./prisma";

export async function close(id: string) {
  await prisma.deal.update({ where: { id }, data: { stage: "größer" } });
}

export function get(id: string) {
  return prisma.deal.findUnique({ where: { id } });
}

export async function nightly() {
  // blueprint-ignore tenant-scope(system-job) owner @billing: the bill runs over all tenants
  await prisma.deal.deleteMany({ where: { stage: "lost" } });
}
""",
}
HOSTILE = 'export const a = () => prisma.deal.deleteMany({ where: { stage: "]]> & < % :: [x](y) \x08 \u2028 😀" } });\n'
