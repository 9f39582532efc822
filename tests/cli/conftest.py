"""The real command in a folder of its own: what every test of the command line begins with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"
TIDY = """\
blueprint "acme-crm" {
  language = 1
  summary  = "Multi-tenant CRM with reporting and webhooks"
}
"""
"""A blueprint that lacks its sections and has no other fault."""
FAULTY = """\
blueprint "acme-crm" {
  language = 1
  summary  = "Multi-tenant CRM with reporting and webhooks"

  rules {
    missing-section { severity = off }
    missing-block { severity = off }
    missing-decision { severity = off }
    missing-attribute { severity = off }
  }
}

data {
  tenancy {
    key     = tenantId
    enforce = [query_filtr]
  }
}

api {
  url {
    base    = "/api/v1"
    pattern = "/api/v1/{resource}/{id}"
  }
}
"""
"""One error with a suggestion, `query_filtr`, and one warning with a safe fix, the order of the sections."""


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


@dataclass
class Project:
    """A folder to run commands in."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, files: Mapping[str, str | bytes]) -> Project:
        """Write some files."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def text(self, name: str = "main.blueprint") -> str:
        """What a file says now."""
        return (self.folder / name).read_bytes().decode()

    def run(self, *arguments: str, stdin: bytes = b"", cwd: str = ".", **environment: str) -> Run:
        """Run `blueprint`."""
        done = subprocess.run(
            [sys.executable, "-m", "blueprint_ls", *arguments],
            cwd=self.folder / cwd,
            env=self.env(**environment),
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def env(self, **environment: str) -> dict[str, str]:
        """The environment of a command: that of the tests, without what colours output or means CI."""
        kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "FORCE_COLOR")}
        return {**kept, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1", **self.environment, **environment}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty folder that is a repository."""
    folder = tmp_path / "acme-crm"
    (folder / ".git").mkdir(parents=True)
    return Project(folder)


@pytest.fixture
def faulty(project: Project) -> Project:
    """A blueprint with one error and one warning."""
    return project.write({"main.blueprint": FAULTY})
