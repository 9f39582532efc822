import { Injectable } from '@nestjs/common';
import { ProjectRepository } from './project.repository';
@Injectable()
export class ProjectService {
  constructor(private readonly projects: ProjectRepository) {}
  get(id: string) { return this.projects.findOne({ _id: id }); }
  list(orgId: string) { return this.projects.find({ orgId }); }
  rename(orgId: string, id: string, name: string) { return this.projects.update({ _id: id, orgId }, { name }); }
}
