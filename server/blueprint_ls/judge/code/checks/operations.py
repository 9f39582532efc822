"""Rules `no-signal-handling`, `missing-health-route`, `outgoing-call-without-timeout`, `console-in-production` and
`swallowed-error`: what a process owes those who run it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname
from typing import Any

from blueprint_ls.codebase.typescript.tree import (
    Call,
    Literal,
    Member,
    Name,
    New,
    Node,
    Object,
    Spread,
    Template,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.origins import set_to, written
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding

SIGNALS = "no-signal-handling"
HEALTH = "missing-health-route"
TIMEOUT = "outgoing-call-without-timeout"
CONSOLE = "console-in-production"
SWALLOWED = "swallowed-error"
_HEALTHY = re.compile(r"health|ready|readiness|livez?|liveness|ping|status|alive|heartbeat|probe", re.IGNORECASE)
_DEVELOPERS = re.compile(
    r"(^|/)(scripts?|seeds?|seeders?|tests?|e2e|examples?|docs?|cli|bin|benchmarks?|tools?|dev|migrations?|commands?"
    r"|sdk|generators?|testing|stories|playground)/|\.(config|stories|seed)\.|(^|/)(bench|seed|dev|cli|test)[.-]",
    re.IGNORECASE,
)
"""Code that a developer runs."""
_SERVERS = frozenset(
    {"express", "fastify", "@nestjs/core", "koa", "hono", "bullmq", "bull", "@trpc/server", "@apollo/server", "next"}
)
_BROWSERS = frozenset({"react", "vue", "svelte", "solid-js", "react-native"})
_LOGGERS = frozenset(
    {"pino", "winston", "nestjs-pino", "nest-winston", "bunyan", "tslog", "@axiomhq/logging", "consola"}
)
_SERVER_SIDE = re.compile(
    r"(^|/)(api|server|actions|cron|jobs|workers?|webhooks?|trigger|services|processors|queues|middleware)/|\.server\.|"
    r"(^|/)route\.ts$"
)


@code_check(SIGNALS, whole=True)
def no_signal_handling(case: CodeCase) -> Iterator[Finding]:
    """Processes that take requests and are cut off when they are told to end."""
    handled = {_package(case, site.path) for site in sites(case, SIGNALS, "signals")}
    for site in _servers(case):
        package = _package(case, site.path)
        if package not in handled:
            handled.add(package)
            message = (
                "This process takes requests, and nothing in its package handles SIGTERM: every release cuts off what "
                "is under way. On SIGTERM stop listening, let open requests and jobs end, close the connections, then "
                "exit"
            )
            related = case.clause("reliability.shutdown", "How the blueprint has processes end")
            yield case.finding(SIGNALS, site.path, site.start, site.end, message, related=related)


@code_check(HEALTH, whole=True)
def missing_health_route(case: CodeCase) -> Iterator[Finding]:
    """Processes that nobody can ask whether they are well."""
    servers = list(_servers(case))
    if not servers or not case.endpoints:
        return
    answering = {_package(case, one.path) for one in case.endpoints}
    healthy = {_package(case, one.path) for one in case.endpoints if _HEALTHY.search(one.route)}
    for site in servers:
        package = _package(case, site.path)
        if package in answering and package not in healthy and not _names_health(case, site.path):
            healthy.add(package)
            message = (
                "No route of this process says whether it is alive or ready: the orchestrator sends requests to one "
                "that cannot answer, and never replaces it. Answer `GET /health` and `GET /ready`"
            )
            related = case.clause("reliability.health", "The blueprint's health checks")
            yield case.finding(HEALTH, site.path, site.start, site.end, message, related=related)


@code_check(TIMEOUT, whole=True)
def outgoing_call_without_timeout(case: CodeCase) -> Iterator[Finding]:
    """Calls to other systems that wait for as long as those like."""
    patient = {_package(case, site.path) for site in sites(case, TIMEOUT, name="call") if _sets_default(site)}
    severity = "warning" if _states_timeouts(case) else "information"
    for site in sites(case, TIMEOUT, name="call"):
        call = site.call
        if call is None or not _is_server(case, site.path) or _is_bounded(site, call):
            continue
        if isinstance(call.callee, Member) and _package(case, site.path) in patient:
            continue
        name = written(call.callee)
        message = (
            f"`{name}` waits for as long as the other side likes: when that hangs, requests pile up here until nothing "
            f"answers. {_advice(name)}"
        )
        related = case.clause("reliability.timeout", "The blueprint's timeouts")
        yield case.finding(TIMEOUT, site.path, site.start, site.end, message, severity, related=related)


@code_check(CONSOLE)
def console_in_production(case: CodeCase) -> Iterator[Finding]:
    """Lines that pass by the logger, where there is one."""
    chosen = case.blueprint.blueprint.choice("logger") if case.blueprint else None
    related = case.clause("observability.decision.logger", "The blueprint's logger")
    for site in sites(case, CONSOLE, name="call"):
        if not _is_server(case, site.path) or _DEVELOPERS.search(site.path):
            continue
        if chosen or _LOGGERS & _dependencies(case, site.path):
            message = (
                f"`{written(site.call.callee) if site.call else 'console'}` passes by the logger: the line has no "
                "level, no correlation id and no fields to search by. Hand it to the logger, or take it out"
            )
            severity = "warning" if chosen else "information"
            yield case.finding(CONSOLE, site.path, site.start, site.end, message, severity, related=related)


@code_check(SWALLOWED)
def swallowed_error(case: CodeCase) -> Iterator[Finding]:
    """Errors that nobody ever hears of."""
    for site in sites(case, SWALLOWED, name="swallow"):
        if _is_server(case, site.path) and not _DEVELOPERS.search(site.path) and not _is_explained(site):
            message = (
                "Whatever fails here is dropped without a trace: the code goes on as if it had worked, and nobody can "
                "find out why it did not. Log it, handle the one error that is meant, or say in a comment why not"
            )
            related = case.clause("coding.error_handling", "How the blueprint has errors handled")
            yield case.finding(SWALLOWED, site.path, site.start, site.end, message, related=related)


def _is_explained(site: Site) -> bool:
    """Whether a comment stands behind it on the line."""
    rest = site.case.repository.text(site.path)[site.end :].partition(b"\n")[0]
    return b"//" in rest or b"/*" in rest


# ---------------------------------------------------------------------------------------------------------- packages


def _servers(case: CodeCase) -> Iterator[Site]:
    for site in sites(case, SIGNALS, "servers", "server"):
        if not _DEVELOPERS.search(site.path):
            yield site


def _package(case: CodeCase, path: str) -> str:
    """The folder of the nearest `package.json`."""
    folder = dirname(path)
    while folder and f"{folder}/package.json" not in case.repository.files:
        folder = dirname(folder)
    return folder


def _dependencies(case: CodeCase, path: str) -> frozenset[str]:
    """The packages that a file's own package asks for."""
    facts = case.repository.facts(f"{_package(case, path)}/package.json".lstrip("/"))
    known: Any = facts.data.get("dependencies", {}) if facts else {}
    return frozenset(known)


