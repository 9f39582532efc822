"""JSON as tools read it: with comments and trailing commas."""

from __future__ import annotations

import json
import re
from typing import Any

from blueprint_ls.codebase.manifests.fault import Fault

_TOKEN = re.compile(
    r"""
    "(?:[^"\\\n]|\\.)*"                                       # a string
    | //[^\n]* | /\*(?:[^*]|\*(?!/))*(?:\*/|\Z)                # a comment
    | ,(?=(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*\*/)*[}\]])     # a comma behind the last item
    """,
    re.VERBOSE,
)


def read(data: bytes) -> Any:
    """The value of a file; a `Fault` names the line that is wrong."""
    text = data.decode("utf-8-sig", "replace")
    try:
        return json.loads(text)
    except ValueError:
        pass
    except RecursionError:
        raise Fault(1, "nested too deeply") from None
    try:
        return json.loads(_TOKEN.sub(_blank, text))
    except json.JSONDecodeError as error:
        raise Fault(error.lineno, error.msg[0].lower() + error.msg[1:]) from None


def read_object(data: bytes) -> dict[str, Any]:
    """The same, where only an object makes sense."""
    value = read(data)
    if not isinstance(value, dict):
        raise Fault(1, "expected an object")
    return value


def _blank(found: re.Match[str]) -> str:
    """Comments and commas too many become blanks, so that lines keep their numbers; strings stay."""
    token = found[0]
    return token if token.startswith('"') else re.sub(r"[^\n]", " ", token)
