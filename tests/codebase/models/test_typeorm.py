"""TypeORM entities, read into models."""

import pytest

from codebase.models.shown import table
from codebase.models.texts import script

HEAD = 'import { Entity, Column, ManyToOne } from "typeorm";\n'


def test_columns_and_relations():
    text = """
    @Entity({ name: "deals", schema: "crm" })
    @Unique("by_slug", ["tenantId", "slug"])
    @Index(["a", "b"])
    export class Deal extends Stamped {
      @PrimaryGeneratedColumn("uuid") id: string;
      @Column({ type: "varchar", name: "tenant_id" }) tenantId: string;
      @Column({ nullable: true }) slug?: string;
      @Column("int", { unique: true }) number: number;
      @DeleteDateColumn() deletedAt: Date;
      @ManyToOne(() => Tenant, (tenant) => tenant.deals, { nullable: false })
      @JoinColumn({ name: "tenant_id" })
      tenant: Tenant;
      @ManyToOne(() => User) owner: User;
      @OneToMany(() => Note, (note) => note.deal) notes: Note[];
      @OneToOne("Contract") @JoinColumn() contract: Contract;
      @OneToOne(() => Lead, (lead) => lead.deal) lead: Lead;
    }
    """

    assert script(HEAD + text) == table(
        """
        Deal [crm.deals] < Stamped
          id: uuid primary
          tenantId [tenant_id]: varchar
          slug: string?
          number: int unique
          deletedAt: Date?
          ownerId: key?
          contractId: key? unique
          tenant -> Tenant by tenantId to id
          owner -?> User by ownerId to id
          notes => Note
          contract -?> Contract by contractId to id
          lead -?> Lead
          by_slug = (tenantId, slug)
        """
    )


CASES = {
    "a name of its own": ('@Entity("people") class User { @Column() a: string }', "User [people]\n  a: string"),
    "no name": ("@Entity() class AuditEvent { @Column() a: string }", "AuditEvent [audit_event]\n  a: string"),
    "a base that is no entity": (
        "abstract class Owned { @Column() tenantId: string }\n"
        "@Entity() class Deal extends Owned { @PrimaryColumn() id: string }",
        "Owned []\n  tenantId: string\nDeal [deal] < Owned\n  id: string primary",
    ),
    "a child of a shared table": (
        '@Entity() @TableInheritance({ column: "kind" }) class Party { @PrimaryColumn() id: string }\n'
        "@ChildEntity() class Person extends Party { @Column() born: Date }",
        "Party [party]\n  id: string primary\nPerson [] < Party\n  born: Date",
    ),
    "several columns to one other": (
        """@Entity() class Line {
             @PrimaryColumn() orgId: string; @PrimaryColumn() billId: string;
             @ManyToOne(() => Bill)
             @JoinColumn([{ name: "orgId", referencedColumnName: "org" }, { name: "billId",
               referencedColumnName: "id" }])
             bill: Bill }""",
        "Line [line]\n  orgId: string primary\n  billId: string primary\n  bill -> Bill by orgId, billId to org, id",
    ),
    "a schema object": (
        """export const DealSchema = new EntitySchema<Deal>({ name: "Deal", tableName: "deals",
             columns: { id: { type: "uuid", primary: true }, slug: { type: String, nullable: true } },
             relations: { tenant: { type: "many-to-one", target: "Tenant", joinColumn: { name: "tenant_id" },
               nullable: false },
                          notes: { type: "one-to-many", target: "Note" } } })""",
        "Deal [deals]\n  id: uuid primary\n  slug: String?\n  tenant -> Tenant by tenant_id to id\n  notes => Note",
    ),
    "a class without columns": ("class Service { @Inject() deals: Deals }", ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_an_entity_with(text: str, expected: str):
    assert script(HEAD + text) == expected
