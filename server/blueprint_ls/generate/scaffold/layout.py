"""Chains of calls as Prettier lays them out: `z.string().trim().max(80)`.

After `printMemberChain` of Prettier 3: a chain of three calls breaks where an argument is no simple one; a chain that
is too long breaks before each call; and what is then still too long breaks within its brackets. A head with a capital
letter, such as `Joi`, keeps its first call beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.generate.scaffold.typescript import WIDTH

_HEAD = re.compile(r"@?[\w$]+")
_PATTERN = re.compile(r"\(/.{6,}/[a-z]*\)")
"""A regular expression of more than five characters, as a call's argument."""
_IMPORT = re.compile(r"^((?:import|export)(?: type)?) \{ (.*) \} from ('[^']*');$", re.MULTILINE)
_OPENING, _CLOSING = "([{", ")]}"


def laid(expression: str, indent: int, before: int = 0, after: int = 1) -> str:
    """An expression that begins `before` columns behind the indent, and has `after` columns behind it."""
    if expression[:1] in ("'", '"', "`", "/"):
        return expression  # a text or a pattern has no brackets of its own
    head, calls = _parts(expression)
    complex_ = any("=>" in call or "`" in call or _PATTERN.search(call) for call in calls)
    if indent + before + len(expression) + after <= WIDTH and not (complex_ and len(calls) > 2):
        return expression
    kept = 1 if head[:1].isupper() else 0
    if len(calls) <= 1 + kept:
        return _broken(expression, indent)
    first, rest = head + "".join(calls[:kept]), calls[kept:]
    rows = [call if indent + 2 + len(call) <= WIDTH else _broken(call, indent + 2) for call in rest]
    return f"\n{' ' * (indent + 2)}".join([first, *rows])


def with_imports_laid(text: str) -> str:
    """A file whose imports that are too long have a row for each name; one that brings a single name has no rows."""
    return _IMPORT.sub(lambda found: _import(found[0], found[1], found[2], found[3]), text)


def _import(line: str, ahead: str, names: str, source: str) -> str:
    if len(line) <= WIDTH or "," not in names:
        return line
    rows = "".join(f"  {name.strip()},\n" for name in names.split(","))
    return f"{ahead} {{\n{rows}}} from {source};"


def typed(head: str, kind: str, indent: int) -> str:
    """A type behind what it is the type of: a union that is too long has a row for each of its members."""
    line = f"{head} {kind}"
    if indent + len(line) + 1 <= WIDTH or " | " not in kind:
        return line
    many = kind.startswith("(")
    members = kind.removeprefix("(").removesuffix(")[]").split(" | ")
    rows = "".join(f"\n{' ' * (indent + 2)}| {member}" for member in members)
    return f"{head} ({rows}\n{' ' * indent})[]" if many else f"{head}{rows}"


def _parts(expression: str) -> tuple[str, list[str]]:
    """The head, and each call with what is ahead of it: `z`, `.string()`, `.max(80)`."""
    found = _HEAD.match(expression)
    head = found[0] if found else ""
    calls, rest = [], expression[len(head) :]
    while rest:
        end = _end(rest)
        calls.append(rest[:end])
        rest = rest[end:]
    return head, calls


def _end(text: str) -> int:
    """Where the first call of a text ends."""
    return next((at + 1 for at, depth in _depths(text) if depth == 0 and text[at] in _CLOSING), len(text))


def _broken(expression: str, indent: int) -> str:
    """An expression whose last brackets hold a row each; an array or an object alone in them keeps beside them."""
    start = _last_opening(expression)
    inside = expression[start + 1 : -1]
    if not inside:
        return expression
    head = expression[: start + 1]
    if inside[0] in "[{" and _end(inside) == len(inside):
        return f"{head}{inside[0]}{_rows(inside[1:-1].strip(), indent)}{inside[-1]}{expression[-1]}"
    return f"{head}{_rows(inside, indent)}{expression[-1]}"


def _rows(inside: str, indent: int) -> str:
    pad = " " * (indent + 2)
    rows = (f"{pad}{laid(one, indent + 2)},\n" for one in _separated(inside))
    return f"\n{''.join(rows)}{' ' * indent}"


def _separated(inside: str) -> Iterator[str]:
    """What commas keep apart."""
    start = 0
    for at, depth in _depths(inside):
        if inside[at] == "," and depth == 0:
            yield inside[start:at].strip()
            start = at + 1
    yield inside[start:].strip()


def _last_opening(expression: str) -> int:
    """Where the bracket opens that the expression ends with."""
    found = 0
    for at, depth in _depths(expression):
        if depth == 1 and expression[at] in _OPENING:
            found = at
    return found


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Each place outside of quotes and patterns with the number of brackets that are open behind it."""
    depth, quote = 0, ""
    for at, char in enumerate(text):
        if quote:
            if char == quote and text[at - 1] != "\\":
                quote = ""
            continue
        if char in "'\"`" or (char == "/" and text[at - 1 : at] in "(,"):
            quote = char
            continue
        depth += (char in _OPENING) - (char in _CLOSING)
        yield at, depth
