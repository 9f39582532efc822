"""The async section as the code shows it: queues and what works on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.codebase.jobs import Job
from blueprint_ls.generate.observed.contexts import Contexts
from blueprint_ls.generate.observed.parts import Part, Row, counted, name_of, quoted, words
from blueprint_ls.generate.observed.services import Services
from blueprint_ls.generate.observed.view import View


def background(view: View, contexts: Contexts, services: Services, decisions: list[Part]) -> Iterator[Part]:
    """The parts of the section, in order."""
    yield from decisions
    queues: dict[str, list[Job]] = {}
    for job in view.jobs:
        if job.name and job.kind in ("queue", "worker"):
            queues.setdefault(name_of(job.name), []).append(job)
    for name, jobs in sorted(queues.items()):
        yield _queue(name, jobs, view, services)
    seen: set[str] = set()
    for job in view.jobs:
        if job.kind in ("task", "schedule", "worker") and (job.name or job.schedule):
            part = _job(job, queues, view, contexts)
            if part.head not in seen:
                seen.add(part.head)
                yield part


def _queue(name: str, jobs: list[Job], view: View, services: Services) -> Part:
    workers = [job for job in jobs if job.kind == "worker"]
    seen = counted(len(workers), "worker") if workers else "no worker"
    said = f"Jobs of the queue `{jobs[0].name}` ({jobs[0].system}): {seen} seen"
    rows: list[Row] = [("carries", quoted(said))]
    service = services.of((workers or jobs)[0].path)
    rows += [("worker", f"service.{service.name}")] if service else []
    places = [view.where(job.path, job.start) for job in (*workers, *(job for job in jobs if job not in workers))]
    return Part(f"queue {name}", rows, evidence=list(dict.fromkeys(places)))


def _job(job: Job, queues: dict[str, list[Job]], view: View, contexts: Contexts) -> Part:
    name = job.name or _file_name(job.path)
    rows: list[Row] = []
    if job.kind == "worker" and name_of(job.name) in queues:
        rows.append(("queue", f"queue.{name_of(job.name)}"))
    rows.append(("module", f"module.{contexts.home(job.path).name}"))
    rows.append(("does", quoted(_does(job, name))))
    if re.fullmatch(r"[\d*/,\- A-Za-z]+", job.schedule) and job.schedule.count(" ") >= 4:
        rows.append(("schedule", quoted(job.schedule)))
    rows.append(("processor", quoted(job.path)))
    return Part(f"job {quoted(name)}", rows, evidence=[view.where(job.path, job.start)])


def _does(job: Job, name: str) -> str:
    if job.kind == "worker" and job.name:
        return f"Works on the jobs of `{job.name}`"
    said = " ".join(words(name)).capitalize()
    return f"{said}, at {job.schedule}" if job.schedule else said


def _file_name(path: str) -> str:
    return re.sub(r"\..*", "", path.rpartition("/")[2])
