// The document beside the editor: as the blueprint is while it is typed, scrolled to where the cursor stands.

import { randomBytes } from "node:crypto";
import { Uri, ViewColumn, window, workspace, type ExtensionContext, type TextEditor, type WebviewPanel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

const QUIET_MS = 500;
const EMPTY = "<p>There is nothing to show yet: the blueprint has no text.</p>";

/** The panels that show documents, one for each blueprint's folder. */
export class Previews {
  private readonly panels = new Map<string, Preview>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly client: () => LanguageClient | undefined,
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
    private readonly client: () => LanguageClient | undefined,
  ) {
    this.panel = window.createWebviewPanel(
      "blueprint.document",
      "Architecture",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    this.panel.onDidDispose(() => clearTimeout(this.timer));
  }

  renderSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.render(), QUIET_MS);
  }

  async render(): Promise<void> {
    const client = this.client();
    if (!client?.isRunning()) {
      return;
    }
    const html: string | null = await client.sendRequest("workspace/executeCommand", {
      command: "blueprint.render",
      arguments: [this.file.toString(), "html"],
    });
    this.panel.webview.html = html ? withFollower(html) : EMPTY;
  }

  /** Scroll to what the document says of the line at the top of the selection. */
  follow(editor: TextEditor): void {
    const path = workspace.asRelativePath(editor.document.uri, false);
    void this.panel.webview.postMessage({ file: path.split("/").at(-1), line: editor.selection.active.line + 1 });
  }
}

function folderOf(file: Uri): string {
  return Uri.joinPath(file, "..").toString();
}

/** The page with a script that keeps the place across renderings, and goes where the editor's cursor goes. */
function withFollower(html: string): string {
  const nonce = randomBytes(16).toString("base64");
  const script = `<script nonce="${nonce}">(${String(followInPage)})()</script>`;
  return html.replace("script-src ", `script-src 'nonce-${nonce}' `).replace("</body>", `${script}</body>`);
}

/** Runs in the page. */
declare function acquireVsCodeApi(): { getState(): { top?: number } | undefined; setState(state: object): void };
declare const document: any, addEventListener: any, scrollTo: any, scrollY: number; // the page's, not this program's

function followInPage(): void {
  const editor = acquireVsCodeApi();
  scrollTo(0, editor.getState()?.top ?? 0);
  addEventListener("scroll", () => editor.setState({ top: scrollY }), { passive: true });
  addEventListener("message", ({ data }: { data: { file: string; line: number } }) => {
    const own = [...document.querySelectorAll("[data-line]")].filter(
      (element: any) => (element.dataset.file ?? data.file) === data.file && Number(element.dataset.line) <= data.line,
    );
    const nearest = own.reduce(
      (best: any, element: any) => (best && Number(best.dataset.line) > Number(element.dataset.line) ? best : element),
      undefined,
    );
    nearest?.scrollIntoView({ block: "start" });
  });
}
