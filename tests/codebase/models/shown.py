"""Models as short text, so that a test reads like a table."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint_ls.codebase.facts import Column, Model, Relation


def shown(models: Iterable[Model]) -> str:
    """One line per model, then its columns, relations and keys, each indented."""
    return "\n".join(line for model in models for line in _model(model))


def _model(model: Model) -> list[str]:
    table = f" [{model.table}]" if model.table != model.name else ""
    bases = f" < {', '.join(model.bases)}" if model.bases else ""
    lines = [f"{model.name}{table}{bases}{' forced' if model.forced else ''}"]
    lines += [f"  {_column(column)}" for column in model.columns]
    lines += [f"  {_relation(relation)}" for relation in model.relations]
    return lines + [f"  {name} = ({', '.join(columns)})" for name, columns in model.uniques]


def _column(column: Column) -> str:
    stored = f" [{column.stored}]" if column.stored != column.name else ""
    words = [word for word in ("primary", "unique") if getattr(column, word)]
    return " ".join([f"{column.name}{stored}: {column.type}{'?' if column.nullable else ''}", *words])


def _relation(relation: Relation) -> str:
    arrow = "=>" if relation.many else "->" if relation.required else "-?>"
    keys = f" by {', '.join(relation.columns)}" if relation.columns else ""
    aims = f" to {', '.join(relation.references)}" if relation.references else ""
    return f"{relation.name or '·'} {arrow} {relation.model}{keys}{aims}"


def table(text: str) -> str:
    """An expected table as it stands indented in a test."""
    lines = [line for line in text.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "\n".join(line[margin:].rstrip() for line in lines)
