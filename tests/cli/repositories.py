"""Four small repositories as teams write them, one for each pair of data layer and framework."""

# ruff: noqa: E501
from __future__ import annotations

PRISMA_NEST = {
    "package.json": """{
  "name": "crm",
  "description": "Deals and contacts for sales teams",
  "scripts": { "start:dev": "nest start --watch", "build": "nest build", "test": "jest", "db:migrate": "prisma migrate dev" },
  "engines": { "node": ">=22" },
  "dependencies": {
    "@nestjs/bullmq": "^11.0.0",
    "@nestjs/common": "^11.0.0",
    "@nestjs/core": "^11.0.0",
    "@prisma/client": "^6.1.0",
    "bullmq": "^5.0.0",
    "class-validator": "^0.14.0",
    "pino": "^9.0.0",
    "stripe": "^17.0.0"
  },
  "devDependencies": { "jest": "^29.0.0", "prisma": "^6.1.0" }
}
""",
    "package-lock.json": "{}",
    "tsconfig.json": '{ "compilerOptions": { "strict": true, "target": "ES2022", "noImplicitOverride": true } }',
    ".env.example": '# Where the rows are\nDATABASE_URL="postgresql://crm:crm@localhost:5432/crm"\nSTRIPE_SECRET_KEY=\nUNUSED=1\n',
    "docker-compose.yml": "services:\n  db:\n    image: postgres:17\n  redis:\n    image: redis:7\n",
    "Dockerfile": "FROM node:22-alpine AS build\nRUN npm ci\nFROM node:22-alpine\nUSER node\nCMD node dist/main.js\n",
    "prisma/schema.prisma": """datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

enum Stage {
  open
  won
  lost
}

model Organization {
  id      String   @id @default(uuid())
  name    String
  deals   Deal[]
  members Member[]
  notes   Note[]
}

model User {
  id      String   @id @default(uuid())
  email   String   @unique
  members Member[]
}

model Member {
  id             String       @id @default(uuid())
  organizationId String
  userId         String
  organization   Organization @relation(fields: [organizationId], references: [id])
  user           User         @relation(fields: [userId], references: [id])

  @@unique([organizationId, userId])
}

model Deal {
  id             String       @id @default(uuid())
  organizationId String
  title          String       @db.VarChar(200)
  amount         Decimal      @db.Decimal(12, 2)
  stage          Stage        @default(open)
  closedAt       DateTime?
  tags           String[]
  organization   Organization @relation(fields: [organizationId], references: [id])
  notes          Note[]
}

model Note {
  id             String       @id @default(uuid())
  organizationId String
  dealId         String
  text           String       @db.Text
  organization   Organization @relation(fields: [organizationId], references: [id])
  deal           Deal         @relation(fields: [dealId], references: [id])
}
""",
    "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
    "src/prisma.service.ts": """import { Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";

@Injectable()
export class PrismaService extends PrismaClient {}
""",
    "src/modules/deals/deals.controller.ts": """import { Body, Controller, Delete, Get, Param, Post, UseGuards } from "@nestjs/common";
import { AuthGuard } from "../auth/auth.guard";
import { DealsService } from "./deals.service";

@Controller("deals")
@UseGuards(AuthGuard)
export class DealsController {
  constructor(private readonly deals: DealsService) {}

  @Get()
  listDeals() {
    return this.deals.list("o1");
  }

  @Post()
  createDeal(@Body() body: any) {
    return this.deals.create("o1", body);
  }

  @Delete(":id")
  removeDeal(@Param("id") id: string) {
    return this.deals.remove(id);
  }
}
""",
    "src/modules/deals/deals.service.ts": """import { Injectable, NotFoundException } from "@nestjs/common";
import { PrismaService } from "../../prisma.service";
import { NotesService } from "../notes/notes.service";

@Injectable()
export class DealsService {
  constructor(private readonly prisma: PrismaService, private readonly notes: NotesService) {}

  list(organizationId: string) {
    return this.prisma.deal.findMany({ where: { organizationId } });
  }

  create(organizationId: string, data: any) {
    return this.prisma.deal.create({ data: { ...data, organizationId } });
  }

  async remove(id: string) {
    return this.prisma.deal.delete({ where: { id } });
  }
}
""",
    "src/modules/notes/notes.service.ts": """import { Injectable } from "@nestjs/common";
import { PrismaService } from "../../prisma.service";

@Injectable()
export class NotesService {
  constructor(private readonly prisma: PrismaService) {}

  of(organizationId: string, dealId: string) {
    return this.prisma.note.findMany({ where: { organizationId, dealId } });
  }
}
""",
    "src/modules/notes/notes.controller.ts": """import { Controller, Get, UseGuards } from "@nestjs/common";
import { AuthGuard } from "../auth/auth.guard";

@Controller("notes")
@UseGuards(AuthGuard)
export class NotesController {
  @Get()
  listNotes() {
    return [];
  }
}
""",
    "src/modules/billing/billing.processor.ts": """import { Processor, WorkerHost } from "@nestjs/bullmq";
import Stripe from "stripe";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);
export const INVOICES = "invoices";

@Processor(INVOICES)
export class BillingProcessor extends WorkerHost {
  async process() {
    return stripe.invoices.list({ limit: Number(process.env["INVOICE_LIMIT"] ?? 10) });
  }
}
""",
    "src/modules/auth/auth.guard.ts": """import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from "@nestjs/common";
import jwt from "jsonwebtoken";

@Injectable()
export class AuthGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    const token = request.headers.authorization;
    if (!token) throw new UnauthorizedException();
    request.user = jwt.verify(token, "k");
    return true;
  }
}
""",
    "src/main.ts": """import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
""",
    "src/app.module.ts": """import { Module } from "@nestjs/common";
import { DealsController } from "./modules/deals/deals.controller";
import { NotesController } from "./modules/notes/notes.controller";

@Module({ controllers: [DealsController, NotesController] })
export class AppModule {}
""",
}  # fmt: skip

