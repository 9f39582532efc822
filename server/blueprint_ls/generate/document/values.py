"""Typed values as words of the document, each in the form in which people read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from blueprint_ls.generate.document.names import anchor, label_title, readable
from blueprint_ls.generate.document.tree import (
    Break,
    Code,
    Inline,
    Inlines,
    Link,
    Site,
    Text,
)
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Blueprint
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.types import Type
from blueprint_ls.language.values import Duration, Growth, Money, Percentage, Rate, Route, Size

_CODE = frozenset({"word", "path", "glob", "urlpath", "version", "route"})
"""Types whose values are names in code."""
_UNITS = {"m": "min", "d": "days", "w": "weeks", "x": "×", "Ki": "KiB", "Mi": "MiB", "Gi": "GiB", "Ti": "TiB"}
"""Units that people write otherwise than the language."""
_PORTS = 65535
"""The largest port: a number of which no thousands are set apart."""
_LONG = 32
"""Characters beyond which the entries of a list stand on lines of their own."""


def shown(attribute: Attribute, blueprint: Blueprint) -> Inlines:
    """The value of an attribute; what cannot be read as its type is shown as it is written."""
    if attribute.value is None:
        return (Code(attribute.node.value.text().decode(errors="replace").strip()),)
    kind = attribute.schema.type if attribute.schema else Type("any")
    if attribute.schema and attribute.schema.maximum == _PORTS:
        return (Text(str(attribute.value)),)
    return tuple(_of(attribute.value, kind, blueprint))


def money(value: Money) -> str:
    """`4 480 USD`, with the thousands set apart."""
    return f"{amount(value.amount)} {value.currency}"


def amount(value: float) -> str:
    """An amount of money without its currency; thousands are set apart by a space that does not break."""
    written = f"{value:,.2f}".removesuffix(".00")
    return written.replace(",", "\N{NO-BREAK SPACE}")


def number(value: float) -> str:
    """`600`, `1 200`, `0.005`; thousands are set apart by a space that does not break."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def measure(text: str) -> str:
    """A number with its unit as people write it: `15m` is `15 min`, `90d` is `90 days`, `300GB` is `300 GB`."""
    return re.sub(r"(\d+)\s*([A-Za-z]+)", _measure, text).replace("/", " a ") if re.match(r"\d", text) else text


def _measure(found: re.Match[str]) -> str:
    unit = _UNITS.get(found[2], found[2])
    one = found.string[: found.end(1)] == "1"
    space = "" if unit == "×" else "\N{NO-BREAK SPACE}"
    shown = number(int(found[1])) if len(found[1]) > 3 and "." not in found.string else found[1]
    return f"{shown}{space}{unit.removesuffix('s') if one and len(unit) > 2 else unit}"


def lines(text: str) -> Inlines:
    """Text with its line breaks."""
    found: list[Inline] = []
    for line in text.strip().splitlines():
        found += [Break()] if found else []
        found.append(Text(line.strip()))
    return tuple(found)


def told(text: str) -> Inlines:
    """A message or a page's sentence, with names of code between backticks."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return (Text(text),)
    return tuple(Code(part) if at % 2 else Text(part) for at, part in enumerate(parts) if part)


def joined(parts: Iterable[Inlines]) -> Inlines:
    """Several values in one cell: behind each other while they are short, else on lines of their own."""
    every = [part for part in parts if part]
    apart = any(len(_words(part)) > _LONG for part in every)
    found: list[Inline] = []
    for part in every:
        if found:
            found += [Break()] if apart else [Text(", ")]
        found += part
    return tuple(found)


def field_type(value: FieldType) -> str:
    """A field's type as the language writes it: `enum(open, won)`."""
    inside = [*value.words, *map(str, value.numbers)]
    inside += [value.target] if value.target else []
    inside += [field_type(value.of)] if value.of else []
    return f"{value.name}({', '.join(inside)})" if inside else value.name


def reference(ref: Ref, blueprint: Blueprint) -> Link:
    """A reference as a way to the block that it names."""
    found = next((kind for kind in ref.targets if (kind, ref.name) in blueprint.declared), ref.targets[0])
    block = blueprint.declared.get((found, ref.name))
    decision = blueprint.vocabulary.decisions.get(ref.name) if found == "decision" else None
    if decision:
        return Link(anchor(found, ref.name), decision.title)
    title = label_title(block, blueprint.vocabulary) if block else ref.name
    code = not (block and block.schema and block.schema.label in ("string", "enum"))
    return Link(anchor(found, ref.name), title, code=code)


def _of(value: Any, kind: Type, blueprint: Blueprint) -> Iterable[Inline]:
    match value:
        case bool():
            return (Text("yes" if value else "no"),)
        case int() | float():
            return (Text(number(value)),)
        case Money():
            return (Text(money(value)),)
        case Duration() | Size() | Growth():
            return (Text(measure(value.text)),)
        case Rate():
            return (Text(re.sub(r"^\d{4,}(?![\d.])", lambda found: number(int(found[0])), value.text)),)
        case Percentage():
            return (Text(value.text),)
        case date():
            return (Text(value.isoformat()),)
        case Route():
            return (Link(anchor("endpoint", value.text), value.text, code=True),)
        case Ref():
            return (reference(value, blueprint),)
        case FieldType():
            return _field(value)
        case () | []:
            return (Text("none"),)
        case tuple() | list():
            return joined(tuple(_of(entry, kind.of or kind, blueprint)) for entry in value)
        case Mapping():
            return joined(_entry(key, entry, kind.of or kind, blueprint) for key, entry in value.items())
    return _text(str(value), kind)


def _field(value: FieldType) -> Iterable[Inline]:
    if value.target and value.name == "ref":
        return (Code("ref"), Text(" "), Link(anchor("entity", value.target), value.target, code=True))
    return (Code(field_type(value)),)


def _entry(key: str, value: Any, kind: Type, blueprint: Blueprint) -> Inlines:
    return (Code(key), Text(": "), *_of(value, kind, blueprint))


def _text(value: str, kind: Type) -> Iterable[Inline]:
    match kind.kind:
        case "enum":
            return (Text(readable(value)),)
        case "permission":
            return (Link(anchor("permission", value), value, code=True),)
        case "url" if value.startswith(("https://", "http://")):
            return (Site(value, value),)
        case found if found in _CODE:
            return (Code(value),)
    return lines(value)


def _words(part: Inlines) -> str:
    return "".join("" if isinstance(found, Break) else found.text for found in part)
