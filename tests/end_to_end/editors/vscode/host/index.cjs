// Runs in VS Code's extension host: plays every case of cases/ and writes what became of it.

const { readdirSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { leave, person, plan } = require("./world.cjs");

const PATIENCE_MS = 90_000;

exports.run = async () => {
  const outcomes = {};
  for (const [name, play] of cases()) {
    outcomes[name] = await outcome(name, play);
    await leave();
  }
  // Whoever waits for the report reads it whole.
  writeFileSync(`${plan.report}.part`, JSON.stringify(outcomes));
  renameSync(`${plan.report}.part`, plan.report);
};

function cases() {
  const folder = join(__dirname, "cases");
  const wanted = ([name]) => !plan.only || name.includes(plan.only);
  return readdirSync(folder).sort().flatMap((file) => Object.entries(require(join(folder, file)))).filter(wanted);
}

/** What went wrong, or nothing. */
async function outcome(name, play) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    await Promise.race([play(), limit]);
    return null;
  } catch (problem) {
    await person.photograph(name.replace(/\W+/g, "-"));
    return problem.stack ?? String(problem);
  } finally {
    clearTimeout(timer);
  }
}
