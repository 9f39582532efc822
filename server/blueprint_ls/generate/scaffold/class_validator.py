"""Properties of request classes with the decorators of class-validator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blueprint_ls.generate.scaffold.entities import Field, held
from blueprint_ls.generate.scaffold.schemas import called, field_schema, longest, shortest, span
from blueprint_ls.generate.scaffold.typescript import number, quoted, regex
from blueprint_ls.language.fields import FieldType

_PLAIN = {"uuid": "Id()", "ref": "Id()", "boolean": "Truth()", "date": "Moment()", "timestamp": "Moment()"}
_PLAIN |= {"json": "JsonObject()"}


def decorators(field: Field, absent: bool = False, text: bool = False) -> list[str]:
    """The decorators of a property; `absent` where it may be left out, `text` in a query, where every value is text."""
    return list(_decorators(field, absent, text))


def used(fields: Iterable[tuple[Field, bool]], text: bool = False) -> set[str]:
    """The names of the decorators that some properties have."""
    every = (one for field, absent in fields for one in decorators(field, absent, text))
    return {one.partition("(")[0].removeprefix("@") for one in every}


def _decorators(field: Field, absent: bool, text: bool) -> Iterator[str]:
    if absent or field.optional:
        yield f"@{'MayBeNull' if field.optional and not text else 'MayBeAbsent'}()"
    many = field.type.name == "list"
    if many:
        yield "@List()"
    each = "{ each: true }" if many else ""
    yield f"@{_with(_check(held(field), field, text), each)}"
    if field.pattern:
        yield f"@{_with(f'Matches({regex(field.pattern)})', each)}"


def _with(call: str, option: str) -> str:
    """A call with one more argument."""
    if not option:
        return call
    head = call.removesuffix(")")
    return f"{head}{'' if head.endswith('(') else ', '}{option})"


def _check(kind: FieldType, field: Field, text: bool) -> str:
    if kind.name == "enum":
        return f"IsIn([{', '.join(quoted(word) for word in kind.words)}])"
    if kind.name in ("integer", "float"):
        least, most = span(field)
        known = {"least": least, "most": most}
        stated = ", ".join(f"{name}: {number(value)}" for name, value in known.items() if value is not None)
        name = ("Whole" if kind.name == "integer" else "Real") + ("Text" if text else "")
        return f"{name}({{ {stated} }})" if stated else f"{name}()"
    if text and kind.name == "boolean":
        return "TruthText()"
    return _PLAIN.get(kind.name) or _text(field)


def _text(field: Field) -> str:
    named = called(field)
    if named:
        shared = field_schema(field) or ""
        call = named if "(" in named else f"{named}()"
        return shared[0].upper() + call[1:]
    return f"Text({shortest(field)}, {longest(field)})"
