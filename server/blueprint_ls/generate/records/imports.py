"""Records to decisions of a blueprint: of files that this program wrote, and of those that others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blueprint_ls.generate.records.record import CONTEXT, DECISION, Record
from blueprint_ls.generate.records.told import ADOPTED, Told, plain, sentence, told
from blueprint_ls.generate.render import aligned, quoted
from blueprint_ls.language.schema import Decision, Vocabulary

HOME = "overview"
"""The section of a decision that the vocabulary does not know."""


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
        said = told(record, vocabulary) if record.holds else None
        if said:
            decision = _decision(record, said)
            found[decision.decision] = decision
    return list(found.values())


def _decision(record: Record, found: Told) -> Imported:
    known = found.decision
    word = _word(found.option, known)
    name = known.name if known else record.matter.get(DECISION) or _slug(record.title)
    rows = [f"choose = {word}", *_rows(record, found, word)]
    source = aligned("\n".join([f"decision {name} {{", *rows, "}"]))
    return Imported(record, known.section if known else HOME, name, word, source)


def _rows(record: Record, found: Told, word: str) -> Iterator[str]:
    others = [_word(other, found.decision) for other in found.others]
    over = [other for other in dict.fromkeys(others) if other not in (word, "")]
    if over:
        yield f"over = [{', '.join(over)}]"
    if found.why:
        yield f"because = {quoted(found.why)}"
    if found.price:
        yield f"accepts = {quoted(found.price)}"
    if record.status == "proposed":
        yield "status = proposed"
    if _is_date(record.matter.get("date", "").strip("\"'")):
        yield f"decided = {quoted(record.matter['date'].strip(chr(34) + chr(39)))}"
    if not found.decision or word not in found.decision.options:
        yield "custom = true"
        yield f"summary = {quoted(_summary(record, found.option))}"


def _word(option: str, known: Decision | None) -> str:
    """An option by its name in the language: `Amazon SQS` is `sqs`."""
    for found in known.options.values() if known else ():
        if plain(option) in (plain(found.title), plain(found.name)):
            return found.name
    return _slug(option)


def _slug(text: str) -> str:
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60].rstrip("_")
    return found if found[:1].isalpha() else f"option_{found}" if found else ""


def _summary(record: Record, option: str) -> str:
    """What a custom option is, as far as the record says it."""
    context = record.parts.get(CONTEXT) or record.parts.get("Context", "")
    first, what = context.split("\n\n")[0], record.title if option == ADOPTED else option
    return f"{what}: {sentence(first)}" if first else f"{what}, as {record.name} has it"


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
