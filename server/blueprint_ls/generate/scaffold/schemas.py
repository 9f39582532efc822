"""What schemas of requests have in common, whichever library reads them."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.generate.scaffold.entities import Field, held
from blueprint_ls.generate.scaffold.typescript import number, regex
from blueprint_ls.language.fields import FieldType

SANITIZED = "sanitized_html"
"""The format of a field whose markup is cleaned before it is stored."""

_FORMATS: Mapping[str, str] = {
    "email": "emailAddress",
    "url": "webAddress",
    "phone": "phoneNumber",
    "slug": "slug",
    "currency": "currencyCode",
    "country": "countryCode",
    "language": "languageTag",
    "time_zone": "timeZone",
    "html": "plainText",
    SANITIZED: "cleanHtml",
    "decimal": "decimal",
    "bigint": "wholeNumber",
    "date": "moment",
    "timestamp": "moment",
}
"""The schemas of the project's `http/fields.ts` by the format or the type that asks for them."""

_INT32 = 2_147_483_647
"""The largest `integer` of Postgres (its manual, chapter 8.1.1, version 17)."""
_PRECISION = (30, 10)


def field_schema(field: Field) -> str | None:
    """The schema of `http/fields.ts` that a field of a request uses; None where it needs none."""
    kind = held(field)
    return _FORMATS.get(kind.name) or (_FORMATS.get(field.format or "") if _is_text(kind) else None)


def called(field: Field) -> str | None:
    """The same as it is called for the field: `plainText(500)`, `decimal(12, 2, { least: 0 })`."""
    name = field_schema(field)
    if name in ("plainText", "cleanHtml"):
        return f"{name}({longest(field)})"
    if name == "decimal":
        precision, scale = (*field.type.numbers, *_PRECISION[len(field.type.numbers) :])[:2]
        return f"decimal({', '.join([str(precision), str(scale), *_range(field, '')])})"
    return f"wholeNumber({''.join(_range(field, 'n'))})" if name == "wholeNumber" else name


def _range(field: Field, suffix: str) -> list[str]:
    """The bounds of a number as an argument; none where it has none."""
    known = {"least": field.least, "most": field.most}
    stated = [f"{name}: {number(value)}{suffix}" for name, value in known.items() if value is not None]
    return [f"{{ {', '.join(stated)} }}"] if stated else []


def span(field: Field) -> tuple[float | None, float | None]:
    """The smallest and the largest number that a field takes; an integer has to fit its column."""
    whole = held(field).name == "integer"
    least = field.least if field.least is not None else -_INT32 if whole else None
    return least, field.most if field.most is not None else _INT32 if whole else None


def bounds(field: Field) -> str:
    """The calls that hold a number between its bounds."""
    least, most = span(field)
    return (f".min({number(least)})" if least is not None else "") + (
        f".max({number(most)})" if most is not None else ""
    )


def shortest(field: Field) -> int:
    """The characters that a text must have; none where null would say the same."""
    return int(field.least) if field.least else 0 if field.optional else 1


def longest(field: Field) -> int:
    """The characters that a text may have."""
    return field.longest or (10_000 if field.type.name == "text" else 255)


def matched(field: Field, call: str) -> str:
    """The call that holds a text against the field's pattern; nothing where it has none."""
    return f".{call}({regex(field.pattern)})" if field.pattern else ""


def _is_text(kind: FieldType) -> bool:
    return kind.name in ("string", "text")
