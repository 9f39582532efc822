"""The document as JSON for other tools: what the blueprint says, section by section, and what is judged of it.

`version` is 1 and is raised when a key changes its meaning or goes; new keys may come. `docs/document.md` names them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from blueprint_ls.generate.alternatives import alternatives
from blueprint_ls.generate.comparison import compared
from blueprint_ls.generate.costs import costs
from blueprint_ls.generate.design import design
from blueprint_ls.generate.document.readiness import readiness
from blueprint_ls.generate.document.stated import stated_names
from blueprint_ls.generate.document.values import field_type
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import MARK, assumptions
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.values import Money

VERSION = 1


def machine(case: Case, verdict: Verdict) -> str:
    """The whole document as JSON text."""
    header = case.blueprint.header
    found = {
        "version": VERSION,
        "name": (header.label if header else None) or case.blueprint.folder.name,
        "summary": header.get("summary") if header else None,
        "as_of": case.today.isoformat(),
        "sections": [_section(case, name) for name in case.blueprint.vocabulary.sections],
        "estimate": _estimate(case),
        "readiness": [
            {
                "id": item.id,
                "item": item.what,
                "status": item.status,
                "evidence": [block.path for block in item.evidence],
                "not_stated": list(item.lacks),
                "against": list(item.against),
            }
            for item in readiness(case, verdict)
        ],
        "findings": [_finding(one, case) for one in verdict.findings],
        "silenced": [
            {
                **_finding(entry.finding, case),
                "reason": entry.silencer.reason,
                "until": entry.silencer.until and entry.silencer.until.isoformat(),
                "owner": entry.silencer.owner,
            }
            for entry in verdict.silenced
        ],
        "assumptions": [{"block": one.path, "values": one.values} for one in assumptions(case.blueprint.documents)],
        "sources": _sources(case),
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _section(case: Case, name: str) -> dict[str, Any]:
    section, stated = case.blueprint.vocabulary.sections[name], case.blueprint.sections.get(name)
    return {
        "number": section.number,
        "name": name,
        "title": section.title,
        "stated": stated is not None,
        "attributes": _attributes(stated) if stated else {},
        "blocks": [_block(block) for block in stated.blocks() if block.name != "remove"] if stated else [],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "block": block.name,
        "label": block.label,
        "assumed": block.get(MARK) is True,
        "attributes": _attributes(block),
        "blocks": [_block(child) for child in block.blocks() if child.name != "remove"],
    }


def _attributes(block: Block) -> dict[str, Any]:
    return {name: _value(block.get(name)) for name in stated_names(block)}


def _value(value: Any) -> Any:
    """Plain JSON: money as amount and currency, references as `kind.label`, what has a unit as it is written."""
    match value:
        case Money():
            return {"amount": value.amount, "currency": value.currency}
        case Ref():
            return f"{'|'.join(value.targets)}.{value.name}"
        case FieldType():
            return field_type(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_value(one) for one in value]
        case Mapping():
            return {key: _value(one) for key, one in value.items()}
    return getattr(value, "text", value)


def _estimate(case: Case) -> dict[str, Any]:
    found, stated = design(case.blueprint), costs(case.blueprint)
    return {
        "currency": found.bill.currency,
        "prices_checked": found.bill.checked,
        "total": sum(line.amount for line in found.bill.lines),
        "lines": [
            {"line": line.label, "monthly": line.amount, "basis": line.reckoned, "pays_for": list(line.pays_for)}
            for line in found.bill.lines
        ],
        "alternatives": [
            {"instead": one.what, "difference": one.difference, "basis": one.basis} for one in alternatives(found)
        ],
        "beside_the_bill": [
            {
                "components": [component.label for component in group.components],
                "lines": [line.label for line in group.lines],
                "stated": group.stated,
                "estimated": group.estimated,
            }
            for group in (compared(stated, found.bill, case.blueprint) if stated else ())
        ],
    }


def _finding(found: Finding, case: Case) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "subject": found.subject,
        "path": _path(found.path, case.blueprint.folder),
    }


def _path(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _sources(case: Case) -> list[dict[str, Any]]:
    found = []
    for (kind, name), block in case.blueprint.declared.items():
        page = case.knowledge.options.get((name, str(block.get("choose")))) if kind == "decision" else None
        if page and page.values.get("sources"):
            read = str(page.values.get("checked") or "") or None
            found.append({"decision": name, "option": page.name, "read": read, "sources": page.values["sources"]})
    return found
