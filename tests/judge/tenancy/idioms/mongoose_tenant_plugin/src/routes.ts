import { Router } from 'express';
import { Ticket } from './models';
import { TicketService } from './service';

export const router = Router();
const service = (req: any) => new TicketService(req.auth.orgId);
router.get('/', async (req, res) => res.json(await service(req).search(String(req.query.q))));
router.get('/status/:status', async (req, res) => res.json(await Ticket.byStatus(req.params.status)));
router.delete('/:id/replies', async (req, res) => res.json(await service(req).dropReplies(req.params.id)));
router.post('/:id/close', async (req, res) => res.json(await service(req).close(req.params.id)));