DRIZZLE_NEXT = {
    "package.json": '{ "name": "status", "private": true, "workspaces": ["apps/*", "packages/*"] }',
    "pnpm-lock.yaml": "lockfileVersion: 9\n",
    "turbo.json": "{}",
    "apps/web/package.json": """{
  "name": "@status/web",
  "scripts": { "dev": "next dev -p 3001" },
  "dependencies": { "next": "15", "drizzle-orm": "0.40", "zod": "3", "@status/db": "workspace:*" }
}
""",
    "apps/web/app/api/monitors/route.ts": """import { db, monitors } from "@status/db";
import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";

export async function GET(request: Request) {
  const rows = await db.select().from(monitors).where(eq(monitors.workspaceId, 1));
  return NextResponse.json(rows);
}

export async function POST(request: Request) {
  const body = await request.json();
  if (!body.url) return NextResponse.json({ error: "url" }, { status: 400 });
  await db.insert(monitors).values(body);
  return NextResponse.json({}, { status: 201 });
}
""",
    "apps/web/app/api/pages/[slug]/route.ts": """import { db, pages } from "@status/db";
import { eq } from "drizzle-orm";

export async function GET(request: Request, { params }: { params: { slug: string } }) {
  return Response.json(await db.select().from(pages).where(eq(pages.slug, params.slug)));
}
""",
    "packages/db/package.json": '{ "name": "@status/db", "main": "src/index.ts", "dependencies": { "drizzle-orm": "0.40", "postgres": "3" } }',
    "packages/db/src/index.ts": """import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "./env";
export * from "./schema";
export const db = drizzle(postgres(env.DATABASE_URL));
""",
    "packages/db/src/env.ts": """import { createEnv } from "@t3-oss/env-core";
import { z } from "zod";
export const env = createEnv({ server: { DATABASE_URL: z.string().url() }, runtimeEnv: process.env });
""",
    "packages/db/src/schema.ts": """import { integer, pgEnum, pgTable, serial, text, timestamp, varchar } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["up", "down"]);
export const workspaces = pgTable("workspace", { id: serial("id").primaryKey(), name: text("name") });
export const users = pgTable("user", { id: serial("id").primaryKey(), email: text("email").unique() });
export const usersToWorkspaces = pgTable("users_to_workspaces", {
  userId: integer("user_id").notNull().references(() => users.id),
  workspaceId: integer("workspace_id").notNull().references(() => workspaces.id),
});
export const monitors = pgTable("monitor", {
  id: serial("id").primaryKey(),
  url: varchar("url", { length: 2048 }).notNull(),
  state: state("state").notNull(),
  createdAt: timestamp("created_at"),
  workspaceId: integer("workspace_id").notNull().references(() => workspaces.id),
});
export const pages = pgTable("page", {
  id: serial("id").primaryKey(),
  slug: text("slug").notNull(),
  workspaceId: integer("workspace_id").notNull().references(() => workspaces.id),
});
""",
}  # fmt: skip

