"""The report of `check` for people: the place, the line, the mark under it, the cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.cli.results import Believed, Cure, Position, Result, Results
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import Style, count, untabbed, visible
from blueprint_ls.judge.diagram.cells import width
from blueprint_ls.judge.finding import MOST, foremost
from blueprint_ls.syntax.text import Text

_LACKS = {
    "missing-section": "section",
    "missing-block": "block",
    "missing-decision": "decision",
    "missing-attribute": "attribute",
}
"""What the rules on completeness miss."""
_BEGUN = 12
"""A blueprint that lacks more than this is merely begun: what it lacks is summed up, and not listed."""
_FEWEST_AROUND = 12
"""Columns of a cropped line that are shown before its mark."""
_MOST_EVIDENCE = 4
"""Places that are named for the tenant key."""
_MOST_ALTERNATIVES = 2
"""Other keys that are named."""
_MOST_AROUND = 2_000
"""Characters on either side of a mark's beginning that are looked at: a line may have millions."""


def render(results: Results, style: Style) -> Iterator[str]:
    """The lines of the report, without the summary."""
    explained: set[str] = set()
    before: Result | None = None
    for result in _listed(results):
        finding = result.finding
        start, _ = results.place(finding.path, finding.span)
        yield _heading(result, start, style)
        if before is None or (before.finding.path, before.finding.span) != (finding.path, finding.span):
            yield from _excerpt(result, results, style)
        yield from _notes(result, results, style, explain=finding.rule not in explained)
        yield ""
        explained.add(finding.rule)
        before = result


def _shown(results: Results) -> Iterator[Result]:
    """What is reported, of each file the findings that are worth showing."""
    files: dict[Path, list[Result]] = {}
    for result in results.reported():
        files.setdefault(result.finding.path, []).append(result)
    for found in files.values():
        kept = {id(finding) for finding in foremost([result.finding for result in found])}
        yield from (result for result in found if id(result.finding) in kept)


def _listed(results: Results) -> Iterator[Result]:
    """What is shown one by one: all but what blueprints that are merely begun do not state yet."""
    unstated = {id(result) for found in _unstated(results).values() for result in found}
    yield from (result for result in _shown(results) if id(result) not in unstated)


def _unstated(results: Results) -> dict[Path, list[Result]]:
    """What the blueprints lack that are merely begun, by their folders; nothing is summed up where no code is shown."""
    folders: dict[Path, list[Result]] = {}
    for result in _shown(results):
        if results.code_files and result.finding.rule in _LACKS:
            folders.setdefault(result.finding.path.parent, []).append(result)
    return {folder: found for folder, found in folders.items() if len(found) > _BEGUN}


def summary(results: Results, style: Style) -> Iterator[str]:
    """How many of what, and what can be done at once."""
    kinds = [("error", "errors"), ("warning", "warnings"), ("information", "information")]
    found = [(severity, results.count(severity), many) for severity, many in kinds]
    parts = [style.paint(count(number, severity, many), severity) for severity, number, many in found if number]
    yield f"{', '.join(parts) or style.paint('No findings', 'good')} in {_where(results)}{_cures(results)}"
    for folder, lacking in _unstated(results).items():
        yield _begun(folder, lacking, results)
    for believed in results.believed:
        yield from _belief(believed, results)
    yield from _left_out(results)
    yield from _first_steps(results)


def _heading(result: Result, start: Position, style: Style) -> str:
    finding = result.finding
    place = f"{visible(shown(finding.path))}:{start.line}:{start.column}"
    lead = width(f"{place}: {finding.severity} {finding.rule}: ")
    severity = style.paint(finding.severity, finding.severity)
    message = style.prose(lead, visible(finding.message))
    return f"{style.paint(place, 'path')}: {severity} {style.paint(finding.rule, 'rule')}: {message}"


def _excerpt(result: Result, results: Results, style: Style) -> Iterator[str]:
    """The source line, and a mark under exactly the text that is meant."""
    finding = result.finding
    start, end = results.place(finding.path, finding.span)
    text = results.text(finding.path)
    if start.line > len(text.line_starts) or not text.data:
        return
    line = _line(text, start.line)
    stop = end.column if end.line == start.line else len(line) + 1
    number = str(start.line)
    room = style.columns - len(number) - 5
    lead, marked, rest = _parts(line, start.column - 1, max(stop - 1, start.column - 1), room)
    kind = finding.severity
    gutter = style.paint(f"  {number} │ ", "faint")
    below = style.paint(f"  {' ' * len(number)} │ ", "faint")
    yield f"{gutter}{lead}{style.underline(marked, kind)}{rest}".rstrip()
    yield f"{below}{' ' * width(lead)}{style.paint('^' * max(width(marked), 1), kind)}"


def _line(text: Text, number: int) -> str:
    line = text.slice(text.line_span(number - 1))
    return line.removeprefix("\ufeff") if number == 1 else line


