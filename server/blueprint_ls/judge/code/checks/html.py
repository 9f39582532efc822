"""Rules `unsanitized-html` and `missing-csrf`: what a browser is made to run, and whom it acts for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from blueprint_ls.codebase.constants import text_of
from blueprint_ls.codebase.typescript.tree import (
    Binary,
    Call,
    Conditional,
    Function,
    Index,
    Literal,
    Logical,
    Member,
    Name,
    Node,
    Object,
    Template,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.origins import bare, callee_name, last_name, set_to, written
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding

HTML = "unsanitized-html"
CSRF = "missing-csrf"
_MARKDOWN = re.compile(r"^(marked|markdownit|snarkdown)(\.|$)|^md\.render$|markdownToHtml", re.IGNORECASE)
"""Calls that make HTML of what people write, and leave HTML that stands in it as it is."""
_CLEAN_NAMES = re.compile(r"saniti[sz]ed|purified|escaped|highlight|safe|script|css|style|svg|icon", re.IGNORECASE)
_CONSTANTS = re.compile(r"[A-Z][A-Z0-9_]+")
"""Tables that the code itself holds, by the way that they are named."""
_TOOLS = re.compile(
    r"(^|/)(docs?|scripts?|stories|examples?|emails?|chrome|storybook|public)/|\.bundle\.|\.stories\.|theme",
    re.IGNORECASE,
)
_PROTECTION = frozenset(
    {
        "csurf",
        "csrf-csrf",
        "@fastify/csrf-protection",
        "lusca",
        "tiny-csrf",
        "csrf-sync",
        "koa-csrf",
        "@dr.pogodin/csurf",
    }
)
_TEXTUAL = ("replace", "replaceAll", "trim", "join", "toString")
_SAME_SITE = frozenset({"lax", "strict"})


@code_check(HTML)
def unsanitized_html(case: CodeCase) -> Iterator[Finding]:
    """Markup from elsewhere that is shown as it came."""
    for site in sites(case, HTML, name="html"):
        node = site.node
        if node is None or _TOOLS.search(site.path):
            continue
        wild = next(_wild(site, node), None)
        if wild is not None:
            text = case.repository.text(site.path)
            shown = " ".join(text[wild.start : wild.end].decode("utf-8", "replace").split())[:60]
            message = (
                f"`{shown}` is shown as HTML as it came: what somebody wrote into it runs in the browser of whoever "
                "reads it. Sanitize it where it is shown, with a list of allowed tags, or show it as text"
            )
            related = case.clause("security.html_input", "What the blueprint does about HTML that people write")
            severity = "information" if isinstance(wild, Name) else None  # a component's property may be a constant
            yield case.finding(HTML, site.path, site.start, site.end, message, severity, related=related)


def _wild(site: Site, node: Node | None, depth: int = 4) -> Iterator[Node]:
    """The values of an expression that nothing shows to be clean."""
    node = bare(node)
    if node is None or depth == 0 or isinstance(node, Literal | Function):
        return
    if isinstance(node, Template):
        for value in node.values:
            yield from _wild(site, value, depth - 1)
    elif isinstance(node, Binary | Logical):
        yield from _wild(site, node.left, depth - 1)
        yield from _wild(site, node.right, depth - 1)
    elif isinstance(node, Conditional):
        yield from _wild(site, node.yes, depth - 1)
        yield from _wild(site, node.no, depth - 1)
    elif isinstance(node, Call):
        if _MARKDOWN.search(written(node.callee)) and node.arguments:
            yield from _wild(site, node.arguments[0], depth - 1)
        elif isinstance(node.callee, Member) and node.callee.name in _TEXTUAL:
            yield from _wild(site, node.callee.object, depth - 1)
    elif isinstance(node, Name | Member) and not _is_clean(site, node):
        values = set_to(site.functions, node.name) if isinstance(node, Name) else []
        for origin in values:
            yield from _wild(site, origin, depth - 1)
        if not values:
            yield node


def _first(node: Node) -> str:
    """The name that an expression begins with: `COLORS` of `COLORS[kind].border`."""
    while isinstance(node, Member | Index):
        node = node.object
    return node.name if isinstance(node, Name) else ""


def _is_clean(site: Site, node: Name | Member) -> bool:
    if _CLEAN_NAMES.search(written(node)) or _CONSTANTS.fullmatch(_first(node)):
        return True
    if text_of(site.case.program, site.path, node) is not None or node.name in ("innerHTML", "outerHTML"):
        return True
    return isinstance(node, Name) and site.case.program.meaning(site.path, node.name) is not None


# -------------------------------------------------------------------------------------------------------------- csrf


@code_check(CSRF)
def missing_csrf(case: CodeCase) -> Iterator[Finding]:
    """Sessions in cookies that every site may send along."""
    if _PROTECTION & _packages(case):
        return
    for site in sites(case, CSRF, name="session"):
        call = site.call
        options = next((one for one in call.arguments if isinstance(one, Object)), None) if call else None
        if call is None or options is None or not _is_session(site, call):
            continue
        same_site = [_text(site, value) for value in _under(options, "sameSite")]
        if not any(value is None or value in _SAME_SITE for value in same_site):
            said = "its `sameSite` lets every site send it" if same_site else "no `sameSite` keeps other sites from it"
            message = (
                f"This session lives in a cookie, {said}, and no CSRF protection is among the packages: any page can "
                "act for whoever is signed in. Set `sameSite` to `lax` or `strict`, or check a token on each change"
            )
            related = case.clause("security.csrf", "What the blueprint does against forged requests")
            yield case.finding(CSRF, site.path, site.start, site.end, message, related=related)


def _is_session(site: Site, call: Call) -> bool:
    """Whether what is called, or registered, comes from a package for sessions in cookies."""
    plugin: Node = call.arguments[0] if callee_name(call) == "register" else call.callee
    meaning = site.case.program.meaning(site.path, last_name(plugin))
    return "session" in str(getattr(meaning, "package", ""))


def _under(options: Node, key: str) -> list[Node]:
    return [value for one in inside(options) if isinstance(one, Object) and (value := one.get(key)) is not None]


def _text(site: Site, value: Node) -> str | None:
    """A setting as text; None where only the running code knows."""
    if isinstance(value, Literal):
        return "strict" if value.value is True else str(value.value).lower()
    return text_of(site.case.program, site.path, value)


def _packages(case: CodeCase) -> set[str]:
    found: set[str] = set()
    for path in case.repository.of_kind("package"):
        facts = case.repository.facts(path)
        known: Any = facts.data.get("dependencies", {}) if facts else {}
        found.update(known)
    return found
