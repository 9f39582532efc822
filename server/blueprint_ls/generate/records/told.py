"""What a record tells of its decision, in either of the two forms that people write: MADR's, and Michael Nygard's.

MADR names the options and the one chosen. Nygard's form, that of `adr-tools`, has a *Decision* in sentences: an option
is found in it where a page knows one by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.records.record import DECISION, OPTION, OPTIONS, OUTCOME, Record, bullets, unescaped
from blueprint_ls.language.schema import Decision, Vocabulary

DECIDED, FOLLOWS = "Decision", "Consequences"
"""The parts of Nygard's form that MADR calls otherwise."""
_CHOSEN = re.compile(
    r"Chosen option:\s*[\"'\[“]?(?P<option>[^\"'\]”,\n]+)[\"'\]”]?(?:\([^)]*\))?[\"”]?"
    r"(?:,?\s*because\s+(?P<why>.+?))?(?=\n\s*\n|\Z)",
    re.DOTALL,
)
_BAD = re.compile(r"(?:Bad|Negative|Con|However|But)\b[,:]? (?:because )?(.+)", re.DOTALL | re.IGNORECASE)
_BECAUSE = re.compile(r"\b(?:because|since|as it|so that)\s+(.+?)(?=\.\s|\.?$)", re.DOTALL | re.IGNORECASE)
_REJECTED = re.compile(
    r"\bfrom\s+[^.;]*?\s(?=to\s)|\b(?:instead of|rather than|and not|but not|over)\b[^.;]*", re.IGNORECASE
)
"""What a sentence names and does not choose: `from MySQL to PostgreSQL`, `instead of MongoDB`."""
ADOPTED = "adopted"
"""The option of a decision in sentences that no page knows."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a record tells it; texts are empty where it does not."""

    decision: Decision | None
    """The one of the vocabulary."""
    option: str
    """As the record calls it."""
    others: tuple[str, ...]
    why: str
    price: str
    """What was accepted with it."""


def told(record: Record, vocabulary: Vocabulary) -> Told | None:
    """What a record tells; None where it decides nothing."""
    if DECIDED in record.parts and OUTCOME not in record.parts:
        return _in_sentences(record, vocabulary)
    outcome = record.parts.get(OUTCOME, "")
    chosen = _CHOSEN.search(outcome)
    option = record.matter.get(OPTION) or (unescaped(chosen["option"]) if chosen else "")
    if not option:
        return None
    bad = [found[1] for point in bullets(outcome) if (found := _BAD.fullmatch(point))]
    why = sentence(chosen["why"]) if chosen and chosen["why"] else ""
    others = tuple(bullets(record.parts.get(OPTIONS, "")))
    return Told(_known(record, option, vocabulary), option, others, why, "; ".join(map(sentence, bad)))


def sentence(text: str) -> str:
    """Words on one line: links by their words, no full stop at the end."""
    return unescaped(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).rstrip(".")


def plain(text: str) -> str:
    """A name as it is compared: `Amazon SQS` is `amazonsqs`."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


# -------------------------------------------------------------------------------------------------------------- MADR


def _known(record: Record, option: str, vocabulary: Vocabulary) -> Decision | None:
    """The decision that a record names, else the one that alone has the option chosen."""
    if record.matter.get(DECISION) in vocabulary.decisions:
        return vocabulary.decisions[record.matter[DECISION]]
    having = [one for one in vocabulary.decisions.values() if _has(one, option)]
    titled = [one for one in having if plain(one.title) in plain(record.title)]
    return titled[0] if titled else having[0] if len(having) == 1 else None


def _has(decision: Decision, option: str) -> bool:
    return any(plain(option) in (plain(one.title), plain(one.name)) for one in decision.options.values())


# ------------------------------------------------------------------------------------------------------------ Nygard


def _in_sentences(record: Record, vocabulary: Vocabulary) -> Told | None:
    decided = record.parts[DECIDED]
    if not decided.strip():
        return None
    because = _BECAUSE.search(sentence(decided))
    first = sentence(re.split(r"\n\s*\n", decided.strip())[0])
    why = sentence(because[1]) if because else first
    decision, option = _named(record, vocabulary)
    return Told(decision, option, (), why, _price(record.parts.get(FOLLOWS, "")))


def _named(record: Record, vocabulary: Vocabulary) -> tuple[Decision | None, str]:
    """The one option that the title or else the first paragraph of the decision names, and its decision."""
    for text in (record.title, re.split(r"\n\s*\n", record.parts[DECIDED].strip())[0]):
        words = _REJECTED.sub(" ", sentence(text))
        found = [*_options(words, vocabulary)]
        about = [(one, option) for one, option in found if plain(one.title) in plain(record.title + words)]
        for candidates in (about, found):
            if len(candidates) == 1:
                return candidates[0]
    return None, ADOPTED


def _options(words: str, vocabulary: Vocabulary) -> Iterator[tuple[Decision, str]]:
    """Every option whose name stands among the words."""
    for decision in vocabulary.decisions.values():
        for option in decision.options.values():
            names = (option.title, option.name.replace("_", " "), *option.title.split(" (")[:1])
            if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) for name in names):
                yield decision, option.name


def _price(text: str) -> str:
    """The consequences that are called bad; all of the first paragraph where none is."""
    bad = [found[1] for point in bullets(text) if (found := _BAD.fullmatch(point))]
    first = re.split(r"\n\s*\n", text.strip())[0]
    return "; ".join(map(sentence, bad or bullets(first) or [first] * bool(first)))
