"""What runs: the applications of the repository, the stores and the outside services that they use."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.generate.observed.choices import Choices
from blueprint_ls.generate.observed.parts import Part, Row, counted, listed, name_of, quoted
from blueprint_ls.generate.observed.view import Package, View

_SERVERS = frozenset({
    "express", "fastify", "@nestjs/core", "hono", "koa", "next", "@remix-run/node", "@react-router/node",
    "@hono/node-server",
})  # fmt: skip
_EXTERNALS: tuple[tuple[str, str, str, str, str], ...] = (
    (r"stripe|@stripe/stripe-js", "stripe", "payment", "Stripe", "Payments and subscriptions"),
    (r"@paddle/paddle-node-sdk", "paddle", "payment", "Paddle", "Payments and subscriptions"),
    (r"@polar-sh/sdk", "polar", "payment", "Polar", "Payments and subscriptions"),
    (r"resend", "resend", "email", "Resend", "Transactional email"),
    (r"@sendgrid/(mail|client)", "sendgrid", "email", "SendGrid", "Transactional email"),
    (r"mailgun(\.js|-js)?", "mailgun", "email", "Mailgun", "Transactional email"),
    (r"postmark", "postmark", "email", "Postmark", "Transactional email"),
    (r"@aws-sdk/client-sesv?2?", "ses", "email", "Amazon SES", "Transactional email"),
    (r"nodemailer", "smtp", "email", "SMTP server", "Transactional email"),
    (r"twilio", "twilio", "sms", "Twilio", "Text messages"),
    (r"openai|@ai-sdk/openai", "openai", "ai", "OpenAI", "Model prompts"),
    (r"@anthropic-ai/sdk|@ai-sdk/anthropic", "anthropic", "ai", "Anthropic", "Model prompts"),
    (r"@aws-sdk/client-s3", "s3", "object_storage", "S3 or a store that speaks its protocol", "Files"),
    (r"@google-cloud/storage", "gcs", "object_storage", "Google Cloud Storage", "Files"),
    (r"@slack/(web-api|bolt|oauth)", "slack", "chat", "Slack", "Messages to team chat"),
    (r"posthog-node", "posthog", "analytics", "PostHog", "Product events"),
    (r"@tinybirdco/\S+|@chronark/zod-bird", "tinybird", "analytics", "Tinybird", "Event analytics"),
    (r"@workos-inc/node", "workos", "identity", "WorkOS", "Single sign-on and directory sync"),
    (r"@supabase/supabase-js", "supabase", "identity", "Supabase", "Sign-in and hosted services"),
    (r"@upstash/redis", "upstash", "other", "Upstash", "Hosted Redis over HTTP"),
    (r"googleapis", "google", "other", "Google APIs", "Google Workspace data"),
)
_MONITORS = (
    (r"@sentry/\S+", "sentry", "errors", "Sentry"),
    (r"prom-client|@willsoto/nestjs-prometheus", "prometheus", "metrics", "Prometheus"),
    (r"dd-trace", "datadog", "traces", "Datadog"),
    (r"@opentelemetry/sdk-node", "opentelemetry", "traces", "OpenTelemetry collector"),
    (r"@axiomhq/\S+|@logtail/\S+", "logs", "logs", "Hosted logs"),
)
_STORES = (
    ("database", "postgres", "primary_database", {"postgres": "PostgreSQL", "mysql": "MySQL", "mongodb": "MongoDB",
     "sqlite": "SQLite", "cassandra": "Cassandra", "scylladb": "ScyllaDB", "neo4j": "Neo4j"}),
    ("cache", "redis", "cache", {"redis": "Redis", "valkey": "Valkey", "memcached": "Memcached",
     "upstash_redis": "Upstash Redis"}),
)  # fmt: skip


@dataclass(slots=True)
class Service:
    """One application."""

    name: str
    package: Package
    kind: str = "api"
    endpoints: int = 0
    accesses: int = 0
    jobs: int = 0
    externals: list[str] = field(default_factory=list)

    @property
    def works(self) -> bool:
        """Whether it does what a backend does."""
        return bool(self.endpoints or self.jobs or self.accesses)


class Services:
    """The applications of one repository."""

    def __init__(self, view: View, choices: Choices) -> None:
        self.view = view
        self.choices = choices
        self._names: set[str] = set()
        self.all = [self._service(package) for package in view.packages if self._runs(package)]
        self._by_folder = {one.package.folder: one for one in self.all}
        self._count()
        self.all = [one for one in self.all if one.works]

    def of(self, path: str) -> Service | None:
        """The application that runs a file, the one that works most of several; None where that cannot be told."""
        return max(self.users(path), key=lambda one: (one.jobs, one.endpoints, one.accesses), default=None)

    def users(self, path: str) -> list[Service]:
        """The applications that a file is part of: its own, else those that need its package."""
        package = self.view.package_of(path)
        if package is None or not package.folder:
            return self.all if len(self.all) == 1 else [one for one in self.all if not one.package.folder]
        own = self._by_folder.get(package.folder)
        if own in self.all:
            return [own]
        return [one for one in self.all if package.folder in self.view.needed(one.package)]

    def parts(self) -> Iterator[Part]:
        """The parts of the diagram, in order."""
        stores = list(self._stores())
        externals = list(self._outside())
        for service in self.all:
            yield self._part(service, [part.head.split()[1] for part in stores])
        yield from stores
        yield from externals
        yield from self._monitors()

    def _runs(self, package: Package) -> bool:
        """Whether a package is an application: it has a server, a start command, or is all there is."""
        asked = {name for name, said in package.dependencies.items() if said["kind"] == "prod"}
        started = bool({"start", "start:prod", "dev", "serve"} & package.scripts.keys())
        alone = len(self.view.packages) == 1
        within = re.search(r"(^|/)(apps?|services?|servers?|backend|workers?)(/|$)", package.folder) is not None
        workspace = not package.folder and len(self.view.packages) > 1 and not asked & _SERVERS
        return alone or (not workspace and started and (bool(asked & _SERVERS) or within))

    def _service(self, package: Package) -> Service:
        name = name_of(posixpath.basename(package.folder) or package.name.rpartition("/")[2])
        if name in self._names:
            name = name_of(package.folder)
        self._names.add(name)
        return Service(name, package)

    def _count(self) -> None:
        for kind, places in (
            ("endpoints", [one.path for one in self.view.endpoints]),
            ("accesses", [one.path for one in self.view.accesses]),
            ("jobs", [one.path for one in self.view.jobs]),
        ):
            for path, number in Counter(places).items():
                package = self.view.package_of(path)
                service = self._by_folder.get(package.folder) if package else None
                if service:
                    setattr(service, kind, getattr(service, kind) + number)
        for service in self.all:
            web = {"next", "@remix-run/node", "@react-router/node"} & set(service.package.dependencies)
            service.kind = "worker" if service.jobs and not service.endpoints and not web else "web" if web else "api"

    def _part(self, service: Service, stores: list[str]) -> Part:
        done = [
            counted(number, *words)
            for number, words in (
                (service.endpoints, ("endpoint",)),
                (service.accesses, ("data access", "data accesses")),
                (service.jobs, ("queue or job", "queues and jobs")),
            )
            if number
        ]
        about = self.view.description(service.package) or service.package.name
        said = f"{about}: {', '.join(done)} in the code"
        rows: list[Row] = [("responsibility", quoted(said)), ("kind", service.kind)]
        rows.append(("path", quoted(service.package.folder or ".")))
        uses = [f"store.{name}" for name in stores] + [f"external.{name}" for name in service.externals]
        rows.append(("uses", listed(uses)))
        port = self._port(service)
        rows += [("port", str(port))] if port else []
        return Part(f"service {service.name}", [*rows, ("assumed", "true")], evidence=[f"{service.package.path}:1"])

    def _port(self, service: Service) -> int | None:
        found = re.search(r"(?:-p|--port|PORT=)\s*(\d{2,5})", " ".join(service.package.scripts.values()))
        return int(found[1]) if found else None

    def _stores(self) -> Iterator[Part]:
        for decision, _, kind, products in _STORES:
            shown = self.choices.chosen(decision)
            if shown is None or shown.option not in products:
                continue
            held = "Cached values and short-lived state" if kind == "cache" else self._held()
            rows: list[Row] = [("kind", kind), ("product", quoted(products[shown.option])), ("holds", quoted(held))]
            yield Part(f"store {shown.option}", [*rows, ("assumed", "true")], evidence=shown.places)

    def _held(self) -> str:
        largest = Counter(self.view.drafted[a.model] for a in self.view.accesses if a.model in self.view.drafted)
        names = [name for name, _ in largest.most_common(4)]
        entities = counted(len(self.view.entities), "entity", "entities")
        return f"{entities}, most used: {', '.join(names)}" if names else entities

    def _outside(self) -> Iterator[Part]:
        for shape, name, kind, provider, purpose in _EXTERNALS:
            places = self._asked(shape, name)
            if places:
                rows: list[Row] = [("kind", kind), ("provider", quoted(provider)), ("purpose", quoted(purpose))]
                yield Part(f"external {name}", [*rows, ("critical", "false"), ("assumed", "true")], evidence=places)

    def _monitors(self) -> Iterator[Part]:
        for shape, name, kind, product in _MONITORS:
            places = self._asked(shape, "")
            if places:
                rows: list[Row] = [("kind", f"[{kind}]"), ("product", quoted(product)), ("assumed", "true")]
                yield Part(f"monitor {name}", rows, evidence=places)

    def _asked(self, shape: str, name: str) -> list[str]:
        """The manifests that ask for a package, and, by the way, which services it serves."""
        places = []
        for package in self.view.packages:
            for dependency, said in package.dependencies.items():
                if said["kind"] == "prod" and re.fullmatch(shape, dependency):
                    places.append(self.view.where(package.path, int(said["start"])))
                    service = self._by_folder.get(package.folder)
                    if service and name and name not in service.externals:
                        service.externals.append(name)
        return places