def _is_server(case: CodeCase, path: str) -> bool:
    """Whether a file runs on a server, as far as its place and its package tell."""
    if _DEVELOPERS.search(path) or path.endswith((".tsx", ".jsx")):
        return False
    packages = _dependencies(case, path)
    if not _BROWSERS & packages:
        return bool(_SERVERS & packages)
    return bool(_SERVER_SIDE.search(path)) and bool(_SERVERS & packages)


def _names_health(case: CodeCase, path: str) -> bool:
    """Whether a process registers a module or plugin for health checks, whose routes are not in this code."""
    return bool({"@nestjs/terminus", "@godaddy/terminus", "lightship"} & _dependencies(case, path))


# ---------------------------------------------------------------------------------------------------------- timeouts


def _sets_default(site: Site) -> bool:
    """Whether a client is made, or set up, with a timeout of its own."""
    call = site.call
    made = call is not None and written(call.callee) in ("axios.create", "got.extend")
    return made and any(isinstance(one, Object) and one.get("timeout") for one in inside(call))  # type: ignore[arg-type]


def _is_bounded(site: Site, call: Call) -> bool:
    """Whether a call has a timeout or a signal, or may have one that cannot be seen."""
    if written(call.callee) in ("axios.isAxiosError", "axios.isCancel", "axios.all", "axios.spread", "axios.create"):
        return True
    if not call.arguments or any(isinstance(one, Spread) for one in call.arguments):
        return True
    first = call.arguments[0]
    local = isinstance(first, Literal) and str(first.value).startswith("/")
    local = local or (isinstance(first, Template) and first.parts[0].startswith("/"))
    local = local or (isinstance(first, New) and "import.meta" in _source(site, first))
    return local or any(_may_bound(site, one) for one in call.arguments[1:] or call.arguments)


def _source(site: Site, node: Node) -> str:
    return site.case.repository.text(site.path)[node.start : node.end].decode("utf-8", "replace")


def _may_bound(site: Site, given: object) -> bool:
    if isinstance(given, Object):
        keys = {getattr(entry, "key", None) for entry in given.entries}
        return bool(keys & {"signal", "timeout"}) or any(isinstance(entry, Spread) for entry in given.entries)
    if isinstance(given, Name):
        values = set_to(site.functions, given.name)
        return not values or any(_may_bound(site, one) for one in values)
    return isinstance(given, Call | Member) and site.case is not None and not isinstance(given, Template)


def _states_timeouts(case: CodeCase) -> bool:
    section = case.blueprint.blueprint.at("reliability") if case.blueprint else None
    return bool(section and section.blocks("timeout"))


def _advice(name: str) -> str:
    if name == "fetch":
        return "Give it `signal: AbortSignal.timeout(5_000)`"
    return "Give it a `timeout`, or make the client with one"
