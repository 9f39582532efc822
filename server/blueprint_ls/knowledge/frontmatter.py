"""A page's front matter: the YAML between two `---` lines, read strictly and with line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_AMBIGUOUS = ["bool", "timestamp", "float", "int"]


class PageError(ValueError):
    """A page that cannot be used: where, why, and what to write instead."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        """Counts from 1."""
        self.message = message


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two `---` lines."""

    values: dict[str, Any]
    text: str
    """The YAML itself, to find the line of a key in."""

    def line_of(self, key: str) -> int:
        """The line of the file, from 1, on which `key:` first stands; 2 when it does not."""
        found = re.search(rf"^[\s-]*[\"']?{re.escape(key)}[\"']?\s*:", self.text, re.MULTILINE)
        return 2 + self.text.count("\n", 0, found.end()) if found else 2


def read(path: Path) -> FrontMatter:
    """The front matter of a page; `PageError` names the line that is wrong."""
    fenced = _FENCE.match(_source(path))
    if not fenced:
        raise PageError(path, 1, "Expected front matter: a line `---`, YAML, and a second line `---`")
    values = _parse(path, fenced[1], first_line=2)
    if not isinstance(values, dict):
        raise PageError(path, 2, "Expected front matter of the form `key: value`")
    return FrontMatter(values, fenced[1])


def read_yaml(path: Path) -> Any:
    """A file that is YAML as a whole, read as strictly."""
    return _parse(path, _source(path), first_line=1)


def body(path: Path) -> str:
    """The Markdown below the front matter."""
    source = path.read_text("utf-8-sig").replace("\r\n", "\n")
    fenced = _FENCE.match(source)
    return source[fenced.end() :].lstrip("\n") if fenced else source


def _source(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageError(path, 1, f"The page is not UTF-8: byte {error.start} cannot be read") from None
    except OSError as error:
        raise PageError(path, 1, f"The page cannot be read: {error.strerror}") from None


def _parse(path: Path, text: str, first_line: int) -> Any:
    import yaml  # only pages that changed since the last run need it

    what = "front matter" if first_line > 1 else "YAML"
    try:
        return yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        problem = getattr(error, "problem", None) or "the YAML cannot be read"
        raise PageError(path, line, f"Faulty {what}: {problem}") from None
    except RecursionError:
        raise PageError(path, first_line, f"Faulty {what}: nested too deeply") from None


def _loader() -> Any:
    """YAML without its surprises: `no`, `on` and `2026-11-02` are text, a key stands once."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers = {  # noqa: RUF012
            first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in _AMBIGUOUS]
            for first, resolvers in base.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [key.value for key, _ in node.value]
            for at, key in enumerate(keys):
                if key in keys[:at]:
                    mark = node.value[at][0].start_mark
                    raise yaml.constructor.ConstructorError(None, None, f"`{key}` stands twice", mark)
            return super().construct_mapping(node, deep)

    plain = "tag:yaml.org,2002:"
    Loader.add_implicit_resolver(f"{plain}bool", re.compile(r"(true|false)\Z"), list("tf"))
    Loader.add_implicit_resolver(f"{plain}int", re.compile(r"-?(0|[1-9]\d*)\Z"), list("-0123456789"))
    Loader.add_implicit_resolver(f"{plain}float", re.compile(r"-?\d+\.\d+\Z"), list("-0123456789"))
    return Loader
