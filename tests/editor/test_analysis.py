"""What the analyser comes to know step by step is what the command line finds at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.judge.code.engine import judge_code
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.workspace import Workspace
from lsp.repository import BLUEPRINT, DEALS, FILES, ROUTES, SCHEMA

CODE = "apps/api/src/deals.ts"
PRISMA = "packages/database/prisma/schema.prisma"
EDITS: Mapping[str, tuple[str, str]] = {
    "the tenant forgotten": (CODE, DEALS.replace("where: { organizationId }", "where: {}")),
    "the tenant remembered": (CODE, DEALS.replace("where: { id }", "where: { id, organizationId: title }")),
    "the file emptied": (CODE, ""),
    "a model that comes to belong to a tenant": (
        PRISMA,
        SCHEMA.replace("  code String @id", "  code String @id\n  organizationId String"),
    ),
    "a model that is renamed": (PRISMA, SCHEMA.replace("Country", "Land")),
    "a column moved down": (PRISMA, SCHEMA.replace("model Deal", "// deals\nmodel Deal")),
    "another key": ("acme.blueprint", BLUEPRINT.replace("key = organizationId", "key = title")),
    "a shared model": (
        "acme.blueprint",
        BLUEPRINT.replace("key = organizationId", "key = organizationId\n    shared = [Deal]"),
    ),
    "no tenancy": ("acme.blueprint", BLUEPRINT.partition("data {")[0]),
    "a public route": (
        "acme.blueprint",
        BLUEPRINT.replace("api {", 'api {\n  public "GET /deals" {\n    because = "a catalogue"\n  }\n'),
    ),
    "a guard": ("apps/api/src/routes.ts", ROUTES.replace('app.get("/deals"', 'app.get("/all-deals"')),
}


@pytest.mark.parametrize("name", EDITS)
def test_unsaved_edits_lead_to_what_a_check_of_the_saved_text_finds(tmp_path: Path, name: str) -> None:
    root = tmp_path.resolve()
    for file, text in FILES.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    analyser = Analyser(root)
    analyser.scan()
    finish(analyser)
    assert known(analyser) == checked(root)
    file, text = EDITS[name]
    analyser.hold(root / file, text.encode())
    finish(analyser)
    (root / file).write_text(text, encoding="utf-8")
    assert known(analyser) == checked(root)
    (root / file).write_text(FILES[file], encoding="utf-8")
    analyser.hold(root / file, None)
    finish(analyser)
    assert known(analyser) == checked(root)


def test_what_only_the_whole_repository_shows_is_told_once_and_in_its_place(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    texts = {
        "a.ts": "export const key = process.env.BILLING_KEY;\n",
        "b.ts": "export const mode = process.env.MODE_OF_WORK;\n",
        ".env.example": "MODE_OF_WORK=\nNOBODY_READS=\n",
        "acme.blueprint": BLUEPRINT,
    }
    for file, text in texts.items():
        (root / file).write_text(text, encoding="utf-8")
    analyser = Analyser(root)
    analyser.scan()
    finish(analyser)
    assert known(analyser) == checked(root)

    (root / "b.ts").write_text("export const mode = process.env.BILLING_KEY;\n", encoding="utf-8")
    analyser.hold(root / "b.ts", (root / "b.ts").read_bytes())
    finish(analyser)

    assert known(analyser) == checked(root)
    assert len([one for one in known(analyser) if "undeclared-variable" in one]) == 1


def test_what_only_the_whole_repository_shows_waits_for_a_rest(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    (root / ".env.example").write_text("NOBODY_READS=\n", encoding="utf-8")
    (root / "a.ts").write_text("export const key = process.env.BILLING_KEY;\n", encoding="utf-8")
    analyser = Analyser(root)
    analyser.scan()
    while analyser.step(at_rest=False):
        pass

    assert known(analyser) == []
    assert analyser.is_due


NEXT = {
    "package.json": '{"name": "web", "dependencies": {"next": "*"}}',
    "auth.ts": """\
import { getServerSession } from "next-auth";
export async function signedIn() {
  if (!(await getServerSession())) throw new Response(null, { status: 401 });
}
""",
    "app/deals/route.ts": """\
import { signedIn } from "../../auth";
export async function GET() {
  await signedIn();
  return Response.json([]);
}
""",
    "app/sales/route.ts": "export async function GET() {\n  return Response.json([]);\n}\n",
}
DEALS_ROUTE = "app/deals/route.ts"


def test_a_handler_is_judged_as_it_is_typed_before_all_others_are_looked_at(tmp_path: Path) -> None:
    analyser = opened(tmp_path.resolve())
    assert open_endpoints(analyser) == ["app/sales/route.ts"]
    analyser.hold(analyser.root / DEALS_ROUTE, NEXT[DEALS_ROUTE].replace("  await signedIn();\n", "").encode())
    while analyser.step(at_rest=False):
        pass
    assert analyser.is_due
    assert open_endpoints(analyser) == [DEALS_ROUTE, "app/sales/route.ts"]
    analyser.hold(analyser.root / DEALS_ROUTE, NEXT[DEALS_ROUTE].encode())
    while analyser.step(at_rest=False):
        pass
    assert open_endpoints(analyser) == ["app/sales/route.ts"]


def test_a_change_ends_a_look_at_all_endpoints_that_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blueprint_ls.editor.analysis.look._SLICE", 0)
    analyser = opened(tmp_path.resolve())
    auth = analyser.root / "auth.ts"
    analyser.hold(auth, NEXT["auth.ts"].replace("throw new Response(null, { status: 401 });", "return;").encode())
    while not analyser.endpoints_due or not analyser.step() or analyser._look is None:
        pass
    analyser.hold(auth, NEXT["auth.ts"].encode())
    finish(analyser)
    assert open_endpoints(analyser) == ["app/sales/route.ts"]
    analyser.hold(auth, b"export async function signedIn() {}")
    finish(analyser)
    assert open_endpoints(analyser) == [DEALS_ROUTE, "app/sales/route.ts"]


def opened(root: Path) -> Analyser:
    for file, text in NEXT.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    analyser = Analyser(root)
    analyser.scan()
    finish(analyser)
    return analyser


def open_endpoints(analyser: Analyser) -> list[str]:
    """The files with an endpoint that asks nobody who they are."""
    return sorted(
        name
        for name, findings in analyser.found.items()
        if any(one.rule == "endpoint-authentication" for one in findings)
    )


def finish(analyser: Analyser) -> None:
    while analyser.step():
        pass


def known(analyser: Analyser) -> list[tuple[str, ...]]:
    return sorted(told(one) for findings in analyser.found.values() for one in findings)


def checked(root: Path) -> list[tuple[str, ...]]:
    repository, workspace = Repository(root), Workspace([root])
    repository.scan()
    cases = [workspace.case(folder) for folder in workspace.folders()]
    verdict = judge_code(repository, cases, workspace.knowledge(root), date.today())
    return sorted(told(one) for one in verdict.findings)


def told(finding: Finding) -> tuple[str, ...]:
    related = [f"{one.path.name}:{one.span.start}" for one in finding.related]
    return (finding.path.name, finding.rule, finding.severity, repr(finding.span), finding.message, *related)
