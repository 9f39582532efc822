// A private environment for the server, made where there is no other: nothing outside the extension's storage changes.

import { execFile } from "node:child_process";
import { access, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProgressLocation, window, type CancellationToken, type ExtensionContext, type LogOutputChannel } from "vscode";

import { ServerNotFound, type ServerCommand } from "./server";

const OLDEST: readonly [number, number] = [3, 11];
const CANDIDATES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python", "py"];
const PATIENCE_MS = 10 * 60_000;
const COMPLETE = "complete";
const NO_PACKAGES = "Is there a network, and an index that pip may ask? pip said: ";

/** The server of the private environment, which is made first where it is not there yet. */
export async function privateServer(
  context: ExtensionContext,
  chosen: string,
  log: LogOutputChannel,
): Promise<ServerCommand> {
  const version = String((context.extension.packageJSON as { version: string }).version);
  const home = join(context.globalStorageUri.fsPath, `server-${version}`);
  if (!(await exists(join(home, COMPLETE)))) {
    const python = await newEnough([chosen, ...CANDIDATES]);
    const options = { location: ProgressLocation.Notification, title: "Blueprint: installing its server", cancellable: true };
    await window.withProgress(options, (progress, token) =>
      install({ home, python, wanted: wheelOf(context, version), log, token }, (message) => progress.report({ message })),
    );
    await forgetOthers(context.globalStorageUri.fsPath, home);
  }
  return { command: serverIn(home), args: [], origin: "the extension's own environment" };
}

interface Installation {
  home: string;
  python: string;
  /** What pip is asked for: the wheel that came with the extension, or the package of its version. */
  wanted: Promise<string>;
  log: LogOutputChannel;
  token: CancellationToken;
}

/** An environment cannot be moved once it is made, so a file in it says that it is complete. */
async function install(plan: Installation, tell: (message: string) => void): Promise<void> {
  const { home } = plan;
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  try {
    tell("creating an environment");
    await run(plan, plan.python, ["-m", "venv", home]);
    tell("downloading what it needs");
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", await plan.wanted];
    await run(plan, programIn(home, "python"), pip, NO_PACKAGES);
    await run(plan, programIn(home, "python"), ["-m", "blueprint_ls", "--version"]);
    await writeFile(join(home, COMPLETE), "");
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

function run(plan: Installation, command: string, args: string[], advice = ""): Promise<void> {
  plan.log.info([command, ...args].join(" "));
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: PATIENCE_MS }, (error, out, err) => {
      plan.log.info(`${out}${err}`.trim());
      if (error) {
        const said = err.trim().split("\n").at(-1)?.replace(/^ERROR: /, "") || error.message;
        reject(new ServerNotFound(`Its server could not be installed. ${advice}${said.replace(/\.?$/, ".")}`));
      } else {
        resolve();
      }
    });
    plan.token.onCancellationRequested(() => child.kill());
  });
}

/** The first of some Pythons that is new enough; the error names what was found. */
async function newEnough(names: string[]): Promise<string> {
  const seen: string[] = [];
  for (const name of new Set(names.filter(Boolean))) {
    const version = await versionOf(name);
    if (version && (version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1]))) {
      return name;
    }
    if (version) {
      seen.push(`${name} is ${version.join(".")}`);
    }
  }
  const found = seen.length ? `only an older one was found (${seen.join(", ")})` : "none was found";
  throw new ServerNotFound(`Blueprint needs Python ${OLDEST.join(".")} or later, and ${found}.`);
}

function versionOf(python: string): Promise<[number, number] | undefined> {
  const question = "import sys; print(*sys.version_info[:2])";
  return new Promise((resolve) => {
    execFile(python, ["-c", question], { timeout: 10_000 }, (error, out) => {
      const [major, minor] = out.trim().split(" ").map(Number);
      resolve(error || major === undefined || minor === undefined ? undefined : [major, minor]);
    });
  });
}

async function wheelOf(context: ExtensionContext, version: string): Promise<string> {
  const folder = join(context.extensionPath, "server");
  const wheels = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".whl"));
  return wheels[0] ? join(folder, wheels[0]) : `blueprint-ls==${version}`;
}

/** Environments of earlier versions of the extension. */
async function forgetOthers(storage: string, home: string): Promise<void> {
  for (const name of await readdir(storage).catch(() => [])) {
    const folder = join(storage, name);
    if (name.startsWith("server-") && folder !== home) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function serverIn(home: string): string {
  return programIn(home, "blueprint-ls");
}

function programIn(home: string, name: string): string {
  return process.platform === "win32" ? join(home, "Scripts", `${name}.exe`) : join(home, "bin", name);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
