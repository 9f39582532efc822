"""Which keys the front matter of each kind of page has, and of what form: checked when loaded."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from blueprint_ls.language.types import parse_type

Shape = Mapping[str, str]
"""Key to form: `text`, `number`, `flag`, `texts`, `mapping`, `list`, `scalar`; `!` after a required one."""

ATTRIBUTE: Shape = {
    "type": "text!",
    "doc": "text!",
    "example": "text!",
    "required": "flag",
    "default": "text",
    "values": "mapping",
    "min": "number",
    "max": "number",
    "unit": "text",
    "suggest": "texts",
}
BLOCK: Shape = {
    "doc": "text!",
    "label": "text",
    "labels": "mapping",
    "example": "text",
    "suggest": "texts",
    "many": "flag",
    "required": "flag",
    "each": "mapping",
    "attributes": "mapping",
    "blocks": "mapping",
}
DISTINCTION: Shape = {
    "between": "texts!",
    "when": "text!",
    "measure": "text!",
    "prefers": "text!",
    "above": "text",
    "below": "text",
    "is": "scalar",
}
PAGES: Mapping[str, Shape] = {
    "section": {
        "section": "text!",
        "number": "number!",
        "title": "text!",
        "summary": "text!",
        "attributes": "mapping",
        "blocks": "mapping",
    },
    "block": {"block": "text!"},
    "decision": {
        "decision": "text!",
        "section": "text!",
        "title": "text!",
        "question": "text!",
        "summary": "text!",
        "default": "text!",
        "required": "flag",
        "because": "text",
        "distinguish": "list",
    },
    "option": {
        "option": "text!",
        "decision": "text!",
        "title": "text!",
        "summary": "text!",
        "because": "texts",
        "accepts": "texts",
        "packages": "texts",
        "implies": "texts",
        "excludes": "texts",
        "burden": "number",
        "checked": "text",
        "sources": "list",
    },
    "rule": {
        "rule": "text!",
        "title": "text!",
        "severity": "text!",
        "fix": "text",
        "requirements": "texts",
        "tags": "texts",
        "formerly": "texts",
        "check": "mapping",
    },
}
"""The keys of each kind of page; a page's first key is its kind."""

_FORMS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "text": ((str, int, float), "text"),
    "number": ((int, float), "a number"),
    "flag": ((bool,), "`true` or `false`"),
    "texts": ((list,), "a list of texts"),
    "mapping": ((dict,), "a mapping"),
    "list": ((list,), "a list"),
    "scalar": ((str, int, float, bool), "one value"),
}


def faults(values: Mapping[str, Any], shape: Shape, where: str) -> Iterator[tuple[str, str]]:
    """Each fault as (key to point at, message); `where` names the thing, as `attribute success`."""
    for key, form in shape.items():
        if form.endswith("!") and key not in values:
            yield where.split()[-1], f"`{where}` lacks `{key}`"
    for key, value in values.items():
        if key not in shape:
            near = difflib.get_close_matches(str(key), shape, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"its keys are {', '.join(shape)}"
            yield str(key), f"`{where}` has no key `{key}`: {hint}"
            continue
        types, words = _FORMS[shape[key].rstrip("!")]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            yield str(key), f"`{key}` of `{where}` must be {words}"


def distinction_faults(entries: Any) -> Iterator[tuple[str, str]]:
    """The faults of a decision page's conditions, under which one option is better than another."""
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            yield "distinguish", "`distinguish` lists mappings with `between`, `when`, `measure` and `prefers`"
            continue
        yield from faults(entry, DISTINCTION, "distinguish")
        options = entry.get("between")
        if isinstance(options, list) and len(options) != 2:
            yield "between", "`between` names two options"


def attribute_faults(name: str, values: Any) -> Iterator[tuple[str, str]]:
    """The faults of one attribute of a section page."""
    where = f"attribute {name}"
    if not isinstance(values, dict):
        yield name, f"`{where}` must be a mapping with `type`, `doc` and `example`"
        return
    yield from faults(values, ATTRIBUTE, where)
    try:
        kind = parse_type(str(values.get("type", "any")))
    except ValueError as error:
        yield name, f"`{where}`: {error}"
        return
    if kind.element.kind == "enum" and not values.get("values"):
        yield name, f"`{where}` is an enumeration and lacks `values`"


def block_faults(name: str, values: Any) -> Iterator[tuple[str, str]]:
    """The faults of one block of a section page, and of all in it."""
    where = f"block {name}"
    if not isinstance(values, dict):
        yield name, f"`{where}` must be a mapping with `doc`, `attributes`, `blocks`"
        return
    yield from faults(values, BLOCK, where)
    label = values.get("label")
    if label not in (None, "name", "string", "route", "enum"):
        yield name, f"`label` of `{where}` must be name, string, route or enum"
    if label == "enum" and not values.get("labels"):
        yield name, f"`{where}` has `label: enum` and lacks `labels`"
    if label in ("name", "string", "route") and "example" not in values:
        yield name, f"`{where}` has a label and lacks its `example`"
    yield from _each_faults(where, values)
    yield from contents_faults(values)


def _each_faults(where: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for label, given in (values.get("each") or {}).items():
        if label not in (values.get("labels") or {}):
            yield "each", f"`each` of `{where}` names `{label}`, which is none of its `labels`"
        for name in given if isinstance(given, dict) else ():
            if name not in (values.get("attributes") or {}):
                yield "each", f"`each` of `{where}` gives `{label}` a value for `{name}`, which is no attribute"


def contents_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The faults of the attributes and blocks that a section or block lists."""
    for name, attribute in (values.get("attributes") or {}).items():
        yield from attribute_faults(str(name), attribute)
    for name, block in (values.get("blocks") or {}).items():
        yield from block_faults(str(name), block)
