"""SARIF 2.1.0, as GitHub code scanning and many viewers read it: rules with their pages, results, suppressions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from blueprint_ls import __version__
from blueprint_ls.cli.results import Result, Results
from blueprint_ls.cli.selection import shown
from blueprint_ls.judge.finding import Finding
from blueprint_ls.knowledge.load import Knowledge, load
from blueprint_ls.knowledge.pages import RulePage
from blueprint_ls.syntax.text import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "%SRCROOT%"
"""What relative paths start at: the folder that the command ran in."""
REFERENCE = "docs/reference/rules.md"
"""The page of the manual with every rule, each under its name as an anchor."""
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "off": "none"}
_FINGERPRINT = "blueprint/v1"


def render(results: Results) -> Iterator[str]:
    """The whole log."""
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(results)]}, indent=2, ensure_ascii=False)


def _run(results: Results) -> dict[str, Any]:
    names = sorted({result.finding.rule for result in results.results})
    knowledge = load()
    return {
        "tool": {
            "driver": {
                "name": "blueprint",
                "fullName": "Blueprint: hold a backend to its written architecture",
                "version": __version__,
                "rules": [_rule(name, knowledge) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "The folder that the command ran in"}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [*_unread(results)]}],
        "results": [_result(result, names.index(result.finding.rule), results) for result in results.results],
    }


# ----------------------------------------------------------------------------------------------------------- rules


def _rule(name: str, knowledge: Knowledge) -> dict[str, Any]:
    page = knowledge.rules.get(name)
    if page is None:
        return {"id": name, **_page(name)}
    level = _LEVELS[page.severity]
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": _plain(page.page.parts.get("What it does", page.title))},
        **_page(name),
        "help": {"text": _plain(_help(page)), "markdown": _help(page)},
        "defaultConfiguration": {"enabled": level != "none", "level": level if level != "none" else "note"},
        "properties": {"tags": [*_TAGS.get(name.partition("-")[0], ()), *page.requirements], "fix": page.fix},
    }


def _page(rule: str) -> dict[str, str]:
    """The manual on a rule, where the package states an address of the project: `help` has the words anyway."""
    return {"helpUri": f"{_project()}{REFERENCE}#{quote(rule)}"} if _project() else {}


@cache
def _project() -> str:
    try:
        stated = metadata("blueprint-ls").get_all("Project-URL") or []
    except PackageNotFoundError:  # run from a checkout
        return ""
    urls = {label.strip().lower(): url.strip() for label, _, url in (one.partition(",") for one in stated)}
    url = urls.get("repository") or urls.get("source") or urls.get("homepage")
    return f"{url.rstrip('/')}/blob/main/" if url else ""


_TAGS = {"tenant": ("security", "multi-tenancy"), "endpoint": ("security",)}


def _help(page: RulePage) -> str:
    parts = page.page.parts
    chosen = ("What it does", "Why", "Fix", "Silencing")
    return "\n\n".join(f"## {heading}\n\n{parts[heading]}" for heading in chosen if heading in parts)


def _plain(markdown: str) -> str:
    """The first paragraph of Markdown, on one line."""
    paragraphs = (text for text in markdown.split("\n\n") if not text.startswith(("#", "```", "|")))
    return " ".join(next(paragraphs, markdown).replace("`", "").split())


# --------------------------------------------------------------------------------------------------------- results


def _result(result: Result, index: int, results: Results) -> dict[str, Any]:
    finding = result.finding
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding.message)},
        "locations": [{"physicalLocation": _location(finding.path, finding.span, results)}],
        "partialFingerprints": {_FINGERPRINT: result.fingerprint},
        "suppressions": [*_suppressions(result)],
    }
    if finding.related:
        told["relatedLocations"] = [*_related(finding, results)]
    if result.requirement:
        told["properties"] = {"requirement": result.requirement}
    return told


def _related(finding: Finding, results: Results) -> Iterator[dict[str, Any]]:
    for number, related in enumerate(finding.related, start=1):
        place = _location(related.path, related.span, results)
        yield {"id": number, "physicalLocation": place, "message": {"text": _text(related.message)}}


def _suppressions(result: Result) -> Iterator[dict[str, str]]:
    if result.silencing:
        yield {"kind": "inSource", "status": "accepted", "justification": result.silencing.reason}
    if result.known:
        yield {"kind": "external", "status": "accepted", "justification": "The baseline knows it"}


def _unread(results: Results) -> Iterator[dict[str, Any]]:
    """What could not be analysed, as notifications of the run."""
    for unread in results.unread:
        place = {"physicalLocation": {"artifactLocation": _artifact(unread.path)}}
        text = _text(f"Not analysed: {shown(unread.path)}: {unread.reason}")
        yield {"level": "warning", "message": {"text": text}, "locations": [place]}


def _location(path: Path, span: Span, results: Results) -> dict[str, Any]:
    start, end = results.place(path, span)
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
    return {"artifactLocation": _artifact(path), "region": region}


def _artifact(path: Path) -> dict[str, str]:
    """A path from where the command ran; one that lies elsewhere in full."""
    relative = shown(path)
    if relative.startswith("../") or Path(relative).is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(relative, errors="surrogateescape"), "uriBaseId": BASE}


def _text(message: str) -> str:
    """A message in which no brackets are taken for a link."""
    return message.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") if "](" in message else message
