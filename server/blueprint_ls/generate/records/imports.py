"""Records to decisions of a blueprint: of MADR files that this program wrote, and of those that others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blueprint_ls.generate.records.record import CONTEXT, DECISION, OPTION, OPTIONS, OUTCOME, Record, bullets, unescaped
from blueprint_ls.generate.render import aligned, quoted
from blueprint_ls.language.schema import Decision, Vocabulary

HOME = "overview"
"""The section of a decision that the vocabulary does not know."""
_CHOSEN = re.compile(
    r"Chosen option:\s*[\"'\[“]?(?P<option>[^\"'\]”,\n]+)[\"'\]”]?(?:\([^)]*\))?[\"”]?"
    r"(?:,?\s*because\s+(?P<why>.+?))?(?=\n\s*\n|\Z)",
    re.DOTALL,
)
_BAD = re.compile(r"(?:Bad|Negative),? (?:because )?(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Imported:
    """A decision that a record tells of."""

    record: Record
    section: str
    decision: str
    option: str
    source: str
    """In the language, at the left margin."""


def imported(records: Sequence[Record], vocabulary: Vocabulary) -> list[Imported]:
    """The decisions of records that hold, the newest of each."""
    found: dict[str, Imported] = {}
    for record in sorted(records, key=lambda one: one.number):
        told = _told(record, vocabulary) if record.holds else None
        if told:
            found[told.decision] = told
    return list(found.values())


def _told(record: Record, vocabulary: Vocabulary) -> Imported | None:
    chosen = _CHOSEN.search(record.parts.get(OUTCOME, ""))
    option = record.matter.get(OPTION) or (unescaped(chosen["option"]) if chosen else "")
    if not option:
        return None
    known = _decision(record, option, vocabulary)
    word = _word(option, known)
    name = known.name if known else record.matter.get(DECISION) or _slug(record.title)
    rows = [f"choose = {word}", *_rows(record, chosen, word, known, option)]
    source = aligned("\n".join([f"decision {name} {{", *rows, "}"]))
    return Imported(record, known.section if known else HOME, name, word, source)


def _rows(
    record: Record, chosen: re.Match[str] | None, word: str, known: Decision | None, option: str
) -> Iterator[str]:
    others = [_word(point, known) for point in bullets(record.parts.get(OPTIONS, ""))]
    over = [other for other in dict.fromkeys(others) if other not in (word, "")]
    if over:
        yield f"over = [{', '.join(over)}]"
    if chosen and chosen["why"]:
        yield f"because = {quoted(_sentence(chosen['why']))}"
    bad = [found[1] for point in bullets(record.parts.get(OUTCOME, "")) if (found := _BAD.fullmatch(point))]
    if bad:
        yield f"accepts = {quoted('; '.join(map(_sentence, bad)))}"
    if record.status == "proposed":
        yield "status = proposed"
    if _is_date(record.matter.get("date", "").strip("\"'")):
        yield f"decided = {quoted(record.matter['date'].strip(chr(34) + chr(39)))}"
    if not known or word not in known.options:
        yield "custom = true"
        yield f"summary = {quoted(_summary(record, option))}"


def _decision(record: Record, option: str, vocabulary: Vocabulary) -> Decision | None:
    """The decision that a record names, else the one that alone has the option chosen."""
    if record.matter.get(DECISION) in vocabulary.decisions:
        return vocabulary.decisions[record.matter[DECISION]]
    having = [one for one in vocabulary.decisions.values() if _word(option, one) in one.options]
    titled = [one for one in having if _plain(one.title) in _plain(record.title)]
    return titled[0] if titled else having[0] if len(having) == 1 else None


def _word(option: str, known: Decision | None) -> str:
    """An option by its name in the language: `Amazon SQS` is `sqs`."""
    for found in known.options.values() if known else ():
        if _plain(option) in (_plain(found.title), _plain(found.name)):
            return found.name
    return _slug(option)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _slug(text: str) -> str:
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60].rstrip("_")
    return found if found[:1].isalpha() else f"option_{found}" if found else ""


def _sentence(text: str) -> str:
    return unescaped(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).rstrip(".")


def _summary(record: Record, option: str) -> str:
    """What a custom option is, as far as the record says it."""
    first = record.parts.get(CONTEXT, "").split("\n\n")[0]
    return f"{option}: {_sentence(first)}" if first else f"{option}, as {record.name} has it"


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
