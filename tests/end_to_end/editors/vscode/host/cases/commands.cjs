// Every command of the extension, as a person picks it: one case each, under the name that package.json gives it.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { commands, TabInputWebview, window } = require("vscode");
const { codes, found, onDisk, opened, person, plan, until } = require("../world.cjs");

module.exports = {
  async "command blueprint.newBlueprint"() {
    const done = commands.executeCommand("blueprint.newBlueprint");
    await person.choose("begin");
    await done;
    assert.equal(window.activeTextEditor.document.languageId, "backend-blueprint");
    assert.match(onDisk("begin/main.blueprint"), /^blueprint "?begin"? \{\n  language = 1\n/m);
  },

  async "command blueprint.draftFromRepository"() {
    const done = commands.executeCommand("blueprint.draftFromRepository");
    await person.choose("code");
    await done;
    assert.match(onDisk("code/main.blueprint"), /entity Deal/);
  },

  async "command blueprint.fillEverything"() {
    const { document } = await opened("small/data/data.blueprint");
    await found("small/data/data.blueprint", "missing-section");
    await commands.executeCommand("blueprint.fillEverything");
    assert.match(document.getText(), /\ndeployment \{/);
    assert.match(document.getText(), /assumed += true/);
    await until(() => !codes("small/data/data.blueprint").includes("missing-section"), "the findings to go");
  },

  async "command blueprint.scaffoldProject"() {
    await opened("project/main.blueprint");
    const done = commands.executeCommand("blueprint.scaffoldProject");
    const title = await person.acceptFiles(".dockerignore");
    await done;
    assert.match(title, /\d+ new files, 0 changed/);
    assert.match(onDisk("project/apps/api/src/server.ts"), /app\.listen\(/);
  },

  async "command blueprint.openPreview"() {
    await opened("crm/main.blueprint");
    await commands.executeCommand("blueprint.openPreview");
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    assert.ok(tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.includes("blueprint.document")));
    assert.match(await person.preview("Architecture"), /Modules/);
  },

  async "command blueprint.renderDocument"() {
    for (const [format, ending, begins] of [["Markdown", "md", "<!-- Rendered from a blueprint"], ["HTML", "html", "<!DOCTYPE html>"], ["JSON", "json", "{"]]) {
      await opened("crm/main.blueprint");
      const done = commands.executeCommand("blueprint.renderDocument");
      await person.choose(format);
      await person.saveAs(`architecture.${ending}`);
      await done;
      assert.ok(onDisk(`crm/architecture.${ending}`).startsWith(begins), ending);
    }
  },

  async "command blueprint.openDiagram"() {
    for (const view of ["containers", "context", "modules", "deployment"]) {
      await opened("crm/main.blueprint");
      const done = commands.executeCommand("blueprint.openDiagram");
      await person.choose(view);
      await done;
      const { document } = window.activeTextEditor;
      assert.ok(document.fileName.endsWith(`${view}.txt`), document.fileName);
      assert.match(document.getText(), /\+--/);
    }
  },

  async "command blueprint.showInventory"() {
    const done = commands.executeCommand("blueprint.showInventory");
    await person.choose("shop");
    await done;
    const seen = JSON.parse(window.activeTextEditor.document.getText());
    assert.ok(seen.accesses.some(({ model, operation }) => model === "Deal" && operation === "update"));
  },

  async "command blueprint.explainName"() {
    await opened("crm/data.blueprint", "prisma");
    const done = commands.executeCommand("blueprint.explainName");
    await person.fillIn("prisma");
    await done;
    assert.match(await person.preview("Prisma"), /choose it when/i);
  },

  async "command blueprint.refreshView"() {
    await opened("small/modules/modules.blueprint");
    await commands.executeCommand("blueprint.view.focus");
    await person.unfold("Modules", "identity");
    await commands.executeCommand("blueprint.refreshView");
    assert.ok((await person.tree("identity")).some((row) => row.includes("Sign-in and sessions") || row.includes("identity")));
  },

  async "command blueprint.restartServer"() {
    await opened("small/misspelt/misspelt.blueprint");
    await found("small/misspelt/misspelt.blueprint", "unknown-block");
    const before = readFileSync(plan.pid, "utf8");
    await commands.executeCommand("blueprint.restartServer");
    assert.notEqual(readFileSync(plan.pid, "utf8"), before);
    await found("small/misspelt/misspelt.blueprint", "unknown-block");
  },

  async "command blueprint.showLog"() {
    await commands.executeCommand("blueprint.showLog");
    assert.equal(await person.log(), "Blueprint");
    await commands.executeCommand("workbench.action.closePanel");
  },
};
