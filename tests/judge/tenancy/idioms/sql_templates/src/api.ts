import fastify from 'fastify';
import { AssetDao } from './mysql2';
import { assetAnywhere, wipe } from './pg';
import { assetsNamed, readingsOf, removeAny } from './postgresjs';

const app = fastify();
app.get('/assets/:id', async (request: any) => new AssetDao(request.user.orgId).any(request.params.id));
app.post('/assets/:id/readings', async (request: any) => new AssetDao(request.user.orgId).record(request.params.id, request.body.value));
app.get('/anywhere/:id', async (request: any) => assetAnywhere(request.params.id));
app.delete('/wipe/:id', async (request: any) => wipe(request.params.id));
app.get('/named/:name', async (request: any) => assetsNamed(request.params.name));
app.get('/readings/:id', async (request: any) => readingsOf(request.params.id));
app.post('/remove', async (request: any) => removeAny(request.body.ids));
