"""Values of the wrong type, out of range, or empty."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.placeholders import placeholder_offsets
from blueprint_ls.judge.finding import Local, shift
from blueprint_ls.judge.registry import element_check
from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.language.suggest import closest
from blueprint_ls.syntax import Heredoc, List, Object, Span, String, Word


@element_check("wrong-type", "unknown-value")
def wrong_types(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Values that the attribute's type does not admit."""
    for attribute in (*element.attributes.values(), *element.repeated):
        put_off = placeholder_offsets(attribute.node.value, attribute.node.value_offset) if attribute.problems else ()
        for problem in attribute.problems:
            if problem.offset in put_off:
                continue
            span = shift(Span(problem.offset, problem.offset + problem.width), attribute.offset)
            message, data = problem.message, {**problem.data}
            if problem.rule == "unknown-value":
                near = closest(problem.data["word"], problem.data["known"])
                word = problem.data["word"]
                message = f"`{word}` is not known here: did you mean `{near}`?" if near else message
                if not near and element.name == "decision" and attribute.name == "choose":
                    message += "; an option of your own goes with `custom = true` and a `summary`"
                data["instead"] = near
            elif problem.replacement is not None:
                data["instead"] = problem.replacement
            yield Local(problem.rule, span, message, _subject(element, attribute), data)


@element_check("unknown-value")
def defaults_of_fields(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """A default that is none of the words that a field's `enum(…)` lists."""
    default, kind = element.attributes.get("default"), element.value("type")
    if default is None or not isinstance(kind, FieldType) or kind.name != "enum":
        return
    node = default.node.value
    if isinstance(node, Word) and node.name not in kind.words:
        near = closest(node.name, kind.words)
        hint = f"did you mean `{near}`?" if near else f"`type` lists {', '.join(f'`{word}`' for word in kind.words)}"
        message = f"`{node.name}` is none of this field's words: {hint}"
        data = {"word": node.name, "instead": near}
        yield Local("unknown-value", _value(default), message, _subject(element, default), data)


@element_check("out-of-range")
def out_of_range(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Numbers below the least or above the greatest that makes sense."""
    for attribute in element.attributes.values():
        schema, value = attribute.schema, attribute.value
        if schema is None or not isinstance(value, int | float) or isinstance(value, bool):
            continue
        low, high = schema.minimum, schema.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            message = f"`{attribute.name}` is {value:g}: it must be {_range(low, high)}"
            yield Local("out-of-range", _value(attribute), message, _subject(element, attribute))


@element_check("empty-value")
def empty_values(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """Strings and objects with nothing in them; lists, where something is required."""
    for attribute in element.attributes.values():
        node, schema = attribute.node.value, attribute.schema
        if schema is None or attribute.node.flawed:
            continue
        blank = isinstance(node, String | Heredoc) and not node.value.strip()
        hollow = isinstance(node, Object) and not node.entries
        listed = schema.required and schema.type.element.kind != "ref"  # no references: none, on purpose
        bare = isinstance(node, List) and not node.elements and listed
        if blank or hollow or bare:
            message = f"`{attribute.name}` is empty: write, for example, `{schema.example}`"
            data = {"example": schema.example}
            yield Local("empty-value", _value(attribute), message, _subject(element, attribute), data)


def _value(attribute: Attribute) -> Span:
    start = attribute.offset + attribute.node.value_offset
    return Span(start, start + attribute.node.value.width)


def _subject(element: Element, attribute: Attribute) -> str:
    path = element.schema.path if element.schema else element.name
    return f"{path}.{attribute.name}"


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"
