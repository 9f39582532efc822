// Reads the secrets of a generated project, in whose root it lies when it runs: `node secrets.mjs <read|watch>`. What
// is kept is told in KEPT; what came out is printed as JSON.
import { writeFileSync } from 'node:fs';

import * as common from './packages/common/dist/index.js';
import { watchSecrets } from './packages/common/dist/secrets/secrets.js';

const kept = JSON.parse(process.env.KEPT);
const say = (what) => process.stdout.write(JSON.stringify(what));

const scenarios = {
  async read() {
    try {
      const found = await common.withSecrets(process.env, kept);
      say(Object.fromEntries(Object.keys(kept).map((name) => [name, found[name] ?? null])));
    } catch (error) {
      say({ error: error.message });
    }
  },
  /** A file is written again: first with what it held, then with something else. */
  async watch() {
    const file = `${process.env.SECRETS_DIR}/password`;
    let changes = 0;
    watchSecrets(process.env, kept, () => (changes += 1), 100);
    const told = [];
    for (const text of ['old', 'new', 'newer']) {
      writeFileSync(file, text);
      await new Promise((resolve) => setTimeout(resolve, 500));
      told.push(changes);
    }
    say(told);
  },
};

await scenarios[process.argv[2]]();
process.exit(0);
