"""The words of Knex's and Objection's query builders (Knex 3, Objection 3), and what each of them does."""

from __future__ import annotations

DECIDING = {
    **dict.fromkeys(("insert", "insertGraph", "insertAndFetch", "insertGraphAndFetch", "batchInsert"), "create"),
    **dict.fromkeys(("insertWithRelated", "insertWithRelatedAndFetch"), "create"),
    **dict.fromkeys(("update", "patch", "increment", "decrement", "upsert", "upsertGraph"), "update"),
    **dict.fromkeys(("patchAndFetchById", "updateAndFetchById", "patchAndFetch", "updateAndFetch"), "update"),
    **dict.fromkeys(("upsertGraphAndFetch", "relate", "updateFrom"), "update"),
    **dict.fromkeys(("del", "delete", "deleteById", "truncate", "unrelate", "hardDelete"), "delete"),
}
"""The kind of each method that writes."""
READING = frozenset(
    {"findById", "findOne", "findByIds", "first", "pluck", "count", "countDistinct", "sum", "avg", "min", "max", "page"}
    | {"resultSize", "sumDistinct", "avgDistinct"}
)
"""Methods that say how rows are read, where none writes."""
BY_ID = frozenset({"findById", "findByIds", "deleteById", "patchAndFetchById", "updateAndFetchById"})
SINGLE = frozenset({"findById", "findOne", "first", "patchAndFetchById", "updateAndFetchById", "insertAndFetch"})

JOINS = {
    "join": "inner", "innerJoin": "inner", "leftJoin": "left", "leftOuterJoin": "left", "rightJoin": "right",
    "rightOuterJoin": "right", "outerJoin": "full", "fullOuterJoin": "full", "crossJoin": "inner",
}  # fmt: skip
RELATED_JOINS = {
    "joinRelated": "inner", "innerJoinRelated": "inner", "leftJoinRelated": "left", "joinRelation": "inner",
    "leftJoinRelation": "left", "withGraphJoined": "left", "joinEager": "left", "leftOuterJoinRelated": "left",
}  # fmt: skip
TABLES = frozenset({"from", "table", "into", "fromRaw"})
UNIONS = frozenset({"union", "unionAll"})
WITH = frozenset({"with", "withRecursive", "withMaterialized", "withNotMaterialized"})
SELECTING = frozenset({"select", "columns", "column", "distinct", "returning"})

STARTING = TABLES | WITH | SELECTING | {"queryBuilder", "batchInsert", "count", "max", "min", "sum", "avg", "union"}
"""Methods of a client that begin a query."""
EQUAL = frozenset({"=", "==", "is", "<=>"})
