// Which blueprint a command is about: that of the editor in front, else the only one of the workspace, else the chosen.

import { Uri, window, workspace, type WorkspaceFolder } from "vscode";

const LANGUAGE = "backend-blueprint";
const EVERYWHERE = "**/*.blueprint";
const SKIPPED = "**/{node_modules,.git}/**";
const MOST = 200;

/** The file in front, or one that is visible beside it, if it is a blueprint. */
export function activeBlueprint(): Uri | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId === LANGUAGE)?.document.uri;
}

/** The blueprint that a command is about; asks where there are several, says where there is none. */
export async function wantedBlueprint(): Promise<Uri | undefined> {
  const active = activeBlueprint();
  if (active) {
    return active;
  }
  const found = onePerFolder(await workspace.findFiles(EVERYWHERE, SKIPPED, MOST));
  if (found.length > 1) {
    const choice = await window.showQuickPick(
      found.map((uri) => ({ label: workspace.asRelativePath(Uri.joinPath(uri, "..")), uri })),
      { title: "Which blueprint?" },
    );
    return choice?.uri;
  }
  if (!found[0]) {
    void window.showInformationMessage("There is no blueprint in this workspace yet. “Blueprint: New” begins one.");
  }
  return found[0];
}

/** A folder of the workspace; asks where there are several. */
export async function wantedFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return window.showWorkspaceFolderPick({ placeHolder: "Which folder shall hold the blueprint?" });
  }
  if (!folders[0]) {
    void window.showInformationMessage("Open a folder first: a blueprint belongs to one.");
  }
  return folders[0];
}

/** The files of one folder make one blueprint: its first file stands for it, `main.blueprint` where there is one. */
function onePerFolder(files: Uri[]): Uri[] {
  const folders = new Map<string, Uri>();
  for (const file of files.sort((one, other) => one.path.localeCompare(other.path))) {
    const folder = Uri.joinPath(file, "..").toString();
    if (!folders.has(folder) || file.path.endsWith("/main.blueprint")) {
      folders.set(folder, file);
    }
  }
  return [...folders.values()];
}
