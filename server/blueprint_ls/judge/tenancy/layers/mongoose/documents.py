"""Documents in hand: which model they are of, what is written of them, and by which key."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.judge.flow import properties
from blueprint_ls.judge.flow.predicate import NOTHING, Equals, Predicate
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import Given, Handle, Row, Value, is_undefined
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.filters import KEY
from blueprint_ls.judge.tenancy.layers.mongoose.finding import LAYER, VAGUE, Finder
from blueprint_ls.judge.tenancy.layers.stores import Store, elements


def document_store(finder: Finder, walk: Walk, state: State, document: Value) -> Store | None:
    """The model that a document is of: it was read, made in memory, or its type says so."""
    if isinstance(document, Row) and not document.path:
        access = walk.trace.accesses[document.access]
        return Store(LAYER, access.model, access.scoped, note=access.note) if access.layer == LAYER else None
    content = walk.content(state, document) if isinstance(document, Handle) else None
    if isinstance(content, Record) and isinstance(content.of, Store) and content.of.layer == LAYER:
        return content.of
    if isinstance(document, Given) and document.type:
        entity = finder.document(walk, document.home, document.type)
        return finder.settled(walk, Store(LAYER, entity.id, note=VAGUE)) if entity else None
    return None


def written_rows(walk: Walk, state: State, value: Value, entity: Entity | None) -> Iterator[Written]:
    """The documents that are written; fields that their schema does not know are left out, as Mongoose does."""
    known = {column.name.partition(".")[0] for column in entity.model.columns} if entity else set()
    for one in elements(walk, state, value):
        content = walk.content(state, one)
        if isinstance(content, Record):
            kept = {key: inner for key, inner in content.entries.items() if len(known) < 2 or key in known}
            yield Written(kept, content.unseen)
        elif not is_undefined(one):
            yield Written({}, (one,))


def document_key(walk: Walk, state: State, document: Value) -> Predicate:
    """A document is written back by its own key."""
    if isinstance(document, Row | Given):
        return Equals("", KEY, properties.property_of(walk, state, document, KEY))
    return NOTHING
