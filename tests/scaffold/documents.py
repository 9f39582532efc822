"""A stand-in for MongoDB, which no package brings: what a project over documents is tried against."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.stack import Built, Machine, free_port, listens, program, waited

STAND_IN = Path(__file__).with_name("mongod.mjs")


@dataclass(frozen=True)
class Documents(Machine):
    """The stand-in and Redis, as the fixtures know a machine: `postgres` is the port of the stand-in."""

    def url(self, name: str) -> str:
        """How a database is reached."""
        return f"mongodb://127.0.0.1:{self.postgres}/{name}?directConnection=true"

    def migrated(self, built: Built, name: str) -> str:
        """The collections of the project; what was in them stays."""
        done = built.npm("run", "migrate", "--silent", MIGRATION_DATABASE_URL=self.url(name))
        assert done.returncode == 0, done.stdout + done.stderr
        return name

    def environment(self, built: Built, name: str) -> dict[str, str]:
        """What the API reads."""
        return super().environment(built, name) | {"DATABASE_URL": self.url(name)}

    def run(self, built: Built, work: str) -> Any:
        """What `work`, code over a `database`, its package `db` and `mongoose`, returns."""
        script = f"""
          import mongoose from 'mongoose';
          import * as db from './packages/database/dist/index.js';
          const pool = {{ ...db.POOLS.api, url: process.argv[1] }};
          const database = new db.Database(pool);
          const documents = await mongoose.createConnection(pool.url).asPromise();
          try {{
            const all = (name, filter = {{}}) => documents.collection(name).find(filter).toArray();
            const made = await (async () => {{ {work} }})();
            process.stdout.write(JSON.stringify(made ?? null));
          }} finally {{
            await documents.close();
            await database.close();
          }}
        """
        done = built.node("--input-type=module", "-e", script, self.url("acme_crm"))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@contextmanager
def mongodb(built: Built) -> Iterator[int]:
    """A fresh stand-in, which borrows the project's `bson`. Answers its port."""
    port = free_port()
    process = subprocess.Popen(
        [program("node"), STAND_IN, str(port)], cwd=built.folder, env=os.environ, stdout=subprocess.DEVNULL
    )
    try:
        waited(lambda: listens(port) or process.poll() is not None, "the stand-in for MongoDB")
        yield port
    finally:
        process.terminate()
        process.wait(10)
