"""A survey that follows changes knows what one from scratch would find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.tenancy.accesses import judged
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.survey import Survey

TENANCY = Tenancy(key="teamId")
SCHEMA = """
model Team { id String @id
  deals Deal[] }
model Deal { id String @id
  teamId String
  team Team @relation(fields: [teamId], references: [id])
  title String }
"""
# ruff: noqa: E501
FIND = "import { db } from './db';\nexport const find = (where: any) => db.deal.findMany({ where });\n"
SCOPED_FIND = "import { db } from './db';\nexport const find = (where: any) => db.deal.findMany({ where: { ...where, teamId: where.teamId } });\n"
BY_ID = "import { db } from './db';\nexport async function byId(id: string, teamId?: string) { return db.deal.findFirst({ where: { id, teamId } }); }\n"
CALLS = "import {{ find }} from './{}';\nexport async function list(teamId: string) {{ return find({{ teamId }}); }}\n"
CALLS_OPENLY = "import {{ find }} from './{}';\nexport async function list(id: string) {{ return find({{ id }}); }}\n"
CALLS_LIST = "import { list } from './calls';\nexport async function page(ctx: any) { return list(ctx.teamId); }\n"
MAKES = "import { list } from './calls';\nexport const find = (where: any) => list(where.id);\nexport function page() { return find({}); }\n"
CLIENT = "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n"
OTHER_CLIENT = "export const db = {} as any;\n"
BARREL = "export * from './find';\n"
TEXTS = {
    "db.ts": (CLIENT, "// the client\n" + CLIENT, OTHER_CLIENT),
    "find.ts": (FIND, SCOPED_FIND, "// a comment\n" + FIND, FIND + BY_ID.partition("\n")[2], ""),
    "index.ts": (BARREL, BARREL + "export const more = 1;\n", "export { find } from './other';\n"),
    "other.ts": (FIND, SCOPED_FIND, MAKES, BY_ID),
    "calls.ts": (
        CALLS.format("find"),
        CALLS_OPENLY.format("index"),
        CALLS_OPENLY.format("find"),
        CALLS_OPENLY.format("other"),
        BY_ID,
    ),
    "page.ts": (CALLS_LIST, "const unrelated = 1;\n", "\n\n" + CALLS_LIST, CALLS_LIST.replace("ctx.teamId", "ctx.id")),
    "job.ts": (CALLS_LIST.replace("page", "job"), BY_ID.replace("byId", "list"), MAKES),
}
Edit = tuple[str, int | None]
"""A file, and which of its texts it takes; None deletes it."""
_numbers = st.none() | st.integers(0, 4)
_edits = st.lists(st.tuples(st.sampled_from(sorted(TEXTS)), _numbers), min_size=1, max_size=8)
_starts = st.fixed_dictionaries({name: st.integers(0, 4) for name in TEXTS})


class Both:
    """One repository, and the survey that follows it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.repository, self.survey = self._anew()

    def _anew(self) -> tuple[Repository, Survey]:
        repository = Repository(self.root)
        repository.scan()
        program = Program(repository)
        models = join(repository, program)
        owners = Owners(models, ownership(models, TENANCY), TENANCY)
        survey = Survey(repository, program, owners, lambda: layers(models, TENANCY))
        survey.run(repository.selected)
        return repository, survey

    def edit(self, name: str, number: int | None, piecemeal: bool) -> None:
        write(self.root, name, number)
        there = name in self.repository.files
        self.repository.update(name, None)
        changed = {name} | (self.survey.program.rerouted() if there != (name in self.repository.files) else set())
        self.survey.change(changed, lambda path: path in self.repository.selected)
        if piecemeal:
            self.survey.refresh(self.survey.next_about(name))
        self.survey.refresh()

    def compare(self) -> None:
        assert list(told(self.survey)) == list(told(self._anew()[1]))


def told(survey: Survey) -> Iterator[tuple[object, ...]]:
    yield from (
        (one.path, one.start, one.end, one.model, one.operation, one.verdict, one.why, one.access.calls)
        for one in judged(survey)
    )
    yield tuple(survey.unseen)


def write(root: Path, name: str, number: int | None) -> None:
    texts = TEXTS[name]
    if number is None:
        (root / name).unlink(missing_ok=True)
    else:
        (root / name).write_text(texts[number % len(texts)], encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(start=_starts, edits=_edits, piecemeal=st.booleans())
def test_random_edits_lead_to_what_a_survey_from_scratch_finds(
    start: Mapping[str, int], edits: list[Edit], piecemeal: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
        for name, number in start.items():
            write(root, name, number)
        both = Both(root)
        for name, number in edits:
            both.edit(name, number, piecemeal)
            both.compare()


def test_a_file_that_comes_and_only_calls_is_asked(tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    write(tmp_path, "db.ts", 0)
    write(tmp_path, "find.ts", 0)
    both = Both(tmp_path)
    both.edit("calls.ts", 2, piecemeal=False)
    assert [one.verdict for one in judged(both.survey)] == ["unscoped"]
    both.compare()


def test_only_what_consulted_a_file_is_walked_again(tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    for name in TEXTS:
        write(tmp_path, name, 2 if name == "calls.ts" else 0)
    both = Both(tmp_path)
    assert stale_after(both, "page.ts") == {"page.ts"}
    assert stale_after(both, "find.ts") == {"find.ts", "calls.ts", "page.ts", "job.ts"}


def stale_after(both: Both, name: str) -> set[str]:
    """The files whose walks a change of one file puts in doubt."""
    both.survey.refresh()
    both.survey.change([name], lambda path: path in both.repository.selected)
    return {path for path, _ in both.survey.stale}
