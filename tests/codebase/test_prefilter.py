"""Literals that choose what is parsed: fast, and without a change of what is found."""

import random
from pathlib import Path

import pytest

from blueprint_ls.codebase.extract import extract
from blueprint_ls.codebase.prefilter import MODELS, anchors_of, holding, pattern, prefilter
from blueprint_ls.codebase.queries import queries
from blueprint_ls.codebase.version import code_rules
from codebase.trees import plant


def test_anchors_stand_in_comments_of_queries(tmp_path: Path):
    plant(
        tmp_path,
        {
            "tenant/prisma.scm": "; anchors: findMany $queryRaw\n(call) @call",
            "tenant/kysely.scm": ";; for: typescript javascript\n;; anchors: selectFrom\n",
        },
    )

    assert anchors_of(tmp_path) == {
        "typescript": {"findMany", "$queryRaw", "selectFrom"},
        "javascript": {"findMany", "$queryRaw", "selectFrom"},
        "tsx": {"findMany", "$queryRaw"},
    }


def test_a_query_without_anchors_asks_for_everything(tmp_path: Path):
    plant(tmp_path, {"a/one.scm": "; anchors: findMany\n", "a/two.scm": "; for: tsx\n(call) @call"})

    assert anchors_of(tmp_path) == {"typescript": {"findMany"}, "javascript": {"findMany"}, "tsx": None}
    assert prefilter(tmp_path).chooses("tsx", b"")
    assert not prefilter(tmp_path).chooses("typescript", b"")


@pytest.mark.parametrize("said", ["off", "OFF", "0"])
def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str):
    plant(tmp_path, {"a/one.scm": "; anchors: findMany\n"})
    assert not prefilter(tmp_path).chooses("typescript", b"x")

    monkeypatch.setenv("BLUEPRINT_PREFILTER", said)

    assert prefilter(tmp_path).chooses("typescript", b"x")


def test_schemas_and_manifests_are_always_read():
    choosing = holding("findMany")

    assert all(choosing.chooses(kind, b"") for kind in ("prisma", "sql", "package", "compose", "env"))
    assert not any(choosing.chooses(kind, b"findMany") for kind in ("markdown", "json", "other"))


@pytest.mark.parametrize("seed", range(30))
def test_the_factored_expression_finds_what_plain_search_finds(seed: int):
    chance = random.Random(seed)
    words = ["".join(chance.choices("ab.($é", k=chance.randint(1, 5))) for _ in range(chance.randint(0, 12))]
    expression = pattern(words)

    for _ in range(50):
        data = "".join(chance.choices("ab.($éc", k=chance.randint(0, 12))).encode()
        assert (expression.search(data) is not None) == any(word.encode() in data for word in words)


DECLARED = {
    "drizzle": 'import { pgTable, uuid } from "drizzle-orm/pg-core"\nexport const a = pgTable("a", { id: uuid() })',
    "typeorm": 'import { Entity, Column } from "typeorm"\n@Entity() export class A { @Column() name: string }',
    "mongoose": 'import { Schema, model } from "mongoose"\nexport const A = model("A", new Schema({ name: String }))',
    "parts": "export const owner = { tenantId: { type: String, required: true } }",
    "kysely": "interface A { id: Generated<string> }\nexport interface DB { a: A }",
    "objection": 'class A extends Model { static get tableName() { return "a" } }',
    "knex": 'exports.up = (knex) => knex.schema.createTable("a", (t) => { t.uuid("id") })',
    "sql": "exports.up = (knex) => knex.raw(`create table a (id uuid)`)",
}


@pytest.mark.parametrize("layer", DECLARED)
def test_every_way_to_declare_a_model_holds_a_literal(layer: str):
    data = DECLARED[layer].encode()

    assert extract("typescript", "a.ts", data).models != ()
    assert holding(*MODELS).chooses("typescript", data)


MONGOOSE = [
    'import { Survey } from "../models/survey";\nawait Survey.find(filter);',
    'import { Survey } from "./survey.model";\nawait Survey.find(filter);',
    "await Survey.find({ active: true });",
    "await Survey.find();",
    "await Survey.create({ title });",
    "await survey.save();",
]


@pytest.mark.parametrize("text", MONGOOSE)
def test_files_with_everyday_names_of_mongoose_are_chosen(text: str):
    (mongoose,) = [query for query in queries(code_rules()) if query.name == "tenant-scope/mongoose"]

    assert holding(*mongoose.anchors).chooses("typescript", text.encode())
