import { File, Note, Project, Task } from './models';
export async function use(id: string) {
  await Project.find({ name: id }); // safe
  await Project.findById(id); // safe
  await Project.deleteOne({ _id: id }); // safe
  await Project.updateMany({}, { name: '' }); // unsafe
  await Project.aggregate([{ $group: { _id: '$name' } }]); // unsafe
  await Project.create({ name: id }); // unsafe
  await Task.findOneAndUpdate({ _id: id }, { name: '' }); // safe
  await Task.countDocuments({}); // unsafe
  await Note.find({ name: id }); // unsafe
  await File.find({ name: id }); // unsafe
}
