"""Paths of routes: joining, samples that match them, patterns that cover them, and how the language writes them."""

from __future__ import annotations

import re
from functools import lru_cache

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_PARAMETER = re.compile(r":(\w+)(\([^)]*\))?\??|\{(\w+)\}|\[\[?\.{0,3}(\w+)\]?\]")
_NAMED = re.compile(
    r"\[\[?\.{0,3}(\w+)\]?\]"  # [slug], [...slug], [[...slug]]
    r"|:(\w+)(?:\((?:[^()]|\([^()]*\))*\))?[?*+]?"  # :id, :id(\d+), :rest*
    r"|\*(\w+)"  # *rest
    r"|(?<![^/])\$(\w+)"  # $id
)
"""A parameter that has a name, in the words of any framework but our own."""
_OPTIONAL = re.compile(r"\{(/:?\w*)\}")
"""A part that may be left out, and is told as if it were there."""
_ANYTHING = re.compile(r"\(\.\*\)|\*+")
_PLAIN = re.compile(r"(?:[\w.~!&',;=:@-]|%(?!\{)|\$(?!\{)|\{\w+\})*")
"""What a part of a path may be: characters of addresses, and parameters."""


def join(*parts: str) -> str:
    """`/a/`, `b` → `/a/b`; nothing at all → `/`."""
    path = "/".join(part.strip("/") for part in parts if part.strip("/"))
    return f"/{path}" if path else "/"


def sample(route: str) -> str:
    """A path that a route answers to: every parameter is `x`."""
    return _PARAMETER.sub("x", route)


def covers(pattern: str, method: str, route: str) -> bool:
    """Whether `METHOD /path` of a blueprint means an endpoint: `*` is one part, `/*` at the end what stands beneath.

    What answers every method, or messages, is meant by its path alone: a blueprint names one method of HTTP.
    """
    wanted, _, path = pattern.strip().rpartition(" ")
    if wanted and method in METHODS and wanted.upper() not in (method, "*", "ALL", "ANY"):
        return False
    asked, given = _asked(path), _parts(route)
    if asked[-1:] == ["*"] and len(given) >= len(asked):
        given = given[: len(asked)]
    return len(asked) == len(given) and all(one in ("*", other) for one, other in zip(asked, given, strict=True))


@lru_cache(maxsize=4096)
def template(route: str) -> str:
    """A route as the language writes it: `/pages/{slug}` for `/pages/[slug]`, `/pages/:slug` or `/pages/[...slug]`.

    What takes anything is `{rest}`. What no path of the language says, such as a regular expression, is `{pattern}`
    from there on.
    """
    path = _NAMED.sub(lambda match: "{" + next(filter(None, match.groups())) + "}", _OPTIONAL.sub(r"\1", route))
    parts = _ANYTHING.sub("{rest}", path).strip("/").split("/")
    odd = next((at for at, part in enumerate(parts) if not _PLAIN.fullmatch(part)), None)
    return "/" + "/".join(parts if odd is None else [*parts[:odd], "{pattern}"])


def takes_all(route: str) -> bool:
    """Whether a route takes every path, or every one beneath a folder."""
    return _ANYTHING.match(route.rpartition("/")[2]) is not None


def _asked(pattern: str) -> list[str]:
    """The parts of what a blueprint wrote, where a `*` stays one."""
    parts = pattern.strip("/").split("/")
    return ["*" if part == "*" else _parts(part)[0] for part in parts]


@lru_cache(maxsize=4096)
def _parts(route: str) -> list[str]:
    """The parts of a route, every parameter without its name."""
    return re.sub(r"\{\w+\}", "{}", template(route)).strip("/").split("/")


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> re.Pattern[str] | None:
    """A pattern of path-to-regexp (`/api/:path*`, `/((?!api).*)`) as an expression; None if it cannot be read."""
    out, at = "", 0
    while at < len(pattern):
        found = re.compile(r"/?:(\w+)(\([^)]*\))?([*+?])?").match(pattern, at)
        if found:
            out += _parameter(found)
            at = found.end()
        elif pattern[at] == "(":
            end = _closing(pattern, at)
            out += pattern[at:end]
            at = end
        else:
            out += ".*" if pattern[at] == "*" else re.escape(pattern[at])
            at += 1
    try:
        return re.compile(f"^{out}/?$")
    except re.error:
        return None


def _parameter(found: re.Match[str]) -> str:
    slash = "/" if found[0].startswith("/") else ""
    inner = found[2] or "([^/]+)"
    if found[3] == "*":
        return f"(?:{slash}.*)?"
    if found[3] == "+":
        return f"{slash}.+"
    return f"(?:{slash}{inner})?" if found[3] == "?" else f"{slash}{inner}"


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)
