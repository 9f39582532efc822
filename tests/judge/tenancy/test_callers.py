"""Rows that are verified by whoever calls: through wrappers, repositories made for one tenant, and what they answer."""

from __future__ import annotations

import pytest

from .support import verdicts
from .test_prisma import SCHEMA

FILLER = "\n".join(f"  log({at});" for at in range(2_100))
"""As many statements as one call out of the judged function may take."""
WRAPPER = """
    export async function handled<T>(work: () => Promise<T>): Promise<T | undefined> {
      try { return await work(); } catch (error) { return undefined; }
    }
"""


def found(**files: str) -> dict[str, str]:
    """What is said of each access, by file and line."""
    named = {name.replace("__", "/") + ".ts": text for name, text in files.items()}
    said = verdicts({"schema.prisma": SCHEMA, **named})
    return {place: verdict for place, _, verdict in (line.split(" ") for line in said)}


class TestWrappers:
    """A callback that is written in the judged function belongs to it, whoever runs it."""

    LONG = """
        import { handled } from "./wrapper";
        import { removeNotes } from "./notes";
        export const remove = (teamId: number, id: number) => handled(async () => {
          const deal = await prisma.deal.findFirst({ where: { SCOPE } });
          if (!deal) return;
        FILLER
          await removeNotes(deal.id);
        });
    """
    NOTES = """
        export async function removeNotes(dealId: number) {
          return prisma.note.deleteMany({ where: { dealId } });
        }
    """

    def _said(self, scope: str) -> str:
        handler = self.LONG.replace("SCOPE", scope).replace("FILLER", FILLER)
        return found(wrapper=WRAPPER, notes=self.NOTES, handler=handler)["notes.ts:2"]

    def test_a_long_callback_is_walked_to_its_end(self) -> None:
        assert self._said("id, teamId") == "indirect"

    def test_one_that_verifies_nothing_is_still_told(self) -> None:
        assert self._said("id") == "unscoped"
