"""The inventory for people: how much of what there is, whose it is, and what each access is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from blueprint_ls.cli.terminal import Style, count, visible
from blueprint_ls.judge.diagram.cells import width

Json = dict[str, Any]
VERDICTS = ("scoped", "indirect", "conditional", "unknown", "unscoped", "global")
_COLOURS = {"unscoped": "error", "conditional": "warning", "unknown": "warning", "scoped": "good", "no": "warning"}
_OWNERSHIP = ("root", "direct", "via", "global")
_MOST = 40
"""Rows of a table; the JSON has all."""
_MOST_NAMES = 12


def render(found: Json, style: Style) -> Iterator[str]:
    """The lines of the overview."""
    yield from _summary(found, style)
    for part in (_tenancy, _ownership, _verdicts, _endpoints, _jobs, _variables, _decisions, _not_analysed):
        lines = list(part(found, style))
        if lines:
            yield ""
            yield from lines


def _summary(found: Json, style: Style) -> Iterator[str]:
    words = {"endpoints": "endpoint", "models": "model", "jobs": "job", "variables": "variable"}
    parts = [count(len(found["models"]), "model"), count(len(found["accesses"]), "data access", "data accesses")]
    parts += [count(len(found[name]), word) for name, word in words.items() if name != "models"]
    parts.append(count(len({one["name"] for one in found["dependencies"]}), "package"))
    yield style.paint(", ".join(parts), "bold")


def _tenancy(found: Json, style: Style) -> Iterator[str]:
    for one in found["tenancy"]:
        yield _title(f"Tenancy{_of(one)}", style)
        if one["source"] == "none":
            yield "  No tenant key: nothing in the schema says that tenants share tables."
            yield style.paint("  Say it in a blueprint: data { tenancy { key = … } }", "faint")
            continue
        stated = "as the blueprint states" if one["source"] == "blueprint" else "as the schema suggests"
        yield f"  key       {style.paint(one['key'], 'bold')}  {style.paint(stated, 'faint')}"
        for name in ("aliases", "roots", "scopes", "shared"):
            if one[name]:
                yield f"  {name:<9} {_listed(one[name])}"
        for step in one["evidence"]:
            yield style.paint(f"  because   {step['sentence']}  {_place(step)}", "faint")
        for other in one["alternatives"][:4]:
            yield style.paint(f"  or        {other['key']} ({other['root']}): {other['because']}", "faint")


def _of(one: Json) -> str:
    return f" of {one['blueprint']}" if one["blueprint"] not in (None, ".") else ""


def _ownership(found: Json, style: Style) -> Iterator[str]:
    owned = [model for model in found["models"] if model["ownership"]]
    if not owned:
        return
    kinds = Counter(model["ownership"]["kind"] for model in owned)
    yield _title("Models and whose rows they hold", style)
    yield f"  {', '.join(f'{kinds[kind]} {kind}' for kind in _OWNERSHIP if kinds[kind])}"
    order = sorted(owned, key=lambda model: (_OWNERSHIP.index(model["ownership"]["kind"]), model["name"]))
    rows = [(m["name"], m["ownership"]["kind"], _how(m["ownership"]), _place(m)) for m in order]
    yield from _table(("model", "rows", "by", "where"), rows, style)


def _how(owner: Json) -> str:
    if owner["kind"] in ("direct", "root"):
        return f"{owner['column'] or ''}{' (may be null)' if owner['nullable'] else ''}"
    way = " → ".join(step["target"] for step in owner["chain"])
    return f"{way}{' (optional)' if owner['weak'] else ''}"


def _verdicts(found: Json, style: Style) -> Iterator[str]:
    if not found["accesses"]:
        return
    by_model: dict[str, Counter[str]] = {}
    for access in found["accesses"]:
        by_model.setdefault(access["model"] or "(not known)", Counter())[access["verdict"]] += 1
    total = Counter(access["verdict"] for access in found["accesses"])
    shown = [verdict for verdict in VERDICTS if total[verdict]]
    yield _title("Data accesses by verdict", style)
    order = sorted(by_model.items(), key=lambda one: (-one[1]["unscoped"], -sum(one[1].values()), one[0]))
    rows = [(name, *(str(counts[verdict] or "") for verdict in shown)) for name, counts in order]
    rows.insert(0, ("all", *(str(total[verdict]) for verdict in shown)))
    yield from _table(("model", *shown), rows, style, colours=shown)
    worst = [access for access in found["accesses"] if access["verdict"] == "unscoped"]
    for access in worst[:8]:
        place = style.paint(_place(access), "path")
        yield f"  {place} {access['model']}.{access['operation']} {style.paint('unscoped', 'error')}"
    if len(worst) > 8:
        yield style.paint(f"  … and {len(worst) - 8} more: `blueprint check` explains each", "faint")


def _endpoints(found: Json, style: Style) -> Iterator[str]:
    if not found["endpoints"]:
        return
    yield _title("Endpoints", style)
    counted = Counter(one["authenticated"] for one in found["endpoints"])
    said = ", ".join(f"{counted[kind]} {kind}" for kind in ("yes", "conditional", "unknown", "no") if counted[kind])
    yield f"  authenticated: {said}"
    order = sorted(found["endpoints"], key=lambda one: (one["authenticated"] == "yes", one["route"], one["method"]))
    rows = [
        (one["method"], one["route"], one["authenticated"], one["validated"].replace("_", " "), _place(one))
        for one in order
    ]
    yield from _table(("method", "route", "authenticated", "validated", "where"), rows, style)


def _jobs(found: Json, style: Style) -> Iterator[str]:
    if not found["jobs"]:
        return
    yield _title("Queues, workers, tasks and schedules", style)
    rows = [
        (job["kind"], job["system"], job["name"] or "", job["schedule"] or "", _place(job)) for job in found["jobs"]
    ]
    yield from _table(("kind", "system", "name", "when", "where"), rows, style)


def _variables(found: Json, style: Style) -> Iterator[str]:
    if not found["variables"]:
        return
    examples = {one["path"] for variable in found["variables"] for one in variable["declared"] if one["example"]}
    used = [one for one in found["variables"] if one["uses"]]
    missing = [one["name"] for one in used if not any(place["example"] for place in one["declared"])]
    unused = [
        one["name"] for one in found["variables"] if not one["uses"] and any(p["example"] for p in one["declared"])
    ]
    yield _title("Environment variables", style)
    known = f"{count(len(examples), 'example file')} {_listed(sorted(examples))}".rstrip()
    yield f"  {count(len(used), 'variable')} read by code; {known}"
    if missing:
        yield f"  read, and in no example file: {_listed(missing)}"
    if unused:
        yield f"  in an example file, and not seen to be read: {_listed(unused)}"


def _decisions(found: Json, style: Style) -> Iterator[str]:
    shown: dict[str, set[str]] = {}
    for one in found["dependencies"]:
        for option in one["shows"]:
            shown.setdefault(option, set()).add(one["name"])
    if shown:
        yield _title("Options that the manifests show", style)
        rows = [(option, _listed(sorted(packages))) for option, packages in sorted(shown.items())]
        yield from _table(("option", "packages"), rows, style)


def _not_analysed(found: Json, style: Style) -> Iterator[str]:
    if found["not_analysed"]:
        yield _title("Not analysed", style)
        yield from _table(("where", "why"), [(one["path"], one["reason"]) for one in found["not_analysed"]], style)


# ------------------------------------------------------------------------------------------------------------ tables


def _table(
    header: Sequence[str], rows: Sequence[Sequence[str]], style: Style, colours: Iterable[str] = ()
) -> Iterator[str]:
    """Columns as wide as what is shown in them; what is too much is counted."""
    kept = [[visible(cell) for cell in row] for row in rows[:_MOST]]
    widths = [max(width(row[at]) for row in (header, *kept)) for at in range(len(header))]
    yield style.paint(f"  {_row(header, widths)}", "faint")
    kinds: dict[int, str] = dict(enumerate(colours, 1))
    for row in kept:
        yield f"  {_row(row, widths, lambda at, cell: _coloured(cell, kinds.get(at) or cell, style))}"
    if len(rows) > _MOST:
        yield style.paint(f"  … and {len(rows) - _MOST} more: `--format json` has all", "faint")


def _row(cells: Sequence[str], widths: Sequence[int], paint: Any = lambda at, cell: cell) -> str:
    padded = [paint(at, cell) + " " * (widths[at] - width(cell)) for at, cell in enumerate(cells)]
    return "  ".join(padded).rstrip()


def _coloured(cell: str, kind: str, style: Style) -> str:
    return style.paint(cell, _COLOURS[kind]) if kind in _COLOURS else cell


def _title(text: str, style: Style) -> str:
    return style.paint(text, "bold")


def _place(one: Json) -> str:
    return visible(f"{one['path']}:{one['line']}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return visible(", ".join(names[:_MOST_NAMES]) + more)
