"""What the server is expected to say in the editors: rule ids and titles, and the texts that provoke them."""

MISSING_SECTION = "missing-section"
UNKNOWN_BLOCK = "unknown-block"
UNRESOLVED = "unresolved-reference"

INSERT_SECTION = "Insert section `security`"
CHANGE_NAME = "Change to `modules`"

PAGE_OF_ORM = "How does the code talk to the primary database"
OPTIONS_OF_ORM = {"prisma", "drizzle", "kysely", "typeorm"}

MISSPELT = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

moduels {
  module identity {
    responsibility = "Sign-in and sessions"
  }
}
"""
"""`modules` misspelt; `security` and more are missing."""

MODULES = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

modules {
  module identity {
    responsibility = "Sign-in and sessions"
  }

  module reports {
    responsibility = "Weekly reports"
    /* 🏗️ Größe */ depends_on = [module.identity, module.billing]
  }
}
"""
"""A reference that resolves and one that does not, both behind text in which bytes, utf-16 units and
characters count differently."""

DATA = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

data {
  decision orm {
    because = "The team knows it"
  }
}
"""
"""A decision that has not been made yet."""

UNTIDY = """\
data {
  decision orm {
    choose = prisma
    because = "The team knows it"
    accepts = "Slower reports"
  }
}
"""

TIDY = """\
data {
  decision orm {
    choose  = prisma
    because = "The team knows it"
    accepts = "Slower reports"
  }
}
"""

TENANT_SCOPE = "tenant-scope"
TENANT_CURE = "Hold the access to `organizationId`"

SHOP = {
    "package.json": '{"name": "shop", "dependencies": {"@prisma/client": "7.10.0"}}\n',
    "shop.blueprint": """\
blueprint "shop" {
  language = 1
  summary  = "Deals of many organizations"
}

data {
  tenancy {
    key   = organizationId
    roots = [Organization]
  }
}
""",
    "prisma/schema.prisma": """\
generator client { provider = "prisma-client-js" }
datasource db { provider = "postgresql" }

model Organization {
  id    String @id
  deals Deal[]
}

model Deal {
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
  title          String
}
""",
    "src/deals.ts": """\
import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

/** Gives a deal another title. */
export async function rename(organizationId: string, id: string, title: string) {
  const before = await prisma.deal.findFirst({ where: { id, organizationId } });
  await prisma.deal.update({ where: { id }, data: { title } });
  return before?.title;
}
""",
}
"""A service whose update forgets its tenant."""