def _parts(line: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """The text before the mark, under it and behind it: tabs as blanks, cropped to fit without wrapping."""
    first = max(start - _MOST_AROUND, 0)
    line = visible(line[first : start + _MOST_AROUND])
    start, end = start - first, end - first
    lead = untabbed(line[:start])
    marked = untabbed(line[start:end], width(lead))
    rest = untabbed(line[end:], width(lead) + width(marked))
    if width(lead) + width(marked) + width(rest) <= room:
        return lead, marked, rest
    marked = _cropped(marked, room - _FEWEST_AROUND)
    keep = max(room - width(marked) - min(width(rest), _FEWEST_AROUND), _FEWEST_AROUND)
    if width(lead) > keep:
        lead = "…" + _cropped(lead[::-1], keep - 1, mark="")[::-1]
    return lead, marked, _cropped(rest, max(room - width(lead) - width(marked), 0))


def _cropped(text: str, columns: int, mark: str = "…") -> str:
    if width(text) <= columns:
        return text
    kept: list[str] = []
    used = len(mark)
    for char in text:
        used += width(char)
        if used > columns:
            break
        kept.append(char)
    return "".join(kept) + mark if columns >= len(mark) else ""


def _notes(result: Result, results: Results, style: Style, explain: bool) -> Iterator[str]:
    for related in result.finding.related:
        start, _ = results.place(related.path, related.span)
        place = f"{visible(shown(related.path))}:{start.line}:{start.column}"
        yield f"  {style.paint('see', 'faint')}: {place}: {visible(related.message)}"
    if result.cure:
        yield f"  {style.paint('fix', 'good')}: {visible(result.cure.title)} {style.paint(_how(result.cure), 'faint')}"
    if explain:
        yield style.paint(f"  why: blueprint explain {result.finding.rule}", "faint")


def _how(fix: Cure) -> str:
    if not fix.safe:
        return "(a suggestion: by hand or in the editor)"
    return "(--fix --assume)" if fix.assumes else "(--fix)"


def _where(results: Results) -> str:
    """What was looked at."""
    parts = [f"{count(results.blueprints, 'blueprint')} ({count(results.files, 'file')})"] if results.blueprints else []
    parts += [f"{count(results.code_files, 'file')} of code"] if results.code_files or not parts else []
    above = f", under the blueprint in {_named(results.elsewhere)}" if results.elsewhere else ""
    return " and ".join(parts) + above


def _named(folders: list[Path]) -> str:
    return " and ".join(f"`{visible(shown(folder))}`" for folder in folders)


def _begun(folder: Path, found: list[Result], results: Results) -> str:
    """How much a blueprint that is merely begun does not state yet, in one sentence."""
    numbers = Counter(_LACKS[result.finding.rule] for result in found)
    parts = ", ".join(count(numbers[word], word) for word in dict.fromkeys(_LACKS.values()) if numbers[word])
    which = f" in {visible(shown(folder))}" if results.blueprints > 1 else ""
    path = visible(shown(found[0].finding.path))
    return (
        f"{len(found)} of them are what the blueprint{which} does not state yet: {parts}. `blueprint check {path}` "
        "lists them, `--fix --assume` fills them in, `--code` leaves them out"
    )


def _belief(believed: Believed, results: Results) -> Iterator[str]:
    """The tenant key that no blueprint states, what speaks for it, and what else was weighed."""
    aliases = f" (also {', '.join(f'`{alias}`' for alias in believed.aliases)})" if believed.aliases else ""
    yield (
        f"No blueprint states a tenant key. The schema suggests `{believed.key}`{aliases}, {believed.score:.0%} sure, "
        "and queries were judged by it:"
    )
    for related in believed.evidence[:_MOST_EVIDENCE]:
        start, _ = results.place(related.path, related.span)
        yield f"  {visible(shown(related.path))}:{start.line}:{start.column}: {visible(related.message)}"
    for key, because in believed.alternatives[:_MOST_ALTERNATIVES]:
        yield f"  weighed as well: `{key}`: {visible(because)}"


def _first_steps(results: Results) -> Iterator[str]:
    """What to do where no blueprint is."""
    if results.blueprints or results.elsewhere or not results.code_files:
        return
    if not results.believed:
        yield (
            "No blueprint states a tenant key, and no model of the code suggests one: no query was held to a tenant. "
            "`data { tenancy { key = … } }` in a blueprint says which column it is"
        )
    yield "Next:"
    yield "  blueprint inventory                       whose rows each model holds, and how each access is pinned"
    yield "  blueprint init --from-repo                a first blueprint of what the code shows: it has the last word"
    yield "  blueprint check --baseline findings.json  keep what is found today, and report only what is new"


def _cures(results: Results) -> str:
    safe = [result.cure for result in results.reported() if result.cure and result.cure.safe]
    plain = sum(not fix.assumes for fix in safe)
    parts = [f"{plain} fixable with --fix"] if plain else []
    parts += [f"{len(safe)} with --fix --assume"] if len(safe) > plain else []
    return f"; {', '.join(parts)}" if parts else ""


def _left_out(results: Results) -> Iterator[str]:
    unshown = len(results.reported()) - sum(1 for _ in _shown(results))
    if unshown:
        yield f"{count(unshown, 'finding')} not shown, of each file the {MOST} worst are: `--format json` has all"
    silenced = sum(result.silencing is not None for result in results.results)
    known = sum(result.known for result in results.results)
    if silenced:
        yield f"{count(silenced, 'finding')} silenced, each with its reason"
    if known:
        yield f"{count(known, 'finding')} known to the baseline"
    if results.assumed:
        yield f"{count(results.assumed, 'assumption')} to confirm: `blueprint check --assumptions` lists them"
    for unread in results.unread:
        yield f"Not analysed: {shown(unread.path)}: {unread.reason}"
