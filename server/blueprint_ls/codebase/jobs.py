"""Work outside of requests: queues, their workers, tasks of hosted services, and what runs by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.codebase.constants import object_of, text_of
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Definition, Outside, Program
from blueprint_ls.codebase.typescript.tree import Call, Class, Import, Member, Name, New, Object
from blueprint_ls.codebase.typescript.visit import inside

_RULE = "job-tenant/"
_BULL = ("bullmq", "bull", "@taskforcesh/bullmq-pro")


@dataclass(frozen=True, slots=True)
class Job:
    """One queue, worker, task or schedule."""

    path: str
    start: int
    end: int
    kind: str
    """`queue`, `worker`, `task` or `schedule`."""
    system: str
    """`bullmq`, `bull`, `rabbitmq`, `kafka`, `pg_boss`, `inngest`, `trigger`, `agenda`, `cron`, `nest`."""
    name: str = ""
    """The queue's, task's or message's; empty where only the running code knows it."""
    schedule: str = ""
    """When it runs, as written; empty for work that waits for a message."""


def jobs(repository: Repository, program: Program, paths: Iterable[str]) -> list[Job]:
    """All of it in some files, in their order."""
    finder = _Finder(repository, program)
    return [job for path in paths for job in finder.of(path)]


class _Finder:
    """One run."""

    def __init__(self, repository: Repository, program: Program) -> None:
        self.repository = repository
        self.program = program
        self.packages = _packages(repository)

    def of(self, path: str) -> Iterator[Job]:
        """The jobs of one file."""
        facts = self.repository.facts(path)
        starts = {c.end: c.start for c in facts.captures if c.query.startswith(_RULE)} if facts else {}
        module = facts.module if facts and starts else None
        for statement in module.body if module else ():
            for node in inside(statement):
                if isinstance(node, Call | New) and node.start >= starts.get(node.end, node.end):
                    yield from self._of(path, node)

    def _of(self, path: str, node: Call | New) -> Iterator[Job]:
        name = node.callee.name if isinstance(node.callee, Name | Member) else ""
        reader = _READERS.get(name)
        if reader is not None:
            yield from reader(self, path, node)

    def origin(self, path: str, node: Call | New) -> str:
        """The package that what is called comes from, through classes that extend its own."""
        name = node.callee
        while isinstance(name, Member):
            name = name.object
        meaning = self.program.meaning(path, name.name) if isinstance(name, Name) else None
        if isinstance(meaning, Definition) and isinstance(meaning.node, Class):
            bases = [base for _, base in self.program.bases(meaning.path, meaning.node)]
            last = bases[-1].extends
            meaning = self.program.meaning(meaning.path, last.name) if isinstance(last, Name) else None
        return meaning.package if isinstance(meaning, Outside) else ""

    def imports(self, path: str, *packages: str) -> bool:
        """Whether a file imports one of some packages."""
        module = self.repository.module(path)
        found = [one.module for one in (module.body if module else ()) if isinstance(one, Import)]
        return any(_is_of(name, package) for name in found for package in packages)

    def text(self, path: str, node: Call | New, at: int = 0) -> str:
        """The text of an argument; empty where it is none, or not known."""
        return (text_of(self.program, path, node.arguments[at]) or "") if len(node.arguments) > at else ""

    def option(self, path: str, node: Call | New, *keys: str, at: int = 0) -> str:
        """The text under one of some keys of an argument that is an object."""
        found = object_of(self.program, path, node.arguments[at]) if len(node.arguments) > at else None
        for key in keys if found else ():
            value = text_of(self.program, found[0], found[1].get(key)) if found else None
            if value:
                return value
        return ""


def _packages(repository: Repository) -> frozenset[str]:
    """Every package that some manifest of the repository asks for."""
    found: set[str] = set()
    for path in repository.of_kind("package"):
        facts = repository.facts(path)
        known: Any = facts.data.get("dependencies", {}) if facts else {}
        found.update(known if isinstance(known, Mapping) else ())
    return frozenset(found)


def _is_of(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}/")


