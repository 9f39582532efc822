// The commands that a person picks: each asks the server for its part, and says plainly what came of it.

import { commands, Uri, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { wantedBlueprint, wantedFolder, type Known } from "./blueprints";
import type { Pages } from "./explain";
import type { Previews } from "./preview";
import { chosenFiles, literally, told, written, type Planned } from "./scaffold";

interface Answer {
  problem?: string;
}
interface Begun extends Answer {
  uri: string;
}

const FORMATS = { "Markdown (.md)": "md", "HTML, one self-contained file (.html)": "html", "JSON (.json)": "json" };
const VIEWS = ["containers", "context", "modules", "deployment"];

/** The client's commands, by their ids; `client` gives the server's, which is started where it does not run yet. */
export function personal(
  client: () => Promise<LanguageClient | undefined>,
  pages: Pages,
  previews: Previews,
): Record<string, () => Promise<void>> {
  return {
    "blueprint.newBlueprint": () => begun("blueprint.begin", "Beginning a blueprint"),
    "blueprint.draftFromRepository": () => begun("blueprint.draft", "Reading the repository"),
    "blueprint.fillEverything": fill,
    "blueprint.scaffoldProject": scaffold,
    "blueprint.renderDocument": render,
    "blueprint.openPreview": preview,
    "blueprint.openDiagram": diagram,
    "blueprint.showInventory": inventory,
  };

  async function ask<T>(command: string, args: unknown[], title: string): Promise<T | undefined> {
    const running = await client();
    if (!running?.isRunning()) {
      void window.showWarningMessage("Blueprint: the language server is not running. “Blueprint: Show Log” tells why.");
      return undefined;
    }
    const progress = { location: { viewId: "blueprint.view" }, title };
    const answer = await window.withProgress(progress, () =>
      running.sendRequest<(T & Answer) | null>("workspace/executeCommand", { command, arguments: args }),
    );
    if (answer?.problem) {
      void window.showWarningMessage(`Blueprint: ${answer.problem}.`);
      return undefined;
    }
    return answer ?? undefined;
  }

  function list(file?: Uri): Promise<Known[] | undefined> {
    return ask<Known[]>("blueprint.list", file ? [file.toString()] : [], "Looking for blueprints");
  }

  async function begun(command: string, title: string): Promise<void> {
    const folder = await wantedFolder();
    const answer = folder && (await ask<Begun>(command, [folder.uri.toString()], title));
    if (answer) {
      await window.showTextDocument(Uri.parse(answer.uri));
      await saveBlueprints(Uri.joinPath(Uri.parse(answer.uri), ".."));
    }
  }

  async function fill(): Promise<void> {
    const file = await wantedBlueprint(list);
    const answer = file && (await ask<{ changed: number }>("blueprint.fill", [file.toString()], "Filling in"));
    if (answer) {
      const said = answer.changed
        ? "Everything missing is filled in; what was assumed is marked, for you to confirm or to change."
        : "Nothing is missing in this blueprint.";
      void window.showInformationMessage(said);
    }
  }

  async function scaffold(): Promise<void> {
    const file = await wantedBlueprint(list);
    const planned = file && (await plan(file));
    const chosen = planned && (planned.files.length ? await chosenFiles(planned, pages) : []);
    if (!file || !chosen) {
      return;
    }
    const wanted = await plan(file, chosen.length === planned.files.length - 1 ? undefined : chosen.map(literally));
    if (wanted && chosen.length && !(await written(wanted))) {
      void window.showWarningMessage("Blueprint: nothing was generated, for a file could not be written. Is the folder read-only?");
    } else if (wanted) {
      void window.showInformationMessage(told(chosen.length ? wanted : { ...planned, created: 0, changed: 0 }));
    }
  }

  /** What generating the project would do; for all of it, or for the files that match. */
  function plan(file: Uri, only?: string[]): Promise<Planned | undefined> {
    return ask<Planned>("blueprint.scaffold", [file.toString(), { preview: true, only }], "Generating the project");
  }

  async function render(): Promise<void> {
    const file = await wantedBlueprint(list);
    const choice = file && (await window.showQuickPick(Object.keys(FORMATS), { title: "Render the document as" }));
    if (!file || !choice) {
      return;
    }
    const format = FORMATS[choice as keyof typeof FORMATS];
    const text = await ask<string>("blueprint.render", [file.toString(), format], "Rendering");
    const beside = Uri.joinPath(file, "..", `architecture.${format}`);
    const target = text && (await window.showSaveDialog({ defaultUri: beside, title: "Save the document" }));
    if (text && target) {
      await workspace.fs.writeFile(target, new TextEncoder().encode(text));
      await commands.executeCommand("vscode.open", target);
    }
  }

  async function preview(): Promise<void> {
    const file = await wantedBlueprint(list);
    if (file) {
      await previews.open(file);
    }
  }

  async function diagram(): Promise<void> {
    const file = await wantedBlueprint(list);
    const view = file && (await window.showQuickPick(VIEWS, { title: "Which diagram?" }));
    const options = { view, format: "ascii" };
    const drawn = view && (await ask<{ text: string }>("blueprint.graph", [file.toString(), options], "Drawing"));
    if (drawn) {
      await pages.showText(`${view}.txt`, drawn.text);
    }
  }

  async function inventory(): Promise<void> {
    const folder = await wantedFolder();
    const seen = folder && (await ask<object>("blueprint.inventory", [folder.uri.toString()], "Looking at the code"));
    if (seen) {
      await pages.showText("inventory.json", `${JSON.stringify(seen, undefined, 2)}\n`);
    }
  }
}

/** Save the blueprints of a folder that have just been written into it: an edit leaves them open and unsaved. */
async function saveBlueprints(folder: Uri): Promise<void> {
  for (const document of workspace.textDocuments) {
    const isThere = Uri.joinPath(document.uri, "..").toString() === folder.toString();
    if (isThere && document.isDirty && document.fileName.endsWith(".blueprint")) {
      await document.save();
    }
  }
}
