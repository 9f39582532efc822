// Which blueprint a command is about: that of the editor in front, else the only one of the workspace, else the chosen.

import { Uri, window, workspace, type WorkspaceFolder } from "vscode";

import { isBlueprint } from "./presence";

/** A blueprint, as the server's command `blueprint.list` tells of it. */
export interface Known {
  name: string;
  folder: string;
  uri: string;
}

/** The file in front, or one that is visible beside it, if it is a blueprint. */
export function activeBlueprint(): Uri | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor && isBlueprint(editor.document))?.document.uri;
}

/** The file in front, or one that is visible beside what is in front; it need not be a blueprint. */
export function fileInFront(): Uri | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.uri.scheme === "file")?.document.uri;
}

/**
 * The blueprint that a command is about: the one that is seen, else of those that `list` gives for the file in front. Asks
 * where there are several, says where there is none.
 */
export async function wantedBlueprint(list: (file?: Uri) => Promise<Known[] | undefined>): Promise<Uri | undefined> {
  const active = activeBlueprint();
  const known = active ? [] : await list(fileInFront());
  if (active || !known) {
    return active;
  }
  const wanted = known.length > 1 ? await chosen(known) : known[0];
  if (!known.length) {
    void window.showInformationMessage("There is no blueprint in this workspace yet. “Blueprint: New” begins one.");
  }
  return wanted && Uri.parse(wanted.uri);
}

/** A folder of the workspace; asks where there are several. */
export async function wantedFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return window.showWorkspaceFolderPick({ placeHolder: "Which folder?" });
  }
  if (!folders[0]) {
    void window.showInformationMessage("Open a folder first: a blueprint belongs to one.");
  }
  return folders[0];
}

async function chosen(known: Known[]): Promise<Known | undefined> {
  const items = known.map((one) => ({ label: one.name, description: workspace.asRelativePath(Uri.parse(one.uri)), one }));
  const choice = await window.showQuickPick(items, { title: "Which blueprint?", matchOnDescription: true });
  return choice?.one;
}
