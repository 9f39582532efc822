"""The rules: list them, or try the examples on their pages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from blueprint_ls.cli.failure import FOUND, CannotRun
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import RulePage
from blueprint_ls.language.suggest import closest

EPILOG = """\
examples:
  blueprint rules list                     every rule, and the pages of your team among them
  blueprint rules list --format json       the same for programs
  blueprint rules test                     try every page: Avoid must fire, Prefer must not, the fix leads there
  blueprint rules test missing-because     try one page
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `rules`."""
    verbs = parser.add_subparsers(metavar="VERB", title="verbs", dest="verb", required=True)
    listing = verbs.add_parser("list", help="each rule with its severity and its kind of fix")
    listing.add_argument(
        "--format",
        choices=("human", "json"),
        default="human",
        help="for people (the default) or for programs",
    )
    testing = verbs.add_parser("test", help="try what the pages show under Avoid and Prefer")
    testing.add_argument("rules", nargs="*", metavar="RULE", help="rules to try; all of them unless named")


def run(parsed: argparse.Namespace) -> int:
    """List or try."""
    knowledge = Workspace().knowledge(Path.cwd())
    if parsed.verb == "list":
        return _list(knowledge, parsed.format)
    return _test(knowledge, parsed.rules)


def _list(knowledge: Knowledge, form: str) -> int:
    rules = sorted(knowledge.rules.values(), key=lambda rule: rule.name)
    if form == "json":
        print(json.dumps({"version": 1, "rules": [_described(rule) for rule in rules]}, indent=2))
        return 0
    style = Style.of(sys.stdout)
    wide = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        severity = style.paint(rule.severity.ljust(11), rule.severity) if rule.severity != "off" else "off".ljust(11)
        fix = (f"{rule.fix} fix" if rule.fix != "none" else "").ljust(13)
        mark = "" if _built_in(rule) else style.paint("  (yours)", "faint")
        print(f"{style.paint(rule.name.ljust(wide), 'rule')}  {severity}  {fix}  {rule.title}{mark}")
    own = sum(not _built_in(rule) for rule in rules)
    print(
        f"\n{count(len(rules), 'rule')}{f', {own} of your own' if own else ''}; `blueprint explain RULE` shows a page"
    )
    return 0


def _described(rule: RulePage) -> dict[str, object]:
    return {
        "rule": rule.name,
        "title": rule.title,
        "severity": rule.severity,
        "fix": rule.fix,
        "requirements": list(rule.requirements),
        "tags": list(rule.tags),
        "formerly": list(rule.formerly),
        "built_in": _built_in(rule),
        "page": shown(rule.page.path),
    }


def _built_in(rule: RulePage) -> bool:
    return rule.page.path.is_relative_to(data_folder("rules"))


def _test(knowledge: Knowledge, names: list[str]) -> int:
    from blueprint_ls.cli.trial import Failure, tries

    style = Style.of(sys.stdout)
    tried = failed = 0
    for rule in _named(knowledge, names):
        failures: list[Failure] = []
        for outcome in tries(rule, knowledge):
            tried += 1
            failures += [outcome] if outcome else []
        mark = style.paint("failed", "error") if failures else style.paint("ok", "good")
        print(f"{rule.name}: {mark}")
        _print_failures(rule, failures)
        failed += len(failures)
    for problem in knowledge.problems:
        print(f"{shown(problem.path)}:{problem.line}: {problem.message}")
    print(f"\n{count(tried, 'example')} tried, {failed} failed")
    return FOUND if failed or knowledge.problems else 0


def _named(knowledge: Knowledge, names: list[str]) -> Iterable[RulePage]:
    for name in names:
        if name not in knowledge.rules:
            near = closest(name, knowledge.rules)
            hint = f"did you mean `{near}`?" if near else "`blueprint rules list` shows them all"
            raise CannotRun(f"there is no rule `{name}`: {hint}")
    chosen = names or sorted(knowledge.rules)
    return [knowledge.rules[name] for name in chosen]


def _print_failures(rule: RulePage, failures: Iterable[object]) -> None:
    for failure in failures:
        print(f"  {shown(rule.page.path)}: {failure}")
