"""Rules `root-container`, `unpinned-image`, `missing-probe`, `missing-limits` and `no-read-only-root`: images, and how
they are run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related

ROOT = "root-container"
UNPINNED = "unpinned-image"
PROBE = "missing-probe"
LIMITS = "missing-limits"
WRITABLE = "no-read-only-root"
_DEVELOPERS = re.compile(
    r"(^|/)\.devcontainer/|(^|[/._-])(dev|development|local|test|tests|e2e|ci|example|examples|demo|sandbox|templates?)([/._-]|$)",
    re.IGNORECASE,
)
"""Files that nobody deploys."""
_NON_ROOT = re.compile(
    r"nonroot|unprivileged|rootless|cgr\.dev|chainguard|lambda|keycloak|grafana/|prom/|otel/|bitnami|postgres|redis|clickhouse|mongo|mysql|mariadb",
    re.IGNORECASE,
)
_ROOT_USERS = ("root", "0")
_ANSWERING = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
_Said = Mapping[str, Any]


@code_check(ROOT)
def root_container(case: CodeCase) -> Iterator[Finding]:
    """Processes that run as root in their container."""
    for path, stages in _dockerfiles(case):
        last = stages[-1]
        users = [stage["user"] for stage in _line(stages, last) if stage["user"]]
        user = re.split(r"[:\s]", users[0])[0] if users else None
        if not _starts(last) or _NON_ROOT.search(last["from"]["image"]) or (user and user not in _ROOT_USERS):
            continue
        start, end = (last["start"], last["end"]) if not users else _user(last)
        said = "sets the user `root`" if users else "sets no user"
        message = (
            f"The last stage {said}: whoever breaks out of the process is root in the container, and one mistake of "
            f"the kernel away from the machine. Add `USER {_powerless([*_line(stages, last)][-1])}`, or another user "
            "without rights, before the command"
        )
        yield case.finding(ROOT, path, start, end, message, related=_image(case))
    for path, kind, one, pod in _containers(case):
        security = {**pod, **(one.get("security") or {})}
        if kind != "Job" and security.get("runAsUser") == 0:
            message = f"Container `{one.get('name')}` runs as root: set `runAsNonRoot: true` and a user without rights"
            yield case.finding(ROOT, path, one["start"], one["end"], message, related=_image(case))


def _powerless(stage: _Said) -> str:
    """A user without rights that an image has; a number holds in every image."""
    image = str(stage["from"]["image"]).rpartition("/")[2]
    return image if image in ("node", "bun") else "1000:1000"


@code_check(UNPINNED)
def unpinned_image(case: CodeCase) -> Iterator[Finding]:
    """Images that are others tomorrow."""
    wants_digest = _image_block_says(case, "pinned_by") == "digest"
    for path, stages in _dockerfiles(case):
        for stage in stages:
            origin = stage["from"]
            image = origin["image"]
            if origin["stage"] is not None or origin["digest"] or image == "scratch" or "$" in image:
                continue
            end = _first_line(case, path, stage["start"])
            if _floats(origin["tag"]):
                yield _unpinned(case, path, stage["start"], end, image, "a version")
            elif wants_digest and "$" not in str(origin["tag"]):
                yield _unpinned(case, path, stage["start"], end, f"{image}:{origin['tag']}", "a digest")
    for path, _, one, _ in _containers(case):
        image, _, tag = str(one.get("image") or "").rpartition("/")[2].partition(":")
        if image and "@" not in image and "$" not in str(one["image"]) and _floats(tag):
            place = one.get("places", {}).get("image", [one["start"], one["end"]])
            yield _unpinned(case, path, place[0], place[1], str(one["image"]), "a version")


@code_check(PROBE)
def missing_probe(case: CodeCase) -> Iterator[Finding]:
    """Containers that take requests and that nobody asks whether they can."""
    for path, kind, one, _ in _containers(case):
        if kind not in _ANSWERING or one.get("init") or not one.get("ports"):
            continue
        lacking = [name for name in ("readiness", "liveness") if not one.get(name)]
        if lacking:
            message = (
                f"Container `{one.get('name')}` has no {' and no '.join(lacking)} probe: requests reach it before it "
                "can answer, or long after it stopped to. Probe `/ready` and `/health`"
            )
            related = case.clause("reliability.health", "The blueprint's health checks")
            yield case.finding(PROBE, path, one["start"], one["end"], message, related=related)


@code_check(LIMITS)
def missing_limits(case: CodeCase) -> Iterator[Finding]:
    """Containers that may take all of a machine."""
    for path, kind, one, _ in _containers(case):
        limits, requests = one.get("limits") or {}, one.get("requests") or {}
        lacking = [f"a {name}" for name, there in (("memory limit", limits), ("memory request", requests)) if not there]
        if lacking and not one.get("init") and kind != "Job":
            message = (
                f"Container `{one.get('name')}` states no {' and no '.join(x[2:] for x in lacking)}: a leak takes the "
                "machine and its neighbors with it, and the scheduler cannot place it. State what it needs, and its "
                "limit"
            )
            related = case.clause("deployment.scaling", "What the blueprint grants each replica")
            yield case.finding(LIMITS, path, one["start"], one["end"], message, related=related)


@code_check(WRITABLE)
def no_read_only_root(case: CodeCase) -> Iterator[Finding]:
    """Containers whose own files can be written over, where the blueprint asks for the contrary."""
    if _image_block_says(case, "read_only_root") is not True:
        return
    for path, kind, one, _ in _containers(case):
        is_held = (one.get("security") or {}).get("readOnlyRootFilesystem") is True
        if kind in _ANSWERING and not one.get("init") and not is_held:
            message = (
                f"Container `{one.get('name')}` can write to its own files, and the blueprint asks for a read-only "
                "root: set `readOnlyRootFilesystem: true`, with an `emptyDir` where it needs to write"
            )
            yield case.finding(WRITABLE, path, one["start"], one["end"], message, related=_image(case))


# ------------------------------------------------------------------------------------------------------- what there is


def _dockerfiles(case: CodeCase) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in case.repository.of_kind("dockerfile"):
        facts = case.repository.facts(path)
        stages: Any = facts.data.get("stages") if facts else None
        if stages and case.governs(path) and not _DEVELOPERS.search(path):
            yield path, stages


def _containers(case: CodeCase) -> Iterator[tuple[str, str, dict[str, Any], _Said]]:
    """Each container with its file, its object's kind, and what the pod says of security."""
    for path in case.repository.of_kind("kubernetes"):
        facts = case.repository.facts(path)
        objects: Any = facts.data.get("objects") if facts else None
        for one in objects or () if case.governs(path) and not _DEVELOPERS.search(path) else ():
            for container in one.get("containers", ()):
                yield path, one["kind"], container, one.get("security") or {}


