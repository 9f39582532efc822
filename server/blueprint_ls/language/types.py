"""Type expressions of the vocabulary: `duration`, `list(ref(module|service))`."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALARS = frozenset(
    "string text word number integer boolean duration size rate percentage money growth date path glob "  # noqa: SIM905
    "url route urlpath version permission enum field_type any".split()
)
_CALL = re.compile(r"(\w+)\((.*)\)")


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an attribute's value, as a page states it."""

    kind: str
    """A scalar's name, or `list`, `map`, `ref`."""
    of: Type | None = None
    """The type of the elements of a list or of the values of a map."""
    targets: tuple[str, ...] = ()
    """The block types that a reference may lead to, `("module", "service")`."""

    def __str__(self) -> str:
        if self.of:
            return f"{self.kind}({self.of})"
        return f"ref({'|'.join(self.targets)})" if self.targets else self.kind

    @property
    def element(self) -> Type:
        """The type of one value: a list's or map's element type, else the type itself."""
        return self.of.element if self.of else self


def parse_type(text: str) -> Type:
    """Read a type expression; `ValueError` names the part that is none."""
    text = text.strip()
    if text in SCALARS:
        return Type(text)
    call = _CALL.fullmatch(text)
    if call and call[1] in ("list", "map"):
        return Type(call[1], of=parse_type(call[2]))
    if call and call[1] == "ref" and re.fullmatch(r"\w+(\s*\|\s*\w+)*", call[2]):
        return Type("ref", targets=tuple(re.split(r"\s*\|\s*", call[2])))
    raise ValueError(f"`{text}` is no type; types are {', '.join(sorted(SCALARS))}, list(…), map(…), ref(…)")


def describe(kind: Type) -> str:
    """The type in words a person reads in a message: `a duration such as "30s"`."""
    if kind.kind == "list" and kind.of:
        return f"a list, each element {describe(kind.of)}"
    if kind.kind == "map" and kind.of:
        return f"an object, each value {describe(kind.of)}"
    if kind.kind == "ref":
        *others, last = (f"`{target}`" for target in kind.targets)
        names = f"{', '.join(others)} or {last}" if others else last
        article = "an" if kind.targets[0][0] in "aeiou" else "a"
        return f"a reference to {article} {names} block, such as `{kind.targets[0]}.name`"
    return _WORDS.get(kind.kind, f"a {kind.kind}")


_WORDS = {
    "string": "a quoted string",
    "text": "a quoted string or a heredoc",
    "word": "a bare word such as `tenantId`",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "duration": 'a duration such as `"250ms"`, `"30s"`, `"15m"`, `"24h"` or `"7d"`',
    "size": 'a size such as `"512Mi"` or `"500GB"`',
    "rate": 'a rate such as `"100/min"` or `"2000/s"`',
    "percentage": 'a percentage such as `"99.9%"`',
    "money": 'an amount with its currency, such as `"450 USD"`',
    "growth": 'a growth such as `"3x/year"` or `"20%/month"`',
    "date": 'a date such as `"2026-11-02"`',
    "path": 'a relative path such as `"apps/api"`',
    "glob": 'a path pattern such as `"apps/**"`',
    "url": 'a URL such as `"https://status.example.com"`',
    "route": 'a method and a path, such as `"GET /users/{id}"`',
    "urlpath": 'a URL path such as `"/health"`',
    "version": 'a version such as `"22.1"`',
    "permission": 'a permission such as `"users:write"`',
    "enum": "one of the known words",
    "field_type": "a field's type, such as `string`, `uuid`, `enum(open, won)` or `ref(User)`",
    "any": "any value",
}
