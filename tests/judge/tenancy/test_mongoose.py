"""Mongoose and the MongoDB driver: models, queries, documents and pipelines, judged by what pins them."""

from __future__ import annotations

import pytest

from blueprint_ls.codebase.tenancy import Tenancy

from .support import verdicts

TENANCY = Tenancy(key="workspaceId", roots=("Workspace",))
MODELS = """
    import mongoose, { Schema, model, Types } from "mongoose";

    const workspaceSchema = new Schema({ name: String });
    export const Workspace = model("Workspace", workspaceSchema);

    const dealSchema = new Schema({
      title: String,
      tags: [String],
      workspaceId: { type: Schema.Types.ObjectId, ref: "Workspace", required: true },
    });
    export const Deal = mongoose.models.Deal || model("Deal", dealSchema);

    const noteSchema = new Schema({ text: String, deal: { type: Schema.Types.ObjectId, ref: "Deal", required: true } });
    noteSchema.statics.ofDeal = function (deal) { return this.find({ deal }); };
    export const Note = model("Note", noteSchema);

    export const Country = model("Country", new Schema({ code: String }));
"""
HEAD = """
    import mongoose, { Types } from "mongoose";
    import { Deal, Note, Workspace, Country } from "./models";

"""


def run(statements: str, parameters: str = "workspaceId: string, id: string, body: any") -> list[str]:
    """The verdicts on one function's statements, without file and line."""
    text = HEAD + f"    export async function run({parameters}) {{ {statements} }}\n"
    found = verdicts({"src/models.ts": MODELS, "src/run.ts": text}, TENANCY)
    return [one.partition(" ")[2] for one in found if one.startswith("src/run.ts")]


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("await Deal.find({ workspaceId })", "Deal.find scoped"),
        ("await Deal.find()", "Deal.find unscoped"),
        ("Deal.find({ title: id })", "Deal.find unscoped"),
        ("await Deal.find({ workspaceId }).sort({ title: 1 }).lean().exec()", "Deal.find scoped"),
        ("await Deal.findOne({ _id: id, workspaceId })", "Deal.findOne scoped"),
        ("await Deal.findById(id)", "Deal.findById unscoped"),
        ("await Deal.findOne({ workspaceId: new Types.ObjectId(workspaceId) })", "Deal.findOne scoped"),
        ("await Deal.find({ workspaceId: { $in: [workspaceId] } })", "Deal.find scoped"),
        ("await Deal.find({ workspaceId: { $ne: workspaceId } })", "Deal.find unscoped"),
        ("await Deal.find({ workspaceId: { $exists: true } })", "Deal.find unscoped"),
        ("await Deal.find({ $or: [{ workspaceId }, { title: id }] })", "Deal.find conditional"),
        ("await Deal.find({ $or: body.map((title) => ({ title, workspaceId })) })", "Deal.find scoped"),
        ("await Deal.find({ $and: [{ title: id }, { workspaceId }] })", "Deal.find scoped"),
        ("await Deal.find({ $nor: [{ workspaceId }] })", "Deal.find unscoped"),
        ("await Deal.find(body)", "Deal.find unknown"),
        ("await Deal.find({ ...body, workspaceId })", "Deal.find scoped"),
        ("await Deal.where('workspaceId').equals(workspaceId)", "Deal.find scoped"),
        ("await Deal.find().where('workspaceId', workspaceId)", "Deal.find scoped"),
        ("await Deal.find().where({ workspaceId }).limit(5)", "Deal.find scoped"),
        ("await Deal.find().or([{ workspaceId }, { title: id }])", "Deal.find conditional"),
        ("await Deal.findByIdAndUpdate(id, { workspaceId })", "Deal.findByIdAndUpdate unscoped"),
        ("await Deal.findOneAndUpdate({ _id: id, workspaceId }, body, { upsert: true })",
         "Deal.findOneAndUpdate scoped"),
        ("await Deal.updateMany({ workspaceId }, { $set: body })", "Deal.updateMany scoped"),
        ("await Deal.updateOne({ _id: id }, { $set: { workspaceId } })", "Deal.updateOne unscoped"),
        ("await Deal.deleteMany({})", "Deal.deleteMany unscoped"),
        ("await Deal.countDocuments({ workspaceId })", "Deal.countDocuments scoped"),
        ("await Deal.estimatedDocumentCount()", "Deal.estimatedDocumentCount unscoped"),
        ("await Deal.exists({ _id: id })", "Deal.exists unscoped"),
        ("await Deal.distinct('tags', { workspaceId })", "Deal.distinct scoped"),
        ("await Deal.create({ title: id, workspaceId })", "Deal.create scoped"),
        ("await Deal.create({ title: id })", "Deal.create unscoped"),
        ("await Deal.create([{ title: id, workspaceId }], { session: body })", "Deal.create scoped"),
        ("await Deal.insertMany(body.map((title) => ({ title, workspaceId })))", "Deal.insertMany scoped"),
        ("await Deal.bulkWrite([{ updateOne: { filter: { _id: id, workspaceId }, update: {} } }])",
         "Deal.bulkWrite scoped"),
        ("await Deal.bulkWrite([{ insertOne: { document: { workspaceId } } }, { deleteOne: { filter: { _id: id } } }])",
         "Deal.bulkWrite conditional"),
        ("await Deal.aggregate([{ $match: { workspaceId } }, { $group: { _id: '$title' } }])", "Deal.aggregate scoped"),
        ("await Deal.aggregate([{ $group: { _id: '$title' } }, { $match: { workspaceId } }])",
         "Deal.aggregate unscoped"),
        ("await Deal.aggregate([{ $facet: { a: [{ $match: { workspaceId } }], b: [{ $count: 'n' }] } }])",
         "Deal.aggregate conditional"),
        ("await Deal.aggregate().match({ workspaceId }).sort('title')", "Deal.aggregate scoped"),
        ("await mongoose.model('Deal').findById(id)", "Deal.findById unscoped"),
        ("await mongoose.connection.db.collection('deals').find({ workspaceId }).toArray()", "Deal.find scoped"),
        ("await new Deal({ title: id, workspaceId }).save()", "Deal.save scoped"),
        ("const d = new Deal(body); d.workspaceId = workspaceId; await d.save()", "Deal.save scoped"),
        ("const d = new Deal({ title: id }); await d.save()", "Deal.save unscoped"),
        ("await Country.find()", "Country.find global"),
        ("await Workspace.findById(workspaceId)", "Workspace.findById scoped"),
        ("Deal.find({ workspaceId }, (error, deals) => { console.log(deals); })", "Deal.find scoped"),
        ("await body.models.Deal.findById(id)", "Deal.findById unscoped"),
    ],
)  # fmt: skip
def test_one_call(statement: str, verdict: str) -> None:
    assert run(statement) == [verdict]


