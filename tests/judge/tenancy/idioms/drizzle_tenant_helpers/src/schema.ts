import { relations, sql } from 'drizzle-orm';
import { mysqlTable, varchar, int, primaryKey } from 'drizzle-orm/mysql-core';
const id = () => varchar('id', { length: 36 }).primaryKey();
const orgId = () => varchar('org_id', { length: 36 }).notNull();
export const orgs = mysqlTable('orgs', { id: id() });
export const surveys = mysqlTable('surveys', { id: id(), orgId: orgId(), title: varchar('title', { length: 200 }), state: varchar('state', { length: 20 }) });
export const questions = mysqlTable('questions', { id: id(), surveyId: varchar('survey_id', { length: 36 }).notNull().references(() => surveys.id), position: int('position') });
export const answers = mysqlTable('answers', { questionId: varchar('question_id', { length: 36 }).notNull().references(() => questions.id), person: varchar('person', { length: 36 }), value: int('value') }, (t) => [primaryKey({ columns: [t.questionId, t.person] })]);
export const surveyRelations = relations(surveys, ({ many }) => ({ questions: many(questions) }));
