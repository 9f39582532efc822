"""Options without a page of their own that real repositories often choose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Custom:
    """An option without a page."""

    decision: str
    option: str
    packages: tuple[str, ...]
    summary: str
    accepts: str
    burden: int = 1


CUSTOM = (
    Custom("framework", "nextjs", ("next",), "Next.js: React with route handlers that run on the server",
           "Handlers live beside pages, and long-running work needs a home of its own"),
    Custom("framework", "react_router", ("@remix-run/node", "@react-router/node", "@remix-run/server-runtime"),
           "React Router, formerly Remix: loaders and actions that run on the server",
           "Loaders and actions serve pages first; an API for others is a second thought"),
    Custom("framework", "koa", ("koa",), "Koa: middleware over Node's HTTP server",
           "Structure, validation and documentation are the team's own"),
    Custom("orm", "sequelize", ("sequelize", "sequelize-typescript"), "Sequelize: an active-record ORM",
           "Types follow the models by hand"),
    Custom("orm", "mikro_orm", ("@mikro-orm/core",), "MikroORM: a data mapper with a unit of work",
           "A smaller community than the default's"),
    Custom("queue", "bull", ("bull", "@nestjs/bull"), "Bull: the predecessor of BullMQ, on Redis",
           "It is maintained, and gets no new features"),
    Custom("queue", "trigger_dev", ("@trigger.dev/sdk",), "Trigger.dev: hosted background tasks",
           "Work outside of requests depends on a provider", 0),
    Custom("queue", "inngest", ("inngest",), "Inngest: hosted event-driven functions",
           "Work outside of requests depends on a provider", 0),
    Custom("queue", "qstash", ("@upstash/qstash",), "QStash: hosted messages over HTTP",
           "Every job is a request to a public route, whose signature must be verified", 0),
    Custom("queue", "agenda", ("agenda", "@hokify/agenda"), "Agenda: jobs in MongoDB",
           "Polling loads the database, and throughput stays below that of Redis"),
    Custom("queue", "graphile_worker", ("graphile-worker",), "Graphile Worker: jobs in Postgres",
           "Jobs and requests share the database's capacity"),
    Custom("authentication", "next_auth", ("next-auth", "@auth/core"), "Auth.js: sessions with many providers",
           "Sessions follow the library's model of users and accounts"),
    Custom("authentication", "better_auth", ("better-auth",), "Better Auth: sessions and organizations as a library",
           "Its tables and its updates are part of the product's own"),
    Custom("authentication", "supabase_auth", ("@supabase/supabase-js", "@supabase/ssr"), "Supabase Auth: hosted",
           "Signing in depends on a provider", 0),
    Custom("authentication", "clerk", ("@clerk/nextjs", "@clerk/express", "@clerk/backend"), "Clerk: hosted sign-in",
           "Signing in depends on a provider", 0),
    Custom("authentication", "passport", ("passport", "@nestjs/passport"), "Passport: strategies chosen one by one",
           "Each strategy is configured and kept current by the team"),
    Custom("database", "sqlite", ("@libsql/client", "better-sqlite3", "sqlite3"), "SQLite or libSQL, such as Turso",
           "One writer at a time"),
    Custom("cache", "upstash_redis", ("@upstash/redis",), "Upstash Redis: hosted, over HTTP",
           "Each call costs a request over the network", 0),
)  # fmt: skip
"""Options without a page that real repositories often choose."""
