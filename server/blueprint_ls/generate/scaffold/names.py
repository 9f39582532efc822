"""Names of the blueprint as names of TypeScript, of files and of tables; hostile ones come out harmless or are refused.

A name is read as its words, letters and digits alone: what path, quote or template syntax stood around them is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from blueprint_ls.generate.cast import plural

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
LONGEST = 63
"""Bytes of an identifier in Postgres (its manual, chapter 4.1.1, version 17)."""

_KEPT = """
abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger declare
default delete do else enum eval export extends false finally for from function get if implements import in infer
instanceof interface is keyof let module namespace never new null number object of package private protected public
readonly require return set static string super switch symbol this throw true try type typeof undefined unique unknown
var void while with yield
"""
RESERVED = frozenset(_KEPT.split())
"""Words that TypeScript keeps for itself or that read wrongly as a name (its handbook, version 6.0)."""


class Refused(ValueError):  # noqa: N818
    """A blueprint that cannot be scaffolded; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name in each of its cases."""

    words: tuple[str, ...]
    """Lower-case, never empty: `("role", "changed")`."""

    @staticmethod
    def of(text: str, what: str = "name") -> Name:
        """The name in a label; `Refused` where no word is in it, or where it is too long to be an identifier."""
        words = tuple(word.lower() for word in _WORD.findall(text))
        if not words or words[0][0].isdigit():
            raise Refused(f"{what} `{text}` cannot become an identifier: begin it with a letter from a to z")
        if len("_".join(words)) > LONGEST:
            raise Refused(
                f"{what} `{text}` is longer than the {LONGEST} bytes that Postgres keeps of a name: shorten it"
            )
        return Name(words)

    @property
    def pascal(self) -> str:
        """`RoleChanged`: a type."""
        return "".join(word.capitalize() for word in self.words)

    @property
    def camel(self) -> str:
        """`roleChanged`: a value; `delete_` where TypeScript keeps the word for itself."""
        return f"{self.camel_plain}_" if self.camel_plain in RESERVED else self.camel_plain

    @property
    def camel_plain(self) -> str:
        """`roleChanged`: a property, which may be any word."""
        return self.words[0] + "".join(word.capitalize() for word in self.words[1:])

    @property
    def kebab(self) -> str:
        """`role-changed`: in a path."""
        return "-".join(self.words)

    @property
    def file(self) -> str:
        """`role-changed`: a file of its own; `index_` beside the `index` that brings the files of a folder together."""
        return f"{self.kebab}_" if self.kebab == "index" else self.kebab

    @property
    def snake(self) -> str:
        """`role_changed`: a table, a column, a metric."""
        return "_".join(self.words)

    @property
    def upper(self) -> str:
        """`ROLE_CHANGED`: a variable of the environment, a code."""
        return self.snake.upper()

    @property
    def text(self) -> str:
        """`role changed`: in a sentence."""
        return " ".join(self.words)

    @property
    def plural(self) -> Name:
        """The name of many: `deal lines`."""
        return Name(tuple(plural(" ".join(self.words)).split(" ")))

    def __str__(self) -> str:
        return self.camel
