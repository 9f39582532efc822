"""The deployment section as files show it: images, and every variable with where it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from blueprint_ls.codebase.variables import GIVEN, Declared, Use, declared
from blueprint_ls.generate.observed.parts import Part, Row, listed, name_of, quoted
from blueprint_ls.generate.observed.services import Services
from blueprint_ls.generate.observed.view import View, is_product
from blueprint_ls.judge.checks.placeholders import reads_as_placeholder

_SECRET = re.compile(
    r"(SECRET|TOKEN|PASSWORD|PASSWD|PWD|PRIVATE|CREDENTIAL|_KEY$|APIKEY|API_KEY|SALT|DATABASE_URL|DSN)"
)
_OPEN = re.compile(r"^(NEXT_PUBLIC|VITE|PUBLIC|REACT_APP|EXPO_PUBLIC)_|PUBLIC_KEY|PUBLISHABLE|_KEY_ID$")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
_EMPTY = re.compile(
    r"^(x+|\*+|<.*>|\$\{.*\}|\.\.\.|your[-_ ].*|change[-_ ]?me.*|todo|tbd|.*placeholder.*)$", re.IGNORECASE
)
_PASSWORD = re.compile(r"//[^/@\s:]*:[^/@\s]+@")
"""A user and a password in a URL."""
_SHORT = frozenset({
    "API", "ARN", "AWS", "CDN", "CORS", "CSRF", "DB", "DNS", "DSN", "GCP", "HTTP", "HTTPS", "ID", "IP", "JWT", "OIDC",
    "OTEL", "OTLP", "QR", "S3", "SAML", "SCIM", "SES", "SMS", "SMTP", "SQL", "SQS", "SSH", "SSL", "SSO", "TLS", "TTL",
    "UI", "URI", "URL", "VPC",
})  # fmt: skip
"""Words that people write in capitals."""
_PREFIX = re.compile(r"^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC)_")


def deployment(view: View, services: Services, decisions: list[Part]) -> Iterator[Part]:
    """The parts of the section, in order."""
    yield from decisions
    yield from _images(view, services)
    yield from _variables(view, services)


def _images(view: View, services: Services) -> Iterator[Part]:
    names: set[str] = set()
    for path, data in view.manifests("dockerfile"):
        stages: list[dict[str, Any]] = data.get("stages", [])
        if not stages:
            continue
        name = _image_name(path)
        if name in names:
            name = name_of(f"{path.rpartition('/')[0]}-{name}")
        names.add(name)
        last = stages[-1]
        rows: list[Row] = []
        service = _served(path, services)
        rows += [("services", f"[service.{service}]")] if service else []
        origin = _origin(stages, last)
        tag = f":{origin['tag']}" if origin["tag"] else ""
        rows += [("dockerfile", quoted(path)), ("base", quoted(f"{origin['image']}{tag}"))]
        rows += [("pinned_by", "digest")] if origin["digest"] else []
        bare = [str(stage["name"]) for stage in stages if stage["name"]]
        if bare and all(re.fullmatch(r"[A-Za-z_][\w-]*", stage) for stage in bare):
            rows.append(("stages", listed(bare)))
        rows += [("user", quoted(last["user"]))] if last["user"] else []
        yield Part(f"image {name}", rows, evidence=[f"{path}:{last['line']}"], notes=_remarks(last))


def _remarks(stage: dict[str, Any]) -> list[str]:
    return [] if stage["user"] else ["Names no user: it runs as the base image's, often root"]


def _image_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    bare = re.sub(r"(?i)^(dockerfile|containerfile)[.-]?|\.(dockerfile|containerfile)$", "", name)
    near = folder.rpartition("/")[2]
    if bare and near and not re.fullmatch(r"(?i)docker(files?)?|deploy(ment)?|build|infra|ci|images?", near):
        return name_of(f"{near}-{bare}")
    return name_of(bare or near or "app")


def _served(path: str, services: Services) -> str | None:
    """The service whose folder or name the Dockerfile bears."""
    folder, name = path.rpartition("/")[0], _image_name(path)
    for one in services.all:
        if (folder and folder == one.package.folder) or one.name == name:
            return one.name
    return services.all[0].name if len(services.all) == 1 else None


def _origin(stages: list[dict[str, Any]], last: dict[str, Any]) -> dict[str, Any]:
    """The image that the last stage stands on at the bottom."""
    while (below := last["from"]["stage"]) is not None:
        last = stages[below]
    found: dict[str, Any] = last["from"]
    return found


# --------------------------------------------------------------------------------------------------------- variables


def _variables(view: View, services: Services) -> Iterator[Part]:
    used: dict[str, list[Use]] = {}
    for use in view.uses:
        used.setdefault(use.name, []).append(use)
    examples: dict[str, list[Declared]] = {}
    for one in declared(view.repository):
        if one.example and is_product(one.path) and not _is_for_tests(view, one.path):
            examples.setdefault(one.name, []).append(one)
    for name in sorted({*used, *examples} - GIVEN):
        if re.fullmatch(r"[A-Z][A-Z0-9_]+", name):
            yield _variable(name, used.get(name, []), examples.get(name, []), view, services)


def _is_for_tests(view: View, path: str) -> bool:
    return view.repository.files[path].role == "test" or path.rpartition("/")[2].startswith("test.")


def _variable(name: str, uses: list[Use], examples: list[Declared], view: View, services: Services) -> Part:
    first = next(iter(examples), None)
    values = (one.value for one in examples if one.value and not _EMPTY.match(one.value))
    value = next((value for value in values if not reads_as_placeholder(value)), "")
    rows: list[Row] = [("description", quoted(_description(name, first)))]
    if _URL.fullmatch(value):
        rows.append(("type", "url"))
    secret = bool(_SECRET.search(name) or _PASSWORD.search(value)) and not _OPEN.search(name)
    if value and len(value) < 200:
        rows.append(("example", quoted(value)))
    rows += [("secret", "true")] if secret else []
    readers = sorted({service.name for use in uses for service in services.users(use.path)})
    rows += [("services", listed(f"service.{reader}" for reader in readers))] if readers else []
    if first is not None and first.commented:
        rows.append(("required", "false"))
    places = [f"{one.path}:{one.line}" for one in examples[:1]]
    places += list(dict.fromkeys(view.where(use.path, use.start) for use in uses))
    notes = [] if examples else ["In no example file"]
    notes += [] if uses else ["Not seen to be read by code"]
    return Part(f"variable {name}", rows, evidence=places, notes=notes)


def _description(name: str, first: Declared | None) -> str:
    """What stands beside it in the example file, else what its name says."""
    comment = re.sub(r"[-=#*_]{3,}|\s+", " ", first.comment).strip() if first else ""
    if 8 < len(comment) < 240 and not reads_as_placeholder(comment):
        return comment
    said = [word if word in _SHORT else word.lower() for word in _PREFIX.sub("", name).split("_") if word]
    return " ".join([said[0][:1].upper() + said[0][1:], *said[1:]])
