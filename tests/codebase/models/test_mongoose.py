"""Mongoose schemas and models, read into models."""

import pytest

from codebase.models.shown import table
from codebase.models.texts import script

HEAD = 'import mongoose, { Schema, model } from "mongoose";\n'


def test_fields_of_every_shape():
    text = """
    export const dealSchema = new Schema<Deal>({
      _id: { type: String },
      tenantId: { type: Schema.Types.ObjectId, ref: "Tenant", required: true, index: true },
      owner: { type: mongoose.Schema.Types.ObjectId, ref: () => User },
      title: String,
      slug: { type: String, required: [true, "needed"], unique: true },
      watchers: [{ type: Schema.Types.ObjectId, ref: "User" }],
      tags: [String],
      address: { street: String, country: { type: String, required: true } },
      history: [new Schema({ at: Date })],
      kind: { type: { type: String }, note: String },
    });
    dealSchema.add({ archivedAt: Date });
    dealSchema.index({ tenantId: 1, title: 1 }, { unique: true });
    """

    assert script(HEAD + text) == table(
        """
        dealSchema []
          _id: String primary
          tenantId: ObjectId
          owner: ObjectId?
          title: String?
          slug: String unique
          watchers: ObjectId[]?
          tags: String[]?
          address.street: String?
          address.country: String
          history: Schema[]?
          kind.type: String?
          kind.note: String?
          archivedAt: Date?
          · -> Tenant by tenantId to _id
          · -?> User by owner to _id
          · => User by watchers to _id
          tenantId_title = (tenantId, title)
        """
    )


CASES = {
    "a model of a schema": ('export const Deal = model<IDeal>("Deal", dealSchema)', "Deal [deals] < dealSchema"),
    "a collection of its own": (
        'export const D = mongoose.model("Deal", dealSchema, "crm_deals")',
        "Deal [crm_deals] < dealSchema",
    ),
    "a model made once": (
        'export const Deal = mongoose.models.Deal || mongoose.model("Deal", dealSchema)',
        "Deal [deals] < dealSchema",
    ),
    "a loader": (
        'function load(db) { const models = {}; models.Deals = db.model<I, M>("deals", '
        "loadDealClass(models)); return models }",
        "Deals [deals] < loadDealClass",
    ),
    "a schema of its own": (
        'export const City = model("City", new Schema({ name: String }))',
        "City [cities]\n  _id: ObjectId primary\n  name: String?",
    ),
    "a discriminator": (
        'export const Won = Deal.discriminator("WonDeal", wonSchema)',
        "WonDeal [] < Deal, wonSchema",
    ),
    "functions that wrap": (
        'export const s = hooked(withIds(new Schema({ name: field({ type: String, required: true }) })), "s")',
        "s []\n  _id: ObjectId primary\n  name: String",
    ),
    "fields that are shared": (
        "const common = { tenantId: { type: String, required: true } };\n"
        "export const s = new Schema({ ...common, a: Number })",
        "common []\n  tenantId: String\ns [] < common\n  _id: ObjectId primary\n  a: Number?",
    ),
    "an array of plain text": ('const list = model("Deal")', ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_model_with(text: str, expected: str):
    assert script(HEAD + text) == expected


def test_classes_of_nest():
    text = """
    import { Prop, Schema, SchemaFactory } from "@nestjs/mongoose";
    @Schema({ collection: "crm_deals" })
    export class Deal extends Owned {
      @Prop({ required: true, index: true }) tenantId: string;
      @Prop({ type: mongoose.Schema.Types.ObjectId, ref: User.name, required: true }) owner: User;
      @Prop([String]) tags: string[];
    }
    export const DealSchema = SchemaFactory.createForClass(Deal);
    """

    assert script(text) == table(
        """
        Deal [crm_deals] < Owned
          _id: ObjectId primary
          tenantId: string
          owner: ObjectId
          tags: string[]?
          · -> User by owner to _id
        """
    )
