import { Column, Entity, JoinColumn, ManyToMany, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
@Entity('orgs') export class Org { @PrimaryGeneratedColumn('uuid') id: string; }
@Entity('courses') export class Course {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ name: 'org_id' }) orgId: string;
  @ManyToOne(() => Org, { nullable: false }) @JoinColumn({ name: 'org_id' }) org: Org;
  @Column() title: string;
  @OneToMany(() => Lesson, (lesson) => lesson.course) lessons: Lesson[];
}
@Entity('lessons') export class Lesson {
  @PrimaryGeneratedColumn('uuid') id: string;
  @ManyToOne(() => Course, (course) => course.lessons, { nullable: false }) @JoinColumn({ name: 'course_id' }) course: Course;
  @Column() title: string;
}
