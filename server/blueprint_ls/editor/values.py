"""The values that completion offers for an attribute, by its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.editor.cursor import Cursor
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge import describe
from blueprint_ls.language.fields import CALLS, SCALARS
from blueprint_ls.language.model import Document
from blueprint_ls.language.reading import refer
from blueprint_ls.language.schema import AttributeSchema

_HIDDEN = ("node_modules", "__pycache__", "dist")
_SAMPLES: dict[str, tuple[str, ...]] = {
    "duration": ("100ms", "1s", "5s", "30s", "1m", "15m", "1h", "24h", "7d", "30d"),
    "size": ("128Mi", "256Mi", "512Mi", "1Gi", "10GB", "100GB", "1TB"),
    "rate": ("10/s", "100/s", "1000/s", "60/min", "600/min", "1000/h"),
    "percentage": ("50%", "80%", "95%", "99%", "99.5%", "99.9%", "99.95%"),
    "growth": ("1.5x/year", "2x/year", "3x/year", "10%/month"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value to offer."""

    label: str
    kind: str
    detail: str
    text: str
    page: str = ""


def offered(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    """Values of the attribute's type that are not in the list yet, the likely ones first."""
    listed = schema.type.kind in ("list", "map")
    inside = (listed and "[" in cursor.before) or "{" in cursor.before
    taken = (
        set(re.findall(r"[\w.-]+", cursor.before[: len(cursor.before) - len(cursor.prefix)]))
        if listed
        else set()
    )
    kind = schema.type.element.kind
    source = _SOURCES.get(kind, _samples)
    seen: set[str] = set()
    for offer in (*_reasons(case, cursor, schema), *source(case, document, cursor, schema)):
        text = offer.text
        if cursor.quoted:
            if not text.startswith('"'):
                continue
            text = text.strip('"')
        elif listed and not inside and not text.startswith(("[", "{")):
            text = f"[{text}]"
        if offer.label not in taken and offer.label not in seen:
            seen.add(offer.label)
            yield Offer(offer.label, offer.kind, offer.detail, text, offer.page)


def _reasons(case: Case, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    """The reasons and tradeoffs that the page of the chosen option suggests."""
    element = cursor.blocks[-1].element if cursor.blocks else None
    if element is None or element.name != "decision" or schema.name not in ("because", "accepts"):
        return
    decision = case.blueprint.vocabulary.decisions.get(element.label or "")
    option = decision.options.get(element.value("choose", "")) if decision else None
    if decision and option:
        page = f"option:{decision.name}.{option.name}"
        for text in option.because if schema.name == "because" else option.accepts:
            yield Offer(text, "text", option.title, f'"{text}"', page)


def _words(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    owner = cursor.blocks[-1].element if cursor.blocks else None
    decision = owner.label if owner and owner.name == "decision" else None
    path = cursor.schema.path if cursor.schema else ""
    for word, doc in schema.values.items():
        choice = decision and schema.name in ("choose", "over", "replaces")
        page = f"option:{decision}.{word}" if choice else f"word:{path}.{schema.name}#{word}"
        yield Offer(word, "option" if choice else "word", describe.sentence(doc), word, page)
    if not schema.values:
        yield from _samples(case, document, cursor, schema)


def _references(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    targets = schema.type.element.targets
    own = {(place.element.name, place.element.label) for place in cursor.blocks}
    typed = re.search(r"(\w+)\.[\w-]*\Z", cursor.before)
    for (kind, label), block in case.blueprint.declared.items():
        if kind not in targets or (kind, label) in own or (typed and typed[1] != kind):
            continue
        text = refer(kind, label)
        if typed:
            text = text.removeprefix(f"{kind}.") if "[" not in text else label
        about = next(
            (block.get(name) for name in ("responsibility", "purpose", "summary") if block.get(name)), ""
        )
        yield Offer(label, "reference", str(about) or kind, text)


def _booleans(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    for word in ("true", "false"):
        yield Offer(word, "value", "the default" if word == schema.default else "", word)


def _fields(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    for name, doc in SCALARS.items():
        yield Offer(name, "word", doc, name)
    for name, doc in CALLS.items():
        yield Offer(f"{name}(…)", "word", doc, f"{name}()")
    for kind, label in case.blueprint.declared:
        if kind == "entity":
            yield Offer(f"ref({label})", "reference", "The key of that entity's row", f"ref({label})")


def _paths(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    """The examples, then what lies in the folder that is typed so far."""
    folder, _, _ = cursor.prefix.rpartition("/") if cursor.quoted else ("", "", "")
    base = Path(case.blueprint.folder, folder)
    try:
        entries = sorted(base.iterdir(), key=lambda path: (path.is_file(), path.name))[:200]
    except OSError:
        entries = []
    for entry in entries:
        if not entry.name.startswith(".") and entry.name not in _HIDDEN:
            shown = f"{folder}/{entry.name}" if folder else entry.name
            yield Offer(shown, "path", "folder" if entry.is_dir() else "file", f'"{shown}"')
    yield from _samples(case, document, cursor, schema)


def _routes(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    for kind, label in case.blueprint.declared:
        if kind == "endpoint":
            yield Offer(label, "reference", "declared endpoint", f'"{label}"')
    yield from _samples(case, document, cursor, schema)


def _permissions(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    for kind, label in case.blueprint.declared:
        if kind == "permission":
            yield Offer(label, "reference", "declared permission", f'"{label}"')
    yield from _samples(case, document, cursor, schema)


def _samples(case: Case, document: Document, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    """The default, the page's values, and usual values of the type."""
    if schema.default is not None:
        yield _sample(schema.default, "the default")
    for value in (schema.example, *schema.suggest):
        yield _sample(value, "example")
    for value in _SAMPLES.get(schema.type.element.kind, ()):
        yield _sample(f'"{value}"', str(schema.type.element))


def _sample(value: str, detail: str) -> Offer:
    first = value.split("\n")[0]
    return Offer(
        first.strip('"') if first.count('"') == 2 and first.startswith('"') else first, "value", detail, value
    )


_Source = Callable[[Case, Document, Cursor, AttributeSchema], Iterator[Offer]]
_SOURCES: dict[str, _Source] = {
    "enum": _words,
    "word": _words,
    "ref": _references,
    "boolean": _booleans,
    "field_type": _fields,
    "path": _paths,
    "glob": _paths,
    "route": _routes,
    "permission": _permissions,
}
