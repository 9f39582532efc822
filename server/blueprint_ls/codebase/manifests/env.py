"""Files of environment variables.

    {"variables": [{"name", "value", "start", "end", "line", "comment", "commented"}]}
`start` and `end` span the name; `value` has its quotes taken off; `comment` is what stands above it or behind it;
`commented` is true where the whole assignment is a comment, as optional variables often are.
"""

from __future__ import annotations

import re

from blueprint_ls.codebase.manifests.fault import Fault

_LINE = re.compile(
    rb"^[ \t]*(?P<off>#[ \t]*)?(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*"
    rb"(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|`[^`]*`|[^\n#]*?(?:\S#[^\n#]*?)*)[ \t]*(?:#(?P<behind>[^\n]*))?\r?$",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(rb"[ \t]*#+[ \t]?(.*)")
_BANNER = re.compile(rb"[-=#*_~]{3,}(.*[-=#*_~]{3,})?")
"""What parts the sections of a file, with their titles between two such lines or in one."""
_SHOUTED = re.compile(rb"[A-Z][A-Z0-9_]*")


def read(data: bytes) -> dict[str, object]:
    """The variables of a file, those that are commented out among them."""
    variables: list[dict[str, object]] = []
    above: list[bytes] = []
    at, number = 0, 1
    while at < len(data):
        newline = data.find(b"\n", at)
        end = len(data) if newline < 0 else newline + 1
        found = _LINE.match(data, at)
        if found and (not found["off"] or _SHOUTED.fullmatch(found["name"])):
            variables.append(_variable(found, number, above))
            above = []
            end = max(end, min(found.end() + 1, len(data)))
        else:
            above = _above(data[at:end].rstrip(), number, above)
        number += data.count(b"\n", at, end)
        at = end
    return {"variables": variables}


def _above(line: bytes, number: int, above: list[bytes]) -> list[bytes]:
    """The comments that stand above the next variable, a line further on."""
    comment = _COMMENT.fullmatch(line)
    if comment and _BANNER.fullmatch(comment[1].strip()):
        return []
    if comment:
        return [*above, comment[1].strip()]
    if line.strip() and b"\0" in line:
        raise Fault(number, "expected NAME=value")
    return []


def _variable(found: re.Match[bytes], line: int, above: list[bytes]) -> dict[str, object]:
    value = found["value"].strip()
    if len(value) > 1 and value[:1] == value[-1:] and value[:1] in b"\"'`":
        value = value[1:-1]
    comment = b" ".join([*above, (found["behind"] or b"").strip()]).strip()
    return {
        "name": found["name"].decode(),
        "value": value.decode("utf-8", "replace"),
        "start": found.start("name"),
        "end": found.end("name"),
        "line": line,
        "comment": comment.decode("utf-8", "replace"),
        "commented": found["off"] is not None,
    }