def _line(stages: list[dict[str, Any]], stage: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A stage and those that it is built from, nearest first."""
    yield stage
    below = stage["from"]["stage"]
    while below is not None:
        yield stages[below]
        below = stages[below]["from"]["stage"]


def _starts(stage: dict[str, Any]) -> bool:
    """Whether a stage says what is run: one without is there to be copied from."""
    return any(one["name"] in ("CMD", "ENTRYPOINT") for one in stage["instructions"])


def _user(stage: dict[str, Any]) -> tuple[int, int]:
    users = [one for one in stage["instructions"] if one["name"] == "USER"]
    return (users[-1]["start"], users[-1]["end"]) if users else (stage["start"], stage["end"])


def _floats(tag: str | None) -> bool:
    return not tag or tag in ("latest", "stable", "main", "master", "edge", "nightly", "current", "lts")


def _first_line(case: CodeCase, path: str, start: int) -> int:
    text = case.repository.text(path)
    end = text.find(b"\n", start)
    return end if end > 0 else len(text)


def _unpinned(case: CodeCase, path: str, start: int, end: int, image: str, wanted: str) -> Finding:
    message = (
        f"`{image}` is not held to {wanted}: the same commit builds and runs something else tomorrow, and nobody can "
        f"say what runs today. Name {wanted}, and let a bot raise it"
    )
    return case.finding(UNPINNED, path, start, end, message, related=_image(case))


def _image(case: CodeCase) -> tuple[Related, ...]:
    return case.clause("deployment.image", "What the blueprint says of images")


def _image_block_says(case: CodeCase, name: str) -> Any:
    section = case.blueprint.blueprint.at("deployment") if case.blueprint else None
    said = [block.get(name) for block in section.blocks("image")] if section else []
    return next((value for value in said if value is not None), None)
