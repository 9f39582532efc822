import { Injectable, NotFoundException, ForbiddenException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Brackets, DataSource, EntityManager, Repository, SelectQueryBuilder } from 'typeorm';
import { Course, Lesson } from './entities';
@Injectable()
export class CourseService {
  constructor(
    @InjectRepository(Course) private readonly courses: Repository<Course>,
    @InjectRepository(Lesson) private readonly lessons: Repository<Lesson>,
    private readonly source: DataSource,
  ) {}
  private ofOrg(qb: SelectQueryBuilder<Course>, orgId: string) {
    return qb.andWhere('course.org_id = :orgId', { orgId });
  }
  a(orgId: string, text: string) {
    const qb = this.courses.createQueryBuilder('course').where(new Brackets((w) => w.where('course.title = :text', { text }).orWhere('course.id = :text'))); // safe
    return this.ofOrg(qb, orgId).getMany();
  }
  b(orgId: string, text: string) {
    const qb = this.courses.createQueryBuilder('course'); // unsafe
    return this.ofOrg(qb, orgId).orWhere('course.title = :text', { text }).getMany();
  }
  c(orgId: string, id: string) {
    return this.lessons.createQueryBuilder('lesson').leftJoinAndSelect('lesson.course', 'course').where('lesson.id = :id', { id }).andWhere('course.orgId = :orgId', { orgId }).getOne(); // safe
  }
  d(orgId: string, id: string) {
    return this.lessons.createQueryBuilder('lesson').leftJoinAndSelect('lesson.course', 'course', 'course.orgId = :orgId', { orgId }).where('lesson.id = :id', { id }).getOne(); // unsafe
  }
  e(orgId: string, id: string) {
    return this.lessons.createQueryBuilder('lesson').innerJoinAndSelect('lesson.course', 'course', 'course.orgId = :orgId', { orgId }).where('lesson.id = :id', { id }).getOne(); // safe
  }
  f(orgId: string, id: string) {
    return this.lessons.createQueryBuilder().delete().where('id = :id', { id }).execute(); // unsafe
  }
  g(orgId: string, id: string) {
    return this.courses.createQueryBuilder().update(Course).set({ title: '' }).where('id = :id AND orgId = :orgId', { id, orgId }).execute(); // safe
  }
  h(orgId: string) {
    return this.lessons // safe
      .createQueryBuilder('lesson')
      .where((qb) => `lesson.course_id IN ${qb.subQuery().select('c.id').from(Course, 'c').where('c.org_id = :orgId').getQuery()}`) // safe
      .setParameter('orgId', orgId)
      .getMany();
  }
  i(orgId: string, id: string) {
    return this.lessons.find({ where: { id, course: { org: { id: orgId } } }, relations: ['course'] }); // safe
  }
  async j(orgId: string, id: string) {
    const course = await this.courses.findOne({ where: { id, org: { id: orgId } }, relations: { lessons: true } }); // safe
    if (!course) throw new NotFoundException();
    await this.lessons.remove(course.lessons); // safe
    await this.lessons.save(this.lessons.create({ title: '', course })); // safe
    await this.lessons.insert({ title: '', course: { id } }); // safe
  }
  async k(orgId: string, id: string) {
    const lesson = await this.lessons.findOne({ where: { id }, relations: { course: true } }); // safe
    if (!lesson) throw new NotFoundException();
    if (lesson.course.orgId !== orgId) throw new ForbiddenException();
    return this.lessons.softDelete(lesson.id); // safe
  }
  async l(id: string) {
    const lesson = await this.lessons.findOneOrFail({ where: { id } }); // unsafe
    lesson.title = '';
    return this.lessons.save(lesson); // unsafe
  }
  async m(orgId: string, id: string, title: string) {
    const lesson = await this.lessons.preload({ id, title }); // unsafe
    return this.lessons.save(lesson!); // unsafe
  }
  async n(orgId: string, ids: string[]) {
    return this.source.transaction(async (manager: EntityManager) => {
      const courses = await manager.getRepository(Course).createQueryBuilder('c').where('c.id IN (:...ids)', { ids }).andWhere('c.orgId = :orgId', { orgId }).getMany(); // safe
      for (const course of courses) {
        await manager.update(Lesson, { course: { id: course.id } }, { title: '' }); // safe
      }
      await manager.createQueryBuilder().delete().from(Lesson).where('course_id IN (:...ids)', { ids: courses.map((c) => c.id) }).execute(); // safe
      await manager.createQueryBuilder().delete().from(Lesson).where('course_id IN (:...ids)', { ids }).execute(); // unsafe
    });
  }
  async o(orgId: string) {
    return this.courses.count({ where: { orgId } }); // safe
  }
  async p(orgId: string, id: string) {
    if (!(await this.courses.existsBy({ id, orgId }))) throw new NotFoundException(); // safe
    return this.lessons.findBy({ course: { id } }); // safe
  }
  async q(orgId: string, id: string) {
    return this.courses.increment({ id }, 'views', 1); // unsafe
  }
}
