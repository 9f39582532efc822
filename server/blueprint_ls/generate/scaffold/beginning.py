"""The way into a project: its variables, the eight steps of getting started, its folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from blueprint_ls.generate.scaffold.variable import Variable

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold.project import Project


@dataclass(frozen=True, slots=True)
class Step:
    """One step of getting started."""

    title: str
    run: list[str]


_SCRIPTS = {
    **dict.fromkeys(("dev", "build", "start", "test", "lint", "format", "migrate", "seed", "keys")),
    "generate": "prisma",
    "worker": "messaging",
    "jobs:replay": "messaging",
    "test:integration": "password",
    "test:contract": "password",
    "test:flows": "password",
    "test:coverage": None,
}
"""The scripts of the root package.json, each with the option that it comes with."""

_READ = (
    ("NODE_ENV", "Which set of safety checks applies", "development"),
    ("LOG_LEVEL", "Lowest level that is written", "debug"),
    ("PORT", "Port of the API", "3000"),
    ("WEB_ORIGIN", "The web app's origin, for CORS and for cookies", "http://localhost:5173"),
    ("DATABASE_URL", "Connection string of the service's own role; never the migration role", ""),
    ("MIGRATION_DATABASE_URL", "Connection string of the role that owns the tables; for migrations alone", ""),
    ("REDIS_URL", "The counters of the rate limits", ""),
    ("METRICS_PORT", "Port on which metrics are scraped; not routed from outside", "9464"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "Where spans are sent; without it none leave the process", "http://localhost:4318"),
    ("ACCESS_TOKEN_PRIVATE_KEY", "Ed25519 key in PEM, line ends as \\n; `npm run keys --silent` prints one", ""),
)
"""The variables that the generated code reads, with an example for a developer's machine."""

_WORKER = (
    ("WORKER_PORT", "Port on which the worker tells whether it lives", "3001"),
    ("WORKER_METRICS_PORT", "Port on which the worker's metrics are scraped; not routed from outside", "9465"),
)
"""Those of a project with a worker."""

_STEPS = (
    ("install", "Install dependencies", "npm ci"),
    ("database", "Start the local database and Redis", "docker compose up -d --wait postgres redis"),
    ("migrate", "Run the migrations", "npm run migrate"),
    ("seed", "Fill in the first data", "npm run seed"),
    ("dev", "Start the development server", "npm run dev"),
    ("test", "Run the tests", "npm test"),
    ("build", "Build for production", "npm run build"),
    ("docker", "Run in Docker", "docker compose up --build"),
)
"""The eight steps of section 14, with their usual commands."""

_FOLDERS = (
    ("apps/api", "HTTP, authentication, and the modules' controllers, services and repositories"),
    ("apps/worker", "Relays the outbox, fires schedules, and works off queues"),
    ("packages/core", "Domain types and rules that need no framework"),
    ("packages/database", "Schema, migrations, seed and the client that is scoped to one tenant"),
    ("packages/auth", "Tokens and passwords"),
    ("packages/common", "Logger, context, errors and other small shared tools"),
    ("docker", "Images, the local stack, dashboards and alert rules"),
    ("k8s", "Manifests of the cluster, one overlay for each environment"),
    ("docs", "Architecture, the API, deployment, and what to do when something breaks"),
)
"""The folders of the project."""


def variables(project: Project) -> list[Variable]:
    """What the processes read from their environment; connections are those of the compose file."""
    known = {
        "DATABASE_URL": _database(project, project.app_role),
        "MIGRATION_DATABASE_URL": _database(project, project.owner),
        "REDIS_URL": "redis://localhost:6379/0",
    }
    stated = {block.label: str(block.get("description")) for block in project.all("variable")}
    read = [Variable(name, described, known.get(name, example)) for name, described, example in _READ]
    read += _read_by_worker(project)
    read += [store.variable for store in project.beside.stores]
    read += project.identity.variables if "oauth2" in project.options else ()
    read += project.calling.variables if project.calling else ()
    read += project.keeping.variables
    taken = {variable.name for variable in read}
    read += [webhook.secret for webhook in project.webhooks if webhook.secret.name not in taken]
    return [replace(variable, description=stated.get(variable.name, variable.description)) for variable in read]


def _database(project: Project, role: str) -> str:
    """How a role reaches the database of a developer's machine, where MongoDB asks nobody who they are."""
    if "mongodb" in project.options:
        return f"mongodb://localhost:27017/{project.name.snake}?directConnection=true"
    return f"postgresql://{role}:{role}@localhost:5432/{project.name.snake}"


def _read_by_worker(project: Project) -> Iterator[Variable]:
    if project.messaging is None:
        return
    yield from (Variable(*one) for one in _WORKER)
    rabbit = "rabbitmq" in project.options
    yield Variable(
        project.messaging.variables["relay"],
        "Connection string of the role that relays the outbox of all tenants",
        _database(project, project.relay_role),
    )
    broker = "amqp://localhost:5672" if rabbit else "redis://localhost:6379/1"
    yield Variable(project.messaging.variables["broker"], "The queues", broker)


def prerequisites(project: Project) -> str:
    """What must be installed first, as a list in words."""
    stated = project.value("getting_started.prerequisites", (f"Node {project.node}", "Docker", "Git"))
    named = [str(one) for one in stated]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def steps(project: Project) -> list[Step]:
    """The commands from a fresh clone to a running system."""
    stated = {block.label: block.get("run") for block in project.all("step")}
    usual = ((label, title, run.replace("postgres", project.persistence.database)) for label, title, run in _STEPS)
    told = ((title, str(stated.get(label) or run), run) for label, title, run in usual)
    return [Step(title, _runnable(wanted, project.options) or [run]) for title, wanted, run in told]


def folders(project: Project) -> list[tuple[str, str]]:
    """The folders that are generated, with their purpose."""
    stated = {block.label: str(block.get("purpose") or "") for block in project.all("folder")}
    absent = {
        *(() if project.messaging else ("apps/worker",)),
        *(() if "kubernetes" in project.options else ("k8s",)),
    }
    return [(name, stated.get(name) or purpose) for name, purpose in _FOLDERS if name not in absent]


def _runnable(command: str, options: frozenset[str]) -> list[str]:
    """The lines of a command, without those that run a script which the project does not have."""
    lines = (line.strip() for line in command.strip().split("\n"))
    there = {name for name, option in _SCRIPTS.items() if option is None or option in options}
    return [line for line in lines if not line.startswith("npm run ") or line.split()[2] in there]
