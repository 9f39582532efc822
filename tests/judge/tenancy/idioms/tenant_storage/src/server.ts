import express from 'express';
import { commentBlindly, commentOn, commentsOf, dropComment, findNote, findNoteAnywhere, listNotes, looseSearch, renameNote, searchNotes } from './notes';
import { runInScope } from './request-scope';

const app = express();
app.use((req, res, next) => {
  const user = verify(req.headers.authorization);
  runInScope({ orgId: user.orgId, userId: user.id }, async () => next());
});
app.get('/notes', async (_req, res) => res.json(await listNotes()));
app.get('/notes/:id', async (req, res) => res.json(await findNote(req.params.id)));
app.get('/anywhere/:id', async (req, res) => res.json(await findNoteAnywhere(req.params.id)));
app.get('/search', async (req, res) => res.json(await searchNotes(String(req.query.q))));
app.get('/loose', async (req, res) => res.json(await looseSearch(String(req.query.q))));
app.patch('/notes/:id', async (req, res) => res.json(await renameNote(req.params.id, req.body.title)));
app.post('/notes/:id/comments', async (req, res) => res.json(await commentOn(req.params.id, req.body.body)));
app.post('/notes/:id/blind', async (req, res) => res.json(await commentBlindly(req.params.id, req.body.body)));
app.get('/notes/:id/comments', async (req, res) => res.json(await commentsOf(req.params.id)));
app.delete('/comments/:id', async (req, res) => res.json(await dropComment(req.params.id)));
declare function verify(header?: string): { id: string; orgId: string };
