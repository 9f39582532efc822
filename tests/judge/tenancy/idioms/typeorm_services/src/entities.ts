import { Entity, PrimaryGeneratedColumn, Column, ManyToOne, OneToMany, JoinColumn } from 'typeorm';
@Entity() export class Org { @PrimaryGeneratedColumn('uuid') id: string; }
export abstract class BaseEntity { @PrimaryGeneratedColumn('uuid') id: string; }
export abstract class TenantEntity extends BaseEntity { @Column() orgId: string; }
@Entity() export class Project extends TenantEntity { @Column() name: string; @ManyToOne(() => Org) @JoinColumn({ name: 'orgId' }) org: Org; @OneToMany(() => Task, (t) => t.project) tasks: Task[]; }
@Entity() export class Task extends BaseEntity { @Column() title: string; @Column() projectId: string; @ManyToOne(() => Project, (p) => p.tasks, { nullable: false }) @JoinColumn({ name: 'projectId' }) project: Project; }
