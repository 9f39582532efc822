// Choosing what of a generated project is written: every file is listed, and can be looked at before.

import {
  commands,
  Position,
  Range,
  ThemeIcon,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type QuickPickItem,
  type TextDocument,
} from "vscode";

import type { Pages } from "./explain";

/** What the server answers of a project. */
export interface Scaffolded {
  created: number;
  changed: number;
  conflicts: string[];
  left: string[];
}

/** A project that is not written yet; the lock, which every run writes, is the last of its files. */
export interface Planned extends Scaffolded {
  root: string;
  files: PlannedFile[];
}

interface PlannedFile {
  path: string;
  before: string | null;
  after: string;
}

interface Choice extends QuickPickItem {
  file: PlannedFile;
}

const LOCK = ".blueprint/scaffold.lock";
const LOOK = { iconPath: new ThemeIcon("diff"), tooltip: "Look at it" };

/** The files that the person wants written; undefined where they thought better of it. */
export function chosenFiles(planned: Planned, pages: Pages): Promise<string[] | undefined> {
  const files = planned.files.filter((file) => file.path !== LOCK);
  const pick = window.createQuickPick<Choice>();
  pick.title = `Generate the project: ${planned.created} new files, ${planned.changed} changed`;
  pick.placeholder = "Choose what is written; nothing is yet";
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = files.map((file) => ({
    label: file.path,
    description: file.before === null ? "new" : "changed",
    buttons: [LOOK],
    file,
  }));
  pick.selectedItems = pick.items;
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => void look(item.file, planned.root, pages));
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map((item) => item.file.path));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Write the files, so that one undo takes all of them back; says whether VS Code did. */
export async function written(planned: Planned): Promise<boolean> {
  const root = Uri.parse(planned.root);
  const edit = new WorkspaceEdit();
  const changed: TextDocument[] = [];
  for (const file of planned.files) {
    const uri = Uri.joinPath(root, file.path);
    if (file.before === null) {
      edit.createFile(uri, { contents: new TextEncoder().encode(file.after) });
    } else {
      const document = await workspace.openTextDocument(uri);
      edit.replace(uri, new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end), file.after);
      changed.push(document);
    }
  }
  const isDone = await workspace.applyEdit(edit);
  for (const document of isDone ? changed : []) {
    await document.save();
  }
  return isDone;
}

/** A path as a glob that matches it alone. */
export function literally(path: string): string {
  return path.replace(/[[*?]/g, "[$&]");
}

/** What became of the project, in a sentence. */
export function told(made: Scaffolded): string {
  const parts = [
    made.created ? `${made.created} new files` : "",
    made.changed ? `${made.changed} changed` : "",
    made.conflicts.length ? `left as you changed them: ${made.conflicts.join(", ")}` : "",
    made.left.length ? `yours to write: ${made.left.join(", ")}` : "",
  ].filter(Boolean);
  return parts.length ? `${parts.join("; ")}.` : "The project is up to date.";
}

async function look(file: PlannedFile, root: string, pages: Pages): Promise<void> {
  const after = pages.kept(file.path, file.after);
  if (file.before === null) {
    await commands.executeCommand("vscode.open", after, { preview: true, preserveFocus: true });
  } else {
    const before = Uri.joinPath(Uri.parse(root), file.path);
    await commands.executeCommand("vscode.diff", before, after, `${file.path}: now and then`);
  }
}
