import { and, count, eq, exists, inArray, or, sql } from 'drizzle-orm';
import { db, paged, requireSurvey, restrict, withTenant, withTenantIfAny } from './helpers';
import { answers, questions, surveys } from './schema';

export const list = (orgId: string, page: number) => paged(db.select().from(surveys).where(withTenant(surveys, orgId)).$dynamic(), page); // safe
export const listLoose = (page: number, orgId?: string) => paged(db.select().from(surveys).where(withTenantIfAny(surveys, orgId)).$dynamic(), page); // unsafe
export const restricted = (orgId: string) => restrict(db.select().from(surveys).$dynamic(), surveys.orgId, orgId); // safe
export async function close(orgId: string, id: string) {
  await db.update(surveys).set({ state: 'closed' }).where(withTenant(surveys, orgId, eq(surveys.id, id))); // safe
}
export async function closeMany(ids: string[]) {
  await db.update(surveys).set({ state: 'closed' }).where(inArray(surveys.id, ids)); // unsafe
}
export async function questionsOf(orgId: string, surveyId: string) {
  await requireSurvey(orgId, surveyId);
  return db.select().from(questions).where(eq(questions.surveyId, surveyId)); // safe
}
export async function reorder(orgId: string, surveyId: string, order: { id: string; position: number }[]) {
  const survey = await requireSurvey(orgId, surveyId);
  await db.transaction(async (tx) => {
    for (const { id, position } of order) {
      await tx.update(questions).set({ position }).where(and(eq(questions.id, id), eq(questions.surveyId, survey.id))); // safe
    }
  });
}
export async function reorderAny(orgId: string, surveyId: string, order: { id: string; position: number }[]) {
  await requireSurvey(orgId, surveyId);
  await Promise.all(order.map(({ id, position }) => db.update(questions).set({ position }).where(eq(questions.id, id)))); // unsafe
}
export async function results(orgId: string, surveyId: string) {
  return db // safe
    .select({ question: questions.id, n: count() })
    .from(answers)
    .innerJoin(questions, eq(answers.questionId, questions.id))
    .innerJoin(surveys, eq(questions.surveyId, surveys.id))
    .where(and(eq(surveys.id, surveyId), eq(surveys.orgId, orgId)))
    .groupBy(questions.id);
}
export async function resultsOfAny(surveyId: string) {
  return db // unsafe
    .select({ question: questions.id, n: count() })
    .from(answers)
    .innerJoin(questions, eq(answers.questionId, questions.id))
    .where(eq(questions.surveyId, surveyId))
    .groupBy(questions.id);
}
export const withQuestions = (orgId: string) => db.query.surveys.findMany({ where: (survey, { eq }) => eq(survey.orgId, orgId), with: { questions: true } }); // safe
export const mineOrOpen = (orgId: string) => db.select().from(surveys).where(or(eq(surveys.orgId, orgId), eq(surveys.state, 'open'))); // unsafe
export const answered = (orgId: string) =>
  db // safe
    .select()
    .from(questions)
    .where(exists(db.select({ one: sql`1` }).from(surveys).where(and(eq(surveys.id, questions.surveyId), eq(surveys.orgId, orgId))))); // safe
