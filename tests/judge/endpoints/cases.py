"""Small repositories in one string, and the endpoints that are expected of them."""

from __future__ import annotations

import json
from pathlib import Path

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Settings
from blueprint_ls.judge.endpoints.find import endpoints

HEADING = "// file: "


def found(folder: Path, source: str, settings: Settings | None = None) -> list[Endpoint]:
    """The endpoints of files that stand in one string, each under `// file: path`."""
    for part in source.split(HEADING)[1:]:
        name, _, text = part.partition("\n")
        path = folder / name.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if not (folder / "package.json").exists():
        needed = dict.fromkeys(("next", "express", "fastify", "@nestjs/core"), "*")
        (folder / "package.json").write_text(json.dumps({"name": "deals", "dependencies": needed}), "utf-8")
    repository = Repository(folder)
    repository.scan()
    return endpoints(repository, Program(repository), settings or Settings())


def compared(endpoints_: list[Endpoint], expected: str) -> tuple[list[str], list[str]]:
    """What was found beside what is wanted, line by line: `GET /deals  yes  by AuthGuard  validated yes`.

    `by …` and `note …` are parts of what is said; what a line leaves out is not compared.
    """
    wanted = [line.strip() for line in expected.strip().splitlines() if line.strip()]
    shown = [_shown(one, line) for one, line in zip(endpoints_, wanted, strict=False)]
    shown += [_all(one) for one in endpoints_[len(wanted) :]]
    return shown, wanted


def _shown(one: Endpoint, line: str) -> str:
    parts = [f"{one.method} {one.route}"]
    for part in line.split("  ")[1:]:
        word, _, rest = part.partition(" ")
        if word == "by":
            parts.append(part if rest in one.by else f"by {one.by}")
        elif word == "validated":
            parts.append(f"validated {one.validated}")
        elif word == "note":
            parts.append(part if any(rest in note for note in one.notes) else f"note {one.notes}")
        else:
            parts.append(one.authenticated)
    return "  ".join(parts)


def _all(one: Endpoint) -> str:
    return f"{one.method} {one.route}  {one.authenticated}  by {one.by}  validated {one.validated}"
