"""What templates ask of a value: its type in each layer, its text in TypeScript and SQL, lines that Prettier keeps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.language.fields import FieldType

WIDTH = 100
"""Columns of the project's Prettier configuration."""

_TYPES = {
    "integer": "number",
    "float": "number",
    "bigint": "bigint",
    "decimal": "string",
    "boolean": "boolean",
    "timestamp": "Date",
    "date": "Date",
    "json": "object",
    "bytes": "Uint8Array",
}


def quoted(text: object) -> str:
    """A string of TypeScript in the quotes that Prettier would choose."""
    plain = str(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    plain = plain.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    if "'" in plain and '"' not in plain:
        return f'"{plain}"'
    return "'" + plain.replace("'", "\\'") + "'"


def regex(pattern: str | None) -> str:
    """A regular expression of TypeScript; `Refused` for what is none, or does not stay on its line."""
    plain = pattern or ""
    try:
        re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", plain))
    except re.error as error:
        raise Refused(f"pattern `{plain}` is no regular expression: {error}") from None
    if not plain or re.search(r"[\r\n\u2028\u2029]", plain):
        raise Refused(f"pattern `{plain}` has to be a regular expression on one line")
    return f"/{''.join(_slashes(plain))}/"


def _slashes(pattern: str) -> Iterator[str]:
    """The parts of a pattern, a slash escaped where it would end the expression."""
    inside = False
    for part in re.findall(r"\\.|.", pattern):
        inside = part == "[" or (inside and part != "]")
        yield "\\/" if part == "/" and not inside else part


def sentence(text: object) -> str:
    """A text that may stand in a comment of TypeScript: one line, and nothing in it ends the comment."""
    return " ".join(str(text).split()).replace("*/", "* /")


def number(value: float) -> str:
    """A number without a needless fraction."""
    return str(int(value)) if float(value).is_integer() else str(value)


def grouped(value: float) -> str:
    """The same with its digits in groups of three, from five on: `30_000`."""
    whole = float(value).is_integer() and abs(value) >= 10_000
    return f"{int(value):_}" if whole else number(value)


def type_given(field: Field) -> str:
    """The type of a field in a request, where it is not null."""
    return _of_type(field.type)


def type_of(field: Field) -> str:
    """The type of a field, null included."""
    own = _of_type(field.type)
    return f"{own} | null" if field.optional else own


def _of_type(kind: FieldType) -> str:
    if kind.name == "enum":
        return " | ".join(quoted(word) for word in kind.words)
    if kind.name == "list" and kind.of:
        inner = _of_type(kind.of)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    return _TYPES.get(kind.name, "string")


def imports(names: Collection[str], source: str, prefix: str = "import") -> str:
    """An import, on one line where that fits; nothing where it would name nothing."""
    if not names:
        return ""
    sorted_names = sorted(dict.fromkeys(names), key=lambda name: name.removeprefix("type ").lower())
    line = f"{prefix} {{ {', '.join(sorted_names)} }} from {quoted(source)};"
    if len(line) <= WIDTH:
        return line
    if len(sorted_names) == 1:
        return line  # Prettier breaks no import of one name
    rows = "".join(f"  {name},\n" for name in sorted_names)
    return f"{prefix} {{\n{rows}}} from {quoted(source)};"


def listed(items: Iterable[str], indent: int, around: str = "[]", before: int = 0, after: int = 1) -> str:
    """Items between brackets as Prettier lays them out: on one line where it fits, else each on its own.

    `before` counts the columns on the line ahead of the bracket beyond the indent, `after` those behind it.
    """
    found = [*items]
    pad = " " if around == "{}" and found else ""
    line = f"{around[0]}{pad}{', '.join(map(str, found))}{pad}{around[1]}"
    if indent + before + len(line) + after <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{' ' * (indent + 2)}{item},\n" for item in found)
    return f"{around[0]}\n{inner}{' ' * indent}{around[1]}"


def assigned(value: str, name: str, indent: int) -> str:
    """A declaration of a text: `const query = '…';`, in two lines where it is long."""
    line = f"{name} = {value};"
    return line if indent + len(line) <= WIDTH else f"{name} =\n{' ' * (indent + 2)}{value};"


def template_literal(text: str) -> str:
    """A text between backticks."""
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def chain(calls: list[str], head: str, indent: int, after: int = 1) -> str:
    """A chain of calls as Prettier lays it out: broken where it is long, or no longer plain."""
    line = head + "".join(calls)
    plain = not any("=>" in call or "`" in call for call in calls)
    if (indent + len(line) + after <= WIDTH and plain) or len(calls) == 1:
        return line
    return f"\n{' ' * (indent + 2)}".join([head, *calls])


def answered(calls: list[str], indent: int) -> str:
    """What is called on a reply, behind `void reply`: each call on its own line where they do not fit on one."""
    line = f"{' ' * indent}void reply{''.join(calls)};"
    return "".join(calls if len(line) <= WIDTH else (f"\n{' ' * (indent + 2)}{call}" for call in calls))


def property_of(name: str, value: str) -> str:
    """A property of an object, in short where the value has its name."""
    return name if name == value else f"{name}: {value}"


def type_shown(field: Field) -> str:
    """The type of a field as callers see it, in JSON."""
    shown = {"Date": "string", "bigint": "string", "object": "unknown", "Uint8Array": "string"}
    own = shown.get(_of_type(field.type), _of_type(field.type))
    return f"{own} | null" if field.optional and own != "unknown" else own


def show(field: Field, row: str, *, decimals_are_text: bool = False) -> str:
    """How a field of a row becomes what callers see; libraries differ in whether they read decimals as text."""
    place = f"{row}.{field.name}"
    call = {"Date": "toISOString()", "bigint": "toString()"}.get(_of_type(field.type))
    call = "toString()" if field.type.name == "decimal" and not decimals_are_text else call
    if call is None:
        return place
    return f"{place}?.{call} ?? null" if field.optional else f"{place}.{call}"


_SAMPLES = {
    "email": "'ada@example.com'",
    "url": "'https://example.com/'",
    "slug": "'example'",
    "currency": "'EUR'",
    "country": "'DE'",
    "language": "'en'",
    "time_zone": "'Europe/Berlin'",
    "phone": "'+4930123456'",
}


def sample(field: Field) -> str:
    """An expression with a value that a field accepts."""
    kind = field.type.name
    if kind == "enum":
        return quoted(field.type.words[0])
    if kind in ("integer", "float"):
        return number(field.least or 1)
    if kind in ("date", "timestamp"):
        return "new Date()"
    plain = {"bigint": "1n", "decimal": "'1'", "boolean": "true", "json": "{}", "uuid": "newId()", "ref": "newId()"}
    return plain.get(kind) or _SAMPLES.get(field.format or kind) or "'Example'"
