import { Job, Queue, Worker } from 'bullmq';
import { Processor, Process } from '@nestjs/bull';
import cron from 'node-cron';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
interface ReportJob { orgId: string; reportId: string }
export const queue = new Queue<ReportJob>('reports');
export const worker = new Worker<ReportJob>('reports', async (job: Job<ReportJob>) => {
  const { orgId, reportId } = job.data;
  const report = await prisma.report.findFirst({ where: { id: reportId, orgId } }); // safe
  if (!report) return;
  await prisma.reportRow.createMany({ data: [{ id: 'a', reportId, value: 1 }] }); // safe
  await prisma.report.update({ where: { id: report.id }, data: { state: 'done' } }); // safe
});
export const careless = new Worker<ReportJob>('reports', async (job) => {
  await prisma.report.update({ where: { id: job.data.reportId }, data: { state: 'done' } }); // unsafe
});
@Processor('reports')
export class ReportProcessor {
  @Process('build')
  async build(job: Job<ReportJob>) {
    await prisma.report.updateMany({ where: { id: job.data.reportId, orgId: job.data.orgId }, data: { state: 'x' } }); // safe
    await prisma.reportRow.deleteMany({ where: { reportId: job.data.reportId } }); // unsafe
  }
}
cron.schedule('0 3 * * *', async () => {
  const orgs = await prisma.org.findMany({ select: { id: true } }); // unsafe
  for (const org of orgs) {
    await prisma.report.deleteMany({ where: { orgId: org.id, state: 'old' } }); // safe
  }
  await prisma.report.deleteMany({ where: { state: 'failed' } }); // unsafe
});
export async function byHand(orgId: string) {
  const stale = await prisma.report.findMany({ where: { state: 'stale' } }); // unsafe
  await Promise.all(stale.map((report) => queue.add('build', { orgId: report.orgId, reportId: report.id })));
  for (const report of stale) {
    await prisma.reportRow.deleteMany({ where: { reportId: report.id } }); // unsafe
  }
}
