// What the cases share: the files they work on, ways to wait, and the person before the screen.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");
const { commands, languages, Selection, Uri, window, workspace } = require("vscode");

/** {"port", "report", "root", "pid", "logs", "only"}: where the person listens, where things are. */
const plan = JSON.parse(readFileSync(process.env.BLUEPRINT_HOST_TESTS, "utf8"));

/** The person of person.mjs: each of its methods is asked for by its name. */
const person = new Proxy({}, { get: (_, method) => (...args) => asked(method, args) });

async function asked(method, args) {
  const body = JSON.stringify({ method, arguments: args });
  const response = await fetch(`http://127.0.0.1:${plan.port}/`, { method: "POST", body });
  const { answer, problem } = await response.json();
  if (problem) {
    throw new Error(`${method}(${args.map(String).join(", ")}): ${problem}`);
  }
  return answer;
}

function path(name) {
  return join(plan.root, name);
}

function uri(name) {
  return Uri.file(path(name));
}

function onDisk(name) {
  return readFileSync(path(name), "utf8");
}

/** What `found` gives, once it gives something. */
async function until(found, what, patience = 30_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await found();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await pause(50);
  }
}

/** A file in front, with the cursor at the start of `text` where one is given. */
async function opened(name, text) {
  const editor = await window.showTextDocument(await workspace.openTextDocument(uri(name)));
  if (text !== undefined) {
    const place = at(editor.document, text);
    editor.selection = new Selection(place, place);
  }
  return editor;
}

/** Where `text` begins in a document. */
function at(document, text, further = 0) {
  const offset = document.getText().indexOf(text);
  if (offset < 0) {
    throw new Error(`${document.fileName} has no ${text}`);
  }
  return document.positionAt(offset + further);
}

/** The findings of a file, by their rules, once there is one of `rule`. */
function found(name, rule) {
  return until(() => {
    const all = codes(name);
    return all.includes(rule) && all;
  }, `${rule} in ${name}`);
}

function codes(name) {
  return ours(name).map((diagnostic) => diagnostic.code?.value ?? diagnostic.code);
}

function ours(name) {
  return languages.getDiagnostics(uri(name)).filter((diagnostic) => diagnostic.source === "blueprint");
}

/** What VS Code gives for a file when it asks those who provide it, once it is not empty. */
function provided(what, name, ...args) {
  return until(async () => {
    const answer = await commands.executeCommand(`vscode.${what}`, uri(name), ...args);
    return (Array.isArray(answer) ? answer.length : answer) && answer;
  }, what);
}

/** Set a setting of the extension for as long as `play` takes. */
async function having(setting, value, play) {
  const settings = () => workspace.getConfiguration("blueprint");
  await settings().update(setting, value, true);
  try {
    return await play();
  } finally {
    await settings().update(setting, undefined, true);
  }
}

/** Put every editor away, and what was typed into it. */
async function leave() {
  for (const document of workspace.textDocuments.filter((one) => one.isDirty && !one.isUntitled)) {
    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.files.revert");
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
  await commands.executeCommand("notifications.clearAll");
  await commands.executeCommand("workbench.action.closeQuickOpen");
  await person.sitBack();
}

module.exports = { at, codes, found, having, leave, onDisk, opened, ours, path, person, plan, provided, until, uri };
