// node story.mjs PLAN.json: plays one of the stories below, and prints what the person saw as JSON.
// The plan: {"story", "url", "folder", "album", "expected": {…}}; every text looked for comes with it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Person } from "./person.mjs";

const stories = { writing, withoutServer };

/** A blueprint is opened, read, completed, repaired, renamed and formatted. */
async function writing(person, plan, seen) {
  const { expected } = plan;

  await person.open("misspelt/misspelt.blueprint");
  seen.problems = await person.problems(expected.unknownBlock);
  await person.goTo(6, 2);
  seen.fixes = await person.fix(expected.changeName);
  await person.save();
  seen.corrected = text(plan, "misspelt");

  await person.open("modules/modules.blueprint");
  seen.unresolved = await person.problems(expected.unresolved);
  seen.references = await person.references("1 reference", "module.identity");
  await person.goTo(7, 12);
  await person.rename("accounts");
  await person.save();
  seen.renamed = text(plan, "modules");
  await person.goTo(1, 3);
  await person.fix(expected.insertSection);
  await person.save();
  seen.inserted = text(plan, "modules");
  await person.photograph("inserted");

  await person.open("data/data.blueprint");
  await person.goTo(7, 12);
  seen.hover = await person.hover(expected.page);
  await person.goTo(7, 17);
  await person.keyboard.press("Enter");
  await person.type("choose = ");
  seen.suggestions = await person.suggestions();
  await person.type("dri");
  await person.accept("drizzle");
  await person.save();
  seen.completed = text(plan, "data");

  await person.open("untidy/untidy.blueprint");
  await person.run("Format Document");
  await person.save();
  seen.formatted = text(plan, "untidy");
  await person.photograph("formatted");

  await person.run("Blueprint: Explain");
  await person.fillIn("prisma");
  seen.explained = await person.preview("Prisma");
  await person.run("Blueprint: Show Log");
  seen.log = await person.log();
}

/** The server cannot be found; the person is told, and mends it. */
async function withoutServer(person, plan, seen) {
  await person.open("misspelt/misspelt.blueprint");
  seen.message = await person.message("did not start");
  await person.press("Open Settings");
  seen.setting = await person.setting("Interpreter");
}

function text(plan, name) {
  return readFileSync(join(plan.folder, name, `${name}.blueprint`), "utf8");
}

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const person = await Person.at(plan.url, plan.folder, plan.album);
const seen = {};
try {
  await stories[plan.story](person, plan, seen);
} catch (problem) {
  seen.problem = String(problem);
  await person.photograph("problem");
}
await person.leave();
console.log(JSON.stringify(seen, null, 1));
