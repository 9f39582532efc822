import type { Generated, ColumnType } from 'kysely';
export interface Database {
  orgs: { id: Generated<string>; name: string };
  users: { id: Generated<string>; email: string };
  members: { orgId: string; userId: string; role: string };
  surveys: { id: Generated<string>; orgId: string; title: string; state: string };
  answers: { id: Generated<string>; surveyId: string; text: string };
}
