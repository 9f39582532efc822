import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { Project, ProjectDocument, Task, TaskDocument } from './schemas';
import { BaseRepository } from './base.repository';
@Injectable()
export class ProjectRepository extends BaseRepository<ProjectDocument> {
  constructor(@InjectModel(Project.name) private readonly projectModel: Model<ProjectDocument>, @InjectModel(Task.name) private tasks: Model<TaskDocument>) { super(projectModel); }
  a(orgId: string, id: string) { return this.projectModel.findOne({ _id: id, orgId }); } // safe
  b(id: string) { return this.projectModel.findById(id); } // unsafe
  c(orgId: string, id: string) { return this.projectModel.find({ name: id }).where('orgId').equals(orgId).exec(); } // safe
  d(orgId: string, id: string) { return this.projectModel.find({ name: id }).where('name').equals(orgId).exec(); } // unsafe
  e(orgId: string) { return this.projectModel.aggregate([{ $match: { orgId: new Types.ObjectId(orgId) } }, { $group: { _id: '$name' } }]); } // safe
  f(orgId: string) { return this.projectModel.aggregate([{ $group: { _id: '$name' } }, { $match: { orgId: new Types.ObjectId(orgId) } }]); } // unsafe
  g(orgId: string) { return this.projectModel.aggregate().match({ orgId }).group({ _id: '$name' }); } // safe
  h(orgId: string, q?: string) { const filter: any = { orgId }; if (q) filter.name = { $regex: q }; return this.projectModel.countDocuments(filter); } // safe
  i(orgId: string, q?: string) { const filter: any = {}; if (q) filter.orgId = orgId; return this.projectModel.countDocuments(filter); } // unsafe
  j(orgId: string, a: string) { return this.projectModel.find({ $or: [{ orgId, name: a }, { orgId, name: 'x' }] }); } // safe
  k(orgId: string, a: string) { return this.projectModel.find({ $or: [{ orgId }, { name: 'x' }] }); } // unsafe
  l(orgId: string, a: string) { return this.projectModel.find({ $and: [{ orgId }, { name: 'x' }] }); } // safe
  async m(orgId: string, id: string) { const p = await this.projectModel.findById(id); if (!p || !p.orgId.equals(orgId)) throw new Error(); p.name = ''; // safe
    await p.save(); // safe
  }
  async n(orgId: string, id: string) { const p = await this.projectModel.findById(id); if (!p) throw new Error(); p.name = ''; // unsafe
    await p.save(); // unsafe
  }
  async o(orgId: string, id: string) { const p = await this.projectModel.findOne({ _id: id, orgId }); if (!p) throw new Error(); // safe
    return this.tasks.find({ projectId: p._id }); } // safe
  async p(orgId: string, id: string) { const p = await this.projectModel.exists({ _id: id, orgId }); if (!p) throw new Error(); // safe
    return this.tasks.find({ projectId: id }); } // safe
  q(orgId: string, id: string) { return this.tasks.find({ projectId: id }); } // unsafe
  async r(orgId: string, id: string) { return this.projectModel.bulkWrite([{ updateOne: { filter: { _id: id, orgId }, update: { name: 'x' } } }]); } // safe
  async s(orgId: string, id: string) { return this.projectModel.bulkWrite([{ updateOne: { filter: { _id: id }, update: { name: 'x' } } }]); } // unsafe
  async t(orgId: string, id: string) { return this.projectModel.create({ orgId, name: 'x' }); } // safe
  async u(orgId: string, id: string) { const d = new this.projectModel({ orgId, name: 'x' }); return d.save(); } // safe
  async v(orgId: string, id: string) { const d = new this.projectModel({ name: 'x' }); return d.save(); } // unsafe
  async w(orgId: string, id: string) { const r = await this.projectModel.deleteOne({ _id: id, orgId }); if (r.deletedCount === 0) throw new Error(); // safe
    await this.tasks.deleteMany({ projectId: id }); } // safe
}
