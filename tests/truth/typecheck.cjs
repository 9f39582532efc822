// What a project's own TypeScript says of it with some files changed in memory. One request a line on standard input:
// {"texts": {path: text}, "only": [path, …] | null}; one answer a line: {"errors": [[path, code, message], …]}, or
// {"known": [path, …]} to {"known": [path, …]}: those that the project compiles.
const path = require("node:path");
const readline = require("node:readline");

const config = path.resolve(process.argv[2]);
const ts = require(require.resolve("typescript", { paths: [path.dirname(config), ...process.argv.slice(3)] }));

function parsed(file) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (found) => { throw new Error(String(found.messageText)); } };
  return ts.getParsedCommandLineOfConfigFile(file, { noEmit: true, skipLibCheck: true }, host);
}

const given = parsed(config);
const { options } = given;
const names = given.fileNames.length
  ? given.fileNames
  : (given.projectReferences ?? []).flatMap((one) => parsed(ts.resolveProjectReferencePath(one)).fileNames);
for (const name of ["incremental", "composite", "tsBuildInfoFile", "declaration", "declarationMap"]) delete options[name];

const host = ts.createCompilerHost(options);
const read = { file: host.readFile, source: host.getSourceFile };
const sources = new Map();
let texts = {};
host.readFile = (file) => texts[file] ?? read.file(file);
host.getSourceFile = (file, ...rest) => {
  if (texts[file] !== undefined) return ts.createSourceFile(file, texts[file], rest[0], true);
  if (!sources.has(file)) sources.set(file, read.source(file, ...rest));
  return sources.get(file);
};

let program;
function checked(request) {
  texts = request.texts ?? {};
  program = ts.createProgram({ rootNames: names, options, host, oldProgram: program });
  if (request.known) return { known: request.known.filter((file) => program.getSourceFile(file)) };
  const files = request.only ? request.only.map((file) => program.getSourceFile(file)) : program.getSourceFiles();
  const own = files.filter((file) => file && !file.isDeclarationFile && !file.fileName.includes("/node_modules/"));
  const found = own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  const told = found.filter((one) => one.category === ts.DiagnosticCategory.Error);
  return { errors: told.map((one) => [one.file.fileName, one.code, ts.flattenDiagnosticMessageText(one.messageText, " ")]) };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(checked(JSON.parse(line)))}\n`);
});
