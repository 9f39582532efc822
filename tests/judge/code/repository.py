"""A repository of a few files, judged on a fixed day: what the tests of the judge of code begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge.code.engine import judge_code
from blueprint_ls.judge.code.verdict import CodeVerdict
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.workspace import Workspace
from support import TODAY

SCHEMA = """\
model Organization {
  id    String @id
  deals Deal[]
}

model Deal {
  id             String       @id
  stage          String
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
  notes          Note[]
}

model Note {
  id     String @id
  text   String
  dealId String
  deal   Deal   @relation(fields: [dealId], references: [id])
}

model Country {
  code String @id
}
"""
BLUEPRINT = """\
blueprint "acme-crm" {
  language = 1
  RULES
}

data {
  tenancy {
    key = organizationId
    TENANCY
  }
}
"""
IMPORT = 'import { prisma } from "./prisma";\n'


def blueprint(tenancy: str = "", rules: str = "") -> str:
    """A blueprint that states the tenant key, and more."""
    return BLUEPRINT.replace("TENANCY", tenancy).replace("RULES", rules)


@dataclass
class Code:
    """The files, and what is found in them."""

    root: Path

    def write(self, files: Mapping[str, str | bytes]) -> Code:
        """Write some files."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def judge(self, cache: Cache | None = None) -> CodeVerdict:
        """What the judge finds today."""
        repository = Repository(self.root, cache)
        repository.scan()
        workspace = Workspace([self.root])
        governing = [workspace.case(folder) for folder in workspace.folders()]
        return judge_code(repository, governing, workspace.knowledge(self.root), TODAY)

    def findings(self, rule: str | None = None) -> list[Finding]:
        """The findings, all or those of one rule."""
        return [found for found in self.judge().findings if rule in (None, found.rule)]

    def marked(self, finding: Finding) -> str:
        """The text that a finding marks."""
        return finding.path.read_bytes()[finding.span.start : finding.span.end].decode()


def crm(root: Path, script: str = "", tenancy: str = "", rules: str = "") -> Code:
    """A repository with a Prisma schema, a blueprint and one script."""
    files: dict[str, str | bytes] = {"schema.prisma": SCHEMA, "main.blueprint": blueprint(tenancy, rules)}
    return Code(root).write({**files, "src/deals.ts": IMPORT + script})
