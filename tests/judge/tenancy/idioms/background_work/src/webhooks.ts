import Stripe from 'stripe';
import express from 'express';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
const stripe = new Stripe(process.env.STRIPE_KEY!);
export const app = express();
app.post('/stripe', express.raw({ type: 'application/json' }), async (req, res) => {
  const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature']!, process.env.SECRET!);
  if (event.type === 'customer.subscription.updated') {
    const customer = event.data.object.customer as string;
    await prisma.org.update({ where: { stripeCustomerId: customer }, data: { plan: 'pro' } }); // unsafe
    const org = await prisma.org.findUnique({ where: { stripeCustomerId: customer } }); // unsafe
    if (org) await prisma.report.updateMany({ where: { orgId: org.id }, data: { state: 'paid' } }); // safe
  }
  res.json({ received: true });
});
app.get('/shared/:token', async (req, res) => {
  const share = await prisma.share.findUnique({ where: { token: req.params.token } }); // unsafe
  if (!share) return res.status(404).end();
  const report = await prisma.report.findUnique({ where: { id: share.reportId } }); // unsafe
  const bound = await prisma.report.findFirst({ where: { id: share.reportId, orgId: share.orgId } }); // safe
  res.json({ report, bound });
});
