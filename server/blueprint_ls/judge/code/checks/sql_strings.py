"""Rule `sql-from-strings`: values that become part of a statement's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import Binary, Call, Expression, Name, Node, Object, Template
from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.checks.sql_values import Values
from blueprint_ls.judge.code.origins import callee_name, set_to
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding

RULE = "sql-from-strings"
_STATEMENT = re.compile(
    r"\s*\(?\s*(select|with|insert\s+into|update|delete\s+from|merge\s+into|replace\s+into|create|alter|drop|truncate"
    r"|grant|revoke|set\s+(local|session|role)|explain|call|vacuum|refresh|lock|copy)\s",
    re.IGNORECASE,
)
_ANY_SQL = re.compile(
    r"\b(select|from|where|and|or|in|like|ilike|order by|limit|values|set|count|sum|coalesce|interval|date_trunc|as)\b"
    r"|[=<>]|::|\(",
    re.IGNORECASE,
)
_FRAGMENTS = frozenset({"raw", "unsafe", "$queryRawUnsafe", "$executeRawUnsafe"})
"""Calls that take any piece of SQL; the others take whole statements."""
_DEVELOPERS = re.compile(
    r"(^|/)(migrations?|seeds?|seeders?|scripts?|benchmarks?|cli|tests?|testcontainers)/|migration", re.IGNORECASE
)
"""Code that a developer runs, with values of their own."""


@code_check(RULE)
def sql_from_strings(case: CodeCase) -> Iterator[Finding]:
    """Statements whose text holds a value that no placeholder carries."""
    for site in sites(case, RULE):
        call = site.call
        if call is None or not call.arguments or _DEVELOPERS.search(site.path):
            continue
        values = Values(case, site.path, site.functions)
        text = _text(site, call)
        if text is not None and _is_sql(values, text, callee_name(call)):
            free = next(values.free(text), None)
            if free is not None:
                yield _finding(site, call, free, values)


def _text(site: Site, call: Call) -> Expression | None:
    """The expression that is the statement: the argument, what its name was set to, or a key of an object."""
    first = call.arguments[0]
    if isinstance(first, Object):
        first = next((value for key in ("sql", "query", "text") if (value := first.get(key))), first)
    if isinstance(first, Name):
        built = [one for one in set_to(site.functions, first.name) if isinstance(one, Template | Binary)]
        return built[0] if built else None
    return first if isinstance(first, Template | Binary | Call) else None


def _is_sql(values: Values, text: Node, name: str) -> bool:
    if isinstance(text, Template) and text.tag is not None:
        return False
    if isinstance(text, Binary) and text.operator != "+":
        return False
    if isinstance(text, Call) and callee_name(text) not in ("join", "concat", "replace", "trim"):
        return False
    said = values.words(text)
    return bool(_STATEMENT.match(said) or (name in _FRAGMENTS and _ANY_SQL.search(said)))


def _finding(site: Site, call: Call, free: Node, values: Values) -> Finding:
    data = site.case.repository.text(site.path)
    shown = " ".join(data[free.start : free.end].decode("utf-8", "replace").split())
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    asked = values.is_input(free)
    source = ", which a caller chooses," if asked else ""
    message = (
        f"`{shown}`{source} becomes part of the text of the SQL that `{callee_name(call)}` runs: whoever controls it "
        "writes the statement. Hand it over as a parameter (a placeholder, or a tagged template); a name of a table or "
        "column belongs into a list of allowed ones"
    )
    related = site.case.clause("security.mitigation.a03", "The blueprint says how injection is prevented")
    return site.case.finding(
        RULE, site.path, call.start, call.end, message, "error" if asked else "warning", related=related
    )
