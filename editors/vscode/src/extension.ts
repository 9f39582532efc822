// The Blueprint extension: starts the language server, and gives its commands a place in VS Code.

import { commands, env, window, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";

import { personal } from "./commands";
import { EXPLAIN, Pages } from "./explain";
import { privateServer } from "./install";
import { EVERYWHERE, isBlueprint, isWanted, LANGUAGE } from "./presence";
import { Previews } from "./preview";
import { showReferences } from "./references";
import { Resilience } from "./resilience";
import { findServer, ServerNotFound, type ServerSettings } from "./server";
import { understandSnippets } from "./snippets";
import { Status } from "./status";
import { BlueprintView } from "./view";

let client: LanguageClient | undefined;
let pages: Pages;
let status: Status;
let view: BlueprintView;
let turn: Promise<void> = Promise.resolve();
let isStarted = false;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("Blueprint", { log: true });
  const running = (): LanguageClient | undefined => client;
  const started = async (): Promise<LanguageClient | undefined> => {
    await (isStarted ? turn : restart(context, log));
    return client;
  };
  pages = new Pages(context, started);
  status = new Status(context);
  view = new BlueprintView(context, running);
  const own = personal(started, pages, new Previews(context, started));
  const watcher = workspace.createFileSystemWatcher(EVERYWHERE, false, true, true);
  context.subscriptions.push(
    log,
    ...Object.entries(own).map(([id, command]) => commands.registerCommand(id, command)),
    commands.registerCommand("blueprint.restartServer", () => restart(context, log)),
    commands.registerCommand("blueprint.refreshView", () => view.refresh()),
    commands.registerCommand("blueprint.showLog", () => log.show()),
    commands.registerCommand("blueprint.explainName", () => pages.explain()),
    commands.registerCommand("blueprint.showReferences", showReferences),
    watcher,
    watcher.onDidCreate(started),
    workspace.onDidOpenTextDocument((document) => (isBlueprint(document) ? started() : undefined)),
    workspace.onDidChangeConfiguration((change) => {
      if (isStarted && change.affectsConfiguration("blueprint.server")) {
        void restart(context, log);
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => (isStarted ? restart(context, log) : undefined)),
  );
  if (await isWanted()) {
    await started();
  }
}

export async function deactivate(): Promise<void> {
  await turn;
  await stop();
}

/** Stop the server that runs, if any, and start one; one turn at a time. */
function restart(context: ExtensionContext, log: LogOutputChannel): Promise<void> {
  isStarted = true;
  turn = turn.then(stop).then(() => start(context, log));
  return turn;
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose().catch(() => undefined);
}

async function start(context: ExtensionContext, log: LogOutputChannel): Promise<void> {
  status.set("starting");
  try {
    const settings = stated();
    const server = (await findServer(settings)) ?? (await privateServer(context, settings.interpreter, log));
    log.info(`Starting ${[server.command, ...server.args].join(" ")} (${server.origin})`);
    client = new LanguageClient("blueprint", "Blueprint", { command: server.command, args: server.args }, options(log));
    understandSnippets(client);
    client.onDidChangeState(({ newState }) => {
      status.set(newState === State.Running ? "running" : newState === State.Starting ? "starting" : "stopped");
      void view.refresh();
    });
    await client.start();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.error(message);
    status.set("stopped");
    // Not awaited: the person may answer later, or never.
    void tellThatItFailed(context, message, error instanceof ServerNotFound, log);
  }
}

/** Code that is judged while it is open; the rest of the workspace is judged beside it. */
const CODE = ["typescript", "typescriptreact", "javascript", "javascriptreact", "sql"];
/** Schemas, whose language VS Code knows only where another extension tells it. */
const SCHEMAS = "**/*.prisma";

function stated(): ServerSettings {
  const server = workspace.getConfiguration("blueprint.server");
  return { path: server.get("path", "").trim(), interpreter: server.get("interpreter", "python3").trim() };
}

function options(log: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: LANGUAGE },
      { scheme: "untitled", language: LANGUAGE },
      ...CODE.map((language) => ({ scheme: "file", language })),
      { scheme: "file", pattern: SCHEMAS },
    ],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    synchronize: { configurationSection: "blueprint" },
    errorHandler: new Resilience(),
    middleware: {
      // A lens that explains is the server's own command; its page is shown here.
      executeCommand: (command, args, next) =>
        command === EXPLAIN ? pages.explain(String(args[0])) : next(command, args),
    },
  };
}

async function tellThatItFailed(
  context: ExtensionContext,
  message: string,
  isMissing: boolean,
  log: LogOutputChannel,
): Promise<void> {
  const cure = isMissing ? " Install it with “pipx install blueprint-ls”, or say where it is." : "";
  const choice = await window.showErrorMessage(
    `Blueprint: the language server did not start. ${message}${cure}`,
    "Open Settings",
    "Try Again",
    "Show Log",
  );
  if (choice === "Open Settings") {
    // The server runs where the workspace is, and so its settings stand there.
    const place = env.remoteName ? "workbench.action.openRemoteSettings" : "workbench.action.openSettings";
    await commands.executeCommand(place, { query: "blueprint.server" });
  } else if (choice === "Try Again") {
    await restart(context, log);
  } else if (choice === "Show Log") {
    log.show();
  }
}
