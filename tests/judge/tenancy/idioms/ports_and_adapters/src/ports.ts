export interface Campaign { id: string; orgId: string; name: string | null }
export interface CampaignStore {
  byId(orgId: string, id: string): Promise<Campaign | null>;
  anyById(id: string): Promise<Campaign | null>;
}
export interface MessageStore {
  ofCampaign(campaignId: string): Promise<unknown[]>;
  drop(campaignId: string): Promise<void>;
  dropAny(campaignId: string): Promise<void>;
}
export interface Actor { orgId: string; userId: string }
