"""Values at the top of files that rest on each other in circles: naming one twice takes no longer than once."""

from __future__ import annotations

import pytest

from blueprint_ls.judge.flow import definitions
from judge.tenancy.support import DEALS_CLIENT, DEALS_SCHEMA, verdicts

USE = """
import { db } from "./db";
import { value0 } from "./value0";
export const listed = (teamId: string) => db.deal.findMany({ where: { teamId } });
export const open = () => db.deal.findMany({ where: value0.own });
export const around = () => db.deal.findMany({ where: value0.a1.own });
"""
SIZE = 3


def _value(at: int, mentions: int) -> str:
    """A file whose value names each of the others so many times."""
    others = [other for other in range(SIZE) if other != at]
    imported = "".join(f'import {{ value{other} }} from "./value{other}";\n' for other in others)
    named = ", ".join(f"{'abc'[which]}{other}: value{other}" for which in range(mentions) for other in others)
    return f"{imported}export const value{at} = {{ {named}, own: {{ open: true }} }};\n"


def _evaluated(mentions: int) -> int:
    """How many values are evaluated where each names the others so many times."""
    evaluated: list[tuple[str, str]] = []
    meaning = definitions.meaning
    values = {f"value{at}.ts": _value(at, mentions) for at in range(SIZE)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(definitions, "meaning", lambda walk, *key: evaluated.append(key) or meaning(walk, *key))
        found = verdicts({"schema.prisma": DEALS_SCHEMA, "db.ts": DEALS_CLIENT, **values, "use.ts": USE})
    assert [one.rpartition(" ")[2] for one in found] == ["scoped", "unscoped", "unscoped"]
    return len(evaluated)


def test_a_value_in_a_circle_is_evaluated_once_however_often_it_is_named() -> None:
    assert _evaluated(1) == _evaluated(3)
