"""Rows that are verified by whoever calls: through wrappers, repositories made for one tenant, and what they answer."""

from __future__ import annotations

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


class TestAnswers:
    """What a helper answers says which way it took: an object is there only where its row was."""

    REPOSITORY = """
        export class Deals {
          constructor(private teamId: number) {}
          async byId(id: number) {
            const deal = await prisma.deal.findFirst({ where: { SCOPE } });
            if (!deal) return undefined;
            return { key: deal.slug, isPublic: deal.published };
          }
        }
    """
    HANDLER = """
        import { Deals } from "./deals";
        export async function notes(teamId: number, id: number) {
          const deals = new Deals(teamId);
          const deal = await deals.byId(id);
          TEST
          return prisma.note.findMany({ where: { dealId: id } });
        }
    """

    def _said(self, scope: str, test: str) -> str:
        repository, handler = self.REPOSITORY.replace("SCOPE", scope), self.HANDLER.replace("TEST", test)
        return found(deals=repository, handler=handler)["handler.ts:6"]

    def test_an_object_made_of_a_verified_row_verifies_its_key(self) -> None:
        assert self._said("id, teamId: this.teamId", "if (!deal) return [];") == "indirect"

    def test_one_that_may_be_missing_verifies_nothing(self) -> None:
        assert self._said("id, teamId: this.teamId", "") == "unscoped"

    def test_one_made_of_any_row_verifies_nothing(self) -> None:
        assert self._said("id", "if (!deal) return [];") == "unscoped"


class TestLongFunctions:
    """What a caller verified decides, however far behind the call the access lies."""

    SERVICE = """
        export async function archive(dealId: number) {
        FILLER
          return prisma.note.deleteMany({ where: { dealId } });
        }
    """
    HANDLER = """
        import { deal } from "./deals";
        import { archive } from "./service";
        export async function archived(teamId: number, id: number) {
          const found = await deal(teamId, id);
          if (found) await archive(found.id);
        }
    """
    DEALS = """
        export const deal = (teamId: number, id: number) => prisma.deal.findFirst({ where: { SCOPE } });
    """

    def _said(self, scope: str) -> str:
        service, deals = self.SERVICE.replace("FILLER", FILLER), self.DEALS.replace("SCOPE", scope)
        said = found(service=service, deals=deals, handler=self.HANDLER)
        return next(verdict for place, verdict in said.items() if place.startswith("service"))

    def test_its_key_is_verified_by_the_caller(self) -> None:
        assert self._said("id, teamId") == "indirect"

    def test_or_it_is_not(self) -> None:
        assert self._said("id") == "unscoped"
