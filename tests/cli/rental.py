"""A small product in a workspace: an API with modules in it, a library, an application for phones, and tools."""

from __future__ import annotations

RENTAL = {
    "package.json": '{ "name": "rental", "private": true, "workspaces": ["apps/*", "packages/*", "tools/*"] }',
    "package-lock.json": "{}",
    ".env.example": """# Where bookings are kept
# Asked for at the start
RENTAL_STORE="postgresql://rental:secret@localhost:5432/rental"
# Whom to write to: to be decided
REMINDER_URL="redis://default:changeme@localhost:6379"
""",
    "apps/api/package.json": """{
  "name": "@rental/api",
  "scripts": { "start": "node dist/app.js" },
  "dependencies": { "express": "5", "@prisma/client": "6", "@rental/jobs": "*" },
  "devDependencies": { "@rental/tsconfig": "*", "prisma": "6" }
}
""",
    "apps/api/tsconfig.json": '{ "extends": "@rental/tsconfig/base.json", "include": ["src"] }',
    "apps/api/prisma/schema.prisma": """datasource db {
  provider = "postgresql"
  url      = env("RENTAL_STORE")
}

model Organization {
  id       String    @id
  members  Member[]
  assets   Asset[]
  bookings Booking[]
}

model User {
  id      String   @id
  members Member[]
}

model Member {
  id             String       @id
  organizationId String
  userId         String
  organization   Organization @relation(fields: [organizationId], references: [id])
  user           User         @relation(fields: [userId], references: [id])
}

model Asset {
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
}

model Booking {
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
}
""",
    "apps/api/prisma/migrations/1_begin/migration.sql": "SELECT 1;\n",
    "apps/api/prisma/migrations/2_more/migration.sql": "SELECT 1;\n",
    "apps/api/src/db.ts": 'import { PrismaClient } from "@prisma/client";\nexport const db = new PrismaClient();\n',
    "apps/api/src/modules/asset/service.ts": """import { db } from "../../db";
import { bookingsOf } from "../booking/service";

export const assets = (organizationId: string) => db.asset.findMany({ where: { organizationId } });
export const add = (organizationId: string, id: string) => db.asset.create({ data: { id, organizationId } });
export const free = async (organizationId: string) => (await bookingsOf(organizationId)).length === 0;
""",
    "apps/api/src/modules/booking/service.ts": """import { db } from "../../db";
import { assets } from "../asset/service";
import type { add } from "../asset/service";

export type Add = typeof add;
export const bookingsOf = (organizationId: string) => db.booking.findMany({ where: { organizationId } });
export const book = async (organizationId: string, id: string) => {
  await assets(organizationId);
  return db.booking.create({ data: { id, organizationId } });
};
""",
    "apps/api/src/modules/asset/service.test.ts": """import { book } from "../booking/service";
test("books", () => book("o", "b"));
""",
    "apps/api/src/app.ts": """import express from "express";
import { assets } from "./modules/asset/service";
import { book } from "./modules/booking/service";

const app = express();
app.get("/:slug", (req, res) => res.json(assets(req.params.slug)));
app.post("/bookings/:id/confirm", (req, res) => res.json(book("o", req.params.id)));
app.get("/files/*", (req, res) => res.send("a file"));
app.all("*", (req, res) => res.sendStatus(404));
app.listen(3000);
""",
    "packages/jobs/package.json": """{
  "name": "@rental/jobs",
  "description": "Placeholder for the jobs of the product",
  "main": "src/index.ts",
  "dependencies": { "bullmq": "5" }
}
""",
    "packages/jobs/src/index.ts": """import { Queue, Worker } from "bullmq";

export const reminders = new Queue("reminders", { connection: { url: process.env.REMINDER_URL } });
export const worker = new Worker("reminders", async (job) => job.data);
""",
    "packages/tsconfig/package.json": '{ "name": "@rental/tsconfig" }',
    "packages/tsconfig/base.json": '{ "compilerOptions": { "strict": true, "target": "ES2022" } }',
    "apps/phone/package.json": """{
  "name": "@rental/phone", "scripts": { "start": "expo start" }, "dependencies": { "expo": "52" }
}
""",
    "apps/phone/app.ts": "export const url = process.env.EXPO_PUBLIC_API_URL;\n",
    "apps/phone/flows/test.env.example": "FLOW_USER=somebody\n",
    "tools/idp/docker-compose.yml": "services:\n  idp:\n    image: kristophjunge/test-saml-idp\n",
}  # fmt: skip