def test_an_optional_key_is_conditional() -> None:
    assert run("await Deal.find({ workspaceId })", "workspaceId?: string") == ["Deal.find conditional"]


def test_a_filter_built_step_by_step() -> None:
    assert run("const f: any = {}; f.workspaceId = workspaceId; if (id) f.title = id; await Deal.find(f)") == [
        "Deal.find scoped"
    ]
    assert run("const f: any = {}; if (body) { f.workspaceId = workspaceId; } await Deal.find(f)") == [
        "Deal.find conditional"
    ]


def test_a_query_that_one_path_pins() -> None:
    found = run("let q = Deal.find(); if (body) { q = q.where({ workspaceId }); } const deals = await q; return deals")
    assert found == ["Deal.find conditional"]


def test_a_document_after_its_fetch() -> None:
    assert run("const d = await Deal.findOne({ _id: id, workspaceId }); d.title = ''; await d.save()") == [
        "Deal.findOne scoped",
        "Deal.save indirect",
    ]
    assert run("const d = await Deal.findById(id); await d.deleteOne()") == [
        "Deal.findById unscoped",
        "Deal.deleteOne unscoped",
    ]
    compared = "const d = await Deal.findById(id); if (!d || d.workspaceId !== workspaceId) throw new Error();"
    assert run(f"{compared} await d.save(); await Note.deleteMany({{ deal: d._id }})") == [
        "Deal.findById indirect",
        "Deal.save indirect",
        "Note.deleteMany indirect",
    ]


