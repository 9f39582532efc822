import type { Actor, CampaignStore, MessageStore } from './ports';
export class ReadMessages {
  constructor(private readonly campaigns: CampaignStore, private readonly messages: MessageStore) {}
  async execute(actor: Actor, campaignId: string) {
    const campaign = await this.campaigns.byId(actor.orgId, campaignId);
    if (!campaign) throw new Error('404');
    return this.messages.ofCampaign(campaign.id);
  }
}
export class ClearMessages {
  constructor(private readonly deps: { campaigns: CampaignStore; messages: MessageStore }) {}
  async execute(actor: Actor, campaignId: string) {
    const { campaigns, messages } = this.deps;
    if (!(await campaigns.byId(actor.orgId, campaignId))) throw new Error('404');
    await messages.drop(campaignId);
  }
}
export const clearAny = (campaigns: CampaignStore, messages: MessageStore) => async (campaignId: string) => {
  const campaign = await campaigns.anyById(campaignId);
  if (!campaign) throw new Error('404');
  await messages.dropAny(campaign.id);
};
