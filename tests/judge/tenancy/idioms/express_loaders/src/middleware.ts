import { PrismaClient, type Project, type User } from '@prisma/client';
import type { NextFunction, Request, Response } from 'express';

export const prisma = new PrismaClient();

declare global {
  namespace Express {
    interface Request {
      user: User;
      project: Project;
    }
  }
}
export async function loadProject(req: Request, res: Response, next: NextFunction) {
  const project = await prisma.project.findFirst({ where: { id: req.params.projectId, orgId: req.user.orgId } }); // safe
  if (!project) return res.status(404).end();
  req.project = project;
  next();
}
export async function loadAnyProject(req: Request, res: Response, next: NextFunction) {
  const project = await prisma.project.findUnique({ where: { id: req.params.projectId } }); // unsafe
  if (!project) return res.status(404).end();
  res.locals.project = project;
  next();
}
export const ensureOwn = (project: Pick<Project, 'orgId'> | null, user: User): asserts project is Project => {
  if (project?.orgId !== user.orgId) throw Object.assign(new Error('forbidden'), { status: 403 });
};
