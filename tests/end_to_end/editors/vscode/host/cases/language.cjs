// What the language server gives, asked of VS Code as another extension would ask: one case for each kind of answer.

const assert = require("node:assert/strict");
const { commands, CompletionItemKind, FoldingRangeKind, Range, SnippetString, window, workspace, WorkspaceEdit } = require("vscode");
const { at, codes, found, onDisk, opened, ours, provided, until } = require("../world.cjs");

const MISSPELT = "small/misspelt/misspelt.blueprint";
const MODULES = "small/modules/modules.blueprint";
const DATA = "small/data/data.blueprint";
const UNTIDY = "small/untidy/untidy.blueprint";
const CRM = "crm/main.blueprint";
const DEALS = "shop/src/deals.ts";
const LAYOUT = { tabSize: 2, insertSpaces: true };

module.exports = {
  async "feature diagnostics of blueprints"() {
    await opened(MISSPELT);
    await found(MISSPELT, "unknown-block");
    const unknown = ours(MISSPELT).find((one) => one.code.value === "unknown-block");
    assert.match(unknown.message, /moduels/);
    assert.ok(unknown.code.target, "a link to the rule's page");
  },

  async "feature diagnostics of files that nobody opened"() {
    await found(MODULES, "unresolved-reference");
  },

  async "feature diagnostics of code"() {
    await opened(DEALS);
    await found(DEALS, "tenant-scope");
    const finding = ours(DEALS).find((one) => one.code.value === "tenant-scope");
    assert.ok(finding.relatedInformation.length > 0, "the clause in the blueprint");
  },

  async "feature completion"() {
    const { document } = await opened(DATA);
    await edit(document, at(document, "because"), "choose = ");
    const { items } = await provided("executeCompletionItemProvider", DATA, at(document, "choose = ", 9));
    const labels = items.filter(({ kind }) => kind !== CompletionItemKind.Text).map(({ label }) => label.label ?? label);
    assert.ok(["prisma", "drizzle", "kysely", "typeorm"].every((option) => labels.includes(option)), labels.join(" "));
  },

  async "feature snippets of sections and blocks"() {
    const { document } = await opened(DATA);
    const top = await offered(DATA, document.lineAt(document.lineCount - 1).range.end);
    assert.ok(top.length >= 14 && top.some(({ label }) => label === "security"), top.map(({ label }) => label).join(" "));
    const inside = await offered(DATA, at(document, "  decision"));
    for (const label of ["tenancy", "schema", "decision database"]) {
      assert.ok(inside.some((item) => item.label === label), inside.map((item) => item.label).join(" "));
    }
    for (const { label, insertText } of [...top, ...inside]) {
      assert.ok(insertText instanceof SnippetString && /\$\{?\d/.test(insertText.value), label);
    }
  },

  async "feature hover"() {
    const { document } = await opened(DATA);
    const [hover] = await provided("executeHoverProvider", DATA, at(document, "orm"));
    assert.match(hover.contents.map(({ value }) => value).join("\n"), /How does the code talk to the primary database/);
  },

  async "feature hover in code"() {
    const { document } = await opened(DEALS);
    await found(DEALS, "tenant-scope");
    const hovers = await provided("executeHoverProvider", DEALS, at(document, "deal.update", 6));
    assert.match(hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join("\n"), /tenant|organization/i);
  },

  async "feature code actions"() {
    const { document } = await opened(MISSPELT);
    await found(MISSPELT, "unknown-block");
    const place = at(document, "moduels");
    const actions = await provided("executeCodeActionProvider", MISSPELT, new Range(place, place));
    await workspace.applyEdit(actions.find(({ title }) => title === "Change to `modules`").edit);
    await until(() => !codes(MISSPELT).includes("unknown-block"), "the finding to go");
  },

  async "feature code actions in code"() {
    const { document } = await opened(DEALS);
    await found(DEALS, "tenant-scope");
    const place = at(document, "prisma.deal.update", 10);
    const actions = await provided("executeCodeActionProvider", DEALS, new Range(place, place));
    await workspace.applyEdit(actions.find(({ title }) => title === "Hold the access to `organizationId`").edit);
    assert.match(document.getText(), /where: \{ id, organizationId \}, data/);
    await until(() => !codes(DEALS).includes("tenant-scope"), "the finding to go, unsaved as the text is");
  },

  async "feature missing sections with tab stops"() {
    const { document } = await opened(DATA);
    await found(DATA, "missing-section");
    const place = at(document, "blueprint");
    const actions = await commands.executeCommand("vscode.executeCodeActionProvider", document.uri, new Range(place, place), undefined, 100);
    await workspace.applyEdit(actions.find(({ title }) => title === "Insert section `security`").edit);
    assert.match(document.getText(), /\nsecurity \{\n/);
    const editor = await until(() => !window.activeTextEditor.selection.isEmpty && window.activeTextEditor, "a tab stop");
    const first = editor.selection;
    await commands.executeCommand("jumpToNextSnippetPlaceholder");
    assert.ok(!editor.selection.isEqual(first), "another tab stop");
  },

  async "feature rename"() {
    const { document } = await opened(MODULES);
    const place = at(document, "identity");
    const { placeholder } = await commands.executeCommand("vscode.prepareRename", document.uri, place);
    assert.equal(placeholder, "identity");
    await workspace.applyEdit(await commands.executeCommand("vscode.executeDocumentRenameProvider", document.uri, place, "accounts"));
    assert.equal(document.getText(), onDisk(MODULES).replaceAll("identity", "accounts"));
  },

  async "feature definition, references and highlights"() {
    const { document } = await opened(MODULES);
    const [used, declared] = [at(document, "module.identity", 8), at(document, "identity")];
    const [target] = await provided("executeDefinitionProvider", MODULES, used);
    assert.equal((target.targetRange ?? target.range).start.line, declared.line);
    const references = await provided("executeReferenceProvider", MODULES, declared);
    assert.ok(references.some(({ range }) => range.start.line === used.line));
    const highlights = await provided("executeDocumentHighlights", MODULES, declared);
    assert.ok(highlights.length >= 2);
  },

  async "feature hover in a schema"() {
    const { document } = await opened("shop/prisma/schema.prisma");
    await found(DEALS, "tenant-scope");
    const hovers = await provided("executeHoverProvider", "shop/prisma/schema.prisma", at(document, "Deal {"));
    assert.match(hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join("\n"), /organization/i);
  },

  async "feature formatting"() {
    const { document } = await opened(UNTIDY);
    const aligned = /choose  = prisma\n    because =/;
    for (const edits of [
      await provided("executeFormatDocumentProvider", UNTIDY, LAYOUT),
      await provided("executeFormatRangeProvider", UNTIDY, new Range(1, 0, 5, 0), LAYOUT),
    ]) {
      assert.doesNotMatch(document.getText(), aligned);
      await apply(document, edits);
      assert.match(document.getText(), aligned);
      await commands.executeCommand("workbench.action.files.revert");
    }
  },

  async "feature formatting on type"() {
    const { document } = await opened(UNTIDY);
    const brace = at(document, "  }\n}", 3);
    await apply(document, await provided("executeFormatOnTypeProvider", UNTIDY, brace, "}", LAYOUT));
    assert.match(document.getText(), /choose  = prisma/);
  },

  async "feature folding"() {
    await opened(DATA);
    const ranges = await provided("executeFoldingRangeProvider", DATA);
    assert.ok(ranges.some(({ start, end }) => start === 5 && end >= 8), JSON.stringify(ranges));
    await opened(CRM);
    const comments = await provided("executeFoldingRangeProvider", CRM);
    assert.ok(comments.some(({ kind }) => kind === FoldingRangeKind.Comment));
  },

  async "feature selection ranges"() {
    const { document } = await opened(DATA);
    const [range] = await provided("executeSelectionRangeProvider", DATA, [at(document, "knows")]);
    assert.ok(range.parent.range.contains(range.range));
  },

  async "feature symbols"() {
    await opened(MODULES);
    const [header, modules] = await provided("executeDocumentSymbolProvider", MODULES);
    assert.match(header.name, /site-diary/);
    assert.deepEqual(modules.children.map(({ name }) => name), ["module identity", "module reports"]);
    const everywhere = await until(async () => {
      const symbols = await commands.executeCommand("vscode.executeWorkspaceSymbolProvider", "identity");
      return symbols.length && symbols;
    }, "symbols of the workspace");
    assert.ok(everywhere.some(({ location }) => location.uri.path.endsWith(MODULES)));
  },

  async "feature semantic tokens"() {
    const { document } = await opened(DATA);
    const legend = await provided("provideDocumentSemanticTokensLegend", DATA);
    const { data } = await provided("provideDocumentSemanticTokens", DATA);
    const kinds = new Set();
    for (let token = 0; token < data.length; token += 5) {
      kinds.add(legend.tokenTypes[data[token + 3]]);
    }
    assert.ok(kinds.has("property") && kinds.size >= 4, [...kinds].join(" "));
    const whole = new Range(0, 0, document.lineCount, 0);
    assert.ok((await provided("provideDocumentRangeSemanticTokens", DATA, whole)).data.length > 0);
  },

  async "feature code lenses"() {
    await opened(MODULES);
    const lenses = await provided("executeCodeLensProvider", MODULES, 100);
    const references = lenses.find(({ command }) => command?.title === "1 reference");
    assert.equal(references.command.command, "blueprint.showReferences");
    await commands.executeCommand(references.command.command, ...references.command.arguments);
  },

  async "feature inlay hints"() {
    const { document } = await opened("crm/data.blueprint");
    const whole = new Range(0, 0, document.lineCount, 0);
    const hints = await provided("executeInlayHintProvider", "crm/data.blueprint", whole);
    assert.ok(hints.length > 0);
  },

  async "feature links"() {
    await opened("crm/code.blueprint");
    const { document } = await opened("small/data/data.blueprint");
    await edit(document, at(document, "}\n"), '  runbook = "https://example.org/runbook"\n');
    const [link] = await provided("executeLinkProvider", "small/data/data.blueprint");
    assert.equal(link.target.toString(), "https://example.org/runbook");
  },
};

/** What completion offers at a place, but for words that VS Code finds in the text. */
async function offered(name, place) {
  const { items } = await provided("executeCompletionItemProvider", name, place);
  const own = items.filter(({ kind }) => kind !== CompletionItemKind.Text);
  return own.map(({ label, insertText }) => ({ label: label.label ?? label, insertText }));
}

async function edit(document, place, text) {
  const change = new WorkspaceEdit();
  change.insert(document.uri, place, text);
  await workspace.applyEdit(change);
}

async function apply(document, edits) {
  const change = new WorkspaceEdit();
  change.set(document.uri, edits);
  await workspace.applyEdit(change);
}
