import { Router } from 'express';
import { ensureOwn, loadAnyProject, loadProject, prisma } from './middleware';

export const router = Router({ mergeParams: true });

router.get('/:projectId/tasks', loadProject, async (req, res) => {
  res.json(await prisma.task.findMany({ where: { projectId: req.project.id } })); // safe
});
router.post('/:projectId/tasks', loadProject, async (req, res) => {
  const task = await prisma.task.create({ data: { id: req.body.id, projectId: req.project.id, done: false } }); // safe
  res.status(201).json(task);
});
router.get('/any/:projectId/tasks', loadAnyProject, async (req, res) => {
  res.json(await prisma.task.findMany({ where: { projectId: res.locals.project.id } })); // unsafe
});
router.patch('/:projectId/tasks/:taskId', loadProject, async (req, res) => {
  const { count } = await prisma.task.updateMany({ where: { id: req.params.taskId, projectId: req.project.id }, data: { done: req.body.done } }); // safe
  res.status(count ? 204 : 404).end();
});
router.delete('/tasks/:taskId', async (req, res) => {
  await prisma.task.delete({ where: { id: req.params.taskId } }); // unsafe
  res.status(204).end();
});
router.delete('/own/:taskId', async (req, res) => {
  const task = await prisma.task.findUniqueOrThrow({ where: { id: req.params.taskId }, include: { project: true } }); // safe
  ensureOwn(task.project, req.user);
  await prisma.task.delete({ where: { id: task.id } }); // safe
  res.status(204).end();
});
router.get('/mine', async (req, res) => {
  const tasks = await prisma.task.findMany({ where: { assignee: { orgId: req.user.orgId }, done: false } }); // safe
  res.json(tasks);
});
router.put('/:projectId', async (req, res) => {
  const project = await prisma.project.findUnique({ where: { id: req.params.projectId } }); // safe
  ensureOwn(project, req.user);
  const [updated] = await prisma.$transaction([
    prisma.project.update({ where: { id: project.id }, data: { name: req.body.name } }), // safe
    prisma.task.updateMany({ where: { projectId: project.id }, data: { done: false } }), // safe
  ]);
  res.json(updated);
});
router.post('/search', async (req, res) => {
  const where = { ...req.body.filter, orgId: req.user.orgId };
  res.json(await prisma.project.findMany({ where })); // safe
});
router.post('/search-any', async (req, res) => {
  res.json(await prisma.project.findMany({ where: { orgId: req.user.orgId, ...req.body.filter } })); // unsafe
});
router.get('/by-org', async (req, res) => {
  const orgIds = ([] as string[]).concat(req.query.orgIds as string[]);
  res.json(await prisma.project.findMany({ where: { orgId: { in: orgIds } } })); // unsafe
});
