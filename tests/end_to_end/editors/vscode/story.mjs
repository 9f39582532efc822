// node story.mjs PLAN.json: plays one of the stories below, and prints what the person saw as JSON.
// The plan: {"story", "url", "folder", "album", "expected": {…}}; every text looked for comes with it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as badInput from "./bad_input.mjs";
import { Person } from "./person.mjs";
import { text } from "./texts.mjs";

const stories = { writing, wholeProject, drafting, severalBlueprints, inside, ...badInput };

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

/** A person takes over a repository: sees its state, mends code, reads the document, generates the project. */
async function wholeProject(person, plan, seen) {
  await person.open("crm/main.blueprint");
  await person.run("Blueprint: Focus on Blueprint View");
  seen.groups = await person.tree("Sections");
  seen.decisions = await person.unfold("Decisions", "Prisma");
  seen.leads = await person.follow("Prisma");
  await person.photograph("view");

  await person.run("Blueprint: Open the Document");
  seen.document = await person.preview("Architecture");
  await person.photograph("document");
  await person.keyboard.press("Control+1");
  await person.goTo(46, 5);
  seen.scrolled = await person.inSight("Money");

  await person.run("Blueprint: Fill In Everything Missing");
  seen.filled = (await person.message("missing")).text;
  await person.run("Blueprint: Open a Diagram");
  await person.fillIn("modules");
  seen.diagram = await person.text("+---");
  await person.photograph("diagram");

  await person.run("View: Close All Editors");
  await person.open("shop/src/deals.ts");
  seen.code = await person.problems(plan.expected.tenantScope);
  await person.goTo(8, 18);
  seen.cures = await person.fix(plan.expected.tenantCure);
  await person.save();
  seen.mended = readFileSync(join(plan.folder, "shop/src/deals.ts"), "utf8");

  await person.open("crm/main.blueprint");
  await person.run("Blueprint: Generate the Project");
  seen.previewed = await person.acceptFiles(".dockerignore");
  seen.generated = (await person.message("new files")).text;
}

/** A repository without a blueprint gets one of what its code shows; a folder without code gets an empty one. */
async function drafting(person, plan, seen) {
  await person.run("Blueprint: Focus on Blueprint View");
  seen.welcome = await person.welcome("Draft from This Repository");
  await person.run("Blueprint: Draft from This Repository");
  await person.tab("main.blueprint");
  seen.drafted = await person.text("blueprint");
  await person.photograph("drafted");
  await person.run("Blueprint: Show What the Analysis Sees");
  await person.tab("inventory.json");
  seen.inventory = await person.text("version");
}

/** Two folders, each with a blueprint of its own: a command asks which one is meant, the view names both. */
async function severalBlueprints(person, plan, seen) {
  await person.run("Blueprint: Focus on Blueprint View");
  seen.rows = await person.tree("site-diary");
  await person.photograph("view");
  await person.run("Blueprint: Open the Document");
  seen.offered = await person.choices("shop");
  await person.choose("shop");
  seen.document = await person.preview("Deals of many organizations");
}

/** An application of a monorepo is opened by itself: the blueprint at the repository's root judges it. */
async function inside(person, plan, seen) {
  await person.open("src/deals.ts");
  seen.problems = await person.problems(plan.expected.tenantScope);
  await person.run("Blueprint: Focus on Blueprint View");
  seen.rows = await person.tree("Findings in code");
  await person.photograph("view");
  await person.run("Blueprint: Open the Document");
  seen.document = await person.preview("Deals of many organizations");
}

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const person = await Person.at(plan.url, plan, plan.album);
const seen = {};
try {
  await stories[plan.story](person, plan, seen);
} catch (problem) {
  seen.problem = String(problem);
  await person.photograph("problem");
}
await person.leave();
console.log(JSON.stringify(seen, null, 1));
