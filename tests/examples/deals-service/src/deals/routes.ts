import { Router } from "express";
import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();
export const deals = Router();

deals.get("/", async (_request, response) => {
  const { organizationId } = response.locals.user;
  response.json(await prisma.deal.findMany({ where: { organizationId } }));
});

deals.delete("/:id", async (request, response) => {
  const { organizationId } = response.locals.user;
  await prisma.deal.delete({ where: { id: request.params.id } });
  response.status(204).end();
});
