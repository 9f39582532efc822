"""A generated TypeScript repository of 4 000 files: services that reach for data, and much that does not."""

from __future__ import annotations

from pathlib import Path

MODULES = 500
"""Each has eight files."""
SERVICE = "apps/api/src/modules/m{at:03}/service.ts"
_MODELS = 40
_CLIENT = """import { PrismaClient } from "@prisma/client";

export const db = new PrismaClient();
"""


def write(root: Path, modules: int = MODULES) -> int:
    """Write the repository; how many files it has."""
    files = {
        "package.json": '{"name": "bench", "private": true, "workspaces": ["apps/*", "packages/*"]}\n',
        "apps/api/package.json": '{"name": "api", "dependencies": {"@prisma/client": "^6.0.0", "database": "*"}}\n',
        "packages/database/package.json": '{"name": "database", "main": "src/index.ts"}\n',
        "packages/database/src/index.ts": _CLIENT,
        "packages/database/prisma/schema.prisma": _schema(),
    }
    for at in range(modules):
        folder = f"apps/api/src/modules/m{at:03}"
        files[f"{folder}/service.ts"] = _service(at)
        files[f"{folder}/helpers.ts"] = _helpers(at)
        for kind in ("types", "format", "view", "rules", "texts", "events"):
            files[f"{folder}/{kind}.ts"] = _filler(at, kind, 8_000)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(files)


def _schema() -> str:
    models = "".join(
        f"model Item{at} {{\n  id String @id\n  tenantId String\n  tenant Tenant @relation(fields: [tenantId], "
        f"references: [id])\n  title String\n}}\n\n"
        for at in range(_MODELS)
    )
    lists = "".join(f"  items{at} Item{at}[]\n" for at in range(_MODELS))
    return f'datasource db {{\n  provider = "postgresql"\n}}\n\nmodel Tenant {{\n  id String @id\n{lists}}}\n\n{models}'


def _service(at: int) -> str:
    model = f"item{at % _MODELS}"
    return f"""import {{ db }} from "database";
import {{ titled{at} }} from "./helpers";

export async function list{at}(tenantId: string) {{
  return db.{model}.findMany({{ where: {{ tenantId }} }});
}}

export async function read{at}(tenantId: string, id: string) {{
  const found = await db.{model}.findFirst({{ where: {{ id, tenantId }} }});
  return found ? titled{at}(found.title) : null;
}}

export async function rename{at}(id: string, title: string) {{
  return db.{model}.update({{ where: {{ id }}, data: {{ title }} }});
}}
{_filler(at, "service", 5_000)}"""


def _helpers(at: int) -> str:
    return f"""export function titled{at}(title: string): string {{
  return title.trim();
}}
{_filler(at, "helper", 7_000)}"""


def _filler(at: int, kind: str, size: int) -> str:
    """Functions that compute, until the file is long enough."""
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        number = len(parts)
        parts.append(f"""
export function {kind}{at}Step{number}(values: number[], limit = {number + 7}): number {{
  let total = {number};
  for (const value of values) {{
    if (value > limit) {{
      total += Math.round(value / (limit + 1)) - {number % 5};
    }} else {{
      total -= value % {number + 2};
    }}
  }}
  return total;
}}
""")
    return "".join(parts)
