// Each setting has the effect that its description promises: one case each, under its name.

const assert = require("node:assert/strict");
const { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { delimiter, join } = require("node:path");
const { commands, Range } = require("vscode");
const { codes, found, having, opened, path, plan, uri, until } = require("../world.cjs");

const MODULES = "small/modules/modules.blueprint";
const MISSPELT = "small/misspelt/misspelt.blueprint";
const DEALS = "shop/src/deals.ts";

module.exports = {
  async "setting blueprint.server.path"() {
    const server = program("named", `echo ran > ${path("named.ran")}\nexec ${plan.launcher} "$@"`);
    await having("server.path", server, () => serves(path("named.ran")));
  },

  async "setting blueprint.server.interpreter"() {
    const python = program("snake", `echo "$@" >> ${path("snake.ran")}\nexport PYTHONPATH=${plan.server}\nexec ${plan.python} "$@"`);
    const before = process.env.PATH;
    process.env.PATH = before.split(delimiter).filter((folder) => !existsSync(join(folder, "blueprint-ls"))).join(delimiter);
    try {
      await having("server.interpreter", python, () => serves(path("snake.ran"), /-m blueprint_ls serve/));
    } finally {
      process.env.PATH = before;
      await commands.executeCommand("blueprint.restartServer");
    }
  },

  async "setting blueprint.codeLens"() {
    await opened(MODULES);
    const lenses = () => commands.executeCommand("vscode.executeCodeLensProvider", uri(MODULES));
    await until(async () => (await lenses()).length, "lenses");
    await having("codeLens", false, () => until(async () => !(await lenses()).length, "lenses to go"));
    await until(async () => (await lenses()).length, "lenses to come back");
  },

  async "setting blueprint.inlayHints"() {
    const { document } = await opened("crm/data.blueprint");
    const whole = new Range(0, 0, document.lineCount, 0);
    const hints = () => commands.executeCommand("vscode.executeInlayHintProvider", document.uri, whole);
    await until(async () => (await hints()).length, "hints");
    await having("inlayHints", false, () => until(async () => !(await hints()).length, "hints to go"));
    await until(async () => (await hints()).length, "hints to come back");
  },

  async "setting blueprint.codeAnalysis.enabled"() {
    await opened(DEALS);
    await found(DEALS, "tenant-scope");
    await having("codeAnalysis.enabled", false, () => forgotten());
    await found(DEALS, "tenant-scope");
  },

  async "setting blueprint.codeAnalysis.severities"() {
    await opened(DEALS);
    await found(DEALS, "tenant-scope");
    await having("codeAnalysis.severities", ["information"], () => forgotten());
    await found(DEALS, "tenant-scope");
  },

  async "setting blueprint.codeAnalysis.baseline"() {
    await opened(DEALS);
    await found(DEALS, "tenant-scope");
    await having("codeAnalysis.baseline", "known.json", () => forgotten());
    await found(DEALS, "tenant-scope");
  },

  async "setting blueprint.trace.server"() {
    await opened(MISSPELT);
    const said = path("said");
    const server = program("overheard", `tee ${said} | ${plan.launcher} "$@"`);
    const hears = (words) => until(() => existsSync(said) && words.test(readFileSync(said, "utf8")), String(words));
    await having("server.path", server, async () => {
      await hears(/"method":"initialized"/);
      await having("trace.server", "messages", () => hears(/setTrace.*"value":"messages"/));
    });
  },
};

/** A program that a setting can name. */
function program(name, text) {
  const file = path(`programs/${name}`);
  mkdirSync(path("programs"), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A server that leaves `trace` behind checks a blueprint. */
async function serves(trace, said = /ran/) {
  await until(() => existsSync(trace) && said.test(readFileSync(trace, "utf8")), "the program to be run");
  await opened(MISSPELT);
  await found(MISSPELT, "unknown-block");
}

function forgotten() {
  return until(() => !codes(DEALS).includes("tenant-scope"), "the finding in code to go");
}
