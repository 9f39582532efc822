"""The values that completion offers for an attribute, by its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from blueprint_ls.editor import files
from blueprint_ls.editor.cursor import Cursor, attribute_at
from blueprint_ls.editor.targets import leaves
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge import describe
from blueprint_ls.language.elements import Element
from blueprint_ls.language.fields import CALLS, SCALARS
from blueprint_ls.language.reading import refer
from blueprint_ls.language.schema import AttributeSchema, Option
from blueprint_ls.syntax import Attribute, List, Object, Reference, String, Text, Word, parse

_SAMPLES: dict[str, tuple[str, ...]] = {
    "duration": ("100ms", "1s", "5s", "30s", "1m", "15m", "1h", "24h", "7d", "30d"),
    "size": ("128Mi", "256Mi", "512Mi", "1Gi", "10GB", "100GB", "1TB"),
    "rate": ("10/s", "100/s", "1000/s", "60/min", "600/min", "1000/h"),
    "percentage": ("50%", "80%", "95%", "99%", "99.5%", "99.9%", "99.95%"),
    "growth": ("1.5x/year", "2x/year", "3x/year", "10%/month"),
}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_OPENED = re.compile(r"([\w-]*)([\[({])|[\])}]")


@dataclass(frozen=True, slots=True)
class Offer:
    """One value to offer."""

    label: str
    kind: str
    detail: str
    text: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that is asked for."""

    case: Case
    cursor: Cursor
    schema: AttributeSchema
    brackets: tuple[str, ...]
    """The brackets that are open before the cursor, each with the word before it: `[`, `list(`, `endpoint[`."""

    @property
    def inside(self) -> bool:
        """Whether a list or an object is asked for one of its elements, not for itself."""
        return self.schema.type.kind in ("list", "map") and bool({"[", "{"}.intersection(self.brackets))


def offered(case: Case, cursor: Cursor, schema: AttributeSchema) -> Iterator[Offer]:
    """Values of the attribute's type that are not in the list yet, the likely ones first."""
    asked = Asked(case, cursor, schema, _brackets(cursor.before))
    if _at_key(asked):
        return
    seen = _taken(asked)
    for offer in (*_reasons(asked), *_SOURCES.get(schema.type.element.kind, _samples)(asked)):
        fitted = _fit(asked, offer)
        if fitted and offer.label not in seen:
            seen.add(offer.label)
            yield fitted


