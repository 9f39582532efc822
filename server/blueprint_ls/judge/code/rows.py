"""The rows of an inventory: what was seen, as plain data with places that people read."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.codebase.ownership import Evidence, Ownership
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.judge.code.asked import lacking
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.places import Json, Places
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.tenancy.accesses import JudgedAccess


def model_row(entity: Entity, owner: Ownership | None, places: Places) -> Json:
    """A model, and whose rows it holds; `ownership` is null where nobody looked."""
    return {
        "name": entity.name,
        "table": entity.model.table,
        "orm": entity.model.layer,
        **places.at(entity.path, entity.model.start),
        "columns": len(entity.model.columns),
        "ownership": _ownership(owner, places) if owner else None,
    }


def _ownership(owner: Ownership, places: Places) -> Json:
    chain = [
        {
            "model": _named(step.model),
            "relation": step.relation or None,
            "columns": list(step.columns),
            "target": _named(step.target),
            "backward": step.backward,
        }
        for step in owner.chain
    ]
    return {
        "kind": owner.kind,
        "column": owner.column,
        "nullable": owner.nullable,
        "weak": owner.weak,
        "chain": chain,
        "evidence": [_evidence(one, places) for one in owner.evidence],
    }


def _named(model: str) -> str:
    return model.rpartition("#")[2]


def _evidence(one: Evidence, places: Places) -> Json:
    return places.at(one.path, one.start) | {"sentence": one.sentence}


def access_row(access: JudgedAccess, case: CodeCase, places: Places) -> Json:
    """A data access with its verdict, what speaks for it, and why the model is a tenant's."""
    place = places.at(access.path, access.start)
    owner = case.owners.ownership.get(access.model) if case.owners else None
    why = [_evidence(one, places) for one in owner.evidence] if owner and owner.owned else []
    said = access.why or (lacking(access, case.tenancy.key) if access.verdict == "unscoped" and case.tenancy else "")
    return {
        **place,
        "orm": access.layer,
        "model": access.name,
        "operation": access.operation,
        "kind": access.kind,
        "verdict": access.verdict,
        "evidence": [place | {"sentence": said}, *why],
    }


def endpoint_row(endpoint: Endpoint, places: Places) -> Json:
    """An endpoint with the chain of evidence for who may call it and for what checks its input."""
    return {
        **places.at(endpoint.path, endpoint.start),
        "framework": endpoint.framework,
        "method": endpoint.method,
        "route": endpoint.route,
        "authenticated": endpoint.authenticated,
        "by": endpoint.by,
        "validated": endpoint.validated,
        "public": endpoint.public,
        "evidence": [
            places.at(step.path, step.start) | {"sentence": step.sentence}
            for step in (*endpoint.evidence, *endpoint.validation)
        ],
        "notes": list(endpoint.notes),
    }


def tenancy_row(case: CodeCase, places: Places) -> Json:
    """The tenancy that the accesses were judged by."""
    folder = case.blueprint.blueprint.folder if case.blueprint else None
    inside = folder is not None and folder.is_relative_to(case.root)
    proposal = case.proposal
    return {
        "blueprint": folder.relative_to(case.root).as_posix() if folder and inside else None,
        "source": "blueprint" if case.stated else "proposal" if proposal else "none",
        **(_words(case.tenancy) if case.tenancy else {}),
        "score": proposal.score if proposal else None,
        "evidence": [_evidence(one, places) for one in proposal.evidence] if proposal else [],
        "alternatives": [
            {"key": one.key, "root": one.root, "score": one.score, "because": one.because}
            for one in (proposal.alternatives if proposal else ())
        ],
    }


def _words(tenancy: Tenancy) -> Json:
    owned: list[Mapping[str, str]] = [
        {"model": one.model, "by": one.by, "through": one.through} for one in tenancy.owned
    ]
    return {
        "key": tenancy.key,
        "aliases": list(tenancy.aliases),
        "roots": list(tenancy.roots),
        "scopes": list(tenancy.scopes),
        "shared": list(tenancy.shared),
        "public": list(tenancy.public),
        "owned": owned,
    }
