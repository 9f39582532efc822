// Stories of what goes wrong: no server, no Python, no network, a folder that is huge, locked or not trusted.

import { readFileSync, rmSync } from "node:fs";
import { text } from "./texts.mjs";

/** The server dies in the middle of a change: what was typed stays, and is judged again. */
export async function crashing(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  await person.problems(plan.expected.unknownBlock);
  await person.goTo(6, 1);
  await person.type("first_slip {}\n");
  process.kill(Number(readFileSync(plan.pid, "utf8")));
  await person.type("second_slip {}\n");
  seen.told = (await person.message("started again")).text;
  seen.problems = await person.problems("second_slip");
  await person.save();
  seen.text = text(plan, "misspelt");
}

/** A folder that nobody trusts: its own settings do not choose what runs. */
export async function untrusted(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.problems = await person.problems(plan.expected.unknownBlock);
  await person.photograph("untrusted");
}

/** No server is there: the extension installs its own, and the blueprint is checked. */
export async function installing(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.problems = await person.problems(plan.expected.unknownBlock, 180_000);
}

/** The packages that the server needs cannot be had; once they can, another attempt succeeds. */
export async function offline(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.message = await person.message("did not start");
  rmSync(plan.cutOff);
  await person.take("Try Again");
  seen.problems = await person.problems(plan.expected.unknownBlock, 180_000);
}

/** Tens of thousands of files: what is open is served while the rest is read. */
export async function huge(person, plan, seen) {
  await person.open("shop.blueprint");
  seen.early = await person.problems("missing");
  await person.goTo(6, 2);
  seen.hover = await person.hover("Data");
  await person.open("src/deals.ts");
  seen.problems = await person.problems(plan.expected.tenantScope, 240_000);
}

/** Nothing can be written: what is there is read and judged, and whoever begins something is told why it fails. */
export async function readOnly(person, plan, seen) {
  await person.open("shop/src/deals.ts");
  seen.problems = await person.problems(plan.expected.tenantScope);
  await person.open("shop/shop.blueprint");
  await person.run("Blueprint: Open the Document");
  seen.document = await person.preview("Deals of many organizations");
  await person.run("Blueprint: New");
  seen.told = (await person.message("Blueprint")).text;
}

/** The server cannot be found; the person is told, and mends it. */
export async function withoutServer(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.message = await person.message("did not start");
  await person.take("Open Settings");
  seen.setting = await person.setting("Interpreter");
}

/** There is no Python that is new enough. */
export async function withoutPython(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.message = await person.message("did not start");
}
