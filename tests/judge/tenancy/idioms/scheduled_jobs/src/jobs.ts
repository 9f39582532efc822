import cron from 'node-cron';
import { Queue, Worker } from 'bullmq';
import { db, ownedBy } from './database';

const reminders = new Queue('reminders');

cron.schedule('0 6 * * *', async () => {
  const orgs = await db.selectFrom('orgs').select('id').where('plan', '=', 'paid').execute(); // unsafe
  for (const org of orgs) {
    const due = await db.selectFrom('invoices').selectAll().where('org_id', '=', org.id).where('status', '=', 'open').execute(); // safe
    for (const invoice of due) {
      await reminders.add('remind', { invoiceId: invoice.id, orgId: org.id });
    }
  }
});
export async function markOverdue(now: Date) {
  await db.updateTable('invoices').set({ status: 'overdue' }).where('due', '<', now).execute(); // unsafe
}
export async function overduePerOrg(orgId: string) {
  return ownedBy(orgId).where('status', '=', 'overdue').select(({ fn }) => fn.countAll().as('n')).executeTakeFirst();
}
new Worker('reminders', async (job) => {
  const invoice = await db.selectFrom('invoices').selectAll().where('id', '=', job.data.invoiceId).executeTakeFirst(); // unsafe
  if (!invoice) return;
  await db.updateTable('invoices').set({ status: 'reminded' }).where('id', '=', invoice.id).execute(); // unsafe
});
new Worker('totals', async (job) => {
  const { invoiceId, orgId } = job.data as { invoiceId: string; orgId: string };
  const invoice = await db.selectFrom('invoices').select(['id']).where('id', '=', invoiceId).where('org_id', '=', orgId).executeTakeFirstOrThrow(); // safe
  const total = await db.selectFrom('invoice_items').select(({ fn }) => fn.sum('cents').as('total')).where('invoice_id', '=', invoice.id).executeTakeFirst(); // safe
  const items = await db.selectFrom('invoice_items').selectAll().where('invoice_id', 'in', ownedBy(orgId).select('invoices.id')).execute(); // safe
  return { total, items };
});
export class Housekeeping {
  constructor(private readonly batch = 100) {}
  async archive(orgId: string) {
    await db.transaction().execute(async (trx) => {
      const old = await trx.selectFrom('invoices').select('id').where('org_id', '=', orgId).where('status', '=', 'paid').limit(this.batch).execute(); // safe
      const ids = old.map(({ id }) => id);
      if (!ids.length) return;
      await trx.deleteFrom('invoice_items').where('invoice_id', 'in', ids).execute(); // safe
      await trx.deleteFrom('invoices').where('id', 'in', ids).where('org_id', '=', orgId).execute(); // safe
    });
  }
  async sweep(ids: string[]) {
    await db.deleteFrom('invoice_items').where('invoice_id', 'in', ids).execute(); // unsafe
  }
  async joined(orgId: string) {
    return db.selectFrom('invoice_items as item').innerJoin('invoices as invoice', (join) => join.onRef('invoice.id', '=', 'item.invoice_id').on('invoice.org_id', '=', orgId)).select('item.cents').execute(); // safe
  }
  async with(orgId: string) {
    return db // safe
      .with('mine', (cte) => cte.selectFrom('invoices').select('id').where('org_id', '=', orgId)) // safe
      .selectFrom('invoice_items')
      .where('invoice_id', 'in', (eb) => eb.selectFrom('mine').select('mine.id'))
      .selectAll()
      .execute();
  }
}
