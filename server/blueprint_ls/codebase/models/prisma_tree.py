"""What a Prisma schema is made of: blocks, lines, attributes and their values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in an attribute's parentheses: a word or string, a list, or a function with arguments."""

    text: str
    """The word, the string's content or the function's name; empty for a list."""
    items: tuple[Argument, ...] = ()
    """The items of a list, or the arguments of a function."""

    def words(self) -> tuple[str, ...]:
        """The names in a list such as `[id, name(sort: Desc)]`; a lone name counts as a list of one."""
        return (self.text,) if self.text else tuple(item.value.text for item in self.items)


@dataclass(frozen=True, slots=True)
class Argument:
    """`value` or `name: value`."""

    name: str | None
    value: Value


@dataclass(frozen=True, slots=True)
class Attribute:
    """`@name(…)` of a field, or `@@name(…)` of a block."""

    name: str
    arguments: tuple[Argument, ...] = ()

    def get(self, name: str, *, first: bool = False) -> Value | None:
        """The argument of that name; with `first`, also the one that stands first without a name."""
        named = next((a.value for a in self.arguments if a.name == name), None)
        if named is None and first and self.arguments and self.arguments[0].name is None:
            return self.arguments[0].value
        return named


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: a field, a setting (`provider = "…"`), an enum's value or a block attribute."""

    name: str
    """Empty for a block attribute."""
    start: int
    end: int
    type: str = ""
    """The type's bare name."""
    optional: bool = False
    many: bool = False
    value: Value | None = None
    """The right side of a setting."""
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> Attribute | None:
        """The attribute of that name, if the line has it."""
        return next((a for a in self.attributes if a.name == name), None)


@dataclass(frozen=True, slots=True)
class Block:
    """`model Name { … }` and its like."""

    kind: str
    name: str
    start: int
    end: int
    lines: tuple[Line, ...]

    def attributes(self, name: str) -> list[Attribute]:
        """The block attributes of that name, in order."""
        return [a for line in self.lines if not line.name for a in line.attributes if a.name == name]


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that cannot be read."""

    start: int
    message: str
