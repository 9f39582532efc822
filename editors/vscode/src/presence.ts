// Whether there is anything to do in a window: where nothing is governed by a blueprint, no server is started.

import { FileType, Uri, workspace, type TextDocument } from "vscode";

/** The language of blueprints. */
export const LANGUAGE = "backend-blueprint";
/** Every blueprint of a workspace. */
export const EVERYWHERE = "**/*.blueprint";

const SKIPPED = "**/{node_modules,.git}/**";
const SUFFIX = ".blueprint";

/** Whether a document is a blueprint. */
export function isBlueprint(document: TextDocument): boolean {
  return document.languageId === LANGUAGE;
}

/** Whether a blueprint is open, lies in the workspace, or governs a folder of it from above. */
export async function isWanted(): Promise<boolean> {
  if (workspace.textDocuments.some(isBlueprint)) {
    return true;
  }
  const folders = workspace.workspaceFolders ?? [];
  const governed = await Promise.all(folders.map(({ uri }) => isGoverned(uri)));
  return governed.includes(true) || (await workspace.findFiles(EVERYWHERE, SKIPPED, 1)).length > 0;
}

/** Whether a folder, or one of its repository that holds it, has a blueprint, in itself or in a folder of its own. */
async function isGoverned(folder: Uri): Promise<boolean> {
  for (const place of [folder, ...(await repositoryAbove(folder))]) {
    const below = (await entries(place)).filter(([, type]) => type === FileType.Directory);
    const places = [place, ...below.map(([name]) => Uri.joinPath(place, name))];
    if ((await Promise.all(places.map(holdsBlueprint))).includes(true)) {
      return true;
    }
  }
  return false;
}

/** The folders above one, up to the root of its repository; none where it is in none, or is the root itself. */
async function repositoryAbove(folder: Uri): Promise<Uri[]> {
  const above: Uri[] = [];
  for (let place = folder; ; place = Uri.joinPath(place, "..")) {
    if (place !== folder) {
      above.push(place);
    }
    if ((await entries(place)).some(([name]) => name === ".git")) {
      return above;
    }
    if (Uri.joinPath(place, "..").path === place.path) {
      return [];
    }
  }
}

async function holdsBlueprint(folder: Uri): Promise<boolean> {
  return (await entries(folder)).some(([name]) => name.endsWith(SUFFIX));
}

function entries(folder: Uri): Thenable<[string, FileType][]> {
  return workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
}
