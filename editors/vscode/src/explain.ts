// What is read beside the editor: the page of a section, a decision, an option or a rule, a diagram, an inventory.

import { commands, EventEmitter, Uri, ViewColumn, window, workspace, type ExtensionContext, type TextEditor } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { isBlueprint } from "./presence";

/** The server's command. Its lenses carry it too. */
export const EXPLAIN = "blueprint.explain";

const SCHEME = "blueprint-page";

/** The pages shown, by name, and the command that shows one. */
export class Pages {
  private readonly pages = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();

  constructor(
    context: ExtensionContext,
    private readonly client: () => Promise<LanguageClient | undefined>,
  ) {
    const provider = {
      onDidChange: this.changed.event,
      provideTextDocumentContent: (uri: Uri) => this.pages.get(uri.query) ?? "",
    };
    context.subscriptions.push(this.changed, workspace.registerTextDocumentContentProvider(SCHEME, provider));
  }

  /** Show the page of `name`; ask for the name when none is given. */
  async explain(name?: string): Promise<void> {
    const client = await this.client();
    if (!client?.isRunning()) {
      void window.showWarningMessage("Blueprint: the language server is not running.");
      return;
    }
    const wanted = name ?? (await askForName(window.activeTextEditor));
    if (!wanted) {
      return;
    }
    const answer = await askServer(client, wanted, window.activeTextEditor);
    if (answer.includes("\n")) {
      await this.show(wanted, answer);
    } else {
      // One line is no page: it says that there is none.
      void window.showInformationMessage(`Blueprint: ${answer}`);
    }
  }

  /** Show a text that cannot be edited, beside the editor; its name says what it is written in. */
  async showText(name: string, text: string): Promise<void> {
    const document = await workspace.openTextDocument(this.kept(name, text));
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
  }

  private async show(name: string, page: string): Promise<void> {
    await commands.executeCommand("markdown.showPreviewToSide", this.kept(`${name}.md`, page));
  }

  /** The address of a text, under which VS Code can open it. */
  kept(name: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}`, query: name });
    this.pages.set(name, text);
    this.changed.fire(uri);
    return uri;
  }
}

/** Asks for a page, and says in which blueprint: a repository may have pages of its own. */
function askServer(client: LanguageClient, name: string, editor: TextEditor | undefined): Promise<string> {
  const place = editor && isBlueprint(editor.document) ? [editor.document.uri.toString()] : [];
  return client.sendRequest("workspace/executeCommand", { command: EXPLAIN, arguments: [name, ...place] });
}

function askForName(editor: TextEditor | undefined): Thenable<string | undefined> {
  return window.showInputBox({
    title: "Explain",
    prompt: "A section, a decision, an option or a rule",
    value: (editor && wordAtCursor(editor)) ?? "",
    placeHolder: "orm",
  });
}

function wordAtCursor(editor: TextEditor): string | undefined {
  const range = editor.document.getWordRangeAtPosition(editor.selection.active);
  return range && editor.document.getText(range);
}
