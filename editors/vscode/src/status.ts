// The status bar: how complete the blueprint in front is, and what was found.

import {
  DiagnosticSeverity,
  languages,
  StatusBarAlignment,
  ThemeColor,
  window,
  type Disposable,
  type ExtensionContext,
} from "vscode";

import { activeBlueprint } from "./blueprints";

const SOURCE = "blueprint";

/** What the server is doing, in its own item. */
export type ServerState = "absent" | "starting" | "running" | "stopped";

/** The item at the left end; a click opens the view, or the log where the server is not running. */
export class Status implements Disposable {
  private readonly item = window.createStatusBarItem("blueprint.status", StatusBarAlignment.Left);
  private state: ServerState = "absent";

  constructor(context: ExtensionContext) {
    this.item.name = "Blueprint";
    context.subscriptions.push(
      this,
      this.item,
      languages.onDidChangeDiagnostics(() => this.show()),
      window.onDidChangeActiveTextEditor(() => this.show()),
    );
    this.show();
  }

  dispose(): void {
    this.item.dispose();
  }

  /** Tell of the server's beginning and end. */
  set(state: ServerState): void {
    this.state = state;
    this.show();
  }

  private show(): void {
    const { text, tooltip, isBad } = this.state === "running" ? counted() : told(this.state);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = this.state === "running" ? "blueprint.view.focus" : "blueprint.showLog";
    this.item.backgroundColor = isBad ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    if (this.state !== "absent" && (this.state !== "running" || activeBlueprint() || findings().length)) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}

interface Said {
  text: string;
  tooltip: string;
  isBad: boolean;
}

function told(state: ServerState): Said {
  return state === "starting"
    ? { text: "$(sync~spin) Blueprint", tooltip: "Blueprint: the server is starting", isBad: false }
    : { text: "$(circle-slash) Blueprint", tooltip: "Blueprint: the server is not running. Show the log", isBad: true };
}

function counted(): Said {
  const all = findings();
  const errors = all.filter((severity) => severity === DiagnosticSeverity.Error).length;
  const warnings = all.filter((severity) => severity === DiagnosticSeverity.Warning).length;
  const parts = [errors ? `$(error) ${errors}` : "", warnings ? `$(warning) ${warnings}` : ""].filter(Boolean);
  const said = errors + warnings ? `${errors} errors and ${warnings} warnings` : "nothing to complain about";
  return {
    text: `Blueprint ${parts.join(" ") || "$(check)"}`,
    tooltip: `Blueprint: ${said}. Open the Blueprint view`,
    isBad: false,
  };
}

function findings(): DiagnosticSeverity[] {
  return languages
    .getDiagnostics()
    .flatMap(([, found]) => found)
    .filter((found) => found.source === SOURCE)
    .map((found) => found.severity);
}
