"""What runs when a file is loaded, and what it only hands to others: each is judged once, whoever asks for its name."""

from __future__ import annotations

from .support import DEALS_CLIENT, DEALS_SCHEMA, verdicts

ROUTER = """
    import { initTRPC } from "@trpc/server";
    import { db } from "./db";
    const t = initTRPC.create();
    FIRST
    export const deals = t.router({
      list: t.procedure.query(async ({ ctx }) => db.deal.findMany({ where: { teamId: ctx.teamId } })),
      remove: t.procedure.mutation(async ({ input }) => db.deal.deleteMany({ where: { id: input.id } })),
    });
    export const watched = watch({ every: async () => db.deal.count() });
"""
ASKING = "export const count = () => { keep(deals, watched); return db.deal.count({ where: { teamId: 1 } }); };"


def said(first: str) -> list[str]:
    """What is said of the router's accesses, by line."""
    router = ROUTER.replace("FIRST", first)
    found = verdicts({"schema.prisma": DEALS_SCHEMA, "db.ts": DEALS_CLIENT, "router.ts": router})
    return [one.partition(":")[2] for one in found]


def test_handlers_are_judged_where_nobody_asks_for_their_router() -> None:
    assert said("") == ["6 Deal.findMany scoped", "7 Deal.deleteMany unscoped", "9 Deal.count unscoped"]


def test_handlers_are_judged_where_their_router_was_asked_for_before() -> None:
    assert said(ASKING)[1:] == said("")