def _bull(kind: str) -> Callable[[_Finder, str, Call | New], Iterator[Job]]:
    def read(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
        package = finder.origin(path, node)
        if package in _BULL:
            system = "bull" if package == "bull" else "bullmq"
            yield Job(path, node.start, node.end, kind, system, finder.text(path, node))

    return read


def _registered(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """`BullModule.registerQueue({ name }, …)`."""
    system = "bullmq" if "@nestjs/bullmq" in finder.packages else "bull"
    for at in range(len(node.arguments)):
        name = finder.option(path, node, "name", at=at)
        if name:
            yield Job(path, node.start, node.end, "queue", system, name)


def _processor(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    system = "bullmq" if finder.imports(path, "@nestjs/bullmq") else "bull"
    if finder.imports(path, "@nestjs/bullmq", "@nestjs/bull"):
        name = finder.text(path, node) or finder.option(path, node, "name")
        yield Job(path, node.start, node.end, "worker", system, name)


def _amqp(kind: str) -> Callable[[_Finder, str, Call | New], Iterator[Job]]:
    def read(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
        if finder.imports(path, "amqplib", "amqp-connection-manager"):
            yield Job(path, node.start, node.end, kind, "rabbitmq", finder.text(path, node))

    return read


def _message(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """A handler of messages in NestJS."""
    rabbit = finder.imports(path, "@golevelup/nestjs-rabbitmq")
    if rabbit or finder.imports(path, "@nestjs/microservices"):
        name = finder.text(path, node) or finder.option(path, node, "queue", "routingKey", "cmd")
        yield Job(path, node.start, node.end, "worker", "rabbitmq" if rabbit else "nest", name)


def _kafka(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    name = finder.option(path, node, "topic")
    if name and finder.imports(path, "kafkajs"):
        yield Job(path, node.start, node.end, "worker", "kafka", name)


def _boss(kind: str) -> Callable[[_Finder, str, Call | New], Iterator[Job]]:
    def read(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
        name = finder.text(path, node)
        if name and "pg-boss" in finder.packages:
            yield Job(path, node.start, node.end, kind, "pg_boss", name)

    return read


def _scheduled(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """`cron.schedule(when, run)`; of pg-boss, `boss.schedule(name, when)`."""
    if finder.origin(path, node) in ("node-cron", "cron"):
        yield Job(path, node.start, node.end, "schedule", "cron", schedule=finder.text(path, node))
    elif "pg-boss" in finder.packages and finder.text(path, node, 1).count(" ") >= 4:
        when = finder.text(path, node, 1)
        yield Job(path, node.start, node.end, "schedule", "pg_boss", finder.text(path, node), when)


def _cron(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    if finder.imports(path, "cron", "croner", "node-schedule"):
        when = finder.text(path, node) or finder.option(path, node, "cronTime")
        yield Job(path, node.start, node.end, "schedule", "cron", schedule=when)


def _clock(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """`@Cron(when, { name })` and `@Interval(milliseconds)` of NestJS; `new Cron(when)` of croner."""
    if isinstance(node, New):
        yield from _cron(finder, path, node)
    elif finder.imports(path, "@nestjs/schedule"):
        text = finder.repository.text(path)
        first = node.arguments[0] if node.arguments else None
        written = text[first.start : first.end].decode("utf-8", "replace") if first else ""
        when = finder.text(path, node) or written
        name = finder.option(path, node, "name", at=1)
        yield Job(path, node.start, node.end, "schedule", "nest", name, when)


def _agenda(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    name = finder.text(path, node)
    known = finder.packages & {"agenda", "@hokify/agenda", "agendash"}
    if name and known and len(node.arguments) > 1:
        yield Job(path, node.start, node.end, "worker", "agenda", name)


def _task(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """A task of Trigger.dev."""
    if _is_of(finder.origin(path, node), "@trigger.dev/sdk"):
        when = finder.option(path, node, "cron")
        clocked = isinstance(node.callee, Member)
        kind = "schedule" if clocked else "task"
        yield Job(path, node.start, node.end, kind, "trigger", finder.option(path, node, "id"), when)


def _function(finder: _Finder, path: str, node: Call | New) -> Iterator[Job]:
    """A function of Inngest."""
    if "inngest" not in finder.packages or len(node.arguments) < 2 or not isinstance(node.arguments[0], Object):
        return
    name = finder.option(path, node, "id", "name")
    when = finder.option(path, node, "cron", at=1)
    yield Job(path, node.start, node.end, "schedule" if when else "task", "inngest", name, when)


_READERS: Mapping[str, Callable[[_Finder, str, Call | New], Iterator[Job]]] = {
    "Queue": _bull("queue"),
    "QueuePro": _bull("queue"),
    "Bull": _bull("queue"),
    "FlowProducer": _bull("queue"),
    "Worker": _bull("worker"),
    "WorkerPro": _bull("worker"),
    "registerQueue": _registered,
    "registerQueueAsync": _registered,
    "Processor": _processor,
    "assertQueue": _amqp("queue"),
    "consume": _amqp("worker"),
    "MessagePattern": _message,
    "EventPattern": _message,
    "RabbitSubscribe": _message,
    "RabbitRPC": _message,
    "subscribe": _kafka,
    "createQueue": _boss("queue"),
    "work": _boss("worker"),
    "schedule": _scheduled,
    "scheduleJob": _cron,
    "CronJob": _cron,
    "Cron": _clock,
    "Interval": _clock,
    "from": _cron,
    "define": _agenda,
    "task": _task,
    "schemaTask": _task,
    "createFunction": _function,
}
"""What reads a call or `new` by the name of what is called."""
