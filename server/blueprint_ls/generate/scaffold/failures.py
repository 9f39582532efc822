"""The error classes of the project: those of the blueprint, and those that its code throws by itself."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.model import Block


@dataclass(frozen=True, slots=True)
class Problem:
    """An error class of the project."""

    name: Name
    code: str
    status: int
    message: str
    log: str


def problem(block: Block) -> Problem:
    """The error class of an `error` block."""
    name = Name.of(block.label or "", "error")
    return Problem(
        name=name,
        code=str(block.get("code") or name.upper),
        status=int(block.get("status") or 500),
        message=str(block.get("message") or block.label),
        log=str(block.get("log") or "info"),
    )


def _usual(status: int, name: str, message: str) -> Problem:
    words = Name.of(name)
    return Problem(words, words.upper, status, message, "error" if status == 500 else "info")


USUAL = (
    _usual(400, "MalformedRequest", "This request cannot be read; check that the body is valid JSON"),
    _usual(401, "Unauthenticated", "Sign in again; your session has ended"),
    _usual(403, "PermissionDenied", "Your role does not allow this"),
    _usual(404, "NotFound", "It does not exist, or you may not see it"),
    _usual(409, "Conflict", "Something with the same name is there already"),
    _usual(412, "VersionMismatch", "Somebody else changed it; read it again"),
    _usual(422, "ValidationFailed", "Some fields are not as they should be"),
    _usual(428, "VersionRequired", "Say in If-Match which version you change"),
    _usual(429, "RateLimited", "Too many requests; wait for the time in Retry-After"),
    _usual(501, "NotImplemented", "Nobody has written yet what this does"),
    _usual(503, "Unavailable", "Something that this needs does not answer; try again in a moment"),
    _usual(500, "Internal", "Something went wrong on our side"),
)
"""The errors that the code throws by itself, where the blueprint has none with their status."""
