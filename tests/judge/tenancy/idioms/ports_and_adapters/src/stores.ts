import { and, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
import { campaigns, messages } from './schema';
import type { Campaign, CampaignStore, MessageStore } from './ports';
type Db = NodePgDatabase<typeof schema>;
export class PgCampaigns implements CampaignStore {
  constructor(private readonly db: Db) {}
  async byId(orgId: string, id: string): Promise<Campaign | null> {
    const [row] = await this.db.select().from(campaigns).where(and(eq(campaigns.id, id), eq(campaigns.orgId, orgId))); // safe
    return row ?? null;
  }
  async anyById(id: string): Promise<Campaign | null> {
    const [row] = await this.db.select().from(campaigns).where(eq(campaigns.id, id)); // unsafe
    return row ?? null;
  }
}
export class PgMessages implements MessageStore {
  constructor(private readonly db: Db) {}
  async ofCampaign(campaignId: string) {
    return this.db.select().from(messages).where(eq(messages.campaignId, campaignId)); // safe
  }
  async drop(campaignId: string) {
    await this.db.delete(messages).where(eq(messages.campaignId, campaignId)); // safe
  }
  async dropAny(campaignId: string) {
    await this.db.delete(messages).where(eq(messages.campaignId, campaignId)); // unsafe
  }
}
