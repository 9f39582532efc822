"""Dockerfiles.

    {"stages": [stage], "arguments": {name: default or null}}     arguments that stand before the first FROM
    stage: {"name": text or null, "from": {"image", "tag", "digest", "stage": number or null, "platform"},
            "start", "end", "line", "user": text or null, "healthcheck": text or null, "expose": [text],
            "instructions": [{"name": "RUN", "text", "start", "end", "line"}]}
Variables of arguments with a default are put in where they stand in FROM. `start` and `end` are bytes.
"""

from __future__ import annotations

import re
from typing import Any

from blueprint_ls.codebase.manifests.fault import Fault

_ESCAPE = re.compile(rb"\A(?:\s*#[^\n]*\n)*?\s*#\s*escape\s*=\s*`", re.IGNORECASE)
_NAME = re.compile(rb"[ \t]*([A-Za-z]+)(?=[ \t\n]|\Z)[ \t]*")
_HERE = re.compile(rb"<<-?[ \t]*([\"']?)(\w+)\1")
_VARIABLE = re.compile(r"\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)")
# fmt: off
_KNOWN = frozenset({
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
    "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
})
# fmt: on
_HERE_INSTRUCTIONS = ("RUN", "COPY", "ADD")


def read(data: bytes) -> dict[str, object]:
    """What a Dockerfile says, stage by stage."""
    stages: list[dict[str, Any]] = []
    arguments: dict[str, str | None] = {}
    for instruction in _instructions(data):
        if instruction["name"] == "FROM":
            stages.append(_stage(instruction, stages, arguments))
        elif stages:
            _into(stages[-1], instruction)
        elif instruction["name"] == "ARG":
            arguments.update(_arguments(instruction["text"]))
        else:
            raise Fault(instruction["line"], f"{instruction['name']} stands before the first FROM")
    if not stages:
        raise Fault(1, "no FROM")
    return {"stages": stages, "arguments": arguments}


def _stage(
    instruction: dict[str, Any], above: list[dict[str, Any]], arguments: dict[str, str | None]
) -> dict[str, Any]:
    words = instruction["text"].split()
    platform = next((word.partition("=")[2] for word in words if word.startswith("--platform=")), None)
    words = [word for word in words if not word.startswith("--")]
    name = words[2] if len(words) >= 3 and words[1].lower() == "as" else None
    image = _filled(words[0] if words else "", arguments)
    known = {stage["name"].lower(): at for at, stage in enumerate(above) if stage["name"]}
    origin = {**image_of(image), "stage": known.get(image.lower()), "platform": platform}
    places = {key: instruction[key] for key in ("start", "end", "line")}
    return {"name": name, "from": origin, **places, "user": None, "healthcheck": None, "expose": [], "instructions": []}


def image_of(reference: str) -> dict[str, str | None]:
    """A reference to an image in parts: `node:24-alpine@sha256:…`."""
    rest, _, digest = reference.partition("@")
    path, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        path, tag = rest, ""
    return {"image": path, "tag": tag or None, "digest": digest or None}


def _into(stage: dict[str, Any], instruction: dict[str, Any]) -> None:
    stage["instructions"].append(instruction)
    stage["end"] = instruction["end"]
    name, said = instruction["name"], instruction["text"]
    if name == "USER":
        stage["user"] = said
    elif name == "HEALTHCHECK":
        stage["healthcheck"] = said
    elif name == "EXPOSE":
        stage["expose"] += said.split()


def _instructions(data: bytes) -> list[dict[str, Any]]:
    """Every instruction, its continued lines joined."""
    escape = b"`" if _ESCAPE.match(data) else b"\\"
    found = []
    at, line = 0, 1
    while at < len(data):
        end, said = _logical(data, at, escape)
        named = _NAME.match(said)
        if named:
            name = named[1].decode().upper()
            if name not in _KNOWN:
                raise Fault(line, f"unknown instruction {named[1].decode()}")
            end = _behind_documents(data, end, said) if name in _HERE_INSTRUCTIONS else end
            start = at + len(data[at:end]) - len(data[at:end].lstrip())
            text = said[named.end() :].decode("utf-8", "replace").strip()
            stop = at + len(data[at:end].rstrip())
            found.append({"name": name, "text": text, "start": start, "end": stop, "line": line})
        elif said.strip() and not said.lstrip().startswith(b"#"):
            raise Fault(line, "expected an instruction")
        line += data.count(b"\n", at, end)
        at = end
    return found


def _logical(data: bytes, at: int, escape: bytes) -> tuple[int, bytes]:
    """One line with those that continue it, comments between them left out: where it ends, and its text."""
    parts: list[bytes] = []
    while at < len(data):
        newline = data.find(b"\n", at)
        end = len(data) if newline < 0 else newline + 1
        line = data[at:end].rstrip()
        at = end
        if parts and (not line or line.lstrip().startswith(b"#")):
            continue
        if not line.endswith(escape) or line.lstrip().startswith(b"#"):
            parts.append(line)
            break
        parts.append(line[:-1] + b" ")
    return at, b"".join(parts)


def _behind_documents(data: bytes, at: int, said: bytes) -> int:
    """Where the here-documents of an instruction end."""
    for here in _HERE.finditer(said):
        closing = re.compile(rb"^\t*" + here[2] + rb"[ \t\r]*$\n?", re.MULTILINE).search(data, at)
        at = closing.end() if closing else len(data)
    return at


def _arguments(said: str) -> dict[str, str | None]:
    several = [word.partition("=") for word in said.split()]
    return {name: value.strip("\"'") if equals else None for name, equals, value in several}


def _filled(said: str, arguments: dict[str, str | None]) -> str:
    def value(found: re.Match[str]) -> str:
        return arguments.get(found[1] or found[3]) or found[2] or found[0]

    return _VARIABLE.sub(value, said.strip("\"'"))