TYPEORM_EXPRESS = {
    "package.json": """{
  "name": "shop",
  "scripts": { "start": "node dist/server.js" },
  "dependencies": { "express": "^5", "typeorm": "^0.3", "pg": "^8", "node-cron": "^3", "winston": "^3" }
}
""",
    "yarn.lock": "",
    "src/entities/order.ts": """import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { Shop } from "./shop";

@Entity("orders")
export class Order {
  @PrimaryGeneratedColumn("uuid") id: string;
  @Column() shopId: string;
  @ManyToOne(() => Shop) shop: Shop;
  @Column({ type: "decimal", precision: 10, scale: 2 }) total: string;
  @Column({ nullable: true }) note: string;
}
""",
    "src/entities/shop.ts": """import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("shops")
export class Shop {
  @PrimaryGeneratedColumn("uuid") id: string;
  @Column() name: string;
}
""",
    "src/routes/orders.ts": """import { Router } from "express";
import { source } from "../source";
import { Order } from "../entities/order";

export const orders = Router();
orders.get("/", async (req, res) => {
  res.json(await source.getRepository(Order).find({ where: { shopId: req.query.shop as string } }));
});
orders.get("/:id", async (req, res) => {
  const found = await source.getRepository(Order).findOneBy({ id: req.params.id });
  if (!found) return res.status(404).json({});
  res.json(found);
});
""",
    "src/source.ts": """import { DataSource } from "typeorm";
export const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL });
""",
    "src/server.ts": """import cron from "node-cron";
import express from "express";
import { orders } from "./routes/orders";

const app = express();
app.use("/api/orders", orders);
app.get("/api/health", (req, res) => res.send("ok"));
cron.schedule("0 2 * * *", () => console.log("nightly"));
app.listen(process.env.PORT ?? 3000);
""",
}  # fmt: skip

MONGOOSE_FASTIFY = {
    "package.json": """{
  "name": "survey",
  "scripts": { "dev": "tsx src/server.ts" },
  "dependencies": { "fastify": "^5", "mongoose": "^8", "amqplib": "^0.10", "joi": "^17" }
}
""",
    "bun.lock": "",
    "src/models.ts": """import mongoose, { Schema } from "mongoose";

const surveySchema = new Schema({
  tenantId: { type: String, required: true },
  title: { type: String, required: true },
  state: { type: String, enum: ["draft", "open"] },
  answers: Number,
});
export const Survey = mongoose.model("Survey", surveySchema);
""",
    "src/server.ts": """import Fastify from "fastify";
import { Survey } from "./models";
import { listen } from "./queue";

const app = Fastify();
app.get("/surveys", async (request) => Survey.find({ tenantId: (request.query as any).tenant }));
app.get("/surveys/:id", async (request) => Survey.findOne({ _id: (request.params as any).id }));
app.post("/surveys", async (request) => Survey.create(request.body as any));
listen();
app.listen({ port: 3000 });
""",
    "src/queue.ts": """import amqp from "amqplib";

const { AMQP_URL } = process.env;
export async function listen() {
  const channel = await (await amqp.connect(AMQP_URL!)).createChannel();
  await channel.assertQueue("answers");
  await channel.consume("answers", () => undefined);
}
""",
}  # fmt: skip
