import { Kysely, type Generated } from 'kysely';

export interface Orgs { id: Generated<string>; plan: string }
export interface Invoices { id: Generated<string>; org_id: string; status: string; due: Date }
export interface InvoiceItems { id: Generated<string>; invoice_id: string; cents: number }
export interface Database { orgs: Orgs; invoices: Invoices; invoice_items: InvoiceItems }
export const db = new Kysely<Database>({} as never);
export const ownedBy = (orgId: string) => db.selectFrom('invoices').where('invoices.org_id', '=', orgId); // safe
