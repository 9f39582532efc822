import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { HydratedDocument, Types } from 'mongoose';
@Schema() export class Org { @Prop() name: string; }
@Schema() export class Project { @Prop({ type: Types.ObjectId, ref: 'Org', required: true }) orgId: Types.ObjectId; @Prop() name: string; }
@Schema() export class Task { @Prop({ type: Types.ObjectId, ref: 'Project', required: true }) projectId: Types.ObjectId; @Prop() title: string; }
export type ProjectDocument = HydratedDocument<Project>;
export type TaskDocument = HydratedDocument<Task>;
export const ProjectSchema = SchemaFactory.createForClass(Project);
export const TaskSchema = SchemaFactory.createForClass(Task);
