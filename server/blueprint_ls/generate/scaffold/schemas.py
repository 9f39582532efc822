"""What schemas of requests have in common, whichever library reads them."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.typescript import number

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
    "decimal": "decimal",
}
"""The schemas of the project's `http/fields.ts` by the format or the type that asks for them."""


def field_schema(field: Field) -> str | None:
    """The schema of `http/fields.ts` that a field of a request uses; None where it needs none."""
    return _FORMATS.get(field.type.name) or _FORMATS.get(field.format or "")


def bounds(field: Field, suffix: str = "") -> str:
    """The calls that hold a number between its bounds; `suffix` is `n` for big integers."""
    least = f".min({number(field.least)}{suffix})" if field.least is not None else ""
    return least + (f".max({number(field.most)}{suffix})" if field.most is not None else "")


def longest(field: Field) -> int:
    """The characters that a text may have."""
    return field.longest or (10_000 if field.type.name == "text" else 255)
