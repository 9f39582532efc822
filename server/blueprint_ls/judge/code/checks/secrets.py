"""Rule `secret-in-code`: what only a secret manager should hold, written down in the repository."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding

RULE = "secret-in-code"
_EXAMPLES = re.compile(
    r"(^|/)([\w-]*[_-])?(tests?|specs?|e2e|mocks?|fixtures?|examples?|samples?|demos?|seeds?|seeders?|docs?|stories"
    r"|storybook|snippets?|playgrounds?|templates?|testing|testcontainers|benchmarks?|scripts?|openapi)/"
    r"|(^|[/.-])(seed|mock|fixture|stories|test|spec|openapi|bench)\.",
    re.IGNORECASE,
)
"""Where texts only look like secrets."""
_PLACEHOLDER = re.compile(
    r"example|change[-_ ]?me|placeholder|dummy|sample|your[-_]|[-_]here|xxx|test|fake|mock|todo|redacted|\*\*\*|\.\.\."
    r"|<.*>|\$\{|\{\{|1234|abcd|local|default|insert",
    re.IGNORECASE,
)
_DEVELOPMENT = re.compile(
    r"localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker|@(postgres|db|redis|mysql|mongo|database)[:/]"
)
_PUBLIC = re.compile(r"phc_|pk_|public|https?://")
"""Keys that are made to be shown."""
_WORDS = re.compile(r"[a-z]+([-_.:/ ][a-z]+)*|[A-Z]+([-_][A-Z]+)*|([A-Z]?[a-z]+)+", re.ASCII)
"""What looks like the name of something."""
_LEAST = 12
_MIXED = 3.2
"""Bits per character from which on a text looks drawn at random."""


@code_check(RULE)
def secret_in_code(case: CodeCase) -> Iterator[Finding]:
    """Tokens, private keys and passwords in texts of the code."""
    said: set[tuple[str, int]] = set()
    for site in sites(case, RULE):
        judge = _JUDGES.get(site.name)
        if judge and not _EXAMPLES.search(site.path) and (site.path, site.start) not in said:
            problem = judge(site.text)
            if problem and not (site.name == "fallback" and _is_refused(site)):
                said.add((site.path, site.start))
                yield _finding(site, problem)


def _token(text: str) -> str:
    """What an issuer's token or a private key says by its shape."""
    if "PRIVATE KEY" in text:
        return "A private key" if len(text) > 80 else ""
    if "://" in text:
        password = text.partition("://")[2].partition("@")[0].partition(":")[2]
        if _DEVELOPMENT.search(text) or _PLACEHOLDER.search(text) or password in ("postgres", "password", "root"):
            return ""
        return "An address with its password"
    return "" if _PLACEHOLDER.search(text) or "EXAMPLE" in text else "A token"


def _named(text: str) -> str:
    """What a text says that stands under a secret's name."""
    if len(text) < _LEAST or " " in text or _PLACEHOLDER.search(text) or _WORDS.fullmatch(text) or "/" in text:
        return ""
    kinds = sum(bool(re.search(kind, text)) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"))
    return "A secret" if kinds > 1 and re.search("[0-9]", text) and _bits(text) >= _MIXED else ""


def _fallback(text: str) -> str:
    """A text that stands in where the environment names no secret."""
    return "A secret's fallback" if len(text) > 3 and not _PUBLIC.match(text) and " " not in text else ""


def _is_refused(site: Site) -> bool:
    """Whether the code compares with the fallback's own text: it looks for it, to refuse it."""
    source = site.case.repository.text(site.path)
    return re.search(rb"[!=]==?\s*[\"'`]" + re.escape(site.text.encode()) + rb"[\"'`]", source) is not None


_JUDGES = {"token": _token, "value": _named, "fallback": _fallback}


def _bits(text: str) -> float:
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def _finding(site: Site, problem: str) -> Finding:
    if site.name == "fallback":
        message = (
            f"{problem} stands in the code: where the variable is missing, every deployment runs on the same secret, "
            "and everybody who reads the code knows it. Refuse to start without the variable"
        )
    else:
        message = (
            f"{problem} stands in the code: whoever reads the repository, or any copy of it, has it. Take it out, "
            "replace it where it was issued, and read the new one from the environment or the secret manager"
        )
    related = (
        *site.case.clause("security.decision.secrets", "The blueprint says where secrets are kept"),
        *site.case.clause("security.secret_handling", "How secrets reach the code"),
    )
    severity = "warning" if site.name == "fallback" else "error"
    return site.case.finding(RULE, site.path, site.start, site.end, message, severity, related=related)
