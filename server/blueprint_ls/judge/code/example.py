"""An example of a page on code, judged in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os.path import normpath
from pathlib import Path
from tempfile import TemporaryDirectory

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge.code.engine import judge_code
from blueprint_ls.judge.code.verdict import CodeVerdict
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import Example, RulePage

FILES: Mapping[str, str] = {
    "ts": "src/example.ts",
    "tsx": "src/example.tsx",
    "js": "src/example.js",
    "prisma": "schema.prisma",
    "sql": "migrations/1_example.sql",
    "json": "package.json",
    "yaml": "deployment.yaml",
    "dockerfile": "Dockerfile",
    "env": ".env.example",
    "blueprint": "main.blueprint",
}
"""Where an example stands, by what its fence names."""


def is_on_code(rule: RulePage) -> bool:
    """Whether a rule looks at code: it has a folder of its own, with its page in `index.md`."""
    return rule.page.path.name == "index.md" and rule.check is None


def examples(rule: RulePage, heading: str) -> list[Example]:
    """The examples under a heading of a rule on code."""
    return rule.page.examples(heading, FILES)


def judge_example(example: Example, knowledge: Knowledge, today: date) -> CodeVerdict:
    """What is found in an example and its companions."""
    with TemporaryDirectory(prefix="blueprint-") as scratch:
        root = Path(scratch).resolve()
        for name, content in {**example.companions, FILES[example.language]: example.source.encode()}.items():
            path = Path(normpath(root / name))
            if path.is_relative_to(root):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        repository = Repository(root)
        repository.scan()
        workspace = Workspace([root])
        governing = [workspace.case(folder) for folder in workspace.folders()]
        return judge_code(repository, governing, knowledge, today)