def test_documents_in_a_loop() -> None:
    found = run("for (const d of await Deal.find({ workspaceId })) { d.title = id; await d.save(); }")
    assert found == ["Deal.find scoped", "Deal.save indirect"]
    found = run(
        "const deals = await Deal.find({ workspaceId }); await Note.find({ deal: { $in: deals.map((d) => d._id) } })"
    )
    assert found == ["Deal.find scoped", "Note.find indirect"]


def test_pipelines_that_read_other_collections() -> None:
    bound = (
        "await Deal.aggregate([{ $match: { workspaceId } }, { $lookup: { from: 'notes', let: { d: '$_id' }, as: 'n',"
        " pipeline: [{ $match: { $expr: { $eq: ['$deal', '$$d'] } } }] } }])"
    )
    assert run(bound) == ["Deal.aggregate scoped", "Note.$lookup indirect"]
    union = "await Deal.aggregate([{ $match: { workspaceId } }, { $unionWith: { coll: 'notes', pipeline: [] } }])"
    assert run(union) == ["Deal.aggregate scoped", "Note.$unionWith unscoped"]


def test_an_undeclared_or_dynamic_collection_is_unknown() -> None:
    assert run("await body.db.collection(id).deleteMany({})") == [".deleteMany unknown"]


def test_injected_models() -> None:
    text = """
        import { Prop, Schema, SchemaFactory, InjectModel } from "@nestjs/mongoose";
        import { Model, HydratedDocument } from "mongoose";

        export type TaskDocument = HydratedDocument<Task>;
        @Schema()
        export class Task { @Prop() title: string; @Prop({ required: true }) workspaceId: string; }

        export class Tasks {
          constructor(@InjectModel(Task.name) private tasks: Model<TaskDocument>, private other: Model<TaskDocument>) {}
          all(workspaceId: string) { return this.tasks.find({ workspaceId }).exec(); }
          one(id: string) { return this.other.findById(id).exec(); }
          close(task: TaskDocument) { return task.save(); }
        }
    """
    found = verdicts({"src/tasks.ts": text}, TENANCY)
    assert [one.partition(" ")[2] for one in found] == [
        "Task.find scoped",
        "Task.findById unscoped",
        "Task.save unscoped",
    ]


def test_statics_ask_their_own_model() -> None:
    found = verdicts({"src/models.ts": MODELS}, TENANCY)
    assert [one.partition(" ")[2] for one in found] in ([], ["Note.find unscoped"])


def test_handlers_in_commonjs() -> None:
    model = """
        const mongoose = require("mongoose");
        const dealSchema = new mongoose.Schema({ title: String, workspaceId: { type: String, required: true } });
        module.exports = mongoose.model("Deal", dealSchema);
    """
    routes = """
        const router = require("express").Router();
        const Deal = require("../models/deal");
        const { Deal: Again } = require("../models");
        router.get("/", (req, res) => {
          Deal.find({ workspaceId: req.user.workspaceId }).then((deals) => res.json(deals));
        });
        router.get("/:id", async (req, res) => {
          const deal = await Again.findById(req.params.id);
          res.json(deal);
        });
        router.put("/:id", async (req, res) => {
          const deal = await Deal.findById(req.params.id);
          if (!deal) return res.sendStatus(404);
          if (!deal.workspaceId.equals(req.user.workspaceId)) return res.sendStatus(403);
          Object.assign(deal, req.body);
          await deal.save();
          res.sendStatus(204);
        });
    """
    index = 'module.exports = { Deal: require("./deal") };'
    found = verdicts({"models/deal.js": model, "models/index.js": index, "routes/deals.js": routes}, TENANCY)
    assert [one.partition(" ")[2] for one in found] == [
        "Deal.find scoped",
        "Deal.findById unscoped",
        "Deal.findById indirect",
        "Deal.save indirect",
    ]


def test_false_friends() -> None:
    assert (
        run(
            "job.save(); const m = new Map(); m.delete(id); body.items.find((x) => x.id === id);"
            "Message.create({ id }); Handlebars.create(); queue.remove(id); [1, 2].find((x) => x === 1);"
            "cache.exists(id); await stripe.customers.create({ name: id })"
        )
        == []
    )
