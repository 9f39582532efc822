"""Code that looks like a fault and is none, beside the fault itself: what samples of real findings taught."""

from pathlib import Path

import pytest

from judge.code.repository import Code, blueprint, crm

HEAD = 'import { redis } from "./redis";\n'
SERVER = {"package.json": '{ "name": "crm", "dependencies": { "express": "5.1.0" } }'}
CASES = {
    "a token on the terminal of a developer": (
        "secret-in-log",
        'export function mail(token: string) {\n  if (process.env.NODE_ENV === "development") {\n'
        "    console.log(`http://localhost/invite?token=${token}`);\n  }\n}\n",
        'export function mail(token: string) {\n  if (process.env.NODE_ENV === "production") {\n'
        "    console.log(`http://localhost/invite?token=${token}`);\n  }\n}\n",
    ),
    "a fallback that the code looks for to refuse it": (
        "secret-in-code",
        "const secret = process.env.JWT_SECRET || 'SECRET';\n"
        "if (production && secret === 'SECRET') throw new Error('Set JWT_SECRET');\n",
        "const secret = process.env.JWT_SECRET || 'SECRET';\n",
    ),
    "a promise whose failure is met where it is awaited": (
        "swallowed-error",
        "const work = load();\nwork.catch(() => {});\ntry { await work; } catch (error) { log(error); }\n",
        "export const send = () => post().catch(() => {});\n",
    ),
    "markup out of a table of the code": (
        "unsanitized-html",
        "export function show(kind: string) { ghost.innerHTML = `<b class='${COLORS[kind].border}'></b>`; }\n",
        "export function show(kind: Note) { ghost.innerHTML = `<b>${kind.text}</b>`; }\n",
    ),
    "a map that the caller hands over": (
        "cache-call-without-tenant",
        "export function facts(cache: Map<string, Facts>, organizationId: string, id: string) {\n"
        "  if (cache.has(`doc:${id}`)) return cache.get(`doc:${id}`);\n  return load(organizationId, id);\n}\n",
        HEAD + "export function facts(organizationId: string, id: string) {\n"
        "  return redis.get(`doc:${id}`) ?? load(organizationId, id);\n}\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_only_looks_like_a_fault_is_none(tmp_path: Path, name: str):
    rule, harmless, fault = CASES[name]

    found = [
        crm(tmp_path / where, script).write(SERVER).findings(rule)
        for where, script in (("harmless", harmless), ("fault", fault))
    ]

    assert [len(one) for one in found] == [0, 1]


@pytest.mark.parametrize(("number", "told"), [(5, 5), (6, 1), (40, 1)])
def test_variables_that_a_blueprint_lacks_are_told_together_where_they_are_many(tmp_path: Path, number: int, told: int):
    reads = "".join(f"export const v{at} = process.env.LIMIT_OF_{at:02};\n" for at in range(number))
    begun = 'deployment {\n  variable DATABASE_URL { description = "Where rows are kept" }\n}\n'
    example = "".join(f"LIMIT_OF_{at:02}=1\n" for at in range(number))
    code = Code(tmp_path).write({"main.blueprint": blueprint() + begun, ".env.example": example, "src/v.ts": reads})

    found = code.findings("undeclared-variable")

    assert len(found) == told
    assert {one.severity for one in found} == {"information"}
    if told == 1:
        assert f"{number} variables" in found[0].message
        assert f"`LIMIT_OF_04` and {number - 5} more" in found[0].message
        assert found[0].path.name == "main.blueprint"
