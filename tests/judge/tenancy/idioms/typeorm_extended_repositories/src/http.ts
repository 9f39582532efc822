import { Router } from 'express';
import { BinStore, warehouses } from './repositories';
export const router = Router();
const store = (req: any) => new BinStore(req.auth.orgId);
router.get('/bins/:code', async (req, res) => res.json(await store(req).byCode(req.params.code)));
router.get('/cities/:city', async (req, res) => res.json(await warehouses.anyInCity(req.params.city)));
router.get('/mine/:city', async (req: any, res) => res.json(await warehouses.inCity(req.auth.orgId, req.params.city)));
router.delete('/bins/:id', async (req, res) => res.json(await store(req).remove(req.params.id)));
router.post('/warehouses/:id/empty', async (req, res) => res.json(await store(req).empty(req.params.id)));
