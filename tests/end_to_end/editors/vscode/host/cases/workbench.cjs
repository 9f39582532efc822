// The extension's places in the workbench: the Blueprint view, the document, the status bar, menus, the walkthrough.

const assert = require("node:assert/strict");
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { commands, extensions, Selection, Uri, window } = require("vscode");
const { at, found, opened, person, provided, until, uri } = require("../world.cjs");

const { contributes } = extensions.getExtension("blueprint-ls.backend-blueprint").packageJSON;
const GROUPS = ["Sections", "Decisions", "Readiness", "Modules", "Findings in code"];

module.exports = {
  async "feature each row of the view leads to its place"() {
    await opened("shop/shop.blueprint");
    await found("shop/src/deals.ts", "tenant-scope");
    await view();
    await person.tree("Findings in code");
    const groups = await commands.executeCommand("blueprint.outline", uri("shop/shop.blueprint").toString());
    assert.deepEqual(groups.map(({ label }) => label), GROUPS);
    await follow(groups);
  },

  async "feature the view of a whole blueprint has a place for each row"() {
    await opened("crm/main.blueprint");
    await view();
    const groups = await commands.executeCommand("blueprint.outline", uri("crm/main.blueprint").toString());
    const [sections, , readiness, modules] = groups;
    assert.equal(sections.rows.length, 15);
    assert.ok(sections.rows.every(({ detail }) => /\d of \d/.test(detail)));
    assert.deepEqual(readiness.rows.map(({ label }) => label.split(" ")[0]), Array.from({ length: 16 }, (_, n) => `P${n + 1}`));
    assert.ok(modules.rows.length > 3);
    assert.deepEqual(groups.flatMap(({ rows }) => rows.flatMap(withThoseBelow)).filter((row) => !row.uri), []);
  },

  async "feature the view is about the blueprint in front"() {
    await opened("small/modules/modules.blueprint");
    await view();
    await person.unfold("Modules", "reports");
    await opened("crm/main.blueprint");
    await person.tree("contacts");
  },

  async "feature the view follows what is typed"() {
    const editor = await opened("small/modules/modules.blueprint", "identity");
    await view();
    await person.unfold("Modules", "identity");
    await editor.edit((edit) => edit.insert(at(editor.document, "identity"), "digital_"));
    await person.tree("digital_identity");
  },

  async "feature the document follows text and cursor"() {
    const editor = await opened("crm/data.blueprint");
    await commands.executeCommand("blueprint.openPreview");
    await person.preview("Architecture");
    const money = at(editor.document, "money");
    const selected = await window.showTextDocument(editor.document, { viewColumn: 1 });
    selected.selection = new Selection(money, money);
    assert.equal(await person.inSight("Money"), true);
    await selected.edit((edit) => edit.insert(at(editor.document, "Generated types keep"), "Because we say so. "));
    await person.preview("Because we say so.");
  },

  async "feature the document leads back to the text"() {
    await opened("crm/main.blueprint");
    await commands.executeCommand("blueprint.openPreview");
    await person.preview("Architecture");
    await person.doubleClick("Money");
    const editor = await until(() => window.activeTextEditor?.document.fileName.endsWith("data.blueprint") && window.activeTextEditor, "the place");
    assert.equal(editor.selection.active.line, at(editor.document, "money").line);
  },

  async "feature the status bar counts and leads to the view"() {
    await opened("small/misspelt/misspelt.blueprint");
    await found("small/misspelt/misspelt.blueprint", "unknown-block");
    const item = '[id="blueprint-ls.backend-blueprint.blueprint.status"]';
    const [said] = await person.see(item, "Blueprint");
    assert.match(said, /Blueprint\s+\S*\s*\d+/);
    await person.click(`${item} a`);
    await person.tree("Sections");
  },

  async "feature the view's title has its buttons"() {
    await opened("crm/main.blueprint");
    await view();
    for (const { command } of contributes.menus["view/title"].filter(({ group }) => group.startsWith("navigation"))) {
      await person.button(contributes.commands.find((one) => one.command === command).title);
    }
  },

  async "feature every command of menus and walkthrough exists"() {
    await extensions.getExtension("blueprint-ls.backend-blueprint").activate();
    const there = new Set(await commands.getCommands(true));
    const named = Object.values(contributes.menus).flat().map(({ command }) => command);
    const told = contributes.walkthroughs.flatMap(({ steps }) => steps).flatMap(({ description }) => [...description.matchAll(/\(command:([\w.]+)\)/g)]);
    for (const command of [...named, ...told.map(([, command]) => command)]) {
      assert.ok(there.has(command), command);
    }
  },

  async "feature the walkthrough"() {
    const { extensionPath, id } = extensions.getExtension("blueprint-ls.backend-blueprint");
    const [{ id: walkthrough, title, steps }] = contributes.walkthroughs;
    assert.ok(steps.every(({ media }) => existsSync(join(extensionPath, media.markdown))));
    await commands.executeCommand("workbench.action.openWalkthrough", `${id}#${walkthrough}`, false);
    await person.see(".gettingStartedContainer .category-title", title);
    const seen = await person.see(".gettingStartedContainer .step-title", steps[0].title);
    assert.deepEqual(seen.map((text) => text.trim()), steps.map((step) => step.title));
    await person.photograph("walkthrough");
  },

  async "feature blueprints have their language and icon"() {
    const { document } = await opened("crm/main.blueprint");
    assert.equal(document.languageId, "backend-blueprint");
    const [language] = contributes.languages;
    assert.deepEqual(language.extensions, [".blueprint"]);
  },
};

/** The Blueprint view, every group folded. */
async function view() {
  await commands.executeCommand("blueprint.view.focus");
  await person.tree("Sections");
  await commands.executeCommand("workbench.actions.treeView.blueprint.view.collapseAll");
}

/** Unfold all of the view and click the first rows of each kind, from below: a click folds what comes after it. */
async function follow(groups) {
  const rows = groups.flatMap(withThoseBelow);
  const clicked = new Set(groups.flatMap(firstOnes));
  await person.unfoldAll(rows.length);
  for (const [place, row] of [...rows.entries()].reverse().filter(([, row]) => clicked.has(row))) {
    await person.clickRow(place, row.label);
    await until(() => isInFront(row), `“${row.label}” to lead to ${row.uri}:${row.range.start.line + 1}`, 10_000);
  }
}

function firstOnes({ rows }) {
  const some = rows.slice(0, 2);
  return [...some, ...some.flatMap(firstOnes)];
}

function withThoseBelow(row) {
  return [row, ...row.rows.flatMap(withThoseBelow)];
}

function isInFront({ uri: place, range }) {
  const editor = window.activeTextEditor;
  return editor?.document.uri.toString() === Uri.parse(place).toString() && editor.selection.active.line === range.start.line;
}
