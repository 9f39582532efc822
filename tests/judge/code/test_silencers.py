"""Silencers in code: where they speak, their kinds, and what is wrong with them."""

from pathlib import Path

import pytest

from judge.code.repository import Code, crm

CALL = "prisma.deal.deleteMany()"
RULES = {"silencer-form", "silencer-unknown-rule", "silencer-unknown-kind", "silencer-without-reason"}
RULES |= {"silencer-expired", "unused-silencer", "silencer-unverified"}


def _script(above: str = "", behind: str = "", before: str = "") -> str:
    return f"export async function run(id: string) {{\n{before}  {above}\n  await {CALL}; {behind}\n}}\n"


def _rules(code: Code) -> list[str]:
    return sorted(found.rule for found in code.findings())


@pytest.mark.parametrize(
    "script",
    [
        _script("// blueprint-ignore tenant-scope: nightly"),
        _script("/* blueprint-ignore tenant-scope(system-job): nightly */"),
        _script(behind="// blueprint-ignore tenant-scope(admin): the operator's own staff"),
        _script("// blueprint-ignore tenant-scope(capability) until 2027-03-01 owner @data: by token"),
        _script("// blueprint-ignore tenant-scope: nightly").replace("await", "const done =\n    await"),
    ],
)
def test_a_silencer_speaks_for_its_line_the_next_one_and_the_statement_there(tmp_path: Path, script: str):
    code = crm(tmp_path, script)

    assert _rules(code) == []
    assert len(code.judge().silenced) == 1


def test_what_is_silenced_keeps_its_reason_kind_date_and_owner(tmp_path: Path):
    code = crm(
        tmp_path, _script("// blueprint-ignore tenant-scope(admin) until 2027-03-01 owner @ops: the back office")
    )
    (silenced,) = code.judge().silenced

    assert silenced.answer is not None
    assert (silenced.answer.reason, silenced.answer.kind) == ("the back office", "admin")
    assert (str(silenced.answer.until), silenced.answer.owner) == ("2027-03-01", "@ops")


def test_a_silencer_above_several_accesses_speaks_for_none_of_those_inside(tmp_path: Path):
    script = (
        "export async function run() {\n  // blueprint-ignore tenant-scope: nightly\n"
        f"  await Promise.all([\n    {CALL},\n    prisma.note.deleteMany(),\n  ]);\n}}\n"
    )

    assert _rules(crm(tmp_path, script)) == ["tenant-scope", "tenant-scope", "unused-silencer"]


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("// blueprint-ignore tenant-scope", "silencer-without-reason"),
        ("// blueprint-ignore tenant-scope until 2020-01-01: nightly", "silencer-expired"),
        ("// blueprint-ignore tenant-scop: nightly", "silencer-unknown-rule"),
        ("// blueprint-ignore: nightly", "silencer-form"),
    ],
)
def test_a_faulty_silencer_is_reported_and_silences_nothing(tmp_path: Path, comment: str, rule: str):
    assert _rules(crm(tmp_path, _script(comment))) == sorted([rule, "tenant-scope"])


def test_an_unknown_kind_is_reported_with_the_nearest_one(tmp_path: Path):
    code = crm(tmp_path, _script("// blueprint-ignore tenant-scope(sytem-job): nightly"))

    (found,) = code.findings("silencer-unknown-kind")
    assert "did you mean `system-job`?" in found.message


def test_one_that_silences_nothing_is_reported_wherever_it_stands(tmp_path: Path):
    code = crm(tmp_path)
    code.write({"src/other.ts": "// blueprint-ignore tenant-scope: nightly\nexport const one = 1;\n"})

    assert _rules(code) == ["unused-silencer"]


CHECK = "async function assertOwner(id: string) {\n  if (!id) throw new Error();\n}\n"
VERIFIED = "// blueprint-ignore tenant-scope(verified-by(assertOwner)): the owner alone may"


def test_verified_by_holds_where_the_function_is_called_before(tmp_path: Path):
    assert _rules(crm(tmp_path, CHECK + _script(VERIFIED, before="  await assertOwner(id);\n"))) == []


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (CHECK + _script(VERIFIED), "is not called in this function"),
        (CHECK + _script(VERIFIED, behind="await assertOwner(id);"), "only after the access"),
        (_script(VERIFIED, before="  await assertOwner(id);\n"), "There is no function `assertOwner`"),
        (_script("// blueprint-ignore tenant-scope(verified-by): yes"), "names the function that verifies"),
    ],
)
def test_verified_by_is_held_to_its_word(tmp_path: Path, script: str, words: str):
    (found,) = crm(tmp_path, script).findings("silencer-unverified")

    assert words in found.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("schema.prisma", "// blueprint-ignore tenant-scope: here\nmodel Country {\n  code String @id\n}\n"),
        ("migrations/1.sql", "-- blueprint-ignore tenant-scope: here\nselect 1;\n"),
        ("migrations/2.sql", "/* blueprint-ignore tenant-scope: here */ select 1;\n"),
        ("Dockerfile", "# blueprint-ignore tenant-scope: here\nFROM node:22\n"),
        ("deploy.yaml", "# blueprint-ignore tenant-scope: here\nkey: value\n"),
    ],
)
def test_comments_of_other_languages_are_read(tmp_path: Path, name: str, text: str):
    assert _rules(crm(tmp_path).write({name: text})) == ["unused-silencer"]


def test_a_string_is_no_silencer(tmp_path: Path):
    code = crm(tmp_path, 'export const said = "// blueprint-ignore tenant-scope: nightly";\n')

    assert _rules(code) == []


def test_a_finding_in_the_blueprint_is_silenced_there(tmp_path: Path):
    code = crm(tmp_path)
    code.write(
        {
            "package.json": '{ "dependencies": { "next": "16.0.0" } }',
            "app/api/health/route.ts": "export async function GET() {\n  return Response.json({});\n}\n",
            "main.blueprint": 'api {\n  # blueprint-ignore unused-public-route: next week\n  public "GET /ready" {\n'
            '    because = "A probe"\n  }\n  public "GET /api/health" {\n    because = "A probe"\n  }\n}\n',
        }
    )

    assert _rules(code) == []
    assert len(code.judge().silenced) == 1
