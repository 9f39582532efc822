import { Hono } from 'hono';
import * as surveys from './surveys';
export const api = new Hono<{ Variables: { orgId: string } }>();
api.get('/', async (c) => c.json(await surveys.list(c.get('orgId'), 0)));
api.get('/loose', async (c) => c.json(await surveys.listLoose(0, c.req.query('org'))));
api.post('/close', async (c) => c.json(await surveys.closeMany((await c.req.json()).ids)));
api.get('/:id/results', async (c) => c.json(await surveys.resultsOfAny(c.req.param('id'))));
