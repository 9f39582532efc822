// node host.mjs PLAN.json: opens VS Code with the tests of host/ in its extension host, and prints what they report. Tests
// see what extensions see; for all else they ask this program, which sits before the screen as a person does.
// The plan: {"url", "workspace", "album", "port", "report"}.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { Person } from "./person.mjs";

const PATIENCE_MS = 8 * 60_000;

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const tests = plan.url.replace("http://", "vscode-remote://") + join(import.meta.dirname, "host");
const payload = { extensionDevelopmentPath: tests, extensionTestsPath: `${tests}/index.cjs` };
const here = Person.at(plan.url, { workspace: plan.workspace, payload }, plan.album);

/** Answers `{"method", "arguments"}`: what the person of that name does. */
const server = createServer(async (request, response) => {
  try {
    const asked = JSON.parse(await text(request));
    const person = await here;
    response.end(JSON.stringify({ answer: await person[asked.method](...asked.arguments) }));
  } catch (problem) {
    response.end(JSON.stringify({ problem: String(problem) }));
  }
});
server.listen(plan.port, "127.0.0.1");

const end = Date.now() + PATIENCE_MS;
while (!existsSync(plan.report) && Date.now() < end) {
  await pause(200);
}
const person = await here;
await person.photograph("end");
await person.leave();
server.close();
server.closeAllConnections();
console.log(existsSync(plan.report) ? readFileSync(plan.report, "utf8") : '{"problem": "the tests did not come to an end"}');
