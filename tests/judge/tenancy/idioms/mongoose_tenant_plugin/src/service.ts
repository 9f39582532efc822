import { Reply, Ticket } from './models';

export class TicketService {
  constructor(private readonly orgId: string) {}

  open() {
    return Ticket.openFor(this.orgId);
  }
  async search(term: string) {
    return Ticket.find({ subject: new RegExp(term) }).inOrg(this.orgId).sort({ subject: 1 }); // safe
  }
  async wide(term: string) {
    return Ticket.find({ subject: new RegExp(term) }).sort({ subject: 1 }); // unsafe
  }
  async reply(ticketId: string, text: string) {
    const ticket = await Ticket.findOne({ _id: ticketId, orgId: this.orgId }); // safe
    if (!ticket) throw new Error('404');
    return Reply.create({ ticket: ticket._id, text, orgId: ticket.orgId }); // safe
  }
  async close(ticketId: string) {
    const ticket = await Ticket.findById(ticketId); // unsafe
    ticket.status = 'closed';
    await ticket.save(); // unsafe
  }
  async closeOwn(ticketId: string) {
    const ticket = await Ticket.findById(ticketId).orFail(); // safe
    if (ticket.orgId !== this.orgId) throw new Error('403');
    ticket.status = 'closed';
    await ticket.save(); // safe
  }
  async stats() {
    return Ticket.aggregate([{ $match: { orgId: this.orgId } }, { $group: { _id: '$status', n: { $sum: 1 } } }]); // safe
  }
  async statsOfAll() {
    return Ticket.aggregate([{ $group: { _id: '$orgId', n: { $sum: 1 } } }, { $match: { _id: this.orgId } }]); // unsafe
  }
  async assign(ids: string[], assignee: string) {
    return Ticket.bulkWrite(ids.map((id) => ({ updateOne: { filter: { _id: id, orgId: this.orgId }, update: { assignee } } }))); // safe
  }
  async assignAny(ids: string[], assignee: string) {
    return Ticket.bulkWrite(ids.map((id) => ({ updateOne: { filter: { _id: id }, update: { assignee } } }))); // unsafe
  }
  async upsert(subject: string) {
    return Ticket.findOneAndUpdate({ subject, orgId: this.orgId }, { $setOnInsert: { status: 'open' } }, { upsert: true, new: true }); // safe
  }
  async replies(ticketId: string) {
    return Reply.find({ ticket: ticketId }).where('orgId').equals(this.orgId); // safe
  }
  async dropReplies(ticketId: string) {
    await Reply.deleteMany({ ticket: ticketId }); // unsafe
  }
  async list(filter: { status?: string }) {
    const query = Ticket.find(); // safe
    query.where('orgId', this.orgId);
    if (filter.status) query.where('status', filter.status);
    return query.exec();
  }
}
