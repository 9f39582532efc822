// Reads flowcharts from a JSON list on standard input, parses each with mermaid itself, and says what mermaid
// made of them: the texts of boxes and arrows.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(process.argv[2], "node_modules");
const require = createRequire(path.join(root, "x.js"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window, document: window.document });
const mermaid = (await import(pathToFileURL(path.join(root, "mermaid/dist/mermaid.core.mjs")))).default;
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const { nodes, edges } = diagram.db.getData();
  found.push({
    type: diagram.type,
    nodes: nodes.filter((node) => !node.isGroup).map((node) => node.label),
    groups: nodes.filter((node) => node.isGroup).map((node) => node.label),
    edges: edges.map((edge) => [edge.start, edge.end, edge.label ?? ""]),
  });
}
process.stdout.write(JSON.stringify(found));
process.exit(0);