def _brackets(before: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _OPENED.finditer(re.sub(r'"[^"]*\Z', "", _QUOTED.sub("", before))):
        if match[2]:
            found.append(match[1] + match[2])
        elif found:
            found.pop()
    return tuple(found)


def _at_key(asked: Asked) -> bool:
    """Whether the key of an object stands here, about which nothing is known."""
    unquoted = _QUOTED.sub("", asked.cursor.before)
    return asked.brackets[-1:] == ("{",) and not re.search(r"[=:]\s*[\w.\"-]*\Z", unquoted)


def _taken(asked: Asked) -> set[str]:
    """What the list holds already, the word at the cursor left out."""
    place = asked.cursor.blocks[-1]
    attribute = attribute_at(place, asked.cursor.replace.start)
    if attribute is None or not asked.inside or asked.schema.type.kind != "list":
        return set()
    found = set()
    for start, node in leaves(attribute.node.value, place.value_span(attribute).start):
        elsewhere = start + node.width < asked.cursor.replace.start or start > asked.cursor.replace.end
        if elsewhere and isinstance(node, Reference):
            found.add(node.steps[-1].name)
        elif elsewhere and isinstance(node, Word | String):
            found.add(node.name if isinstance(node, Word) else node.value)
    return found


def _fit(asked: Asked, offer: Offer) -> Offer | None:
    """The offer as it is written where the cursor is: within quotes without them, a list's element in brackets."""
    if asked.cursor.quoted:
        inner = _QUOTED.fullmatch(offer.text)
        return replace(offer, text=offer.text[1:-1]) if inner else None
    kind = asked.schema.type.kind
    if kind == "map" and not asked.inside and not offer.text.startswith("{"):
        return None
    if kind == "list" and not asked.inside and not offer.text.startswith("["):
        return replace(offer, text=f"[{offer.text}]")
    return offer


def _reasons(asked: Asked) -> Iterator[Offer]:
    """The reasons and tradeoffs that the page of the chosen option suggests."""
    if asked.schema.name not in ("because", "accepts"):
        return
    option = chosen_option(asked.case, asked.cursor.blocks[-1].element)
    if option:
        page = f"option:{option.decision}.{option.name}"
        for text in option.because if asked.schema.name == "because" else option.accepts:
            yield Offer(text, "text", option.title, in_quotes(text), page)


def chosen_option(case: Case, element: Element) -> Option | None:
    """The known option that a decision has chosen."""
    decision = case.blueprint.vocabulary.decisions.get(element.label or "") if element.name == "decision" else None
    return decision.options.get(element.value("choose", "")) if decision else None


def _words(asked: Asked) -> Iterator[Offer]:
    owner, schema = asked.cursor.blocks[-1].element, asked.schema
    path = asked.cursor.schema.path if asked.cursor.schema else ""
    choice = owner.name == "decision" and schema.name in ("choose", "over", "replaces")
    for word, doc in schema.values.items():
        page = f"option:{owner.label}.{word}" if choice else f"word:{path}.{schema.name}#{word}"
        if schema.name == "choose" or not choice or word != owner.value("choose"):
            yield Offer(word, "option" if choice else "word", describe.sentence(doc), word, page)
    if not schema.values:
        yield from _samples(asked)


def _references(asked: Asked) -> Iterator[Offer]:
    targets = asked.schema.type.element.targets
    own = {(place.element.name, place.element.label) for place in asked.cursor.blocks}
    typed = re.search(r"(\w+)(\.[\w-]*|\[\"[^\"]*)\Z", asked.cursor.before)
    for (kind, label), block in asked.case.blueprint.declared.items():
        text = refer(kind, _escaped(label))
        if typed and typed[1] == kind:
            text = in_quotes(label) if asked.cursor.quoted else text.removeprefix(f"{kind}.")
        if kind not in targets or (kind, label) in own or (typed and (typed[1] != kind or "[" in text)):
            continue
        about = (block.get(name) for name in ("responsibility", "purpose", "summary"))
        yield Offer(label, "reference", str(next(filter(None, about), kind)), text)


def _booleans(asked: Asked) -> Iterator[Offer]:
    for word in ("true", "false"):
        yield Offer(word, "value", "the default" if word == asked.schema.default else "", word)


def _fields(asked: Asked) -> Iterator[Offer]:
    """Field types; inside `ref(…)` the entities, inside `list(…)` field types again."""
    call = next((bracket for bracket in reversed(asked.brackets) if bracket.endswith("(")), "")
    entities = [label for kind, label in asked.case.blueprint.declared if kind == "entity"]
    if call == "ref(":
        yield from (Offer(name, "reference", "An entity of this blueprint", name) for name in entities)
    elif call in ("", "list("):
        yield from (Offer(name, "word", doc, name) for name, doc in SCALARS.items())
        for name, doc in CALLS.items():
            example = re.search(r"`([^`]+)`", doc)
            if example and name != "ref":
                yield Offer(example[1], "word", doc, example[1])
        yield from (Offer(f"ref({name})", "reference", CALLS["ref"], f"ref({name})") for name in entities)


def _paths(asked: Asked) -> Iterator[Offer]:
    """What lies in the folder that is typed so far, then the examples."""
    folder = asked.cursor.prefix.rpartition("/")[0] if asked.cursor.quoted else ""
    for name, is_folder in files.listed(asked.case.blueprint.folder, folder):
        shown = f"{folder}/{name}" if folder else name
        yield Offer(shown, "path", "folder" if is_folder else "file", in_quotes(shown))
    yield from _samples(asked)


def _routes(asked: Asked) -> Iterator[Offer]:
    yield from _declared(asked, "endpoint")


def _permissions(asked: Asked) -> Iterator[Offer]:
    yield from _declared(asked, "permission")


def _declared(asked: Asked, wanted: str) -> Iterator[Offer]:
    for kind, label in asked.case.blueprint.declared:
        if kind == wanted:
            yield Offer(label, "reference", f"declared {wanted}", in_quotes(label))
    yield from _samples(asked)


def _samples(asked: Asked) -> Iterator[Offer]:
    """The default, the page's values, and usual values of the type."""
    schema = asked.schema
    stated = [(schema.default, "the default")] if schema.default is not None else []
    stated += [(value, "example") for value in (schema.example, *schema.suggest)]
    for source, detail in stated:
        for value in _elements(source) if asked.inside else [source]:
            yield _sample(value, detail)
    for value in _SAMPLES.get(schema.type.element.kind, ()):
        yield _sample(f'"{value}"', str(schema.type.element))


def _elements(source: str) -> list[str]:
    """The elements of a list, or the values of an object, as they are written."""
    item = next((item for _, item in parse(Text.from_str(f"x = {source}\n")).items), None)
    value = item.value if isinstance(item, Attribute) else None
    if isinstance(value, List):
        return [element.text().decode() for _, element in value.elements]
    if isinstance(value, Object):
        return [entry.value.text().decode() for entry in value.entries]
    return [source]


def _sample(value: str, detail: str) -> Offer:
    first = value.split("\n")[0]
    return Offer(first[1:-1] if _QUOTED.fullmatch(first) else first, "value", detail, value)


def in_quotes(text: str) -> str:
    """A text as a quoted string."""
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return escaped.replace("${", "$${").replace("%{", "%%{")


_Source = Callable[[Asked], Iterator[Offer]]
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
