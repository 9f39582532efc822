import { Model, FilterQuery, UpdateQuery } from 'mongoose';
export abstract class BaseRepository<T> {
  constructor(protected readonly model: Model<T>) {}
  findOne(filter: FilterQuery<T>) { return this.model.findOne(filter); } // unsafe
  find(filter: FilterQuery<T>) { return this.model.find(filter).lean(); }
  update(filter: FilterQuery<T>, update: UpdateQuery<T>) { return this.model.findOneAndUpdate(filter, update, { new: true }); }
}
