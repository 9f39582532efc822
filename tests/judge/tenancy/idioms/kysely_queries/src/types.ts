import { Generated } from 'kysely';
export interface OrgTable { id: Generated<string>; name: string }
export interface ProjectTable { id: Generated<string>; orgId: string; name: string }
export interface TaskTable { id: Generated<string>; projectId: string; title: string }
export interface Database { orgs: OrgTable; projects: ProjectTable; tasks: TaskTable }
