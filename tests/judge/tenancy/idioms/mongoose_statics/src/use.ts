import { Types, startSession } from 'mongoose';
import { Asset, Machine, Reading } from './models';
export async function use(orgId: string, id: string, name?: string) {
  await Asset.find({ name }).inOrg(orgId); // safe
  await Asset.find({ name }).tagged(orgId); // unsafe
  await Asset.findOne().inOrg(orgId).where('_id', id).lean(); // safe
  await Machine.find({ orgId, power: { $gt: 5 } }); // safe
  await Machine.findById(id); // unsafe
  await Machine.updateMany({ power: 0 }, { $set: { name } }); // unsafe
  await Asset.findOneAndUpdate({ _id: id, orgId }, { $set: { name } }, { upsert: true }); // safe
  await Asset.findOneAndUpdate({ _id: id }, { $set: { name, orgId } }, { upsert: true }); // unsafe
  await Asset.aggregate([{ $match: { orgId: new Types.ObjectId(orgId) } }, { $lookup: { from: 'readings', localField: '_id', foreignField: 'asset', as: 'readings' } }]); // safe
  await Asset.aggregate([{ $match: { name } }, { $group: { _id: '$orgId', n: { $sum: 1 } } }]); // unsafe
  await Asset.distinct('tags', { orgId }); // safe
  await Asset.distinct('tags'); // unsafe
  await Asset.insertMany([{ orgId, name: 'a' }, { orgId, name: 'b' }]); // safe
  await Asset.find({ orgId, ...(name ? { name } : {}) }); // safe
  await Asset.find({ ...(name ? { orgId } : {}) }); // unsafe
  await Asset.find({ orgId: { $in: [orgId] } }); // safe
  await Asset.find({ orgId: { $ne: orgId } }); // unsafe
  await Asset.find({ orgId: { $exists: true } }); // unsafe
}
export async function checked(orgId: string, id: string) {
  const asset = await Asset.findById(id).orFail(); // safe
  if (asset.orgId.toString() !== orgId) throw new Error('403');
  await Reading.find({ asset: asset._id }); // safe
  await Reading.find({ asset: id }); // safe
  asset.set('name', 'x');
  await asset.save(); // safe
}
export async function checkedByHelper(user: { orgId: Types.ObjectId }, id: string) {
  const asset = await Asset.findById(id); // safe
  if (!asset || !asset.orgId.equals(user.orgId)) return null;
  await asset.deleteOne(); // safe
  return asset;
}
export async function populated(orgId: string, id: string) {
  const reading = await Reading.findById(id).populate<{ asset: Asset }>('asset'); // safe
  if (!reading || String(reading.asset.orgId) !== orgId) throw new Error('404');
  return reading;
}
export async function populatedOnly(orgId: string, id: string) {
  const reading = await Reading.findById(id).populate('asset'); // unsafe
  if (!reading) throw new Error('404');
  return reading;
}
export async function matched(orgId: string, id: string) {
  const session = await startSession();
  await session.withTransaction(async () => {
    const asset = await Asset.findOne({ _id: id, orgId }).session(session); // safe
    if (!asset) throw new Error('404');
    await Reading.deleteMany({ asset: asset.id }, { session }); // safe
    await Reading.deleteMany({ value: 0 }, { session }); // unsafe
  });
}
