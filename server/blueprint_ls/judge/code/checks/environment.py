"""Rules `undeclared-variable` and `unused-variable`: what the code reads against what is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname

from blueprint_ls.codebase import variables
from blueprint_ls.codebase.prefilter import pattern
from blueprint_ls.codebase.variables import GIVEN, Declared, Use
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language.model import Block
from blueprint_ls.syntax import Span

UNDECLARED = "undeclared-variable"
UNUSED = "unused-variable"
_PLATFORM = re.compile(
    r"^(VERCEL|NEXT_PUBLIC_VERCEL|npm|GITHUB|GITLAB|AWS_LAMBDA|AWS_EXECUTION|RAILWAY|RENDER|FLY|HEROKU|K_|KUBERNETES|CF_"
    r"|NEXT_RUNTIME|NEXT_PHASE|TURBO|CI_|VITEST|JEST|PLAYWRIGHT|CYPRESS|TRIGGER_|STORYBOOK|WEBPACK|XDG|COREPACK|DENO"
    r"|HOSTNAME$|PORT$|HOST$|USER$|USERNAME$|SHELL$|TEMP$|TMP$|TMPDIR$|TERM|COLORTERM|FORCE_COLOR|NO_COLOR|DEBUG$|LANG"
    r"|ANALYZE|BUILD_|EDITOR|VISUAL|DISPLAY|INIT_CWD|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAM|DOCKER|IS_DOCKER|SSH_"
    r"|CONTINUOUS_INTEGRATION$"
    r"|NODE_|PNPM|HTTPS?_PROXY|NO_PROXY|ENV$|STAGE$|LOG_LEVEL$)"
)
"""What a platform, a shell or a tool sets by itself."""
_LIBRARIES = re.compile(
    r"^(AUTH_|NEXTAUTH_|SENTRY_|OTEL_|AWS_|DATABASE_|DIRECT_|POSTGRES|PG|MYSQL|MONGO|REDIS|KV_|UPSTASH|OPENAI|ANTHROPIC"
    r"|RESEND|TRIGGER|CLERK|GOOGLE|AZURE|LANGCHAIN|LANGFUSE|EXPO|SUPABASE|BETTER_AUTH|COMPOSE|NODE_|TURBO|TSC_|ESLINT_|REACT_APP|GENERATE_|WDS_|BROWSER|BLOB_|STRIPE"
    r"|PORT$|TZ$|NEXT_|SHADOW|PRISMA|TYPEORM|CHOKIDAR|INNGEST|TINYBIRD|TB_|QSTASH|SKIP_|DOTENV|DOCKER)"
)
"""What a library reads by itself: nothing in the code names it."""
_TOOLS = re.compile(
    r"(^|/)(scripts?|e2e|tests?|docs?|examples?|commands?|\.github)/"
    r"|(vitest|jest|playwright|cypress|webpack|vite|eslint)[\w./]*config|config/(env|paths|jest|getHttps)"
)
"""Where only tools of developers read variables."""
_FEW = 5
"""More variables that a blueprint lacks than these are told in one sentence."""
_OPTIONAL = re.compile(rb"\w+\"?\]?(\s*(\?\?|\|\||=(?!=))|[^,;]{0,160}?\.(default|optional|nullish|catch)\()")
"""What stands behind a variable that one may leave out."""


@code_check(UNDECLARED, UNUSED, whole=True)
def environment(case: CodeCase) -> Iterator[Finding]:
    """What the code reads of its environment, against what example files and the blueprint tell of."""
    uses = list(variables.uses(case.repository, case.program, case.governed))
    yield from _undeclared_ones(case, uses)
    yield from _unused_ones(case, {use.name for use in uses})


def _undeclared_ones(case: CodeCase, uses: list[Use]) -> Iterator[Finding]:
    known = variables.declared(case.repository)
    examples = {dirname(one.path) for one in known if one.example}
    names = {one.name for one in known} | _set_elsewhere(case)
    stated = _stated(case)
    first: dict[str, Use] = {}
    for use in uses:
        if use.name not in GIVEN and not _PLATFORM.match(use.name) and not _TOOLS.search(use.path):
            first.setdefault(use.name, use)
    unstated: list[Use] = []
    for use in first.values():
        where = _nearest(use.path, examples)
        if use.name not in names and where is not None:
            yield _undeclared(case, use, f"{where}/.env.example".lstrip("/"))
        elif stated and use.name not in stated:
            unstated.append(use)
    if len(unstated) > _FEW:
        yield _all_unstated(unstated, next(iter(stated.values())))
    else:
        yield from (_unstated(case, use, next(iter(stated.values()))) for use in unstated)


def _unused_ones(case: CodeCase, used: set[str]) -> Iterator[Finding]:
    listed = {one.name: one for one in variables.declared(case.repository) if one.example and not one.commented}
    ours = {name: one for name, one in listed.items() if name not in used and not _LIBRARIES.match(name)}
    stated = {name: block for name, block in _stated(case).items() if name not in used and not _LIBRARIES.match(name)}
    candidates = {*ours, *stated}
    mentioned = _mentioned(case, candidates) if candidates else set()
    for name, one in sorted(ours.items()):
        if name not in mentioned and case.governs(one.path):
            yield _unused(case, one)
    for name, block in sorted(stated.items()):
        if name not in mentioned and used:
            path = block.place.document.path
            message = f"No code reads `{name}`: take it out of the blueprint, or read it where it is meant"
            yield Finding(UNUSED, path, block.place.header, message, "deployment.variable", "information")


def _stated(case: CodeCase) -> dict[str, Block]:
    """The variables that the blueprint declares."""
    section = case.blueprint.blueprint.at("deployment") if case.blueprint else None
    return {block.label or "": block for block in section.blocks("variable")} if section else {}


def _set_elsewhere(case: CodeCase) -> set[str]:
    """The variables that images and manifests for Kubernetes set."""
    found: set[str] = set()
    for path in case.repository.of_kind("dockerfile", "kubernetes", "workflow"):
        text = case.repository.text(path).decode("utf-8", "replace")
        found.update(re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", text))
    return found


def _nearest(path: str, folders: set[str]) -> str | None:
    """The nearest folder above a file that has an example file."""
    folder = dirname(path)
    while folder not in folders:
        if not folder:
            return None
        folder = dirname(folder)
    return folder


def _mentioned(case: CodeCase, names: set[str]) -> set[str]:
    """Those of the names that stand anywhere in scripts, manifests and settings."""
    search = re.compile(rb"\b(" + b"|".join(re.escape(name.encode()) for name in sorted(names)) + rb")\b")
    quick = pattern(names)
    found: set[str] = set()
    for path, entry in case.repository.files.items():
        if entry.kind in _SILENT or entry.size > 1_000_000 or _SILENT_NAMES.search(path):
            continue
        try:
            text = case.repository.text(path)
        except OSError:
            continue
        if quick.search(text):
            found.update(match[1].decode() for match in search.finditer(text))
    return found


_SILENT = frozenset({"env", "markdown", "lockfile", "blueprint", "sql"})
_SILENT_NAMES = re.compile(r"\.(png|jpe?g|gif|svg|ico|woff2?|ttf|pdf|mp4|webp|zip|gz|csv|html?|css|txt|map)$")


def _undeclared(case: CodeCase, use: Use, example: str) -> Finding:
    message = (
        f"`{use.name}` is read here and no environment file tells of it: whoever sets up a new machine finds out when "
        f"this line runs. Add it to `{example}` with a line on what it is for"
    )
    optional = _OPTIONAL.match(case.repository.text(use.path), use.start) is not None
    severity = "information" if optional else None
    related = case.clause("deployment.config", "The blueprint's configuration")
    data = {"name": use.name, "example": example}
    return case.finding(UNDECLARED, use.path, use.start, use.end, message, severity, related=related, data=data)


def _unstated(case: CodeCase, use: Use, other: Block) -> Finding:
    message = (
        f"`{use.name}` is read here and the blueprint's `deployment` section does not declare it: add "
        f"`variable {use.name}` there, or take the read out"
    )
    place = other.place
    related = (Related(place.document.path, place.header, "The blueprint declares the variables, such as this one"),)
    return case.finding(
        UNDECLARED, use.path, use.start, use.end, message, "information", related=related, data={"name": use.name}
    )


def _all_unstated(uses: list[Use], other: Block) -> Finding:
    """One finding where the variables of the blueprint are merely begun."""
    names = sorted(use.name for use in uses)
    shown = ", ".join(f"`{name}`" for name in names[:_FEW])
    message = (
        f"The code reads {len(names)} variables that `deployment` does not declare: {shown} and {len(names) - _FEW} "
        "more. Declare those that a deployment has to set; `blueprint inventory` lists them all"
    )
    data = {"names": names}
    place = other.place
    return Finding(
        UNDECLARED, place.document.path, place.header, message, "deployment.variable", "information", data=data
    )


def _unused(case: CodeCase, one: Declared) -> Finding:
    text = case.repository.text(one.path)
    found = re.compile(rb"^[ \t]*(?:export[ \t]+)?(" + re.escape(one.name.encode()) + rb")\b", re.MULTILINE).search(
        text
    )
    span = Span(*found.span(1)) if found else Span(0, 0)
    message = f"Nothing in the repository reads `{one.name}`: take the line out, so that people set only what matters"
    return case.finding(UNUSED, one.path, span.start, span.end, message, data={"name": one.name})
