"""The type of an entity's field: `uuid`, `decimal(12, 2)`, `enum(open, won)`, `ref(User)`, `list(string)`."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.language.suggest import closest
from blueprint_ls.syntax import Call, Expression, Number, Word

SCALARS: dict[str, str] = {
    "string": "Text without a stated length.",
    "text": "Long text, such as a note.",
    "uuid": "A universally unique identifier.",
    "integer": "A 32-bit whole number.",
    "bigint": "A 64-bit whole number.",
    "decimal": "An exact decimal, `decimal(12, 2)` with precision and scale; use it for money.",
    "float": "A double-precision number; never for money.",
    "boolean": "True or false.",
    "date": "A day without a time.",
    "timestamp": "A moment, stored with its time zone.",
    "json": "A JSON document.",
    "bytes": "Binary data.",
    "email": "An e-mail address, stored lower-case.",
    "url": "An absolute URL.",
}
"""Field types that stand alone, with their documentation."""

CALLS: dict[str, str] = {
    "enum": "One of the words listed: `enum(open, won, lost)`.",
    "ref": "The key of another entity's row: `ref(User)`.",
    "list": "An array of one field type: `list(string)`.",
    "decimal": "An exact decimal with precision and scale: `decimal(12, 2)`.",
    "string": "Text of at most so many characters: `string(120)`.",
}
"""Field types that take arguments, with their documentation."""


_MOST_NUMBERS = {"decimal": 2, "string": 1}


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field's type, read."""

    name: str
    words: tuple[str, ...] = ()
    """The words of an enumeration."""
    target: str | None = None
    """The entity that a `ref` leads to."""
    of: FieldType | None = None
    """The element type of a list."""
    numbers: tuple[int, ...] = ()
    """A decimal's precision and scale, a string's greatest length."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a field type names another entity, relative to the expression."""

    name: str
    start: int
    width: int


def read_field_type(node: Expression) -> tuple[FieldType | None, str | None, Target | None]:
    """The field type, or a message that says what was expected; and the entity it refers to."""
    if isinstance(node, Word):
        if node.name in SCALARS:
            return FieldType(node.name), None, None
        return None, _unknown(node.name), None
    if not isinstance(node, Call):
        return None, f"Expected a field type: {_expected()}", None
    return _read_call(node) if node.name in CALLS else (None, _unknown(node.name), None)


def _read_call(node: Call) -> tuple[FieldType | None, str | None, Target | None]:
    arguments = [argument for _, argument in node.arguments]
    words = [argument.name for argument in arguments if isinstance(argument, Word)]
    numbers = [argument.value for argument in arguments if isinstance(argument, Number)]
    if node.name == "enum" and words and len(words) == len(arguments):
        return FieldType("enum", words=tuple(words)), None, None
    if node.name == "ref" and len(words) == len(arguments) == 1:
        offset = node.arguments[0][0]
        return FieldType("ref", target=words[0]), None, Target(words[0], offset, arguments[0].width)
    if node.name == "list" and len(arguments) == 1:
        return _read_element(node)
    whole = tuple(number for number in numbers if isinstance(number, int) and 0 <= number < 10**9)
    if 0 < len(whole) == len(arguments) <= _MOST_NUMBERS.get(node.name, 0):
        return FieldType(node.name, numbers=whole), None, None
    return None, f"`{node.name}(…)` takes other arguments, as in `{_example(node.name)}`", None


def _read_element(node: Call) -> tuple[FieldType | None, str | None, Target | None]:
    offset, argument = node.arguments[0]
    element, message, target = read_field_type(argument)
    if target:
        target = Target(target.name, target.start + offset, target.width)
    return (FieldType("list", of=element) if element else None), message, target


def _unknown(name: str) -> str:
    if name in CALLS:
        return f"`{name}` takes arguments, as in `{_example(name)}`"
    near = closest(name, {*SCALARS, *CALLS})
    return f"`{name}` is no field type: " + (f"did you mean `{near}`?" if near else f"expected {_expected()}")


def _example(call: str) -> str:
    return CALLS[call].split("`")[1]


def _expected() -> str:
    calls = ["enum(…)", "ref(…)", "list(…)"]
    return ", ".join(f"`{name}`" for name in [*SCALARS, *calls])
