// Finds the language server on this machine.

import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

// Python 3.11's option that keeps the folder it runs in, an open workspace say, from being imported from.
const SAFE_PATH = "-P";

/** What the settings under `blueprint.server` say. */
export interface ServerSettings {
  path: string;
  interpreter: string;
}

/** A command line that starts the server, and in a few words where it comes from. */
export interface ServerCommand {
  command: string;
  args: string[];
  origin: string;
}

/** There is no server to run; the message says why. */
export class ServerNotFound extends Error {}

/** The server named by the settings, else the one on the PATH, else the interpreter's; undefined where none is. */
export async function findServer(settings: ServerSettings): Promise<ServerCommand | undefined> {
  if (settings.path) {
    return namedServer(settings.path);
  }
  const onPath = await firstOnPath("blueprint-ls");
  if (onPath) {
    return { command: onPath, args: [], origin: "found on the PATH" };
  }
  return interpretersServer(settings.interpreter);
}

async function namedServer(setting: string): Promise<ServerCommand> {
  const command = expandHome(setting);
  const found = isAbsolute(command) ? await isExecutable(command) : await firstOnPath(command);
  if (!found) {
    throw new ServerNotFound(
      `The setting blueprint.server.path names ${setting}, which is not a program that can be run.`,
    );
  }
  return { command, args: [], origin: "named by blueprint.server.path" };
}

async function interpretersServer(setting: string): Promise<ServerCommand | undefined> {
  const python = expandHome(setting || "python3");
  const args = [SAFE_PATH, "-m", "blueprint_ls", "serve"];
  const isThere = await hasPackage(python);
  return isThere ? { command: python, args, origin: "the package that blueprint.server.interpreter has" } : undefined;
}

/** Asks Python whether it has the package and what that needs, without importing either. */
function hasPackage(python: string): Promise<boolean> {
  const found = "all(map(importlib.util.find_spec, ('blueprint_ls', 'pygls')))";
  const question = `import importlib.util, sys; sys.exit(0 if ${found} else 1)`;
  return new Promise((resolve) => {
    execFile(python, [SAFE_PATH, "-c", question], { timeout: 10_000 }, (error) => resolve(!error));
  });
}

async function firstOnPath(name: string): Promise<string | undefined> {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  for (const folder of (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute)) {
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (await isExecutable(candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}
