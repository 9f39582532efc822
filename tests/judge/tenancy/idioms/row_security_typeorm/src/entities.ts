import { Entity, PrimaryGeneratedColumn, Column } from 'typeorm';
@Entity() export class Project { @PrimaryGeneratedColumn('uuid') id: string; @Column() orgId: string; @Column() name: string; }
