"""Accesses that no run reaches are told all the same; what is reached is walked once."""

from __future__ import annotations

import pytest

from blueprint_ls.judge.flow.walk import Walk
from judge.tenancy.support import DEALS_CLIENT, DEALS_SCHEMA, verdicts

REACHED = """
import { db } from "./db";
export const listed = (teamId: string) => db.deal.findMany({ where: { teamId } });
export async function raw(teamId: string) {
  await db.$queryRaw`SELECT * FROM "Deal" WHERE "teamId" = ${teamId}`;
  return db.$queryRawUnsafe("SELECT * FROM \\"Deal\\" WHERE \\"teamId\\" = $1", teamId);
}
"""
DEAD = """
import { db } from "./db";
const enabled = false;
export function listed(teamId: string) {
  if (enabled) return db.deal.findMany({ where: { id: teamId } });
  return [];
}
"""


def test_code_behind_a_test_that_never_passes_is_judged() -> None:
    assert verdicts({"schema.prisma": DEALS_SCHEMA, "db.ts": DEALS_CLIENT, "a.ts": DEAD}) == [
        "a.ts:4 Deal.findMany unscoped"
    ]


def test_where_all_was_met_nothing_is_walked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    begin = Walk.begin
    monkeypatch.setattr(Walk, "begin", lambda self, one, *more: begun.append(one.function) or begin(self, one, *more))
    found = verdicts({"schema.prisma": DEALS_SCHEMA, "db.ts": DEALS_CLIENT, "a.ts": REACHED})
    assert [one.rpartition(" ")[2] for one in found] == ["scoped"] * 3
    assert len(begun) == len({function.start for function in begun})
