// The document beside the editor: as the blueprint is while it is typed, scrolled to where the cursor stands.

import { randomBytes } from "node:crypto";
import { Range, Uri, ViewColumn, window, workspace, type ExtensionContext, type TextEditor, type WebviewPanel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** A line of a file, counted from 0; its path counts from the blueprint's folder. */
interface Place {
  path: string;
  line: number;
}

const QUIET_MS = 500;
const EMPTY = "<p>There is nothing to show yet: the blueprint has no text.</p>";

/** The panels that show documents, one for each blueprint's folder. */
export class Previews {
  private readonly panels = new Map<string, Preview>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly client: () => Promise<LanguageClient | undefined>,
  ) {
    context.subscriptions.push(
      workspace.onDidChangeTextDocument((change) => this.of(change.document.uri)?.renderSoon()),
      window.onDidChangeTextEditorSelection((change) => this.of(change.textEditor.document.uri)?.follow(change.textEditor)),
    );
  }

  /** Show the document of a file's blueprint, or bring it to the front. */
  async open(file: Uri): Promise<void> {
    const key = folderOf(file);
    const known = this.panels.get(key);
    if (known) {
      known.panel.reveal(undefined, true);
      return;
    }
    const preview = new Preview(file, this.client);
    this.panels.set(key, preview);
    preview.panel.iconPath = Uri.joinPath(this.context.extensionUri, "images", "icon.png");
    preview.panel.onDidDispose(() => this.panels.delete(key), undefined, this.context.subscriptions);
    await preview.render();
  }

  private of(file: Uri): Preview | undefined {
    return file.path.endsWith(".blueprint") ? this.panels.get(folderOf(file)) : undefined;
  }
}

class Preview {
  readonly panel: WebviewPanel;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: Uri,
    private readonly client: () => Promise<LanguageClient | undefined>,
  ) {
    this.panel = window.createWebviewPanel(
      "blueprint.document",
      "Architecture",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    this.panel.onDidDispose(() => clearTimeout(this.timer));
    this.panel.webview.onDidReceiveMessage((place: Place) => this.lead(place));
  }

  renderSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.render(), QUIET_MS);
  }

  async render(): Promise<void> {
    const client = await this.client();
    if (!client?.isRunning()) {
      return;
    }
    const html: string | null = await client.sendRequest("workspace/executeCommand", {
      command: "blueprint.render",
      arguments: [this.file.toString(), "html", { sources: true }],
    });
    this.panel.webview.html = html ? withFollower(html) : EMPTY;
  }

  /** Scroll to what the document says of the line that the cursor is in. */
  follow(editor: TextEditor): void {
    const path = relativeTo(folderOf(this.file), editor.document.uri);
    void this.panel.webview.postMessage({ path, line: editor.selection.active.line });
  }

  /** Open what the document speaks of where somebody double-clicks. */
  private async lead({ path, line }: Place): Promise<void> {
    const uri = Uri.joinPath(this.file, "..", path);
    const selection = new Range(line, 0, line, 0);
    await window.showTextDocument(uri, { viewColumn: ViewColumn.One, selection });
  }
}

function folderOf(file: Uri): string {
  return Uri.joinPath(file, "..").toString();
}

function relativeTo(folder: string, file: Uri): string {
  return decodeURIComponent(file.toString().slice(folder.length + 1));
}

/** The page with a script that keeps the place across renderings, and goes where the editor's cursor goes. */
function withFollower(html: string): string {
  const nonce = randomBytes(16).toString("base64");
  const script = `<script nonce="${nonce}">(${String(followInPage)})()</script>`;
  return html.replace("script-src ", `script-src 'nonce-${nonce}' `).replace("</body>", `${script}</body>`);
}

// The page's own, not this program's.
declare function acquireVsCodeApi(): PageApi;
declare const document: any, addEventListener: any, scrollTo: any, scrollY: number;
interface PageApi {
  getState(): { top?: number } | undefined;
  setState(state: { top: number }): void;
  postMessage(place: Place): void;
}

/** Runs in the page, as text: it may use nothing of this file but types. */
function followInPage(): void {
  const editor = acquireVsCodeApi();
  scrollTo(0, editor.getState()?.top ?? 0);
  addEventListener("scroll", () => editor.setState({ top: scrollY }), { passive: true });
  addEventListener("message", ({ data }: { data: Place }) => {
    let nearest: any;
    for (const element of document.querySelectorAll("[data-line]")) {
      const line = Number(element.dataset.line);
      const isAbove = element.dataset.path === data.path && line <= data.line;
      if (isAbove && !(nearest && Number(nearest.dataset.line) > line)) {
        nearest = element;
      }
    }
    nearest?.scrollIntoView({ block: "center" });
  });
  addEventListener("dblclick", ({ target }: { target: any }) => {
    const { path, line } = target.closest("[data-line]")?.dataset ?? {};
    if (path) {
      editor.postMessage({ path, line: Number(line) });
    }
  });
}
