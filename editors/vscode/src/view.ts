// The Blueprint view: sections, decisions, readiness, modules and findings in code, each row leading to its place.

import {
  EventEmitter,
  languages,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type TreeDataProvider,
  type TreeView,
} from "vscode";
import type { LanguageClient, Range as Span } from "vscode-languageclient/node";

import { activeBlueprint, fileInFront } from "./blueprints";
import { isBlueprint } from "./presence";

/** One row, as the server's command `blueprint.outline` tells it. */
export interface Row {
  label: string;
  detail: string;
  state: string;
  tooltip: string;
  uri?: string;
  range?: Span;
  rows: Row[];
  parent?: Row;
}

const QUIET_MS = 400;
const ICONS: Record<string, ThemeIcon> = {
  done: new ThemeIcon("pass", new ThemeColor("testing.iconPassed")),
  part: new ThemeIcon("circle-large-outline", new ThemeColor("editorWarning.foreground")),
  open: new ThemeIcon("circle-large-outline", new ThemeColor("disabledForeground")),
  apart: new ThemeIcon("circle-slash", new ThemeColor("disabledForeground")),
  assumed: new ThemeIcon("question", new ThemeColor("editorInfo.foreground")),
  error: new ThemeIcon("error", new ThemeColor("editorError.foreground")),
  warning: new ThemeIcon("warning", new ThemeColor("editorWarning.foreground")),
  information: new ThemeIcon("info", new ThemeColor("editorInfo.foreground")),
};
const SPOKEN: Record<string, string> = {
  done: "stated",
  part: "stated in part",
  open: "not stated",
  apart: "not applicable",
  assumed: "assumed, not yet confirmed",
};

/** Keeps the tree as the blueprint is; asks the server only while somebody sees it. */
export class BlueprintView implements TreeDataProvider<Row>, Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly tree: TreeView<Row>;
  private rows: Row[] = [];
  private told = "";
  /** The file whose blueprint is shown. */
  private about: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    context: ExtensionContext,
    private readonly client: () => LanguageClient | undefined,
  ) {
    this.tree = window.createTreeView("blueprint.view", { treeDataProvider: this, showCollapseAll: true });
    context.subscriptions.push(
      this,
      this.tree,
      this.tree.onDidChangeVisibility(() => this.refreshSoon()),
      languages.onDidChangeDiagnostics(() => this.refreshSoon()),
      workspace.onDidChangeTextDocument((change) => {
        if (isBlueprint(change.document)) {
          this.refreshSoon();
        }
      }),
      window.onDidChangeActiveTextEditor(() => this.refreshIfOther()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
  }

  /** Ask anew; the tree is drawn again only where something is different. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    const rows = this.tree.visible ? await this.ask() : this.rows;
    const told = JSON.stringify(rows);
    if (told !== this.told) {
      this.told = told;
      this.rows = adopted(rows);
      this.changed.fire();
    }
  }

  getTreeItem(row: Row): TreeItem {
    const { Collapsed, None } = TreeItemCollapsibleState;
    const item = new TreeItem(row.label, row.rows.length ? Collapsed : None);
    item.id = path(row);
    item.description = row.detail;
    const icon = ICONS[row.state];
    if (icon) {
      item.iconPath = icon;
    }
    if (row.tooltip) {
      item.tooltip = new MarkdownString(row.tooltip);
    }
    const state = SPOKEN[row.state] ?? row.state;
    item.accessibilityInformation = { label: [row.label, row.detail, state].filter(Boolean).join(", ") };
    if (row.uri && row.range) {
      const { line, character } = row.range.start;
      const selection = new Range(line, character, line, character);
      item.command = {
        command: "vscode.open",
        title: "Open",
        arguments: [Uri.parse(row.uri), { selection, preserveFocus: true }],
      };
    }
    return item;
  }

  getChildren(row?: Row): Row[] {
    return row ? row.rows : this.rows;
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  private async ask(): Promise<Row[]> {
    const client = this.client();
    if (!client?.isRunning()) {
      return [];
    }
    this.about = inFront() ?? this.about;
    return client.sendRequest("workspace/executeCommand", {
      command: "blueprint.outline",
      arguments: this.about ? [this.about] : [],
    });
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), QUIET_MS);
  }

  /** Another file may have another blueprint; where nothing is in front any more, the last one stays. */
  private refreshIfOther(): void {
    const file = inFront();
    if (file && file !== this.about) {
      this.refreshSoon();
    }
  }
}

function inFront(): string | undefined {
  return (activeBlueprint() ?? fileInFront())?.toString();
}

/** The rows, each knowing the one that holds it. */
function adopted(rows: Row[], parent?: Row): Row[] {
  for (const row of rows) {
    if (parent) {
      row.parent = parent;
    }
    adopted(row.rows, row);
  }
  return rows;
}

function path(row: Row): string {
  const twins = row.parent?.rows.filter((other) => other.label === row.label) ?? [row];
  return `${row.parent ? path(row.parent) : ""}/${row.label}#${twins.indexOf(row)}`;
}
