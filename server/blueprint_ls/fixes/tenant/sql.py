"""SQL in tagged templates: one more condition, where the statement is plain enough to be sure of its place."""

from __future__ import annotations

import re

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import Node, Template
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.site import Site
from blueprint_ls.judge.code.around import around

_PLAIN = re.compile(
    r"\s*(?:select\b.*?\bfrom|delete\s+from|update)\s+(?P<table>[\w.\"`]+)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_HARD = re.compile(
    r"\b(or|join|union|intersect|except|with|having|using|between|case|exists)\b|\(\s*select\b|--|/\*|;\s*\S|'",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\b(?:group\s+by|order\s+by|limit|offset|fetch|for|returning|window)\b|;?\s*$)", re.IGNORECASE
)
_ALIAS = re.compile(
    r"\s*(?:as\s+)?(?!(?:set|where|group|order|limit|offset|fetch|for|returning|window)\b)[a-z_]\w*|\s*,", re.IGNORECASE
)
_UPPER = re.compile(r"\b(SELECT|DELETE|UPDATE)\b")


def sql(site: Site, value: str) -> Edits | None:
    """`AND organization_id = ${value}` behind the condition, or a `WHERE` of its own."""
    template = _template(site)
    if template is None or site.owner.kind == "via":
        return None
    begin = template.tag.end if template.tag else template.start
    begin = site.text.index(b"`", begin) + 1
    masked = _masked(site, template, begin)
    statement = _PLAIN.fullmatch(masked)
    if statement is None or _HARD.search(masked) or not _is_table(site, statement["table"]):
        return None
    if _ALIAS.match(statement["rest"]):
        return None
    where = re.search(r"\bwhere\b", masked, re.IGNORECASE)
    start = where.end() if where else statement.start("rest")
    tail = _TAIL.search(masked, start)
    assert tail is not None
    word = "AND" if where else "WHERE"
    word = word if _UPPER.search(masked) else word.lower()
    return (site.insert(begin + tail.start(), f" {word} {_column(site)} = ${{{value}}}"),)


def _template(site: Site) -> Template | None:
    """The tagged template that is the access, or the only one that is handed to it."""
    nodes: list[Node] = [node for node in around(site.module, site.access.start) if node.start == site.access.start]
    nodes = [node for node in nodes if node.end == site.access.end] or ([site.call] if site.call else [])
    found = [node for one in nodes[:1] for node in inside(one) if isinstance(node, Template) and node.tag is not None]
    return found[0] if len(found) == 1 else None


def _masked(site: Site, template: Template, begin: int) -> str:
    """The statement with each value blanked, byte for byte."""
    text = bytearray(site.text[begin : template.end - 1])
    for value in template.values:
        text[value.start - begin - 2 : value.end - begin + 1] = b"0" * (value.end - value.start + 3)
    return "".join(chr(byte) if byte < 128 else "x" for byte in text)


def _is_table(site: Site, written: str) -> bool:
    entity = site.case.models.by_id[site.access.model]
    return plain(written.strip('"`')) == plain(entity.model.table)


def _column(site: Site) -> str:
    """The column as the database has it, quoted where the statement's own spelling needs it."""
    entity = site.case.models.by_id[site.access.model]
    column = entity.column(site.column)
    name = column.stored if column else site.column
    return name if name == name.lower() else f'"{name}"'
