"""The documents of the example blueprints, judged on a fixed day."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from blueprint_ls.generate.document.document import document
from blueprint_ls.generate.document.tree import (
    Document,
)
from blueprint_ls.judge.engine import Verdict, judge
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import Workspace
from support import TODAY, Files, workspace_of

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted({path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.blueprint")})


@lru_cache(maxsize=1)
def _workspace() -> Workspace:
    return Workspace(roots=[EXAMPLES])


@lru_cache(maxsize=16)
def judged(name: str) -> tuple[Case, Verdict]:
    """An example, and what is found in it."""
    case = replace(_workspace().case(EXAMPLES / name), today=TODAY)
    return case, judge(case)


@lru_cache(maxsize=16)
def example(name: str) -> Document:
    """The document of an example."""
    return document(*judged(name))


def document_of(files: Files | str) -> Document:
    """The document of some files."""
    sandbox = workspace_of(files)
    return document(sandbox.case, sandbox.verdict)
