"""Rule `secret-in-log`: passwords, tokens and whole requests that a logger is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import (
    Array,
    Await,
    Binary,
    Call,
    Cast,
    Conditional,
    If,
    Logical,
    Member,
    Name,
    Node,
    Object,
    Property,
    Spread,
    Template,
)
from blueprint_ls.judge.code.around import around
from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.origins import callee_name, written
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding

RULE = "secret-in-log"
_SECRET = re.compile(
    r"^(\w*[a-z])?([pP]assword|[pP]asswd|[cC]lientSecret|[sS]ecret(Key)?|[aA]pi_?[kK]ey|[pP]rivateKey|[cC]redentials"
    r"|([aA]ccess|[rR]efresh|[aA]uth|[bB]earer|[iI]d|[sS]ession|[rR]eset|[jJ]wt|[iI]nvit\w+|[vV]erification)?_?[tT]oken"
    r"|[aA]uthorization|[cC]ookies?)$"
)
_HARMLESS = re.compile(
    r"^(is|has|no|missing|invalid|should|num|total|max|min|next|page|count|cancel\w*|design|csrf|hash(ed)?|encrypted"
    r"|masked|redacted|obfuscated)[A-Z_]|[nN]extToken|[pP]ageToken|[cC]ancel(lation)?Token|[sS]yncToken"
)
_WHOLE = re.compile(r"(^|\.)(req|request)\.(headers|body|cookies)$")
_DEVELOPERS = re.compile(r"(^|/)(seeds?|seeders?|scripts?|tests?|examples?|cli)/|(^|/)seed\.")
"""Code that a developer runs, on a terminal of their own."""
_DEVELOPMENT = re.compile(
    r"NODE_ENV\W*\s*===?\s*[\"'](dev|local|test)|NODE_ENV\W*\s*!==?\s*[\"']prod|^\W*(is_?dev\w*|__DEV__)\b",
    re.IGNORECASE,
)
"""A test that holds on the machines of developers alone."""
_SHOWN = frozenset({"stringify", "inspect", "String", "toString", "fromEntries", "entries", "parse"})
"""Calls that give back what they were given, readable."""


@code_check(RULE)
def secret_in_log(case: CodeCase) -> Iterator[Finding]:
    """Calls of a logger that write down what nobody but the code may read."""
    for site in sites(case, RULE):
        call = None if _DEVELOPERS.search(site.path) or _in_development(site) else site.call
        for argument in call.arguments if call else ():
            shown = next(_shown(argument), None)
            if shown is not None:
                yield _finding(site, shown)
                break


def _in_development(site: Site) -> bool:
    """Whether a test for the developers' environment leads to a place."""
    module = site.module
    tests = [node for node in around(module, site.start) if isinstance(node, If)] if module else []
    return any(
        _DEVELOPMENT.search(site.written(one.test.start, one.test.end))
        for one in tests
        if any(inner.start <= site.start < inner.end for inner in one.yes)
    )


def _shown(node: Node) -> Iterator[str]:
    """The secrets that an argument shows, as code writes them."""
    if isinstance(node, Name | Member):
        name = written(node)
        if _WHOLE.search(name) or (_SECRET.match(node.name) and not _is_harmless(node)):
            yield name or node.name
    elif isinstance(node, Template):
        for value in node.values:
            yield from _shown(value)
    elif isinstance(node, Object):
        for entry in node.entries:
            yield from _shown(entry.value)
    elif isinstance(node, Array):
        for item in node.items:
            yield from _shown(item)
    elif isinstance(node, Binary) and node.operator == "+":
        yield from _shown(node.left)
        yield from _shown(node.right)
    elif isinstance(node, Logical):
        yield from _shown(node.right)
    elif isinstance(node, Conditional):
        yield from _shown(node.yes)
        yield from _shown(node.no)
    elif isinstance(node, Cast | Await | Spread | Property):
        yield from _shown(node.value)
    elif isinstance(node, Call) and callee_name(node) in _SHOWN:
        for argument in node.arguments:
            yield from _shown(argument)


def _is_harmless(node: Name | Member) -> bool:
    """Whether a name only speaks of a secret; the `token` of something may be one of a language or a design."""
    if node.name in ("token", "cookie", "secret"):
        return isinstance(node, Member)
    return _HARMLESS.search(node.name) is not None


def _finding(site: Site, shown: str) -> Finding:
    what = "a whole part of the request" if _WHOLE.search(shown) else "a secret by its name"
    message = (
        f"`{shown}`, {what}, is written to the log: logs are copied, kept and read by more people than the secret is "
        "meant for. Leave it out, or log what identifies it: an id, its last four characters"
    )
    related = (
        *site.case.clause("security.secret_handling", "What the blueprint has redacted"),
        *site.case.clause("observability.log", "The blueprint's rules for logs"),
    )
    return site.case.finding(RULE, site.path, site.start, site.end, message, related=related)
